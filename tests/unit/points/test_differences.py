"""Whether a landlord's next statement is what was expected after a payment, and which statement that is."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campanello.homes.rules.arrears import Paid, Statement
from campanello.points.rules import differences as rules

ALER, COMUNE = 1, 2
JANUARY, PAID_ON, MARCH = date(2026, 1, 31), date(2026, 3, 4), date(2026, 3, 31)


def said(cents: int, as_of: date, number: int = 1, **given: Any) -> Statement:
    facts = {"creditor": ALER, "as_of": as_of, "cents": cents, "source": "landlord", "number": number}
    return Statement(**facts | given)


def paid(cents: int, on: date = PAID_ON, hour: int = 9) -> Paid:
    return Paid(ALER, on, cents, datetime(on.year, on.month, on.day, hour, tzinfo=UTC))


FIRST = said(90_050, JANUARY)
# Statements and payments; the outcome, what was expected, the difference.
ROWS: dict[str, tuple[list[Statement], list[Paid], str, int, int]] = {
    "nothing stated since": ([FIRST], [paid(15_000)], "none", 75_050, 0),
    "as expected": ([FIRST, said(75_050, MARCH, 2)], [paid(15_000)], "same", 75_050, 0),
    "the payment is not in it": ([FIRST, said(90_050, MARCH, 2)], [paid(15_000)], "more", 75_050, 15_000),
    "the household paid too": ([FIRST, said(60_000, MARCH, 2)], [paid(15_000)], "less", 75_050, -15_050),
    "two payments between the statements": (
        [FIRST, said(70_050, MARCH, 2)],
        [paid(15_000), paid(5_000, date(2026, 3, 20))],
        "same",
        70_050,
        0,
    ),
    "a payment after the statement is not expected in it": (
        [FIRST, said(75_050, MARCH, 2)],
        [paid(15_000), paid(5_000, date(2026, 4, 2))],
        "same",
        75_050,
        0,
    ),
    "what the tenant says is not the landlord's word": (
        [FIRST, said(1, MARCH, 2, source="tenant")],
        [paid(15_000)],
        "none",
        75_050,
        0,
    ),
    "another creditor's statement says nothing of it": (
        [FIRST, said(1, MARCH, 2, creditor=COMUNE)],
        [paid(15_000)],
        "none",
        75_050,
        0,
    ),
    "a replaced statement does not count": (
        [FIRST, said(1, MARCH, 2, is_replaced=True), said(75_050, MARCH, 3)],
        [paid(15_000)],
        "same",
        75_050,
        0,
    ),
    "a debt paid in full is expected to be none": (
        [said(10_000, JANUARY), said(0, MARCH, 2)],
        [paid(15_000)],
        "same",
        0,
        0,
    ),
}


@pytest.mark.parametrize(("stated", "payments", "outcome", "expected", "more"), ROWS.values(), ids=ROWS)
def test_a_home_after_a_payment(
    stated: list[Statement], payments: list[Paid], outcome: str, expected: int, more: int
) -> None:
    row = rules.row(stated, payments, creditor=ALER, paid_on=PAID_ON, month=None)
    assert (row.outcome, row.expected_cents, row.difference_cents) == (outcome, expected, more)


def test_a_statement_of_the_month_but_before_the_value_date_knows_nothing_of_it() -> None:
    stated = [FIRST, said(90_050, date(2026, 3, 1), 2)]
    row = rules.row(stated, [paid(15_000)], creditor=ALER, paid_on=PAID_ON, month=date(2026, 3, 1))
    assert (row.outcome, row.expected_cents, row.before_on) == ("early", 75_050, date(2026, 3, 1))


MONTHS: dict[str, tuple[date | None, list[date], str | None]] = {
    "any month": (None, [], None),
    "the month before the payment": (date(2026, 2, 1), [MARCH], "points.statement-before-payment"),
    "its own month": (date(2026, 3, 1), [MARCH], None),
    "a month without a statement, where another has one": (
        date(2026, 4, 1),
        [MARCH],
        "points.wrong-month",
    ),
    "a month of which nothing is stated yet": (date(2026, 4, 1), [], None),
}


@pytest.mark.parametrize(("month", "stated", "code"), MONTHS.values(), ids=MONTHS)
def test_the_wrong_month_is_refused(month: date | None, stated: list[date], code: str | None) -> None:
    found = rules.why_not_compare(PAID_ON, month=month, stated=stated)
    assert (found and found.code) == code
