"""What is settled of points asked for, what goes back and why; days and steps."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.points.rules import settlements as rules
from campanello.points.rules.settlements import Asked, Back, Frozen, Line
from campanello.points.rules.values import SETTLEMENT_STATES

HOME, OTHER = 1, 2
# Points asked for one home, in order; what it owes; lines as (points, debt before); given back as (points, why).
FALLS = {
    "the debt takes all": ([150], 90_050, [(150, 90_050)], []),
    "two lines of one home: the second begins where the first ends": (
        [150, 50],
        90_050,
        [(150, 90_050), (50, 75_050)],
        [],
    ),
    "the debt fell below what was asked for": ([150], 12_050, [(120, 12_050)], [(30, "debt_fell")]),
    "who asked first is served first": (
        [100, 100],
        15_000,
        [(100, 15_000), (50, 5_000)],
        [(50, "debt_fell")],
    ),
    "nothing is owed any more": ([150], 0, [], [(150, "nothing_left")]),
    "less than a point is left": ([3], 99, [], [(3, "debt_fell")]),
}


@pytest.mark.parametrize(("points", "owed", "lines", "back"), FALLS.values(), ids=FALLS)
def test_what_is_settled(points: list[int], owed: int, lines: list[tuple], back: list[tuple]) -> None:
    asked = [Asked(key, HOME, one, 100) for key, one in enumerate(points)]
    made, given_back = rules.proposed(asked, {HOME: owed})
    assert [(one.points, one.debt_cents) for one in made] == lines
    assert [(one.points, one.why) for one in given_back] == back


def test_where_no_debt_is_stated_any_more_all_goes_back() -> None:
    assert rules.proposed([Asked(7, None, 4, 100)], {}) == ([], [Back(7, 4, 400, 0, "not_stated")])


@given(
    st.lists(
        st.tuples(st.sampled_from([HOME, OTHER, None]), st.integers(1, 500), st.sampled_from([50, 100])),
        max_size=12,
    ),
    st.dictionaries(st.sampled_from([HOME, OTHER]), st.integers(0, 60_000)),
)
def test_no_point_is_lost_and_no_debt_is_passed(wanted: list[tuple], owed: dict[int, int]) -> None:
    asked = [Asked(key, *one) for key, one in enumerate(wanted)]
    lines, backs = rules.proposed(asked, owed)
    parts = {one.redemption: 0 for one in asked}
    for part in (*lines, *backs):
        parts[part.redemption] += part.points
    assert parts == {one.redemption: one.points for one in asked}
    home = {one.redemption: one.home for one in asked}
    for debt in (HOME, OTHER):
        taken = sum(one.cents for one in lines if home[one.redemption] == debt)
        assert taken <= owed.get(debt, 0)
    assert [one.number for one in lines] == list(range(1, len(lines) + 1))


FROZEN = [Frozen(1, 10, HOME, 150, 15_000), Frozen(2, 11, HOME, 50, 5_000), Frozen(3, 12, OTHER, 20, 2_000)]


def test_confirmed_in_full_each_line_takes_its_own_off() -> None:
    found = rules.confirmed(FROZEN, {HOME: 90_050, OTHER: 2_000}, {})
    assert [(one.cents, one.before_cents, one.back) for one in found] == [
        (15_000, 90_050, None),
        (5_000, 75_050, None),
        (2_000, 2_000, None),
    ]


def test_what_the_landlord_did_not_accept_and_what_is_no_longer_owed_goes_back() -> None:
    found = rules.confirmed(FROZEN, {HOME: 16_000, OTHER: 90_000}, {3: 500})
    assert [(one.points, one.back and (one.back.points, one.back.why)) for one in found] == [
        (150, None),
        (10, (40, "debt_fell")),
        (5, (15, "not_accepted")),
    ]


WRONG = {
    "more than the line": {1: 15_100},
    "less than nothing": {1: -100},
    "a part of a point": {1: 150},
    "a line that is not there": {4: 100},
}


@pytest.mark.parametrize("accepted", WRONG.values(), ids=WRONG)
def test_amounts_that_can_t_have_been_accepted(accepted: dict[int, int]) -> None:
    assert rules.why_not_accept(FROZEN, accepted) is not None
    assert rules.why_not_accept(FROZEN, {1: 0, 2: 5_000, 3: 100}) is None


ORDERED = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # half past midnight of the 3rd in Rome
DAYS = {
    "the day before it was ordered": (date(2026, 3, 2), "points.value-day"),
    "the day it was ordered, in Rome": (date(2026, 3, 3), None),
    "today": (date(2026, 3, 10), None),
    "tomorrow": (date(2026, 3, 11), "points.value-day"),
}


@pytest.mark.parametrize(("paid_on", "code"), DAYS.values(), ids=DAYS)
def test_the_value_date(paid_on: date, code: str | None) -> None:
    on = date(2026, 3, 10)
    found = rules.why_not_confirm("payment", paid_on=paid_on, since=ORDERED, proof="CRO 1", on=on)
    assert (found and found.code) == code
    offset = rules.why_not_confirm("offset", paid_on=paid_on, since=ORDERED, proof="Det. 1", on=on)
    assert (offset and offset.code) == (code and "points.act-day")


def test_without_a_proof_nothing_is_confirmed() -> None:
    given_ = {"paid_on": date(2026, 3, 5), "since": ORDERED, "on": date(2026, 3, 10)}
    assert isinstance(rules.why_not_confirm("payment", proof="  ", **given_), rules.NoProof)


MOVES = {
    ("payment", "approved", "confirmed"): False,
    ("payment", "ordered", "confirmed"): True,
    ("offset", "approved", "confirmed"): True,
    ("offset", "approved", "ordered"): False,
    ("payment", "proposed", "ordered"): False,
    ("payment", "ordered", "void"): True,
    ("payment", "confirmed", "void"): False,
    ("payment", "void", "approved"): False,
}


@pytest.mark.parametrize(("way", "state", "wanted"), MOVES, ids=str)
def test_from_which_step_to_which(way: str, state: str, wanted: str) -> None:
    refusal = rules.why_not_move(way, state, wanted, words=SETTLEMENT_STATES)
    assert (refusal is None) is MOVES[way, state, wanted]


def test_the_seal_names_each_figure_of_each_line_and_their_order() -> None:
    lines = [Line(1, 10, 150, 15_000, 90_050), Line(2, 11, 50, 5_000, 75_050)]
    seals = {
        rules.seal(lines),
        rules.seal(lines[::-1]),
        rules.seal([lines[0], Line(2, 11, 50, 5_000, 75_051)]),
        rules.seal([lines[0], Line(2, 12, 50, 5_000, 75_050)]),
    }
    assert len(seals) == 4
