"""How many points may go towards which debt; what a debt can't take comes back."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.points.rules import redeeming as rules
from campanello.points.rules.redeeming import Debt, Standing, spendable, why_not_redeem

HOME = UUID(int=1)
DEBT = Debt(
    tenancy=HOME,
    creditor=7,
    creditor_name="ALER",
    open_cents=90_050,
    pending_cents=0,
    as_of=date(2026, 3, 1),
    statement=1,
    way="payment",
)
RICH_AND_INDEBTED = Standing(account=UUID(int=2), balance=2_000, cents_a_point=100, debts=(DEBT,))
CASES = {
    "no more than the debt, and no part of a point": ({}, {}, 900),
    "all the points held, where the debt is larger": ({"balance": 30}, {}, 30),
    "less by what points asked for will take off": ({}, {"pending_cents": 80_000}, 100),
    "nothing once that is the whole debt": ({}, {"pending_cents": 90_050}, 0),
    "never below zero, though the debt fell meanwhile": ({}, {"open_cents": 10, "pending_cents": 500}, 0),
    "no more than the money set aside": ({"budget_cents": 12_399}, {}, 123),
    "nothing where more was used than is set aside": ({"budget_cents": -1}, {}, 0),
    "nothing while the creditor's terms are not agreed": ({}, {"way": ""}, 0),
    "one point that takes the last of the debt": ({}, {"open_cents": 100}, 1),
    "none for a cent less": ({}, {"open_cents": 99}, 0),
    "points of another worth": ({"cents_a_point": 250}, {}, 360),
}
REFUSALS = {
    "nothing was stated": ({}, None, 1, rules.NoDebtStated),
    "nothing is owed": ({}, {"open_cents": 0}, 1, rules.NothingOwed),
    "what is owed is all met": ({}, {"pending_cents": 90_050}, 1, rules.NoDebtLeft),
    "no terms": ({}, {"way": ""}, 1, rules.NoTerms),
    "less is left than a point": ({}, {"open_cents": 60}, 1, rules.LessThanAPoint),
    "the money set aside is used": ({"budget_cents": 99}, {}, 1, rules.RentBudgetUsedUp),
    "nothing is held": ({"balance": 0}, {}, 1, rules.NoPointsHeld),
    "one more than the debt": ({}, {}, 901, rules.TooManyPoints),
    "no points": ({}, {}, 0, rules.TooManyPoints),
    "less than none": ({}, {}, -5, rules.TooManyPoints),
    "as many as the debt takes": ({}, {}, 900, None),
}


@pytest.mark.parametrize(("held", "owed", "points"), CASES.values(), ids=CASES)
def test_spendable_points(held, owed, points):
    assert spendable(replace(RICH_AND_INDEBTED, **held), replace(DEBT, **owed)) == points


@pytest.mark.parametrize(("held", "owed", "points", "refusal"), REFUSALS.values(), ids=REFUSALS)
def test_why_not_redeem(held, owed, points, refusal):
    debt = None if owed is None else replace(DEBT, **owed)
    found = why_not_redeem(replace(RICH_AND_INDEBTED, **held), debt, points)
    assert type(found) is (refusal or type(None))


def test_a_refusal_says_how_many_can_be_offered():
    told = why_not_redeem(RICH_AND_INDEBTED, DEBT, 950)
    assert str(told) == "You offered 950 points; 900 at most can go towards this debt now. Offer fewer."
    short = why_not_redeem(RICH_AND_INDEBTED, replace(DEBT, open_cents=60), 1)
    assert "0,60 EUR are left of this debt, less than the 1,00 EUR" in str(short)


def test_all_debts_together_take_no_more_than_is_held_and_set_aside():
    other = replace(DEBT, creditor=8, open_cents=10_000)
    unagreed = replace(DEBT, creditor=9, way="")
    both = replace(RICH_AND_INDEBTED, debts=(DEBT, other, unagreed))
    assert both.spendable_points == 1_000
    assert replace(both, balance=940).spendable_points == 940
    assert replace(both, budget_cents=5_050).spendable_points == 50
    assert both.debt(HOME, 8) == other
    assert both.debt(UUID(int=3), 8) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    balance=st.integers(0, 500),
    owed=st.integers(0, 40_000),
    pending=st.integers(0, 40_000),
    budget=st.none() | st.integers(-500, 40_000),
    worth=st.integers(1, 300),
)
def test_what_may_be_spent_is_always_within_all_bounds_and_one_more_never(
    balance, owed, pending, budget, worth
):
    debt = replace(DEBT, open_cents=owed, pending_cents=pending)
    standing = replace(
        RICH_AND_INDEBTED, balance=balance, cents_a_point=worth, budget_cents=budget, debts=(debt,)
    )
    most = spendable(standing, debt)
    assert 0 <= most <= balance
    assert pending + most * worth <= max(owed, pending)
    assert budget is None or most * worth <= max(0, budget)
    assert why_not_redeem(standing, debt, most + 1) is not None
    assert (why_not_redeem(standing, debt, most) is None) is (most > 0)


def test_a_redemption_is_closed_when_nothing_of_it_is_open():
    assert rules.state_after("in_batch", points=10, settled=0, returned=9) == "in_batch"
    assert rules.state_after("in_batch", points=10, settled=0, returned=10) == "returned"
    assert rules.state_after("in_batch", points=10, settled=1, returned=9) == "settled"


def test_what_follows_is_told_before_it_is_done():
    told = rules.effect(RICH_AND_INDEBTED, replace(DEBT, pending_cents=40_050), 100)
    assert (told.held_before, told.held_after) == (2_000, 1_900)
    assert (told.owed_before, told.owed_after, told.taken_pct) == (50_000, 40_000, 20)
    assert rules.effect(RICH_AND_INDEBTED, DEBT, 1).taken_pct == 1
    assert rules.effect(RICH_AND_INDEBTED, replace(DEBT, open_cents=0), 0).taken_pct == 0
