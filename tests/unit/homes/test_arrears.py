"""What is owed on a day, and its band."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.homes.rules import arrears
from campanello.homes.rules.arrears import Standing, Statement, StatementBeforeTenancy, StatementInTheFuture

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
