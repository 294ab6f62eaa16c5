"""The budget in strips: where an award is taken from, how room moves, what a budget may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.points.rules.issuing import BudgetBelowIssued, Strip, chosen, moved_room, new_floors, parts

STRIPS = [Strip(1, -6, -7), Strip(2, -5, -7), Strip(3, 0, -6)]
ROWS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8)


def test_a_budget_is_parted_evenly() -> None:
    assert parts(20, 3) == [7, 7, 6]


CHOSEN = {
    "where the key leads": (5, 2, 3),
    "the fullest, if that one has too little": (3, 2, 3),
    "none, if none has enough": (3, 7, None),
}


@pytest.mark.parametrize(("by", "points", "key"), CHOSEN.values(), ids=CHOSEN)
def test_an_award_is_taken_from(by: int, points: int, key: int | None) -> None:
    found = chosen(STRIPS, by, points)
    assert (found and found.key) == key


def test_room_moves_as_the_docs_say() -> None:
    assert moved_room(STRIPS, 1, 5) == {1: -13, 2: -6, 3: -1}
    assert moved_room(STRIPS, 1, 10) is None


@given(ROWS, st.integers(0, 7), st.integers(1, 400))
def test_moved_room_is_neither_lost_nor_made(rows: list[tuple[int, int]], to: int, points: int) -> None:
    strips = [Strip(key, -out, -out - room) for key, (out, room) in enumerate(rows)]
    room = sum(one.room for one in strips)
    found = moved_room(strips, to % len(strips), points)
    assert (found is None) == (points > room)
    if found is not None:
        assert sum(one.balance - found[one.key] for one in strips) == room
        assert all(found[one.key] <= one.balance for one in strips)
        assert strips[to % len(strips)].balance - found[to % len(strips)] >= points


def test_a_budget_is_never_below_what_is_out() -> None:
    assert new_floors(STRIPS, 14) == {1: -7, 2: -6, 3: -1}
    assert new_floors(STRIPS, 11) == {1: -6, 2: -5, 3: 0}
    with pytest.raises(BudgetBelowIssued) as told:
        new_floors(STRIPS, 10)
    assert told.value.facts == {"issued": 11, "asked": 10}
