"""Finds hosts and traineeships of the actor's projects, and which wait for a tutor's visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, DateField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from campanello.accounts.models import Assignment, User
from campanello.core import audit, params
from campanello.core.access import RIGHTS, NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.single import single
from campanello.people.models import Person
from campanello.people.queries import merges
from campanello.plans.models import Host, Plan, Traineeship, TutorVisit
from campanello.plans.rules import placements as rules
from campanello.plans.rules.placements import Room, Span

OPEN = ("planned", "running")
SORTS = {"new": ("-starts_on", "-pk"), "old": ("starts_on", "pk"), "visit": ("seen_on", "-pk")}


@dataclass(frozen=True)
class Wanted:
    """What a list of traineeships is asked for; each that is empty leaves all. `waits`: for a tutor's visit."""

    words: str = ""
    state: str = ""
    waits: bool = False
    host: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """A traineeship as a list shows it; without a name where the reader may not see the person."""

    row: Traineeship
    person: UUID | None
    name: str
    seen_on: date | None
    days_without: int
    is_overdue: bool


def host(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Host:
    """A host of one of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    found = Host.objects.filter(uid=uid)
    return single(
        found.visible_to(actor, right).select_related("project"), found.visible_to(actor), lock=lock
    )


def hosts(actor: Actor, words: str = "", *, on: date, right: Right = Right.READ_PLANS) -> QuerySet[Any]:
    """The hosts of the actor's projects by name, each with `taken`: places in use on a day."""
    found: Any = Host.objects.visible_to(actor, right)
    for word in words.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(sector__icontains=word) | Q(agreement__iexact=word))
    now = Q(traineeships__state__in=OPEN, traineeships__starts_on__lte=on, traineeships__ends_on__gt=on)
    ordered: QuerySet[Any] = found.annotate(taken=Count("traineeships", filter=now)).order_by("name")
    return ordered


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects in which the actor writes plans."""
    return Project.objects.filter(pk__in=projects_with(actor, Right.WRITE_PLANS)).order_by("title")


def tutors(project: int, on: date) -> QuerySet[User]:
    """Who may follow a traineeship of a project: colleagues who write plans there."""
    roles = [role for role, rights in RIGHTS.items() if Right.WRITE_PLANS in rights]
    there = Assignment.objects.holding_on(on).filter(project=project, role__in=roles)
    return User.objects.filter(pk__in=there.values("user"), is_active=True).order_by("name")


def traineeship(
    actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False
) -> Traineeship:
    """A traineeship of one of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    found = Traineeship.objects.filter(uid=uid)
    joined = found.select_related("person__merged_into", "host", "plan", "tutor", "project")
    return single(
        joined.filter(project__in=projects_with(actor, right)),
        found.filter(project__in=projects_with(actor, Right.READ_PLANS)),
        lock=lock,
    )


def traineeships(actor: Actor, wanted: Wanted, on: date, right: Right = Right.READ_PLANS) -> QuerySet[Any]:
    """The traineeships of the actor's projects; each with `seen_on`, when its tutor was last there, or its start."""
    last = TutorVisit.objects.filter(traineeship=OuterRef("pk")).order_by().values("traineeship")
    visited = Subquery(last.annotate(day=Max("on")).values("day"), output_field=DateField())
    found: Any = Traineeship.objects.filter(project__in=projects_with(actor, right))
    found = found.annotate(visited=visited).annotate(
        seen_on=Greatest(Coalesce("visited", "starts_on"), "starts_on")
    )
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.waits:
        days = params.value("plans.tutor_visit_days", on)
        found = found.filter(state="running", seen_on__lt=on - timedelta(days=days))
    if wanted.host:
        found = found.filter(host__uid=wanted.host)
    for word in wanted.words.split()[:6]:
        people = Person.objects.visible_to(actor).filter(
            Q(family_name__icontains=word) | Q(given_name__icontains=word)
        )
        named = Q(person__in=people.values("pk")) | Q(person__merged_into__in=people.values("pk"))
        found = found.filter(named | Q(host__name__icontains=word) | Q(role__icontains=word))
    ordered: QuerySet[Any] = found.order_by(*SORTS.get(wanted.sort, SORTS["new"]))
    return ordered.select_related("person__merged_into", "host", "tutor", "plan")


