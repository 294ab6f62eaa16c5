"""The day that it is in Rome, half-open spans of days and completed years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.core.period import Period, completed_years, day_of, first_overlap

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def test_a_moment_is_of_the_day_that_it_was_in_rome() -> None:
    assert day_of(datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == date(2026, 3, 3)
    assert day_of(datetime(2026, 3, 3, 0, 30)) == date(2026, 3, 3)  # noqa: DTZ001 - as a form sends it


DAYS = {
    "the first day is in": (Period(MARCH, APRIL), MARCH, True),
    "the last day is not": (Period(MARCH, APRIL), APRIL, False),
    "the day before the last is": (Period(MARCH, APRIL), date(2026, 3, 31), True),
    "nothing is before the first": (Period(MARCH, APRIL), date(2026, 2, 28), False),
    "an open end holds for ever": (Period(MARCH, None), date(9999, 12, 31), True),
    "an open start always held": (Period(None, APRIL), date.min, True),
}
PAIRS = {
    "one ends on the day the other starts": (Period(MARCH, APRIL), Period(APRIL, MAY), False),
    "they share a day": (Period(MARCH, date(2026, 4, 2)), Period(APRIL, MAY), True),
    "one lies within the other": (Period(MARCH, None), Period(APRIL, MAY), True),
    "both have no end": (Period(MARCH, None), Period(MAY, None), True),
    "one is empty": (Period(APRIL, APRIL), Period(MARCH, MAY), False),
}
AGES = {
    "the day before the birthday": (date(1990, 6, 15), date(2026, 6, 14), 35),
    "on the birthday": (date(1990, 6, 15), date(2026, 6, 15), 36),
    "born on 29 February, on 28 February": (date(2000, 2, 29), date(2026, 2, 28), 25),
    "born on 29 February, on 1 March": (date(2000, 2, 29), date(2026, 3, 1), 26),
    "on the day of birth": (date(2026, 3, 1), date(2026, 3, 1), 0),
}
days = st.dates(date(2020, 1, 1), date(2020, 3, 1))
periods = st.builds(Period, st.none() | days, st.none() | days)


@pytest.mark.parametrize(("period", "day", "inside"), DAYS.values(), ids=DAYS)
def test_a_day_lies_inside(period: Period, day: date, inside: bool) -> None:
    assert (day in period) is inside


@pytest.mark.parametrize(("one", "other", "overlap"), PAIRS.values(), ids=PAIRS)
def test_two_spans_overlap_when(one: Period, other: Period, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


@given(periods, periods)
def test_spans_overlap_exactly_when_a_day_lies_in_both(one: Period, other: Period) -> None:
    shared = any(
        date(2019, 12, 1) + timedelta(days=n) in one and date(2019, 12, 1) + timedelta(days=n) in other
        for n in range(160)
    )
    assert one.overlaps(other) is shared


@given(st.lists(periods, max_size=6))
def test_the_first_overlap_is_found_exactly_when_two_spans_overlap(spans: list[Period]) -> None:
    found = first_overlap(spans)
    exists = any(one.overlaps(other) for n, one in enumerate(spans) for other in spans[:n])
    assert (found is not None) is exists
    assert found is None or found[0].overlaps(found[1])


@pytest.mark.parametrize(("born", "on", "years"), AGES.values(), ids=AGES)
def test_completed_years(born: date, on: date, years: int) -> None:
    assert completed_years(born, on) == years
