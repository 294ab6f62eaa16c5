"""The register of a session of a plan's service: who may be marked, for how long, and what is impossible. No table.

What a register is, how marks of two hands come together and when one is signed or corrected, is the lab's
(`lab.rules.registers`); here stands what plans add: a mark here is money.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import ROME, day_of
from campanello.lab.rules.activities import (
    LONGEST,
    DayOutOfReach,
    EndsBeforeItStarts,
    Reach,
    SessionTooLong,
)
from campanello.lab.rules.registers import Mark
from campanello.plans.rules.values import PRESENCES

MOST_SESSIONS = 100
PLACE_LENGTH = 160


class Presence(StrEnum):
    """Whether somebody came: the values of `values.PRESENCES`."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class NoSuchMark(Refused):
    """A mark that is none."""

    code = "plans.no-such-presence"
    text = _("People are present, excused or not excused. Choose one of the three.")


class MarksRefused(Refused):
    """A sheet says of some plans what can't be; nothing of it is saved."""

    code = "plans.marks-refused"
    text = _("Nothing is saved: %(plans)s marks can't be so. Correct them and save again.")


class MoreThanPlanned(Refused):
    """More minutes than were planned for a plan at a session."""

    code = "plans.more-than-planned"
    text = _("%(plan)s: you wrote %(minutes)s minutes; %(most)s are planned. Write 1 to %(most)s.")


class PlanUsedUp(Refused):
    """A plan has no minutes left of a service."""

    code = "plans.service-used-up"
    text = _(
        "%(plan)s: of this service all %(minutes)s minutes of the plan are in other registers. Amend the plan first."
    )


class NotInPlan(Refused):
    """A plan does not contain the service on the day of the session."""

    code = "plans.service-not-in-plan"
    text = _("%(plan)s does not contain this service on %(day)s. Amend the plan, or leave the person out.")


class BeforePlan(Refused):
    """A session before the plan's first day."""

    code = "plans.before-plan"
    text = _("%(plan)s begins on %(starts)s, after the session of %(day)s. Check the day of the session.")


class AfterPlan(Refused):
    """A session after the plan's last day."""

    code = "plans.after-plan"
    text = _(
        "%(plan)s ended on %(ends)s, before the session of %(day)s. Nothing counts after the end of a plan."
    )


class PlanSuspended(Refused):
    """A session while the plan is suspended."""

    code = "plans.suspended-then"
    text = _("%(plan)s was suspended on %(day)s. Resume the plan as of that day, or leave the person out.")


class PlanNotStarted(Refused):
    """A plan that nobody has started."""

    code = "plans.not-started"
    text = _("%(plan)s has not been started. Record its start before the first session.")


class TwoPlacesAtOnce(Refused):
    """A person was longer at two overlapping sessions than both of them last together."""

    code = "plans.two-places-at-once"
    text = _(
        "%(plan)s: from %(starts)s to %(ends)s the person is marked elsewhere for %(others)s minutes. "
        "Of this session at most %(most)s are left; you wrote %(minutes)s."
    )


class NotExpected(Refused):
    """A plan that is not on the list of a session."""

    code = "plans.not-expected"
    text = _("%(plan)s is not on the list of this session. Add the person first.")


class MarkedAlready(Refused):
    """Who is marked is not taken from the list."""

    code = "plans.marked-already"
    text = _("%(marked)s people are marked already. Take their marks back first.")


class TooManySessions(Refused):
    """More sessions than anybody makes at once, or none."""

    code = "plans.too-many-sessions"
    text = _(
        "These days make %(sessions)s sessions; make 1 to %(most)s at once. Choose weekdays and a last day."
    )


class OnePlanTwice(Refused):
    """A register has two rows for one plan."""

    code = "plans.one-plan-twice"
    text = _("%(plan)s stands in the register twice. Send one row a plan.")


@dataclass(frozen=True)
class Elsewhere:
    """Another session of a person's at which they are marked as present, and for how long."""

    starts_at: datetime
    ends_at: datetime
    minutes: int


@dataclass(frozen=True)
class Held:
    """What of a plan decides on a mark at a session of a day.

    `service_minutes` are those that the version holding that day plans of the service, None where it has none;
    `other_minutes` those that other registers hold of them.
    """

    code: str
    starts_on: date
    ends_on: date
    closed_on: date | None = None
    is_started: bool = True
    is_suspended: bool = False
    service_minutes: int | None = None
    service_starts_on: date | None = None
    service_ends_on: date | None = None
    other_minutes: int = 0
    elsewhere: tuple[Elsewhere, ...] = field(default=())


@dataclass(frozen=True)
class Series:
    """Sessions that come again: the first, on which weekdays (Monday is 0), and the last day, included."""

    starts_at: datetime
    ends_at: datetime
    weekdays: frozenset[int] = frozenset()
    until: date | None = None


def planned_minutes(held: Held, length: int) -> int:
    """The minutes of a session that a plan plans: the session's, as far as the plan has any left of the service.

    Source: contract of the spreadsheets, "up to the planned minutes"; docs/rules/registers.md.
    """
    return min(length, max(0, (held.service_minutes or 0) - held.other_minutes))


