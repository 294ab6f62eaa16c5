"""Finds what activities are worth: by which rate they earn, and what is told of their dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.lab.models import Activity, Session
from campanello.lab.queries import activities
from campanello.points.models import AwardedSession, Rate, Scheme, Tariff, Worth
from campanello.points.queries import tariffs
from campanello.points.rules.tariffs import points_for


@dataclass(frozen=True)
class Shown:
    """What a date earns, in figures: so many points an hour or each time; `whole` for who is there to its end."""

    points: int
    unit: str
    whole: int


@dataclass(frozen=True)
class WorthLine:
    """A rate by which an activity earns from a day on; `rate` is None where it earns nothing."""

    worth: Worth
    rate: Rate | None


@dataclass(frozen=True)
class Box:
    """What an activity's page tells of its points: the scheme, what holds, what came before and what is to come."""

    activity: Activity
    scheme: Scheme | None
    lines: tuple[WorthLine, ...]
    current: WorthLine | None


# The rate's code of a session, and the tariff of its day: None where nobody said.
CODE = Subquery(
    Worth.objects.filter(activity=OuterRef("activity"), starts_on__lte=OuterRef("on"))
    .order_by("-starts_on")
    .values("code")[:1]
)
TARIFF = Subquery(
    Tariff.objects.filter(scheme__project=OuterRef("project"), starts_on__lte=OuterRef("on"))
    .order_by("-starts_on")
    .values("pk")[:1]
)


def worth_on(activity: int, day: date) -> Worth | None:
    """What holds of an activity's worth on a day; None where nobody said. One query."""
    rows = Worth.objects.filter(activity=activity, starts_on__lte=day)
    return rows.order_by("-starts_on").first()


def box(actor: Actor, uid: UUID, on: date) -> Box:
    """What an activity's page tells of its points. Four queries.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    activity = activities.activity(actor, uid)
    may_read = activity.project_id in projects_with(actor, Right.READ_POINTS)
    scheme = Scheme.objects.filter(project=activity.project_id).first() if may_read else None
    if scheme is None:
        return Box(activity, None, (), None)
    rows = list(Worth.objects.filter(activity=activity).order_by("-starts_on"))
    rates = {one.code: one for one in tariffs.rates_on(scheme, on)}
    lines = tuple(WorthLine(one, rates.get(one.code)) for one in rows)
    current = next((one for one in lines if one.worth.starts_on <= on), None)
    return Box(activity, scheme, lines, current)


def last_awarded(activity: int) -> date | None:
    """The day of an activity's last session that was awarded. One query."""
    rows = AwardedSession.objects.filter(session__activity=activity).order_by("-session__on")
    return rows.values_list("session__on", flat=True).first()


def without_worth(actor: Actor, words: str = "") -> QuerySet[Activity]:
    """The activities of projects with a scheme of which nobody said what they earn, newest first."""
    rows = Activity.objects.visible_to(actor, Right.SET_POINTS).filter(
        Exists(Scheme.objects.filter(project=OuterRef("project"))),
        ~Exists(Worth.objects.filter(activity=OuterRef("pk"))),
    )
    for word in words.split()[:5]:
        rows = rows.filter(titles__it__icontains=word)
    return rows.select_related("project").order_by("-pk")


def points_shown(sessions: Session | Iterable[Session]) -> dict[int, Shown]:
    """What dates earn, by the session's key; those that earn nothing, or of which nobody said, are left out.

    In figures alone, for pages that anybody reads. Two queries, however many dates.
    """
    listed = [sessions] if isinstance(sessions, Session) else list(sessions)
    rows = (
        Session.objects.filter(pk__in=[one.pk for one in listed])
        .order_by()
        .annotate(code=CODE, tariff=TARIFF)
        .filter(_within())
        .exclude(code=None)
        .exclude(code="")
        .values_list("pk", "tariff", "code", "starts_at", "ends_at")
    )
    told = list(rows)
    rates = {
        (one.tariff_id, one.code): one
        for one in Rate.objects.filter(tariff__in={tariff for _pk, tariff, *_ in told})
    }
    found = {}
    for key, tariff, code, starts_at, ends_at in told:
        if rate := rates.get((tariff, code)):
            minutes = int((ends_at - starts_at).total_seconds()) // 60
            found[key] = Shown(rate.points, rate.unit, points_for(tariffs.facts(rate), minutes))
    return found


def with_rate(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with `code`, their rate's (None: nobody said; empty: nothing), and the rate's figures."""
    rate = Rate.objects.filter(tariff=OuterRef("tariff"), code=OuterRef("code"))
    return rows.annotate(code=CODE, tariff=TARIFF).annotate(
        is_within=_within(),
        rate_points=Subquery(rate.values("points")[:1]),
        rate_unit=Subquery(rate.values("unit")[:1]),
    )


def _within() -> Exists:
    running = Scheme.objects.filter(project=OuterRef("project"), starts_on__lte=OuterRef("on"))
    return Exists(running.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("on"))))
