"""Finds, in the dictionary of all words of names, those that may be the words typed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from campanello.people.models import NameWord, NameWordKey
from campanello.people.rules import keys
from campanello.people.rules.asking import Typed
from campanello.people.rules.likeness import EXACT, Match, match

_SPELLINGS = 40  # words that one typed may be
_BEGINNINGS = 40  # words that begin with one typed, those that most people bear
_NEAR = 4_000  # pairs of key and word that are looked at, of all words typed


@dataclass(frozen=True)
class Spelt:
    """A word typed, with the words on record that it may be, the likeliest first, and how many people bear them."""

    typed: Typed
    matches: tuple[tuple[int, Match], ...]
    people: int

    @property
    def ids(self) -> list[int]:
        """The keys of all the words that it may be."""
        return [pk for pk, _ in self.matches]

    @property
    def very_ids(self) -> list[int]:
        """The keys of the words that it is, as it was typed."""
        return [pk for pk, found in self.matches if found.score == EXACT]


def spelt(names: Sequence[Typed]) -> list[Spelt]:
    """What the words typed may be, in the order typed. Three queries at most, however many words there are."""
    near = _near(names)
    begun = _begun(names)
    return [
        _spelt(typed, {**near[place], **(begun if typed.may_go_on else {})})
        for place, typed in enumerate(names)
    ]


def _spelt(typed: Typed, words: dict[int, tuple[str, int]]) -> Spelt:
    found: list[tuple[Match, int, int]] = []
    for pk, (word, people) in words.items():
        ways = (match(spelling, word, may_go_on=typed.may_go_on) for spelling in typed.spellings)
        if best := max((one for one in ways if one), default=None):
            found.append((best, people, pk))
    # Of words as likely, those that more people bear.
    found.sort(key=lambda one: (-one[0].score, -one[1], one[2]))
    kept = found[: _SPELLINGS + _BEGINNINGS * typed.may_go_on]
    return Spelt(typed, tuple((pk, best) for best, _, pk in kept), sum(people for _, people, _ in kept))


def _near(names: Sequence[Typed]) -> list[dict[int, tuple[str, int]]]:
    """For each word typed, the words that share a key with it."""
    asked: dict[int, list[int]] = defaultdict(list)
    for place, typed in enumerate(names):
        for key in {key for spelling in typed.spellings for key in keys.word_keys(spelling)}:
            asked[key].append(place)
    found: list[dict[int, tuple[str, int]]] = [{} for _ in names]
    pairs = NameWordKey.objects.filter(key__in=asked).order_by("key", "word").values_list("key", "word")
    shared = list(pairs[:_NEAR]) if asked else []
    # In two steps: for a join PostgreSQL would read the whole dictionary.
    texts = NameWord.objects.filter(pk__in={pk for _, pk in shared}).values_list("pk", "word", "people")
    known = {pk: (word, people) for pk, word, people in texts} if shared else {}
    for key, pk in shared:
        for place in asked[key]:
            found[place][pk] = known[pk]
    return found


def _begun(names: Iterable[Typed]) -> dict[int, tuple[str, int]]:
    """The words that begin with the one that may go on."""
    spans = [_span(one) for typed in names if typed.may_go_on for one in typed.spellings if len(one) > 1]
    if not spans:
        return {}
    begun = NameWord.objects.filter(_any(spans)).order_by("-people", "pk")
    return {
        pk: (word, people) for pk, word, people in begun.values_list("pk", "word", "people")[:_BEGINNINGS]
    }


def _span(beginning: str) -> Q:
    end = keys.after(beginning)
    return Q(word__gte=beginning) & (Q(word__lt=end) if end else Q())


def _any(conditions: Sequence[Q]) -> Q:
    first, *others = conditions
    for one in others:
        first |= one
    return first
