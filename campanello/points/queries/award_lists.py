"""Finds signed registers by what is to be done: award, say what they earn, take a correction up, or nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.lab.models import Attendance, Session
from campanello.lab.rules.registers import Presence
from campanello.points.models import AwardedSession, Scheme
from campanello.points.queries.corrections import SINCE
from campanello.points.queries.worths import with_rate

READY, UNRATED, CORRECTED, AWARDED = "ready", "unrated", "corrected", "awarded"
STATES = (READY, UNRATED, CORRECTED, AWARDED)
SORTS = {"old": ("starts_at", "pk"), "new": ("-starts_at", "-pk")}
_AWARD = AwardedSession.objects.filter(session=OuterRef("pk"))


@dataclass(frozen=True)
class Wanted:
    """What is asked for; an empty field asks for nothing. Days are half-open."""

    state: str = READY
    project: str = ""
    words: str = ""
    first: date | None = None
    end: date | None = None
    sort: str = "old"


def sessions(actor: Actor, wanted: Wanted) -> QuerySet[Session]:
    """Signed sessions of the actor's projects that are in a state, each with `code`, rate and award. One query."""
    rows = _signed(actor)
    if wanted.project:
        rows = rows.filter(project__code=wanted.project)
    if wanted.first:
        rows = rows.filter(on__gte=wanted.first)
    if wanted.end:
        rows = rows.filter(on__lt=wanted.end)
    for word in wanted.words.split()[:5]:
        rows = rows.filter(activity__titles__it__icontains=word)
    found = rows.filter(_STATE[wanted.state]).select_related("activity", "building", "project")
    return found.order_by(*SORTS.get(wanted.sort, SORTS["old"]))


def present(sessions: list[int]) -> dict[int, tuple[int, int]]:
    """How many people were present at some sessions, and for how many minutes together. One query."""
    rows = Attendance.objects.filter(session__in=sessions, is_replaced=False, presence=Presence.PRESENT)
    sums = rows.order_by().values("session").annotate(people=Count("pk"), minutes=Sum("minutes"))
    return {row["session"]: (row["people"], row["minutes"]) for row in sums}


def counts(actor: Actor) -> dict[str, int]:
    """How many registers are in each state, for the list's tabs. One query."""
    rows = _signed(actor)
    return dict(rows.aggregate(**{state: Count("pk", filter=asked) for state, asked in _STATE.items()}))


def _signed(actor: Actor) -> QuerySet[Session]:
    rows = Session.objects.filter(
        Exists(Scheme.objects.filter(project=OuterRef("project"))),
        project__in=projects_with(actor, Right.AWARD_POINTS),
        signed_at__isnull=False,
        cancelled_at=None,
    )
    return with_rate(rows).annotate(
        is_awarded=Exists(_AWARD),
        is_corrected=Exists(_AWARD.filter(SINCE)),
        awarded_points=Subquery(_AWARD.values("points")[:1]),
        withheld_people=Subquery(_AWARD.values("withheld")[:1]),
        awarded_at=Subquery(_AWARD.values("awarded_at")[:1]),
    )


_STATE = {
    READY: Q(is_awarded=False, is_within=True, rate_points__isnull=False),
    UNRATED: Q(is_awarded=False, is_within=True, rate_points=None) & (Q(code=None) | ~Q(code="")),
    CORRECTED: Q(is_awarded=True, is_corrected=True),
    AWARDED: Q(is_awarded=True),
}


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects with a scheme in which the actor awards."""
    has_scheme = Exists(Scheme.objects.filter(project=OuterRef("pk")))
    return Project.objects.filter(has_scheme, pk__in=projects_with(actor, Right.AWARD_POINTS)).order_by(
        "title"
    )


def ready(actor: Actor, project: str = "") -> list[UUID]:
    """The registers that can be awarded now, the oldest first. One query."""
    found = sessions(actor, Wanted(project=project))
    return list(found.values_list("uid", flat=True))
