"""Finds whom a lab looks for: out of the people its team may see, in few queries whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.period import completed_years
from campanello.homes.models import Building, Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.lab.models import Attendance, Visit
from campanello.lab.queries import naming, reaching
from campanello.lab.queries.naming import Place
from campanello.lab.queries.reaching import Recipient
from campanello.lab.rules import outreach as rules
from campanello.lab.rules.outreach import RULES, Asked
from campanello.people.models import Membership, Person, PersonSet, ResidencePermit

EVER = date(1900, 1, 1)


@dataclass(frozen=True)
class Card:
    """Somebody to look for: how to reach them, where they live, when and how they were last heard of."""

    recipient: Recipient
    age: int | None
    place: Place | None
    last_on: date | None
    last_channel: str


def settled(asked: Asked, on: date) -> Asked:
    """What is asked, with the figures that hold on a day where none were given.

    Raises:
        FigureOutOfRange, NoHouse.
    """
    parameters = RULES[asked.rule].parameters
    return rules.settled(asked, {name: params.value(held, on) for name, held in parameters.items()})


def people(actor: Actor, asked: Asked, on: date, right: Right = Right.READ_PERSON) -> PersonSet:
    """Whom a settled list is about, by name: never those whose data are restricted."""
    return (
        _found(actor, asked, on, right).filter(restricted_at=None).order_by("family_name", "given_name", "pk")
    )


def left_out(actor: Actor, asked: Asked, on: date) -> int:
    """How many are left out because their data are restricted; told to those alone who answer people's rights."""
    if not may(actor, Right.ANSWER_RIGHTS):
        return 0
    return int(_found(actor, asked, on).exclude(restricted_at=None).count())


def cards(actor: Actor, found: Sequence[Person], on: date, verb: str = "lab.outreach-listed") -> list[Card]:
    """Some of a list's people as it shows them; leaves a line for each. Constant queries."""
    keys = [one.pk for one in found]
    places, last = naming.places_of(keys, on), last_contacts(actor, keys)
    audit.read_many(actor, verb, keys)
    born = {one.pk: one.born_on for one in found}
    shown = []
    for one in reaching.recipients(found, on):
        day, channel = last.get(one.key, (None, ""))
        birth = born[one.key]
        age = completed_years(birth, on) if birth else None
        shown.append(Card(one, age, places.get(one.key), day, channel))
    return shown


