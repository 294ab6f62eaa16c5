"""How alike a word that was typed and a word on record are, and what to tell the person who searches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rapidfuzz.distance import OSA

from campanello.core.errors import gettext_noop as _
from campanello.people.rules import keys
from campanello.people.rules.asking import Asked, Typed

EXACT = 100
_VARIANT, _SCRIPT, _ONE_EDIT, _HEARD_ALIKE, _TWO_EDITS, _PREFIX = 96, 92, 88, 84, 78, 70


class How(StrEnum):
    """In what a word on record differs from the one typed."""

    SAME = "same"
    VARIANT = "variant"
    SCRIPT = "script"
    EDITED = "edited"
    BEGINS = "begins"


@dataclass(frozen=True, order=True)
class Match:
    """A word on record that may be the one typed; `score` runs from 0 to 100."""

    score: int
    word: str
    how: How


@dataclass(frozen=True)
class Reason:
    """Why somebody was found: a sentence to translate and what is set into it."""

    text: str
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


SAME_NAME = Reason(_("The same name"))
SAME_WORDS = Reason(_("The same words in the name"))
BORN = Reason(_("Born on that day"))
BORN_SWAPPED = Reason(_("Born on that day, with day and month changed places"))
BORN_IN_YEAR = Reason(_("Born in that year"))
BORN_IN_YEAR_ONLY = Reason(_("Born in that year, on another day"))
BORN_UNKNOWN = Reason(_("No birth date is recorded"))
BORN_OTHERWISE = Reason(_("Born on another day"))
CODE = Reason(_("Has a code that begins so"))
PHONE = Reason(_("Has that telephone number"))
ADDRESS = Reason(_("Has that address"))
DOORBELL = Reason(_("The doorbell says so"))
REASONS = {
    How.VARIANT: _("“%(typed)s” is also written “%(found)s”"),
    How.SCRIPT: _("“%(typed)s” is “%(found)s” in another script"),
    How.EDITED: _("“%(typed)s” is nearly “%(found)s”"),
    How.BEGINS: _("“%(found)s” begins with “%(typed)s”"),
}
NOT_FOUND = _("“%(typed)s” is not in the name")
# What is taken from a score where the birth date is not the one asked for.
_BORN_SCORES = {
    BORN: 0,
    BORN_IN_YEAR: 0,
    BORN_SWAPPED: 8,
    BORN_UNKNOWN: 12,
    BORN_IN_YEAR_ONLY: 15,
    BORN_OTHERWISE: 40,
}
LEAST_SCORE = 40  # below it nobody is told to be meant: one word of three, say
_KNOWN_SHARE = 60  # of 100, for who is known by a code, a telephone or an address


def match(typed: str, word: str, *, may_go_on: bool = False) -> Match | None:
    """How a word on record is the one typed; None when it is another.

    Args:
        typed: As a person typed it, brought to Latin letters.
        word: Of a name on record.
        may_go_on: Whether the typed word may be the beginning of the one on record.
    """
    if typed == word:
        return Match(EXACT, word, How.SAME)
    alike = _alike(typed, word)
    if alike:
        return alike
    if may_go_on and len(typed) > 1 and word.startswith(typed):
        return Match(_PREFIX + 15 * len(typed) // len(word), word, How.BEGINS)
    return None


def _alike(typed: str, word: str) -> Match | None:
    spelt, on_record = keys.spelt_alike(typed), keys.spelt_alike(word)
    if spelt == on_record and len(spelt) > 2:
        return Match(_VARIANT, word, How.VARIANT)
    is_heard = not keys.sounds(typed).isdisjoint(keys.sounds(word))
    if is_heard and keys.is_bare(typed) != keys.is_bare(word) and _is_told_by_consonants(typed, word):
        return Match(_SCRIPT, word, How.SCRIPT)
    shorter = min(len(typed), len(word))
    allowed = 0 if shorter < keys.EDITS_FROM else 1 if max(len(typed), len(word)) < keys.TWO_EDITS_FROM else 2
    edits = OSA.distance(typed, word, score_cutoff=2)
    if edits <= allowed:
        return Match(_ONE_EDIT if edits == 1 else _TWO_EDITS, word, How.EDITED)
    if is_heard and shorter >= keys.EDITS_FROM:
        heard = OSA.distance(spelt, on_record, score_cutoff=2)
        if heard <= (1 if shorter < keys.TWO_EDITS_FROM else 2) and len(spelt) > 2 + heard:
            return Match(_HEARD_ALIKE - 4 * heard, word, How.VARIANT)
    return None


def _is_told_by_consonants(typed: str, word: str) -> bool:
    """Whether a word without vowels stands for one with them: not by chance of one consonant, not for a long one."""
    bare, full = (typed, word) if keys.is_bare(typed) else (word, typed)
    return len(bare) >= 3 and len(full) <= 2 * len(bare) + 2


def best_match(typed: Typed, words: Iterable[str]) -> Match | None:
    """The word of a name that is most like one typed."""
    found = (
        match(spelling, word, may_go_on=typed.may_go_on) for spelling in typed.spellings for word in words
    )
    return max((one for one in found if one), default=None)


def name_score(asked: Sequence[Typed], words: frozenset[str]) -> tuple[int, tuple[Reason, ...]]:
    """How well a person's words answer those typed, 0 to 100, and why.

    What the person bears beyond it counts little: nobody types all the names of somebody.
    """
    matches = [(typed, best_match(typed, words)) for typed in asked]
    total = sum(found.score for _, found in matches if found)
    beyond = max(0, len(words) - len(asked))
    score = max(0, total // max(1, len(asked)) - min(6, beyond))
    return score, tuple(_reasons(matches, is_whole=not beyond))


def _reasons(matches: list[tuple[Typed, Match | None]], *, is_whole: bool) -> Iterable[Reason]:
    if all(found and found.how is How.SAME for _, found in matches):
        yield SAME_NAME if is_whole else SAME_WORDS
        return
    for typed, found in matches:
        if found is None:
            yield Reason(NOT_FOUND, {"typed": typed.text})
        elif found.how is not How.SAME:
            yield Reason(REASONS[found.how], {"typed": typed.text, "found": found.word})


def birth_reason(asked: Asked, born_on: date | None) -> Reason | None:
    """How a birth date on record answers the one that was typed; None when none was."""
    if not asked.born and asked.year is None:
        return None
    if born_on is None:
        return BORN_UNKNOWN
    if asked.year is not None:
        return BORN_IN_YEAR if born_on.year == asked.year else BORN_OTHERWISE
    if born_on in asked.born:
        return BORN if born_on == asked.born[0] else BORN_SWAPPED
    return BORN_IN_YEAR_ONLY if born_on.year == asked.born[0].year else BORN_OTHERWISE


def found_by(
    asked: Asked, born_on: date | None, words: frozenset[str], known: Sequence[Reason]
) -> tuple[int, tuple[Reason, ...]]:
    """How well a person answers all that was asked, 0 to 100, and why.

    Args:
        asked: What was typed, read.
        born_on: The person's birth date.
        words: Of all their names.
        known: Reasons that were found by looking them up: a code, a telephone, an address.
    """
    score, why = name_score(asked.names, words) if asked.names else (100, ())
    if known and asked.names:
        score = _KNOWN_SHARE + score * (100 - _KNOWN_SHARE) // 100
    born = birth_reason(asked, born_on)
    if born:
        score -= _BORN_SCORES[born]
    return max(0, score), (*known, *why, *((born,) if born else ()))
