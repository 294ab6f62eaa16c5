"""Caps on what is earned: a person a day and a week, a household a month. Days are days in Rome. Knows no table.

Source: dated parameters points.cap_person_day, points.cap_person_week, points.cap_household_month (house rules);
docs/rules/points.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from campanello.core.period import Period

DAYS_A_WEEK = 7
PERSON_DAY, PERSON_WEEK, HOUSEHOLD_MONTH = "person_day", "person_week", "household_month"


@dataclass(frozen=True)
class Caps:
    """The most that is earned, in points."""

    person_day: int
    person_week: int
    household_month: int


@dataclass(frozen=True)
class Used:
    """What was earned before within the same day, week and month. Without a household there is no month's cap."""

    person_day: int = 0
    person_week: int = 0
    household_month: int | None = None


def week_of(day: date) -> Period:
    """The week of a day, from its Monday up to the next, which is not in it."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=DAYS_A_WEEK))


def month_of(day: date) -> Period:
    """The month of a day, from its first up to the first of the next, which is not in it."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1))


def rooms(used: Used, caps: Caps) -> dict[str, int]:
    """How many more points each cap lets through, by its name in `WITHHELD_WHYS`; never below none."""
    found = {
        PERSON_DAY: caps.person_day - used.person_day,
        PERSON_WEEK: caps.person_week - used.person_week,
    }
    if used.household_month is not None:
        found[HOUSEHOLD_MONTH] = caps.household_month - used.household_month
    return {why: max(0, room) for why, room in found.items()}


def room(used: Used, caps: Caps) -> int:
    """How many more points somebody may earn: the narrowest cap."""
    return min(rooms(used, caps).values())


def held_back(points: int, used: Used, caps: Caps) -> dict[str, int]:
    """Points that caps hold back of some, by the cap that does: the day's first, then the week's, then the month's.

    What one cap holds back is not counted against the next: together they hold back what the narrowest does.
    """
    left, found = points, {}
    for why, most in rooms(used, caps).items():
        if left > most:
            found[why], left = left - most, most
    return found
