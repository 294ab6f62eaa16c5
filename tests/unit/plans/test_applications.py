"""Applications without a database: states, the funnel, funds, whose turn it is, what the applicant is told."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.core.errors import DomainError
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong
from campanello.plans.rules import funds
from campanello.plans.rules.application_words import Standing, letter
from campanello.plans.rules.applications import (
    PARTS,
    TRANSITIONS,
    DayPassed,
    Funnel,
    Limits,
    NewApplication,
    NothingAsked,
    State,
    WordsMissing,
    checked,
    late_days,
    why_not_ask,
    why_not_decide,
    why_not_move,
    why_not_receive,
    words,
)
from campanello.plans.rules.funds import Fund, Sums, euros, room, why_not_commit, why_not_hold
from campanello.plans.rules.measures import (
    MeasureCode,
    MeasureDays,
    MeasureUntitled,
    NewMeasure,
    title_in,
)
from campanello.plans.rules.measures import checked as checked_measure

DAY = date(2026, 3, 2)
LIMITS = Limits(missing_days=30, decision_days=30, call_days=3)
CAPS = Sums(3_000_00, 2_000_00)


@given(
    moves=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from([one for one in State if one is not State.DRAFT]))
    )
)
def test_whatever_moves_are_made_in_whatever_order_the_funnel_adds_up(moves: list[tuple[int, State]]) -> None:
    states = [State.PENDING] * 6
    for place, to in moves:
        if why_not_move(states[place], to) is None:
            states[place] = to
    counts = {part: states.count(part) for part in PARTS}
    assert Funnel(received=len(states), **counts).adds_up


def test_the_funnel_of_the_sources_adds_up_once_the_six_are_named() -> None:
    assert Funnel(received=69, eligible=30, pending=9, ineligible=24, lapsed=6).adds_up
    assert not Funnel(received=69, eligible=30, pending=9, ineligible=24).adds_up


def test_a_draft_was_not_received_and_nothing_becomes_one_again() -> None:
    allowed = {(now, to) for now, to in product(State, State) if why_not_move(now, to) is None}
    assert allowed == {(now, to) for now in State for to in TRANSITIONS[now]}
    assert not [now for now, to in allowed if to is State.DRAFT]
    assert all(State.PENDING in TRANSITIONS[now] for now in State if now is not State.PENDING)


DAYS = {
    "on the first day": (DAY, None, True),
    "the day before the first": (DAY + timedelta(days=1), None, False),
    "on the last day": (DAY, DAY + timedelta(days=1), True),
    "on the day it closes": (DAY - timedelta(days=9), DAY, False),
}


@pytest.mark.parametrize(("opens", "closes", "receives"), DAYS.values(), ids=DAYS)
def test_a_measure_receives_until_the_day_before_it_closes(
    opens: date, closes: date | None, receives: bool
) -> None:
    assert (why_not_receive(opens, closes, DAY) is None) is receives


LATE = {
    "decided on the last of thirty days": (DAY - timedelta(days=30), None, 0),
    "undecided a day longer": (DAY - timedelta(days=31), None, 1),
    "what is missing may come today": (DAY - timedelta(days=90), DAY, 0),
    "what is missing did not come yesterday": (DAY - timedelta(days=90), DAY - timedelta(days=1), 1),
}


@pytest.mark.parametrize(("received", "due", "days"), LATE.values(), ids=LATE)
def test_what_waits_is_overdue_from_the_day_after(received: date, due: date | None, days: int) -> None:
    assert late_days(received, due, DAY, LIMITS) == days


def test_a_decision_is_what_the_requirements_answer() -> None:
    answers = ("eligible", "pending", "ineligible")
    agreed = {
        one for one in answers for to in (State.ELIGIBLE, State.INELIGIBLE) if why_not_decide(one, to) is None
    }
    assert agreed == {"eligible", "ineligible"}


def test_what_is_taken_on_is_of_the_lists_and_fits() -> None:
    assert checked(NewApplication("m", came_through="  MILO   Lab ")).came_through == "MILO Lab"
    wrong = (
        (NewApplication("m", channel="pigeon"), NotInTheList),
        (NewApplication("m", answers={"shoe_size": "42"}), NotInTheList),
        (NewApplication("m", answers={"address": "x" * 301}), TooLong),
        (NewApplication("m", came_through="x" * 41), TooLong),
    )
    for given_, error in wrong:
        with pytest.raises(error):
            checked(given_)


def test_what_is_told_and_asked_has_words_and_a_day_to_come() -> None:
    with pytest.raises(WordsMissing):
        words(" \n ")
    with pytest.raises(TooLong):
        words("x" * 501)
    assert why_not_ask(["lab"], "", DAY, DAY) is None
    assert isinstance(why_not_ask([], "", DAY, DAY), NothingAsked)
    assert isinstance(why_not_ask([], "ISEE", DAY - timedelta(days=1), DAY), DayPassed)


FUNDS = {
    "to the last cent": (Sums(100, 50), Sums(100, 50), None),
    "a cent more of services": (Sums(100, 50), Sums(101, 50), funds.FundSpent),
    "a cent more of allowance": (Sums(100, 50), Sums(100, 51), funds.FundSpent),
    "nothing of nothing": (Sums(), Sums(), None),
}


@pytest.mark.parametrize(("left", "wanted", "error"), FUNDS.values(), ids=FUNDS)
def test_a_fund_gives_what_it_has(left: Sums, wanted: Sums, error: type[DomainError] | None) -> None:
    refusal = why_not_commit(Fund(left + Sums(7, 7), Sums(7, 7)), wanted)
    assert (refusal is None) if error is None else isinstance(refusal, error)


def test_a_person_gets_the_caps_over_all_plans_and_no_cent_more() -> None:
    held = Sums(2_000_00, 1_500_00)
    assert room(CAPS, held) == Sums(1_000_00, 500_00)
    assert room(CAPS, Sums(9_999_99, 0)) == Sums(0, 2_000_00)
    assert why_not_hold(CAPS, held, Sums(1_000_00, 500_00)) is None
    assert isinstance(why_not_hold(CAPS, held, Sums(1_000_01, 0)), funds.OverCap)
    assert isinstance(funds.why_not_release(Fund(CAPS, Sums(1, 1)), Sums(2, 0)), funds.MoreThanCommitted)
    assert isinstance(funds.why_not_shrink(Sums(1, 1), Sums(2, 0)), funds.FundBelowCommitted)
    assert [euros(one) for one in (0, 5, 123_450, 60_000_000_00, -100)] == [
        "0,00 EUR", "0,05 EUR", "1.234,50 EUR", "60.000.000,00 EUR", "-1,00 EUR",
    ]  # fmt: skip


def test_a_fund_is_read_as_it_is_written_in_italy() -> None:
    written = {"3.140.000,50": 3_140_000_50, "1250000": 1_250_000_00, "0": 0, "600.000 EUR": 600_000_00}
    assert {text: funds.fund_cents(text) for text in written} == written
    for wrong in ("", "1.25", "1,5", "-1", "12.34.567", "9999999999", "molto"):
        with pytest.raises(funds.NotAFund):
            funds.fund_cents(wrong)


NAMELESS = ({"code": "residence", "verdict": "not_met"}, {"code": "lab", "verdict": "unknown"})


def test_a_refusal_tells_its_reasons_and_what_would_change_them() -> None:
    told = letter(Standing("ineligible", 7, results=NAMELESS, note="Your cousin's address does not count."))
    assert told.opening[1] == {"number": 7}
    assert [(why.title, bool(why.change)) for why in told.reasons] == [("Home in the area", True)]
    assert told.note == "Your cousin's address does not count."


def test_who_waits_is_told_what_was_asked_for_until_when() -> None:
    told = letter(Standing("pending", 7, results=NAMELESS, asked=["lab"], due_on=DAY))
    assert ([why.title for why in told.reasons], told.heading[1]) == (
        ["Part in the social lab"], {"day": "02/03/2026"},
    )  # fmt: skip
    assert letter(Standing("pending", 7, results=NAMELESS)).reasons == ()


def test_who_is_eligible_without_funds_keeps_the_place() -> None:
    funded, waits = letter(Standing("eligible", 7)), letter(Standing("eligible", 7, has_funds=False))
    assert funded.opening != waits.opening
    assert "committed" in waits.opening[0]


MEASURE = NewMeasure(
    "lorenteggio-2026", "regional", DAY, titles={"it": " Misura ", "fr": "Mesure", "xx": "?"}
)
WRONG_MEASURES = {
    "without an Italian title": (NewMeasure("m", "regional", DAY, titles={"en": "M"}), MeasureUntitled),
    "closed before it opens": (NewMeasure("m", "regional", DAY, DAY, titles={"it": "M"}), MeasureDays),
    "with a code that no address has": (NewMeasure("M 1", "regional", DAY, titles={"it": "M"}), MeasureCode),
    "with requirements that are none": (NewMeasure("m", "luck", DAY, titles={"it": "M"}), NotInTheList),
    "with a title that does not fit": (NewMeasure("m", "regional", DAY, titles={"it": "x" * 121}), TooLong),
}


@pytest.mark.parametrize(("measure", "error"), WRONG_MEASURES.values(), ids=WRONG_MEASURES)
def test_a_measure_that_is_refused(measure: NewMeasure, error: type[DomainError]) -> None:
    with pytest.raises(error):
        checked_measure(measure, ["regional"])


def test_a_measure_has_its_titles_tidy_and_an_italian_one_for_all() -> None:
    titles = checked_measure(MEASURE, ["regional"]).titles
    assert titles == {"it": "Misura", "fr": "Mesure"}
    assert (title_in(titles, "fr"), title_in(titles, "ur")) == ("Mesure", "Misura")