def why_not_hold(held: Held, on: date) -> Refused | None:
    """Why nothing of a plan can be in the register of a session on a day. Its last day is the one before its end.

    Source: issue 5, "attendance after the plan's end"; docs/rules/registers.md.
    """
    facts: dict[str, Any] = {"plan": held.code, "day": shown(on)}
    if not held.is_started:
        return PlanNotStarted(plan=held.code)
    if on < held.starts_on:
        return BeforePlan(starts=shown(held.starts_on), **facts)
    # The day of a closing still counts, an end is excluded.
    last = min(held.ends_on - timedelta(days=1), held.closed_on or date.max)
    if on > last:
        return AfterPlan(ends=shown(last), **facts)
    if held.is_suspended:
        return PlanSuspended(**facts)
    begins, ends = held.service_starts_on or date.min, held.service_ends_on or date.max
    if held.service_minutes is None or not begins <= on < ends:
        return NotInPlan(**facts)
    return None


def why_not_mark(
    mark: Mark, held: Held, starts_at: datetime, ends_at: datetime, planned: int
) -> Refused | None:
    """Why a plan can't be marked so at a session; the mark is whole, `planned` are the plan's minutes there.

    Source: issue 5, "bad input"; docs/rules/registers.md.
    """
    if mark.presence not in PRESENCES:
        return NoSuchMark()
    if mark.presence != Presence.PRESENT:
        # It can always be said that somebody did not come, also of a plan that was closed meanwhile.
        return None
    if refusal := why_not_hold(held, day_of(starts_at)):
        return refusal
    minutes = mark.minutes or 0
    if planned == 0:
        return PlanUsedUp(plan=held.code, minutes=held.service_minutes or 0)
    if not 1 <= minutes <= planned:
        return MoreThanPlanned(plan=held.code, minutes=minutes, most=planned)
    return _why_not_there(held, minutes, starts_at, ends_at)


def _why_not_there(held: Held, minutes: int, starts_at: datetime, ends_at: datetime) -> Refused | None:
    """Nobody is at two places longer than both sessions last together."""
    for other in held.elsewhere:
        most = room_beside(other, starts_at, ends_at)
        if minutes > most:
            return TwoPlacesAtOnce(
                plan=held.code,
                starts=hour(other.starts_at),
                ends=hour(other.ends_at),
                others=other.minutes,
                most=most,
                minutes=minutes,
            )
    return None


def room_beside(other: Elsewhere, starts_at: datetime, ends_at: datetime) -> int:
    """Minutes that are left of a session for somebody who was at an overlapping one.

    Source: docs/rules/registers.md: 9 to 11 and 10 to 12 last 180 minutes together.
    """
    length = _minutes(ends_at - starts_at)
    together = _minutes(max(ends_at, other.ends_at) - min(starts_at, other.starts_at))
    return max(0, min(length, together - other.minutes))


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))


def why_not_refused(refusals: Iterable[Refused]) -> Refused | None:
    """Several refusals of a sheet as one that names each; the only one as it is."""
    found = list(refusals)
    if len(found) <= 1:
        return found[0] if found else None
    return MarksRefused(plans=len(found), details=[(one.text, one.facts) for one in found])


def sessions_of(series: Series) -> list[tuple[datetime, datetime]]:
    """Start and end of each session of a series, at the same hours by the clocks of Rome.

    Source: docs/rules/registers.md.
    """
    if series.until is None:
        return [(series.starts_at, series.ends_at)]
    first, length = day_of(series.starts_at), series.ends_at - series.starts_at
    found = []
    for number in range((series.until - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in (series.weekdays or {first.weekday()}):
            starts = _at_same_hour(series.starts_at, number)
            ends = _at_same_hour(series.ends_at, number)
            found.append((starts, ends if ends > starts else starts + length))
    return found


def why_not_schedule(series: Series, reach: Reach) -> Refused | None:
    """Why sessions can't be so: a negative or 25-hour one, one years away, or too many at once.

    Source: issue 5, "bad input"; docs/rules/registers.md.
    """
    if series.ends_at <= series.starts_at:
        return EndsBeforeItStarts()
    if series.ends_at - series.starts_at > LONGEST:
        return SessionTooLong(hours=LONGEST // timedelta(hours=1))
    first = day_of(series.starts_at)
    last = max(first, series.until or first)
    for day in (first, last):
        if not reach.first <= day <= reach.last:
            return DayOutOfReach(day=shown(day), first=shown(reach.first), last=shown(reach.last))
    if not 1 <= (made := len(sessions_of(series))) <= MOST_SESSIONS:
        return TooManySessions(sessions=made, most=MOST_SESSIONS)
    return None


def _at_same_hour(at: datetime, days: int) -> datetime:
    local = at.astimezone(ROME).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=ROME).astimezone(UTC)


@dataclass(frozen=True)
class Totals:
    """A register in figures; `minutes` are those of all who came together."""

    present: int = 0
    excused: int = 0
    unexcused: int = 0
    unmarked: int = 0
    minutes: int = 0


def totals(marks: Iterable[Mark]) -> Totals:
    """The figures of a register; marks are whole.

    Source: FEATURES, L12.
    """
    marks = list(marks)
    count: Mapping[str, int] = {one: sum(mark.presence == one for mark in marks) for one in ("", *Presence)}
    return Totals(
        present=count[Presence.PRESENT],
        excused=count[Presence.EXCUSED],
        unexcused=count[Presence.UNEXCUSED],
        unmarked=count[""],
        minutes=sum(mark.minutes or 0 for mark in marks),
    )


def shown(day: date) -> str:
    """A day in figures."""
    return f"{day:%d/%m/%Y}"


def hour(at: datetime) -> str:
    """An hour in figures, by the clocks of Rome."""
    return f"{at.astimezone(ROME):%H:%M}"
