"""What waits for those who work with people: permits that end, provisional codes that are due, birth dates to ask."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.people.models import IdentityCode, Involvement, Person, PersonSet, ResidencePermit
from campanello.people.rules.codes import provisional_is_due

Row = TypeVar("Row", bound=Model)
MOST = 100  # counted; beyond it "more than" is said
SHOWN = 5
_NAMED = ("person", "person__uid", "person__given_name", "person__family_name")
_LOOKED_BACK_DAYS = 730  # a permit that ended longer ago is no longer news


@dataclass(frozen=True)
class Line:
    """One person for whom something waits, and the day it is about; None where it has none."""

    person: int
    uid: UUID
    name: str
    day: date | None


@dataclass(frozen=True)
class Stack:
    """What waits of one kind: the most urgent lines, and how many there are. With `is_cut` there are more."""

    lines: tuple[Line, ...]
    total: int
    is_cut: bool


@dataclass(frozen=True)
class Waiting:
    """All that waits on a day for somebody who works with people. `warning_days` is how early permits are told."""

    permits_ended: Stack
    permits_ending: Stack
    codes_due: Stack
    births_to_ask: Stack
    warning_days: int


@dataclass(frozen=True)
class OwnProject:
    """A project where the actor works, and how many people it knows."""

    pk: int
    title: str
    people: int


def waiting(actor: Actor, on: date) -> Waiting:
    """What waits for the actor on a day; each person who is named leaves a line. Four queries, at any size."""
    people = Person.objects.current().visible_to(actor, Right.WRITE_PERSON)
    days = params.value("people.permit_warning_days", on)
    stacks = (
        _permits(people, on - timedelta(days=_LOOKED_BACK_DAYS), on),
        _permits(people, on, on + timedelta(days=days)),
        _codes(people, on),
        _births(people),
    )
    named = {line.person for stack in stacks for line in stack.lines}
    audit.read_many(actor, "people.waiting-shown", sorted(named))
    return Waiting(*stacks, warning_days=days)


def own_projects(actor: Actor) -> list[tuple[int, str]]:
    """The keys and titles of the projects where the actor looks for people, by title. One query."""
    ids = projects_with(actor, Right.FIND_PEOPLE)
    return list(Project.objects.filter(pk__in=ids).order_by("title").values_list("pk", "title"))


def own_project(actor: Actor, code: str) -> int:
    """The key of a project by its code, if the actor registers people there.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = Project.objects.filter(pk__in=projects_with(actor, Right.WRITE_PERSON), code=code).first()
    if found is None:
        raise NotFound
    return found.pk


def projects(actor: Actor) -> list[OwnProject]:
    """The same with how many people each project knows, restricted and merged records included. Two queries."""
    own = own_projects(actor)
    known = Involvement.objects.filter(project__in=[pk for pk, _ in own]).values("project")
    people = dict(known.annotate(people=Count("pk")).values_list("project", "people"))
    return [OwnProject(pk, title, people.get(pk, 0)) for pk, title in own]


def _permits(people: PersonSet, start: date, end: date) -> Stack:
    """Permits that end from a day on and before another, unless a renewal was asked for or a newer one follows."""
    newer = ResidencePermit.objects.filter(person=OuterRef("person"), expires_on__gt=OuterRef("expires_on"))
    ending = ResidencePermit.objects.filter(
        ~Exists(newer), expires_on__gte=start, expires_on__lt=end, renewal_asked_on=None
    )
    named = _of(ending, people).order_by("expires_on", "pk").values_list(*_NAMED, "expires_on")
    return _cut([_line(*row) for row in named[: MOST + 1]])


def _codes(people: PersonSet, on: date) -> Stack:
    months = params.value("people.provisional_code_months", on)
    # The rule decides; the database leaves out those that are certainly too young.
    old = IdentityCode.objects.filter(
        kind="cf_provisional", ends_on=None, starts_on__lte=on - timedelta(days=(months - 1) * 28)
    )
    named = _of(old, people).order_by("starts_on", "pk").values_list(*_NAMED, "starts_on")
    lines = [_line(*row) for row in named[: MOST + 1]]
    return _cut([line for line in lines if line.day and provisional_is_due(line.day, on, months)])


def _births(people: PersonSet) -> Stack:
    unknown = people.filter(born_on=None, has_declined_birth=False).order_by("registered_at", "pk")
    rows = unknown.values_list("pk", "uid", "given_name", "family_name")[: MOST + 1]
    return _cut([_line(*row, None) for row in rows])


def _of(rows: QuerySet[Row], people: PersonSet) -> QuerySet[Row]:
    return rows.filter(Exists(people.filter(pk=OuterRef("person"))))


def _line(person: int, uid: UUID, given_name: str, family_name: str, day: date | None) -> Line:
    return Line(person, uid, f"{given_name} {family_name}".strip(), day)


def _cut(lines: list[Line]) -> Stack:
    return Stack(tuple(lines[:SHOWN]), min(len(lines), MOST), len(lines) > MOST)
