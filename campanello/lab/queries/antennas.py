"""Finds antennas for their lab, and for an antenna their own mandates and what they themselves told. No more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.single import single
from campanello.homes.models import Building, Neighbourhood
from campanello.homes.queries.tenancies import on_day
from campanello.lab.models import Antenna, CallRequest, Report, ReportStep
from campanello.lab.queries import naming
from campanello.lab.rules import antennas as rules
from campanello.lab.rules.antennas import NoAntenna
from campanello.people.models import Involvement, Person
from campanello.people.queries import merges

HOLDING, ENDED, TO_COME = "holding", "ended", "to_come"
MOST_TOLD = 30


@dataclass(frozen=True)
class Wanted:
    """What a list of antennas is asked for; each that is empty leaves all."""

    state: str = HOLDING
    neighbourhood: str = ""


@dataclass(frozen=True)
class Line:
    """An antenna as a list shows it; without a name where the person is not the reader's to see."""

    antenna: Antenna
    person: UUID | None
    name: str
    state: str


@dataclass(frozen=True)
class Told:
    """What an antenna themselves told or asked for, with its state in words to be translated."""

    day: date
    what: str
    text: str
    state: str
    is_done: bool
    answer: str = ""


def antenna(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Antenna:
    """An antenna of one of the actor's projects.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = _joined(Antenna.objects.filter(uid=uid))
    return single(
        found.filter(project__in=projects_with(actor, right)),
        found.filter(project__in=projects_with(actor, Right.READ_LAB)),
        lock=lock,
    )


def antennas(actor: Actor, wanted: Wanted, on: date) -> QuerySet[Antenna]:
    """The antennas of the actor's projects, the latest mandates first."""
    found = _joined(Antenna.objects.filter(project__in=projects_with(actor, Right.READ_LAB)))
    if wanted.state == HOLDING:
        found = found.filter(on_day(on))
    elif wanted.state == ENDED:
        found = found.filter(ends_on__lte=on)
    elif wanted.state == TO_COME:
        found = found.filter(starts_on__gt=on)
    if wanted.neighbourhood:
        there = Q(neighbourhood__uid=wanted.neighbourhood)
        found = found.filter(there | Q(building__neighbourhood__uid=wanted.neighbourhood))
    return found.order_by("-starts_on", "-pk")


def lines(actor: Actor, rows: Iterable[Antenna], on: date, verb: str = "lab.antennas-listed") -> list[Line]:
    """Antennas as a list shows them; leaves a line for each person who is named."""
    found = [_line(actor, row, on) for row in rows]
    named = [standing.pk for one in found if one.person and (standing := naming.standing(one.antenna.person))]
    audit.read_many(actor, verb, sorted(set(named)))
    return found


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The antennas of a list for who takes people along; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = antennas(actor, wanted, on).filter(project__in=mine, person__restricted_at=None)
    found = lines(actor, rows, on, "lab.antenna-exported")
    audit.exported(actor, "lab.antennas-exported", rows=len(found))
    return found


def project_of(actor: Actor, person: Person, wanted: int | None) -> Project | None:
    """The project of the actor's that knows a person, the wanted one where several do; None where none does."""
    mine = projects_with(actor, Right.WRITE_LAB)
    known = Involvement.objects.filter(merges.of_people("person", [person.pk]), project__in=mine)
    there = Project.objects.filter(pk__in=known.values("project"))
    return (there.filter(pk=wanted) if wanted is not None else there).order_by("code").first()


def held_beside(project: int, person: int, without: int | None = None) -> list[Antenna]:
    """A person's mandates of a project, one left out where it is the one that changes."""
    found = Antenna.objects.filter(merges.of_people("person", [person]), project=project)
    return list(found.exclude(pk=without) if without is not None else found)


def area(project: int, neighbourhood: UUID | None, building: UUID | None) -> dict[str, Any]:
    """The neighbourhood or the building of a project, as an antenna keeps it.

    Raises:
        OneArea: It is not the project's.
    """
    found: dict[str, Any] = {"neighbourhood": None, "building": None}
    if neighbourhood:
        found["neighbourhood"] = Neighbourhood.objects.filter(uid=neighbourhood, projects=project).first()
    if building:
        there = Building.objects.filter(uid=building, neighbourhood__projects=project)
        found["building"] = there.first()
    if (neighbourhood and not found["neighbourhood"]) or (building and not found["building"]):
        raise rules.OneArea
    return found


def own_mandates(actor: Actor, on: date) -> list[Antenna]:
    """The mandates that the actor themselves holds on a day, the latest first; none for who is no resident."""
    if actor.person is None or not may(actor, Right.TELL_AS_ANTENNA):
        return []
    held = Antenna.objects.filter(on_day(on), person=actor.person)
    return list(_joined(held).order_by("-starts_on", "pk"))


def own_mandate(actor: Actor, on: date, project: str = "") -> Antenna:
    """The mandate under which the actor tells and asks, of a project's code where they hold several.

    Raises:
        NoAntenna: None holds.
    """
    for one in own_mandates(actor, on):
        if not project or one.project.code == project:
            return one
    raise NoAntenna


def own_buildings(mandate: Antenna) -> list[Building]:
    """The houses that a mandate is about: its own, its neighbourhood's, or all of its project's."""
    if mandate.building:
        return [mandate.building]
    found = Building.objects.filter(neighbourhood__projects=mandate.project_id)
    if mandate.neighbourhood_id:
        found = Building.objects.filter(neighbourhood=mandate.neighbourhood_id)
    return list(found.order_by("street", "number").distinct())


def told_by(actor: Actor) -> list[Told]:
    """What the actor themselves told and asked for, the latest first: nothing of anybody else's. Three queries."""
    reports = Report.objects.filter(made_by=actor.user, source="antenna").order_by("-made_at")[:MOST_TOLD]
    calls = CallRequest.objects.filter(antenna__person=actor.person).order_by("-made_at")
    replies = ReportStep.objects.filter(
        report__in=[one.pk for one in reports], is_for_resident=True, kind="reply"
    )
    said = dict(replies.order_by("at", "pk").values_list("report", "text"))
    found = [
        Told(
            one.made_on,
            "report",
            one.text,
            str(one.get_state_display()),
            one.closed_at is not None,
            said.get(one.pk, ""),
        )
        for one in reports
    ]
    found += [
        Told(one.made_at.date(), "call", one.who, "", one.done_at is not None, one.answer)
        for one in calls[:MOST_TOLD]
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)[:MOST_TOLD]


def _joined(found: QuerySet[Antenna]) -> QuerySet[Antenna]:
    return found.select_related(naming.STANDING, "project", "neighbourhood", "building__neighbourhood")


def _line(actor: Actor, row: Antenna, on: date) -> Line:
    person = naming.standing(row.person)
    name = naming.name_of(actor, person, row.project_id)
    if row.ends_on is not None and row.ends_on <= on:
        state = ENDED
    else:
        state = HOLDING if rules.holds(row.starts_on, row.ends_on, on) else TO_COME
    is_named = person is not None and naming.may_name(actor, person, row.project_id)
    return Line(row, person.uid if person and is_named else None, name, state)
