"""When a desk is open and who is at it: what a shift and opening hours must be, and the two week by week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import ROME, Period, day_of, in_rome

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
WEEK = timedelta(days=7)


class ShiftOpen(Refused):
    """Somebody is at a desk already."""

    code = "lab.shift-open"
    text = _("You are at a desk since %(since)s. End that shift before you start another.")


class NoShiftOpen(Refused):
    """There is no shift to be ended."""

    code = "lab.no-shift-open"
    text = _("You have no shift to end. If you forgot to start it, add it with its hours below.")


class ShiftForgotten(Refused):
    """A shift runs for longer than anybody works."""

    code = "lab.shift-forgotten"
    text = _(
        "This shift would last %(hours)s hours, and %(most)s are the most: it was probably not ended in time. Write "
        "the hour at which it really ended."
    )


class ShiftEndsTooSoon(Refused):
    """A shift ends before it starts."""

    code = "lab.shift-ends-too-soon"
    text = _("The shift starts %(starts)s and would end %(ends)s. Correct one of the two.")


class ShiftInTheFuture(Refused):
    """A shift that is still to come."""

    code = "lab.shift-in-the-future"
    text = _("%(moment)s is still to come; it is %(now)s. Hours at the desk are recorded once they are over.")


class ShiftTooLongAgo(Refused):
    """A shift that was reported long ago."""

    code = "lab.shift-too-long-ago"
    text = _("%(moment)s is more than %(days)s days ago. Ask your coordinator to correct the hours reported.")


class ShiftsOverlap(Refused):
    """Nobody is at two desks at once."""

    code = "lab.shifts-overlap"
    text = _("You were at the desk from %(starts)s to %(ends)s already. Correct that shift, or these hours.")


class HoursEndTooSoon(Refused):
    """A desk closes before it opens."""

    code = "lab.hours-end-too-soon"
    text = _(
        "%(weekday)s: open from %(opens)s to %(closes)s. The desk closes after it opens; correct the hours."
    )


class HoursOverlap(Refused):
    """A desk is open twice at once."""

    code = "lab.hours-overlap"
    text = _(
        "%(weekday)s: opening at %(opens)s overlaps with what closes at %(closes)s. Put the two together."
    )


class HoursChangedMeanwhile(Conflict):
    """Somebody else saved the opening hours since they were opened."""

    code = "lab.hours-changed-meanwhile"
    text = _(
        "A colleague saved the opening hours while you wrote: both are shown. Correct yours, then save again."
    )


@dataclass(frozen=True, order=True)
class Opening:
    """Hours at which a desk is open on a weekday (0 is Monday)."""

    weekday: int
    opens_at: time
    closes_at: time

    @property
    def minutes(self) -> int:
        """How long that is."""
        return _minutes(self.closes_at) - _minutes(self.opens_at)

    @property
    def weekday_name(self) -> str:
        """The weekday in words, to be translated."""
        return WEEKDAYS[self.weekday]


@dataclass(frozen=True)
class DatedOpening:
    """Opening hours with the days on which they hold."""

    opening: Opening
    days: Period


@dataclass(frozen=True)
class Worked:
    """A shift: when somebody was at the desk; `ends_at` is None while they are."""

    starts_at: datetime
    ends_at: datetime | None

    @property
    def minutes(self) -> int:
        """How long it was, in whole minutes; none while it runs."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60) if self.ends_at else 0


@dataclass(frozen=True)
class ShiftLimits:
    """The dated parameters that a shift is checked against."""

    most_hours: int
    back_days: int
    tolerance_minutes: int


@dataclass(frozen=True)
class Week:
    """A desk in a week: minutes it was to be open, minutes somebody was there, and visits, of which at the desk."""

    starts_on: date
    open_minutes: int = 0
    shift_minutes: int = 0
    visits: int = 0
    desk_visits: int = 0

    @property
    def per_hour(self) -> float | None:
        """Visits at the desk for each hour that somebody was there; None where nobody was."""
        return 60 * self.desk_visits / self.shift_minutes if self.shift_minutes else None


def why_not_shift(
    wanted: Worked, others: Iterable[Worked], limits: ShiftLimits, *, at: datetime
) -> Refused | None:
    """Why hours at the desk can't be recorded; `others` are the operator's own of those days."""
    starts, ends = in_rome(wanted.starts_at), in_rome(wanted.ends_at) if wanted.ends_at else at
    if ends <= starts:
        return ShiftEndsTooSoon(starts=_hour(starts), ends=_hour(ends))
    if ends > at + timedelta(minutes=limits.tolerance_minutes):
        return ShiftInTheFuture(moment=_hour(ends), now=_hour(at))
    if (at - starts).days > limits.back_days:
        return ShiftTooLongAgo(moment=_hour(starts), days=limits.back_days)
    if ends - starts > timedelta(hours=limits.most_hours):
        hours = -(-int((ends - starts).total_seconds()) // 3600)
        return ShiftForgotten(hours=hours, most=limits.most_hours)
    for one in others:
        if one.starts_at < ends and (one.ends_at or at) > starts:
            return ShiftsOverlap(starts=_hour(one.starts_at), ends=_hour(one.ends_at or at))
    return None


def checked_hours(hours: Iterable[Opening]) -> tuple[Opening, ...]:
    """A week's opening hours in order, each once.

    Raises:
        HoursEndTooSoon, HoursOverlap.
    """
    ordered = tuple(sorted(set(hours)))
    for one in ordered:
        if one.closes_at <= one.opens_at:
            raise HoursEndTooSoon(
                weekday=(one.weekday_name, {}), opens=_of_day(one.opens_at), closes=_of_day(one.closes_at)
            )
    for one, following in pairwise(ordered):
        if one.weekday == following.weekday and following.opens_at < one.closes_at:
            raise HoursOverlap(
                weekday=(one.weekday_name, {}),
                opens=_of_day(following.opens_at),
                closes=_of_day(one.closes_at),
            )
    return ordered


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def open_minutes(hours: Sequence[DatedOpening], first: date, last: date) -> int:
    """For how many minutes a desk was to be open from a day to another, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(
        one.opening.minutes
        for day in days
        for one in hours
        if one.opening.weekday == day.weekday() and day in one.days
    )


@dataclass(frozen=True)
class Told:
    """What weeks are made of: opening hours, shifts, and visits by day: how many, of which at the desk."""

    hours: Sequence[DatedOpening] = ()
    shifts: Sequence[Worked] = ()
    visits: Mapping[date, tuple[int, int]] = field(default_factory=dict)


def weeks(told: Told, *, last: date, count: int) -> list[Week]:
    """The weeks up to that of a day, the latest first; the week of `last` as far as that day.

    A shift is of the week in which it starts. Opening hours after `last` are not counted: nobody can have come.
    """
    found = []
    for number in range(count):
        monday = monday_of(last) - number * WEEK
        end = min(monday + WEEK - timedelta(days=1), last)
        inside = [told.visits[day] for day in told.visits if monday <= day <= end]
        found.append(
            Week(
                starts_on=monday,
                open_minutes=open_minutes(told.hours, monday, end),
                shift_minutes=sum(
                    one.minutes for one in told.shifts if monday <= day_of(one.starts_at) <= end
                ),
                visits=sum(every for every, _desk in inside),
                desk_visits=sum(desk for _every, desk in inside),
            )
        )
    return found


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _of_day(hour: time) -> str:
    return f"{hour:%H:%M}"


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(ROME):%d/%m/%Y %H:%M}"