def lines(actor: Actor, rows: Iterable[Any], on: date, verb: str = "plans.traineeships-listed") -> list[Line]:
    """Traineeships out of `traineeships` as a list shows them; leaves a line for each person named."""
    found = list(rows)
    people = {one.pk: one.person.merged_into or one.person for one in found}
    keys = {one.pk for one in people.values()}
    seen = set(Person.objects.current().visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    audit.read_many(actor, verb, sorted(seen))
    days = params.value("plans.tutor_visit_days", on)
    return [
        Line(
            row=row,
            person=person.uid if person.pk in seen else None,
            name=person.name if person.pk in seen else "",
            seen_on=row.visited,
            days_without=max(0, (on - row.seen_on).days),
            is_overdue=rules.is_overdue(row.state, row.seen_on, on, days),
        )
        for row in found
        for person in (people[row.pk],)
    ]


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The traineeships of a list for who takes people along, without restricted people's; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    if not projects_with(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = traineeships(actor, wanted, on, Right.EXPORT_PEOPLE).filter(person__restricted_at=None)
    found = lines(actor, rows, on, "plans.traineeship-exported")
    audit.exported(actor, "plans.traineeships-exported", rows=len(found))
    return found


@transaction.atomic
def shown(actor: Actor, uid: UUID, on: date) -> tuple[Line, list[TutorVisit]]:
    """One traineeship with its visits, the latest first; leaves a line.

    Raises:
        NotFound.
    """
    rows = list(traineeships(actor, Wanted(), on).filter(uid=uid))
    if not rows:
        raise NotFound
    line = lines(actor, rows, on, "plans.traineeship-read")[0]
    return line, list(TutorVisit.objects.filter(traineeship=line.row).select_related("by"))


def overdue(actor: Actor, on: date) -> int:
    """How many traineeships of the actor's projects wait for their tutor's visit."""
    return int(traineeships(actor, Wanted(waits=True), on).count())


def of_plan(actor: Actor, plan: Plan, on: date) -> list[Line]:
    """The traineeships of a plan's person, as the plan's page shows them; leaves lines."""
    person = plan.person.merged_into_id or plan.person_id
    rows = traineeships(actor, Wanted(), on).filter(merges.of_people("person", [person]))
    return lines(actor, rows, on, "plans.traineeship-read")


def room(host: Host, person: int, on: date, without: int | None = None) -> Room:
    """What a host has free and what a person already has, one traineeship left out where it is the one that changes."""
    open_ones = Traineeship.objects.filter(state__in=OPEN)
    if without is not None:
        open_ones = open_ones.exclude(pk=without)
    return Room(
        places=host.places,
        agreed_on=host.agreed_on if host.agreement else None,
        agreed_until=host.agreed_until,
        taken=_spans(open_ones.filter(host=host)),
        own=_spans(open_ones.filter(merges.of_people("person", [person]))),
        most_months=params.value("plans.traineeship_months", on),
    )


def _spans(found: QuerySet[Traineeship]) -> tuple[Span, ...]:
    return tuple(Span(first, last) for first, last in found.values_list("starts_on", "ends_on"))


def places(actor: Actor, on: date) -> QuerySet[Any]:
    """The hosts whose agreement holds on a day or later and that may take a trainee, by name."""
    holding = Q(agreed_until=None) | Q(agreed_until__gt=on)
    return hosts(actor, on=on, right=Right.WRITE_PLANS).filter(
        holding, agreed_on__isnull=False, places__gt=F("taken")
    )