@transaction.atomic
def exported(actor: Actor, asked: Asked, on: date) -> list[Card]:
    """All of a list for who takes people along; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
        FigureOutOfRange, NoHouse.
    """
    if not may(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    held = settled(asked, on)
    found = list(people(actor, held, on, Right.EXPORT_PEOPLE))
    audit.exported(actor, "lab.outreach-exported", rows=len(found), rule=held.rule)
    return cards(actor, found, on, "lab.outreach-person-exported")


def houses(actor: Actor) -> QuerySet[Building]:
    """The houses that a list may be about."""
    there = projects_with(actor, Right.READ_LAB)
    found = Building.objects.filter(neighbourhood__projects__in=there).distinct()
    return found.select_related("neighbourhood").order_by("street", "number")


def _found(actor: Actor, asked: Asked, on: date, right: Right = Right.READ_PERSON) -> PersonSet:
    finders = {
        "elderly": _elderly,
        "children": _with_children,
        "permits": _permit_ending,
        "silent": _silent,
        "never": _never_met,
    }
    found = finders[asked.rule](actor, Person.objects.current().visible_to(actor, right), asked, on)
    if asked.building:
        found = found.filter(_lives_in(UUID(asked.building), on))
    return found


def _elderly(actor: Actor, found: PersonSet, asked: Asked, on: date) -> PersonSet:
    born = found.filter(born_on__lte=rules.born_by(asked.age or 0, on))
    return born.filter(_alone(on)).exclude(_heard(actor, on - timedelta(days=asked.days or 0)))


def _with_children(actor: Actor, found: PersonSet, asked: Asked, on: date) -> PersonSet:
    young = Membership.objects.filter(
        on_day(on),
        household=OuterRef("household"),
        kind="registry",
        person__born_on__gt=rules.born_by(asked.age or 0, on),
        person__born_on__lte=on,
    )
    return found.filter(_stays(on, Q(Exists(young), role="head")))


def _permit_ending(actor: Actor, found: PersonSet, asked: Asked, on: date) -> PersonSet:
    newer = ResidencePermit.objects.filter(person=OuterRef("person"), expires_on__gt=OuterRef("expires_on"))
    until = on + timedelta(days=asked.days or 0)
    ending = ResidencePermit.objects.filter(
        ~Exists(newer), expires_on__gte=on, expires_on__lt=until, renewal_asked_on=None
    )
    own = Q(Exists(ending.filter(person=OuterRef("pk"))))
    return found.filter(own | Q(Exists(ending.filter(person__merged_into=OuterRef("pk")))))


def _silent(actor: Actor, found: PersonSet, asked: Asked, on: date) -> PersonSet:
    return found.exclude(_heard(actor, on - timedelta(days=asked.days or 0)))


def _never_met(actor: Actor, found: PersonSet, asked: Asked, on: date) -> PersonSet:
    return found.exclude(_heard(actor, EVER))


def _stays(on: date, more: Q) -> Q:
    """Whether a person is in a registry household on a day of which more holds, by any of their records."""
    stays = Membership.objects.filter(on_day(on) & more, kind="registry")
    own = Q(Exists(stays.filter(person=OuterRef("pk"), is_merged=False)))
    return own | Q(Exists(stays.filter(person__merged_into=OuterRef("pk"))))


def _alone(on: date) -> Q:
    others = Membership.objects.filter(
        on_day(on), household=OuterRef("household"), kind="registry", is_merged=False
    ).exclude(person=OuterRef("person"))
    return _stays(on, ~Q(Exists(others)))


def _lives_in(building: UUID, on: date) -> Q:
    homes = Tenancy.objects.filter(
        on_day(on), household=OuterRef("household"), dwelling__building__uid=building
    ).exclude(tenure="shopkeeper")
    return _stays(on, Q(Exists(homes)))


def _heard(actor: Actor, since: date) -> Q:
    """Whether one of the actor's labs met or heard a person, or their household, on a day or later."""
    mine = projects_with(actor, Right.READ_LAB)
    visits = Visit.objects.filter(project__in=mine, on__gte=since, cancelled_at=None)
    came = Attendance.objects.filter(
        session__project__in=mine, session__on__gte=since, presence="present", is_replaced=False
    )
    of_home = visits.filter(household=OuterRef("household"))
    stays = Membership.objects.filter(Exists(of_home), ends_on=None)
    heard = Q()
    for rows in (visits, came, stays):
        rows_of: Any = rows
        heard |= Q(Exists(rows_of.filter(person=OuterRef("pk"))))
        heard |= Q(Exists(rows_of.filter(person__merged_into=OuterRef("pk"))))
    return heard


def last_contacts(actor: Actor, keys: Sequence[int]) -> dict[int, tuple[date, str]]:
    """When and by which channel one of the actor's labs last met each; a household's visit is each member's.

    Two queries: of visits, and of the households that they are in.
    """
    mine = projects_with(actor, Right.READ_LAB)
    stays = Membership.objects.filter(person__in=keys, ends_on=None).values_list("household", "person")
    homes: dict[int, list[int]] = {}
    for household, person in stays:
        homes.setdefault(household, []).append(person)
    visits = Visit.objects.filter(project__in=mine, cancelled_at=None).filter(
        Q(person__in=keys) | Q(person__merged_into__in=keys) | Q(household__in=homes)
    )
    rows = visits.order_by("on", "at").values_list(
        "person", "person__merged_into", "household", "on", "channel"
    )
    last: dict[int, tuple[date, str]] = {}
    for person, merged_into, household, on, channel in rows:
        for key in homes.get(household, []) if household else [merged_into or person]:
            last[key] = (on, channel)
    return last
