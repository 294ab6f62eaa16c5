"""Lists of sessions of the plans' services: which wait for their register, which are to come; who may be listed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.plans.models import Attendance, Expected, Service, Session
from campanello.plans.queries import register_facts, registers
from campanello.plans.queries.seen import standing

TO_SIGN, COMING, SIGNED, CANCELLED = "to_sign", "coming", "signed", "cancelled"
STATES = (TO_SIGN, COMING, SIGNED, CANCELLED)
SORTS = {"late": ("-starts_at", "-pk"), "soon": ("starts_at", "pk")}
MOST_OFFERED = 50


@dataclass(frozen=True)
class Wanted:
    """Which sessions; an empty field asks for nothing. Days are both included."""

    words: str = ""
    project: str = ""
    service: int | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None
    sort: str = "late"


def projects(actor: Actor, right: Right = Right.READ_PLANS) -> QuerySet[Project]:
    """The projects whose registers the actor reads, or with another right fills."""
    return Project.objects.filter(pk__in=projects_with(actor, right)).order_by("title")


def services(actor: Actor, right: Right = Right.READ_PLANS) -> QuerySet[Service]:
    """The services of these projects, as they are offered, by project and block."""
    found = Service.objects.filter(project__in=projects_with(actor, right)).select_related("project")
    return found.order_by("project__title", "block", "code")


def sessions(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Session]:
    """The sessions asked for, each with how many are `listed`, `marked` and `came`. One query."""
    found = Session.objects.visible_to(actor).select_related("service", "project", "deliverer")
    for name, value in (
        ("project__code", wanted.project),
        ("service", wanted.service),
        ("on__gte", wanted.first),
        ("on__lte", wanted.last),
    ):
        if value:
            found = found.filter(**{name: value})
    if wanted.words:
        words = Q(place__icontains=wanted.words) | Q(service__code__icontains=wanted.words)
        found = found.filter(words | Q(service__names__it__icontains=wanted.words))
    if wanted.state:
        found = found.filter(_in_state(wanted.state, at))
    return _counted(found).order_by(*SORTS.get(wanted.sort, SORTS["late"]))


def waiting(actor: Actor, at: datetime) -> int:
    """How many registers wait to be signed."""
    return Session.objects.visible_to(actor, Right.WRITE_PLANS).filter(_in_state(TO_SIGN, at)).count()


def _in_state(state: str, at: datetime) -> Q:
    if state == CANCELLED:
        return Q(cancelled_at__isnull=False)
    if state == SIGNED:
        return Q(signed_at__isnull=False)
    is_open = Q(cancelled_at=None, signed_at=None)
    return is_open & (Q(ends_at__lte=at) if state == TO_SIGN else Q(ends_at__gt=at))


def _counted(found: QuerySet[Session]) -> QuerySet[Session]:
    marks = Attendance.objects.filter(is_replaced=False)
    counts: dict[str, QuerySet[Any]] = {
        "listed": Expected.objects.all(),
        "marked": marks,
        "came": marks.filter(presence="present"),
    }
    return found.annotate(**{name: _number(rows) for name, rows in counts.items()})


def _number(rows: QuerySet[Any]) -> Coalesce:
    count = (
        rows.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Offer:
    """Somebody who may be put on a list."""

    plan: UUID
    code: str
    name: str


@transaction.atomic
def may_be_listed(actor: Actor, session: UUID, words: str) -> tuple[list[Offer], int]:
    """Whose plan holds on a session's day, contains its service and is not listed: the first, and how many in all.

    Each person named leaves a line.

    Raises:
        NotFound, NotYours.
    """
    one = registers.session(actor, session, right=Right.WRITE_PLANS)
    found = register_facts.who_may_come(actor, one).exclude(expected__session=one)
    for word in words.split()[:5]:
        named = Q(person__family_name__icontains=word) | Q(person__given_name__icontains=word)
        found = found.filter(named | Q(code__icontains=word))
    shown = list(found.order_by("person__family_name", "person__given_name", "pk")[:MOST_OFFERED])
    audit.read_many(actor, "plans.offered-for-a-list", sorted({standing(plan.person).pk for plan in shown}))
    offers = [Offer(plan.uid, plan.code, standing(plan.person).name) for plan in shown]
    return offers, found.count()
