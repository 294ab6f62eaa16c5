"""Shifts and opening hours: what they must be, and the weeks that they make with the visits."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from campanello.core.errors import DomainError
from campanello.core.period import Period
from campanello.lab.rules import shifts as rules
from campanello.lab.rules.shifts import DatedOpening, Opening, ShiftLimits, Told, Worked

LIMITS = ShiftLimits(most_hours=14, back_days=31, tolerance_minutes=10)
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
MONDAY = date(2026, 3, 2)
BEFORE = Worked(AT - 10 * HOUR, AT - 6 * HOUR)

SHIFTS: dict[str, tuple[Worked, type[DomainError] | None]] = {
    "the most that anybody works": (Worked(AT - 14 * HOUR, AT), None),
    "a second more": (Worked(AT - 14 * HOUR - timedelta(seconds=1), AT), rules.ShiftForgotten),
    "right after the one before": (Worked(AT - 6 * HOUR, AT), None),
    "a minute over the one before": (Worked(AT - 6 * HOUR - timedelta(minutes=1), AT), rules.ShiftsOverlap),
    "no time at all": (Worked(AT, AT), rules.ShiftEndsTooSoon),
    "as far ahead as a fast clock": (Worked(AT - HOUR, AT + timedelta(minutes=10)), None),
    "further ahead": (Worked(AT - HOUR, AT + timedelta(minutes=11)), rules.ShiftInTheFuture),
    "a month ago": (Worked(AT - 31 * 24 * HOUR, AT - 31 * 24 * HOUR + HOUR), None),
    "longer ago": (Worked(AT - 32 * 24 * HOUR, AT - 32 * 24 * HOUR + HOUR), rules.ShiftTooLongAgo),
    "hours without a time zone, as a form sends them": (
        Worked(datetime(2026, 3, 2, 15), datetime(2026, 3, 2, 16)),  # noqa: DTZ001
        None,
    ),
}


@pytest.mark.parametrize(("worked", "refusal"), SHIFTS.values(), ids=SHIFTS)
def test_which_shifts_are_taken(worked: Worked, refusal: type[DomainError] | None) -> None:
    others = [] if worked.starts_at.tzinfo and AT - worked.starts_at >= 14 * HOUR else [BEFORE]
    found = rules.why_not_shift(worked, others, LIMITS, at=AT)
    assert type(found) is (refusal or type(None))
    assert found is None or "%(" not in str(found)


def opening(weekday: int, opens: int, closes: int) -> Opening:
    return Opening(weekday, time(opens), time(closes))


HOURS: dict[str, tuple[list[Opening], Any]] = {
    "one after the other": ([opening(0, 14, 18), opening(0, 9, 14)], None),
    "one over the other": ([opening(0, 9, 13), opening(0, 12, 18)], rules.HoursOverlap),
    "the same hours on two days": ([opening(0, 9, 13), opening(1, 9, 13)], None),
    "closing when it opens": ([opening(6, 9, 9)], rules.HoursEndTooSoon),
}


@pytest.mark.parametrize(("hours", "refusal"), HOURS.values(), ids=HOURS)
def test_which_hours_are_taken(hours: list[Opening], refusal: Any) -> None:
    if refusal is None:
        assert rules.checked_hours([*hours, *hours]) == tuple(sorted(hours))
    else:
        with pytest.raises(refusal) as told:
            rules.checked_hours(hours)
        assert told.value.facts["weekday"][0] in rules.WEEKDAYS


def test_weeks_as_the_documentation_works_them_out() -> None:
    told = Told(
        hours=[DatedOpening(opening(0, 9, 12), Period(MONDAY, None))],
        shifts=[Worked(AT, AT + 3 * HOUR), Worked(AT + 24 * HOUR, None)],
        visits={MONDAY: (3, 2), MONDAY - timedelta(days=1): (5, 0)},
    )
    this, before = rules.weeks(told, last=MONDAY + timedelta(days=1), count=2)
    assert (this.open_minutes, this.shift_minutes, this.visits, this.desk_visits) == (180, 180, 3, 2)
    assert this.per_hour is not None
    assert round(this.per_hour, 1) == 0.7
    # The hours before that day were others; nobody was there.
    assert (before.open_minutes, before.visits, before.per_hour) == (0, 5, None)
