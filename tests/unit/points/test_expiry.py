"""Expiry: first in, first out; on the first of a month; never without a notice of enough days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.points.rules import expiry
from campanello.points.rules.expiry import Terms, Told

TERMS = Terms(months=24, notice_days=60)
LIMITS = {
    "two years before": (date(2026, 3, 1), 24, date(2024, 3, 1)),
    "the last day of a shorter month": (date(2024, 8, 31), 6, date(2024, 2, 29)),
    "over the turn of the year": (date(2026, 1, 1), 1, date(2025, 12, 1)),
}


@pytest.mark.parametrize(("on", "months", "found"), LIMITS.values(), ids=LIMITS)
def test_limit(on, months, found):
    assert expiry.limit(on, months) == found


LAPSING = {
    "40 came in before, 25 since, 30 went out: the oldest 30 went, 10 lapse": (35, 25, 10),
    "all of it is new": (25, 25, 0),
    "what is old was used long ago": (20, 25, 0),
    "all of it is old": (40, 0, 40),
    "an empty account": (0, 0, 0),
}


@pytest.mark.parametrize(("balance", "since", "found"), LAPSING.values(), ids=LAPSING)
def test_lapsing(balance, since, found):
    assert expiry.lapsing(balance=balance, came_in_since=since) == found


@given(st.lists(st.integers(-20, 20), max_size=30), st.integers(0, 30))
def test_what_lapses_is_what_a_queue_would_have_left_of_the_old_ones(moves, limit):
    """Points leave from the front of a queue; those that still stand there from before the limit lapse."""
    queue: list[int] = []
    balance = since = 0
    for place, points in enumerate(moves):
        if points > 0:
            queue += [place] * points
            balance += points
            since += points if place >= limit else 0
        else:
            gone = min(-points, balance)
            queue, balance = queue[gone:], balance - gone
    assert expiry.lapsing(balance=balance, came_in_since=since) == sum(place < limit for place in queue)


NEXT = {
    "sixty days on are within a month: the first of the next": (date(2026, 1, 10), date(2026, 4, 1)),
    "sixty days on are a first of a month": (date(2026, 1, 30), date(2026, 4, 1)),
    "sixty days on are a first of the month, exactly": (date(2025, 12, 3), date(2026, 2, 1)),
    "over the turn of the year": (date(2026, 10, 20), date(2027, 1, 1)),
}


@pytest.mark.parametrize(("told_on", "found"), NEXT.values(), ids=NEXT)
def test_next_day(told_on, found):
    assert expiry.next_day(told_on, TERMS) == found


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_the_next_day_is_always_the_first_of_a_month_and_far_enough(told_on, days):
    found = expiry.next_day(told_on, Terms(24, days))

    assert found.day == 1
    assert timedelta(days) <= found - told_on <= timedelta(days + 31)


TOLD = Told(10, date(2026, 4, 1), date(2026, 1, 10))
EXPIRES = {
    "on the day": ((TOLD, 10, date(2026, 4, 1), 60), 10),
    "not the day before": ((TOLD, 10, date(2026, 3, 31), 60), 0),
    "no more than was told of": ((TOLD, 14, date(2026, 4, 1), 60), 10),
    "no more than is left of them": ((TOLD, 3, date(2026, 5, 1), 60), 3),
    "nothing by a notice that was too short": ((TOLD, 10, date(2026, 4, 1), 82), 0),
    "a notice of exactly the days": ((TOLD, 10, date(2026, 4, 1), 81), 10),
}


@pytest.mark.parametrize(("given_", "found"), EXPIRES.values(), ids=EXPIRES)
def test_expires(given_, found):
    told, lapsed, on, days = given_

    assert expiry.expires(told, lapsed=lapsed, on=on, notice_days=days) == found
