"""What is owed on a day, and its band."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.homes.rules import arrears
from campanello.homes.rules.arrears import (
    Paid,
    Standing,
    Statement,
    StatementBeforeTenancy,
    StatementInTheFuture,
)

ALER, COMUNE = 1, 2
LIMIT = 400_000
DAY = date(2026, 3, 2)
NUMBERS = iter(range(1, 10_000))


def said(cents: int, as_of: date = date(2026, 1, 1), **given: Any) -> Statement:
    return Statement(
        **{"creditor": ALER, "as_of": as_of, "cents": cents, "source": "landlord", "number": next(NUMBERS)}
        | given
    )


STANDINGS = {
    "nothing was ever stated, which is not none": ([], "", 0),
    "nothing is owed": ([said(0)], "none", 0),
    "one cent": ([said(1)], "under", 1),
    "the limit itself is not above it": ([said(LIMIT)], "under", LIMIT),
    "a cent above the limit": ([said(LIMIT + 1)], "over", LIMIT + 1),
    "two creditors add up": ([said(300_000), said(100_001, creditor=COMUNE)], "over", 400_001),
    "the later statement of a creditor holds": ([said(900, date(2026, 2, 1)), said(500_000)], "under", 900),
    "what is paid off is none": ([said(500_000), said(0, date(2026, 2, 1))], "none", 0),
    "a statement of the day itself counts": ([said(5, DAY)], "under", 5),
    "a statement of tomorrow does not": ([said(7), said(9, date(2026, 3, 3))], "under", 7),
    "only one of tomorrow is nothing stated": ([said(9, date(2026, 3, 3))], "", 0),
    "the landlord is believed before the tenant": ([said(80), said(20, source="tenant")], "under", 80),
    "the social service before the tenant": (
        [said(80, source="social_service"), said(20, source="tenant")],
        "under",
        80,
    ),
    "the tenant's later word holds": ([said(80), said(20, date(2026, 1, 2), source="tenant")], "under", 20),
    "a replaced figure does not count": ([said(90, is_replaced=True), said(10)], "under", 10),
    "of two of one source and day the later recorded": ([said(10), said(11)], "under", 11),
}


@pytest.mark.parametrize(("statements", "band", "cents"), STANDINGS.values(), ids=STANDINGS)
def test_standing(statements: list[Statement], band: str, cents: int) -> None:
    found = arrears.standing(statements, on=DAY, limit_cents=LIMIT)
    assert (found.band, found.cents) == (band, cents)


def test_a_standing_is_as_old_as_the_oldest_statement_that_holds() -> None:
    found = arrears.standing(
        [said(1, date(2025, 5, 5)), said(2, date(2026, 1, 1), creditor=COMUNE)], on=DAY, limit_cents=LIMIT
    )
    assert found.as_of == date(2025, 5, 5)


def test_the_causes_are_those_of_debts_that_are_still_there() -> None:
    paid = said(0, creditor=COMUNE, cause="accident")
    found = arrears.standing([said(9, cause="illness"), paid], on=DAY, limit_cents=LIMIT)
    assert found.causes == ("illness",)


@given(
    statements=st.lists(
        st.builds(
            Statement,
            creditor=st.integers(1, 3),
            as_of=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
            cents=st.integers(0, 1_000_000),
            source=st.sampled_from(["landlord", "tenant", "social_service"]),
            number=st.integers(1, 10**9),
            is_replaced=st.booleans(),
        ),
        unique_by=lambda one: one.number,
    ),
    order=st.randoms(use_true_random=False),
)
def test_the_order_in_which_statements_come_does_not_matter(statements: list[Statement], order: Any) -> None:
    first = arrears.standing(statements, on=DAY, limit_cents=LIMIT)
    shuffled = order.sample(statements, len(statements))
    assert arrears.standing(shuffled, on=DAY, limit_cents=LIMIT).cents == first.cents
    assert (first.band == "") == (first == Standing())


SINCE = date(2020, 1, 1)
DAYS = {
    "today": (DAY, None),
    "the day they moved in": (SINCE, None),
    "tomorrow": (date(2026, 3, 3), StatementInTheFuture),
    "the day before they moved in": (date(2019, 12, 31), StatementBeforeTenancy),
}


@pytest.mark.parametrize(("as_of", "why"), DAYS.values(), ids=DAYS)
def test_why_not_state(as_of: date, why: type | None) -> None:
    refusal = arrears.why_not_state(as_of=as_of, tenancy_starts_on=SINCE, on=DAY)
    assert (type(refusal) if refusal else None) is why


def paid(cents: int, paid_on: date, hour: int = 9, **given: Any) -> Paid:
    return Paid(
        **{"creditor": ALER, "paid_on": paid_on, "cents": cents, "recorded_at": _at(paid_on, hour)} | given
    )


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


FIRST = date(2026, 1, 1)
PAYMENTS = {
    "after the statement's day it counts": ([paid(30, date(2026, 1, 2))], 70),
    "before it the statement knows of it": ([paid(30, date(2025, 12, 31))], 100),
    "on its day it counts when recorded after it": ([paid(30, FIRST, 11)], 70),
    "on its day it does not when recorded before it": ([paid(30, FIRST, 9)], 100),
    "to another creditor it does not": ([paid(30, date(2026, 1, 2), creditor=COMUNE)], 100),
    "of tomorrow it does not": ([paid(30, date(2026, 3, 3))], 100),
    "more than is owed leaves nothing": ([paid(130, date(2026, 1, 2))], 0),
    "several add up": ([paid(30, date(2026, 1, 2)), paid(20, date(2026, 2, 1))], 50),
}


@pytest.mark.parametrize(("payments", "left"), PAYMENTS.values(), ids=PAYMENTS)
def test_what_is_left_after_payments(payments: list[Paid], left: int) -> None:
    stated = said(100, FIRST, recorded_at=_at(FIRST, 10), cause="illness")
    found = arrears.standing([stated], on=DAY, limit_cents=LIMIT, paid=payments)
    assert (found.cents, found.owed) == (left, {ALER: left})
    assert found.band == ("under" if left else "none")
    assert found.causes == (("illness",) if left else ())


def test_the_history_steps_down_with_each_payment_and_follows_the_next_statement() -> None:
    stated = [said(100, FIRST), said(95, date(2026, 2, 1)), said(7, FIRST, creditor=COMUNE)]
    found = arrears.history(stated, [paid(30, date(2026, 1, 15))], creditor=ALER, on=DAY)
    assert found == ((FIRST, 100), (date(2026, 1, 15), 70), (date(2026, 2, 1), 95))
