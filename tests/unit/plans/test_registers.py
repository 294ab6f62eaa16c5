"""What can't be in a register of a plan, in figures; series by the clocks of Rome."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from campanello.lab.rules.activities import DayOutOfReach, EndsBeforeItStarts, Reach, SessionTooLong
from campanello.lab.rules.registers import Mark
from campanello.plans.rules import registers as rules
from campanello.plans.rules.registers import (
    Elsewhere,
    Held,
    Series,
    planned_minutes,
    room_beside,
    why_not_mark,
)

STARTS = datetime(2026, 3, 2, 8, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=120)
PLAN = Held("PIP-1", date(2026, 1, 1), date(2026, 7, 1), service_minutes=600)
PRESENT = Mark("present", 120)
HOUR = timedelta(hours=1)


def day(number: int) -> date:
    return date(2026, 3, number)


REFUSED: dict[str, tuple[dict[str, Any], Mark, type | None]] = {
    "nothing speaks against it": ({}, PRESENT, None),
    "the first day of the plan": ({"starts_on": day(2)}, PRESENT, None),
    "the day before the plan's first": ({"starts_on": day(3)}, PRESENT, rules.BeforePlan),
    "the last day of the plan": ({"ends_on": day(3)}, PRESENT, None),
    "the day of the plan's end, which is excluded": ({"ends_on": day(2)}, PRESENT, rules.AfterPlan),
    "the day on which the plan was closed": ({"closed_on": day(2)}, PRESENT, None),
    "the day after the plan was closed": ({"closed_on": day(1)}, PRESENT, rules.AfterPlan),
    "a plan that nobody started": ({"is_started": False}, PRESENT, rules.PlanNotStarted),
    "a suspended plan": ({"is_suspended": True}, PRESENT, rules.PlanSuspended),
    "a plan without the service": ({"service_minutes": None}, PRESENT, rules.NotInPlan),
    "a service that begins later": ({"service_starts_on": day(3)}, PRESENT, rules.NotInPlan),
    "a service that ends that day": ({"service_ends_on": day(2)}, PRESENT, rules.NotInPlan),
    "a minute more than planned": ({}, Mark("present", 121), rules.MoreThanPlanned),
    "present for no minute": ({}, Mark("present", 0), rules.MoreThanPlanned),
    "more than the plan has left": ({"other_minutes": 500}, PRESENT, rules.MoreThanPlanned),
    "as much as the plan has left": ({"other_minutes": 480}, PRESENT, None),
    "a plan that is used up": ({"other_minutes": 600}, PRESENT, rules.PlanUsedUp),
    "not excused from a plan that is over": ({"ends_on": day(1)}, Mark("unexcused", 0), None),
    "a mark that is none": ({}, Mark("here", 0), rules.NoSuchMark),
    "elsewhere for half of the time": (
        {"elsewhere": (Elsewhere(STARTS + HOUR, ENDS + HOUR, 60),)},
        PRESENT,
        None,
    ),
    "elsewhere for all of the time": (
        {"elsewhere": (Elsewhere(STARTS + HOUR, ENDS + HOUR, 120),)},
        PRESENT,
        rules.TwoPlacesAtOnce,
    ),
}


@pytest.mark.parametrize(("but", "mark", "refusal"), REFUSED.values(), ids=REFUSED)
def test_why_not_mark(but: dict[str, Any], mark: Mark, refusal: type | None) -> None:
    held = replace(PLAN, **but)
    found = why_not_mark(mark, held, STARTS, ENDS, planned_minutes(held, 120))
    assert (type(found) if found else None) == refusal


def test_9_to_11_and_10_to_12_last_180_minutes_together() -> None:
    assert room_beside(Elsewhere(STARTS + HOUR, ENDS + HOUR, 120), STARTS, ENDS) == 60
    assert room_beside(Elsewhere(STARTS, ENDS, 120), STARTS, ENDS) == 0
    assert room_beside(Elsewhere(STARTS + HOUR, ENDS + HOUR, 10), STARTS, ENDS) == 120


def test_several_refusals_are_one_that_names_each() -> None:
    one, other = rules.PlanNotStarted(plan="A"), rules.PlanNotStarted(plan="B")
    assert rules.why_not_refused([]) is None
    assert rules.why_not_refused([one]) is one
    both = rules.why_not_refused([one, other])
    assert both is not None
    assert [facts["plan"] for _text, facts in both.details] == ["A", "B"]


def test_a_series_keeps_its_hours_by_the_clocks_of_rome() -> None:
    first = datetime(2026, 3, 26, 8, tzinfo=UTC)  # a Thursday; the clocks go forward on the 29th
    series = Series(first, first + HOUR, frozenset({0, 3}), date(2026, 4, 2))
    found = [(starts.day, starts.hour, ends - starts) for starts, ends in rules.sessions_of(series)]
    assert found == [(26, 8, HOUR), (30, 7, HOUR), (2, 7, HOUR)]
    assert len(rules.sessions_of(replace(series, weekdays=frozenset()))) == 2
    assert rules.sessions_of(replace(series, until=None)) == [(first, first + HOUR)]


REACH = Reach(day(2), 30, 365, 60)
SCHEDULES: dict[str, tuple[dict[str, Any], type | None]] = {
    "an hour": ({}, None),
    "a negative session": ({"ends_at": STARTS - HOUR}, EndsBeforeItStarts),
    "a session of 24 hours": ({"ends_at": STARTS + 24 * HOUR}, None),
    "a session of 25 hours": ({"ends_at": STARTS + 25 * HOUR}, SessionTooLong),
    "a mistyped year": ({"until": date(2062, 3, 2)}, DayOutOfReach),
    "a last day before the first": ({"until": day(1)}, rules.TooManySessions),
    "100 sessions": ({"weekdays": frozenset(range(7)), "until": day(2) + timedelta(days=99)}, None),
    "101 sessions": (
        {"weekdays": frozenset(range(7)), "until": day(2) + timedelta(days=100)},
        rules.TooManySessions,
    ),
}


@pytest.mark.parametrize(("but", "refusal"), SCHEDULES.values(), ids=SCHEDULES)
def test_why_not_schedule(but: dict[str, Any], refusal: type | None) -> None:
    found = rules.why_not_schedule(replace(Series(STARTS, STARTS + HOUR), **but), REACH)
    assert (type(found) if found else None) == refusal


def test_a_register_in_figures() -> None:
    found = rules.totals([PRESENT, Mark("present", 30), Mark("excused", 0), Mark("unexcused", 0), Mark("")])
    assert found == rules.Totals(present=2, excused=1, unexcused=1, unmarked=1, minutes=150)
