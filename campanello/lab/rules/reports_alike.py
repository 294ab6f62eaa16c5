"""Which reports may say the same as one that is being told: by place, kind and words. Knows no table."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from campanello.people.rules.keys import plain

MOST = 5
LEAST = 65
_LEAST_WORD = 4  # shorter ones say nothing: the, on, di, la
# Points of a hundred: the place says most, since one broken lift is told of by many in many words.
_DWELLING, _STAIR, _BUILDING, _KIND, _WORDS = 40, 35, 25, 20, 40


@dataclass(frozen=True)
class Told:
    """What is compared of a report: keys of its place, its kind and its words. `key` is its own."""

    key: int
    kind: str
    text: str
    building: int | None = None
    stair: int | None = None
    dwelling: int | None = None


def alike(told: Told, others: Iterable[Told]) -> list[tuple[int, int]]:
    """Which others may be the same, the likeliest first: (key, points of a hundred), five at most."""
    words = _words(told.text)
    found = [(one.key, _points(told, words, one)) for one in others]
    likely = sorted((-points, -key) for key, points in found if points >= LEAST)
    return [(-key, -points) for points, key in likely[:MOST]]


def _points(told: Told, words: str, other: Told) -> int:
    """Two different dwellings speak against it: a dripping tap is another one on the next floor."""
    said = fuzz.token_set_ratio(words, _words(other.text)) / 100
    if told.dwelling and other.dwelling and told.dwelling != other.dwelling:
        place = 0
    elif told.dwelling and told.dwelling == other.dwelling:
        place = _DWELLING
    elif told.stair and told.stair == other.stair:
        place = _STAIR
    elif told.building and told.building == other.building:
        place = _BUILDING
    else:
        place = 0
    return round(place + (_KIND if told.kind == other.kind else 0) + _WORDS * said)


def _words(text: str) -> str:
    words = plain(text)
    return " ".join(word for word in words.split() if len(word) >= _LEAST_WORD) or words
