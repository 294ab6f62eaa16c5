"""What every import shares: how far it is, and which word of a list a cell means."""

from collections.abc import Iterator

import pytest

from campanello.core.importing import Incoming, NotOfTheList, Outcome, listed, rows_of
from campanello.core.sheets import Row

COUNTED = {
    "the rows were counted before": (1_200, [(500, 1_200), (1_000, 1_200), (1_200, 1_200)]),
    "nobody counted them": (0, [(500, 500), (1_000, 1_000), (1_200, 1_200)]),
    "fewer were counted than there are": (600, [(500, 600), (1_000, 1_000), (1_200, 1_200)]),
}


def rows(number: int) -> Iterator[Row]:
    for place in range(number):
        yield Row(place + 2, ("cell",), ())


@pytest.mark.parametrize(("total", "expected"), COUNTED.values(), ids=COUNTED)
def test_how_far_it_is_is_told_every_500_rows(total: int, expected: list[tuple[int, int]]) -> None:
    told: list[tuple[int, int]] = []
    incoming = Incoming(("A",), {}, rows(1_200), total)
    for _cells in rows_of(incoming, Outcome(), lambda *one: told.append(one)):
        pass
    assert told == expected


def test_a_word_of_one_list_is_none_of_another() -> None:
    colours, also = {"r": "Red", "g": "Green"}, {"vermilion": "r"}
    assert [listed(colours, text, also) for text in ("r", "RED", "vermilion", "green")] == [
        "r",
        "r",
        "r",
        "g",
    ]
    with pytest.raises(NotOfTheList):
        listed(colours, "vermilion")
