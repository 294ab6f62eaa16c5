"""Finds shifts and opening hours, and puts them beside the visits, week by week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from campanello.core import params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.period import Period, day_of
from campanello.lab.models import OpeningHours, Shift, Visit
from campanello.lab.rules import shifts as rules
from campanello.lab.rules.shifts import DatedOpening, Opening, ShiftLimits, Told, Week, Worked


@dataclass(frozen=True)
class Kept:
    """A project's opening hours on a day and after it, and a mark of their state for who is about to change them."""

    now: tuple[Opening, ...]
    later: tuple[DatedOpening, ...]
    mark: str


def limits(on: date) -> ShiftLimits:
    """The dated parameters that a shift is checked against."""
    return ShiftLimits(
        most_hours=params.value("lab.shift_most_hours", on),
        back_days=params.value("lab.shift_back_days", on),
        tolerance_minutes=params.value("lab.clock_tolerance_minutes", on),
    )


def open_shift(actor: Actor, *, lock: bool = False) -> Shift | None:
    """The shift that the actor is in, if any. One query."""
    found = Shift.objects.filter(operator=actor.user, ends_at=None).select_related("project")
    return (found.select_for_update(of=("self",)) if lock else found).first()


def own_shift(actor: Actor, uid: UUID, *, lock: bool = False) -> Shift:
    """One's own shift.

    Raises:
        NotFound: Absent, or not the actor's own.
    """
    found = Shift.objects.select_related("project").filter(
        uid=uid, operator=actor.user, project__in=projects_with(actor, Right.WRITE_LAB)
    )
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None:
        raise NotFound
    return one


def own_shifts(actor: Actor, since: date) -> QuerySet[Shift]:
    """One's own shifts from a day on, the latest first."""
    return Shift.objects.filter(operator=actor.user, on__gte=since).select_related("project")


def around(actor: Actor, worked: Worked, *, without: int | None = None) -> list[Worked]:
    """The actor's own shifts of the days of some hours, and the one that runs."""
    first = day_of(worked.starts_at) - timedelta(days=1)
    last = day_of(worked.ends_at or worked.starts_at) + timedelta(days=1)
    own = Shift.objects.filter(operator=actor.user).filter(
        Q(on__gte=first, on__lte=last) | Q(ends_at=None, on__lte=last)
    )
    return [_worked(one) for one in own if one.pk != without]


def opening_hours(actor: Actor, project: int, on: date, right: Right = Right.READ_LAB) -> Kept:
    """A project's opening hours, if the actor has a right in its lab. One query.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    if project not in projects_with(actor, right):
        raise NotFound
    rows = hours_of(project)
    now = tuple(sorted(_opening(row) for row in rows if on in dated(row).days))
    later = tuple(dated(row) for row in rows if row.starts_on > on)
    return Kept(now, later, mark_of(rows))


def hours_of(project: int) -> list[OpeningHours]:
    """All that a project's opening hours ever were."""
    return list(OpeningHours.objects.filter(project=project))


def mark_of(rows: list[OpeningHours]) -> str:
    """What tells one state of the opening hours from another."""
    told = sorted(
        (row.weekday, row.opens_at, row.closes_at, row.starts_on, row.ends_on or date.max) for row in rows
    )
    return sha256(repr(told).encode()).hexdigest()[:16]


def dated(row: OpeningHours) -> DatedOpening:
    """A row as rules take it."""
    return DatedOpening(_opening(row), Period(row.starts_on, row.ends_on))


def weeks(actor: Actor, project: int, *, last: date, count: int) -> list[Week]:
    """Opening hours, hours at the desk and visits of some weeks up to a day, the latest first. Three queries.

    Raises:
        NotFound: The project is absent or its lab not the actor's to read.
    """
    if project not in projects_with(actor, Right.READ_LAB):
        raise NotFound
    first = rules.monday_of(last) - (count - 1) * rules.WEEK
    hours = OpeningHours.objects.filter(Q(ends_on=None) | Q(ends_on__gt=first), project=project)
    shifts = Shift.objects.filter(project=project, on__gte=first, on__lte=last)
    visits = Visit.objects.filter(project=project, on__gte=first, on__lte=last, cancelled_at=None)
    counted = visits.order_by().values("on").annotate(every=Count("pk"), desk=Count("pk", Q(channel="desk")))
    told = Told(
        hours=[dated(row) for row in hours.filter(starts_on__lte=last)],
        shifts=[_worked(one) for one in shifts],
        visits={day: (every, desk) for day, every, desk in counted.values_list("on", "every", "desk")},
    )
    return rules.weeks(told, last=last, count=count)


def _worked(one: Shift) -> Worked:
    return Worked(one.starts_at, one.ends_at)


def _opening(row: OpeningHours) -> Opening:
    return Opening(row.weekday, row.opens_at, row.closes_at)


def since(at: datetime) -> date:
    """The first day of which one still corrects one's own shifts."""
    on = day_of(at)
    return on - timedelta(days=limits(on).back_days)
