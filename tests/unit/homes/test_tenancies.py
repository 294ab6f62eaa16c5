"""When a household may live in a dwelling."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.core.period import Period
from campanello.homes.rules import tenancies
from campanello.homes.rules.tenancies import Span

JUNE, JULY, AUGUST = date(2025, 6, 1), date(2025, 7, 1), date(2025, 8, 1)
LATEST = date(2027, 1, 1)


def span(starts_on: date | None, ends_on: date | None = None, tenure: str = "tenant") -> Span:
    return Span(Period(starts_on, ends_on), tenure)


def refusal(wanted: Span, **given: Any) -> str:
    facts = {"in_dwelling": [], "of_household": [], "built_on": None, "latest": LATEST} | given
    found = tenancies.why_not_start(wanted, **facts)
    return type(found).__name__ if found else ""


STARTS = {
    "in an empty dwelling": (span(JULY), {}, ""),
    "on the day the others leave": (span(JULY), {"in_dwelling": [span(JUNE, JULY)]}, ""),
    "until the day the others come": (span(JUNE, JULY), {"in_dwelling": [span(JULY)]}, ""),
    "a day before the others leave": (
        span(JULY - timedelta(1)),
        {"in_dwelling": [span(JUNE, JULY)]},
        "DwellingTaken",
    ),
    "beside others without an end": (span(JULY), {"in_dwelling": [span(JUNE)]}, "DwellingTakenOpen"),
    "open, before others who come later": (span(JUNE), {"in_dwelling": [span(AUGUST)]}, "DwellingTakenOpen"),
    "with another home": (span(JULY), {"of_household": [span(JUNE)]}, "HouseholdHousedOpen"),
    "with another home for some days": (
        span(JUNE),
        {"of_household": [span(JULY, AUGUST)]},
        "HouseholdHoused",
    ),
    "with a shop elsewhere": (span(JULY), {"of_household": [span(JUNE, None, "shopkeeper")]}, ""),
    "a shop beside the home": (span(JULY, None, "shopkeeper"), {"of_household": [span(JUNE)]}, ""),
    "a shop where others live": (
        span(JULY, None, "shopkeeper"),
        {"in_dwelling": [span(JUNE)]},
        "DwellingTakenOpen",
    ),
    "the day the building was finished": (span(JULY), {"built_on": JULY}, ""),
    "the day before the building was finished": (
        span(JULY),
        {"built_on": JULY + timedelta(1)},
        "TenancyBeforeBuilding",
    ),
    "on the last day that is believed": (span(LATEST), {}, ""),
    "a day later than that": (span(LATEST + timedelta(1)), {}, "TenancyTooFarAway"),
    "in the year 206": (span(date(206, 7, 1)), {}, "TenancyTooFarAway"),
    "for no day at all": (span(JULY, JULY), {}, "TenancyEndsTooSoon"),
    "ending before it starts": (span(JULY, JUNE), {}, "TenancyEndsTooSoon"),
}


@pytest.mark.parametrize(("wanted", "given", "why"), STARTS.values(), ids=STARTS)
def test_why_not_start(wanted: Span, given: dict[str, Any], why: str) -> None:
    assert refusal(wanted, **given) == why


ENDS = {
    "an open tenancy, later": (Period(JUNE, None), JULY, ""),
    "the day after it started": (Period(JUNE, None), JUNE + timedelta(1), ""),
    "the day it started": (Period(JUNE, None), JUNE, "TenancyEndsTooSoon"),
    "before it started": (Period(JULY, None), JUNE, "TenancyEndsTooSoon"),
    "earlier than was planned": (Period(JUNE, AUGUST), JULY, ""),
    "what has ended": (Period(JUNE, JULY), AUGUST, "TenancyEnded"),
    "what has ended, on the same day": (Period(JUNE, JULY), JULY, "TenancyEnded"),
}


@pytest.mark.parametrize(("period", "ends_on", "why"), ENDS.values(), ids=ENDS)
def test_why_not_end(period: Period, ends_on: date, why: str) -> None:
    found = tenancies.why_not_end(period, ends_on)
    assert (type(found).__name__ if found else "") == why


days = st.dates(date(2020, 1, 1), date(2020, 2, 1))
spans = st.builds(
    lambda start, length, tenure: span(start, start + timedelta(length) if length else None, tenure),
    days,
    st.integers(0, 20),
    st.sampled_from(["tenant", "shopkeeper"]),
)


@given(wanted=spans, others=st.lists(spans, max_size=5))
def test_a_tenancy_is_let_in_exactly_when_no_day_is_anybody_else_s(wanted: Span, others: list[Span]) -> None:
    def holds(one: Span, day: date) -> bool:
        return day in one.period

    calendar = [date(2020, 1, 1) + timedelta(number) for number in range(60)]
    shared = any(holds(wanted, day) and holds(other, day) for other in others for day in calendar)
    assert bool(refusal(wanted, in_dwelling=others)) == shared
