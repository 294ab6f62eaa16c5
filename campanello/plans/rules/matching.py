"""How well a person and a vacancy fit, in points of a hundred, each with its reason. Knows no table.

What the vacancy asks for counts, and nothing else: skills half, languages, place and hours the other half between
them. A skill is met by words: its own or words of the same stem, whatever the accents, the case and the script.

Source: FEATURES, section E (doorbells with skills) and M (job matching); docs/rules/placements.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from campanello.core.errors import gettext_noop as _
from campanello.people.rules.keys import latin_words

SKILLS, LANGUAGES, PLACE, HOURS = 50, 20, 20, 10
ELSEWHERE = 10  # of the points for the place, for who goes there from elsewhere
SHORTEST_WORD, SHORTEST_STEM = 3, 4
_EMPTY_WORDS = frozenset(
    {"and", "the", "for", "con", "per", "del", "dei", "della", "delle", "nel", "una", "uno"}
)
_VOWELS = "aeiou"

OFFERS = _("offers: %(which)s")
LACKS = _("not among what they offer: %(which)s")
SPEAKS = _("speaks %(which)s")
SPEAKS_NOT = _("does not speak %(which)s, as far as is recorded")
LIVES_THERE = _("lives in the same municipality")
TRAVELS = _("lives elsewhere, and goes to other municipalities")
LIVES_ELSEWHERE = _("lives elsewhere")
PLACE_UNKNOWN = _("where they live is not recorded")
HOURS_FIT = _("%(hours)s h a week fit")
HOURS_TOO_MANY = _("%(hours)s h a week are more than the %(most)s they can work")
HOURS_UNKNOWN = _("nobody asked yet how many hours they can work")


@dataclass(frozen=True)
class Wanted:
    """What a vacancy asks for; what is empty or None is not asked."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    municipality: str = ""
    weekly_minutes: int | None = None


@dataclass(frozen=True)
class Offered:
    """What is known of a person: skills that they agreed to show, languages spoken, where, how much they can work."""

    skills: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    municipality: str = ""
    weekly_minutes: int | None = None
    travels: bool = False


@dataclass(frozen=True)
class Reason:
    """Why points were given, or not: a sentence with its facts. `codes` are languages, to be named by the reader's."""

    text: str
    is_good: bool
    facts: tuple[tuple[str, str | int], ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """How well they fit: points of a hundred, and why. Who lacks a language that one must speak comes after others."""

    points: int
    reasons: tuple[Reason, ...]
    lacks_language: bool = False

    @property
    def order(self) -> tuple[bool, int]:
        """What a ranked list is sorted by, the best first."""
        return self.lacks_language, -self.points


def fit(wanted: Wanted, offered: Offered) -> Fit | None:
    """How well a person fits a vacancy; None where nothing of what it asks is met, or it asks for nothing."""
    parts = [
        _skills(wanted, offered),
        _languages(wanted, offered),
        _place(wanted, offered),
        _hours(wanted, offered),
    ]
    asked = [part for part in parts if part]
    got, most = sum(part[0] for part in asked), sum(part[1] for part in asked)
    if not got:
        return None
    reasons = tuple(reason for part in asked for reason in part[2])
    lacks = any(reason.text == SPEAKS_NOT for reason in reasons)
    return Fit((200 * got + most * _UNIT) // (2 * most * _UNIT), reasons, lacks)


# Points are counted in parts that any number of skills or languages divides closely enough.
_UNIT = 10_000
_Part = tuple[int, int, list[Reason]]


def _skills(wanted: Wanted, offered: Offered) -> _Part | None:
    if not wanted.skills:
        return None
    known = frozenset(stem for text in offered.skills for stem in stems(text))
    met = [one for one in wanted.skills if is_met(one, known)]
    missing = [one for one in wanted.skills if one not in met]
    reasons = [
        Reason(text, is_good, (("which", ", ".join(which)),))
        for text, is_good, which in ((OFFERS, True, met), (LACKS, False, missing))
        if which
    ]
    return SKILLS * _UNIT * len(met) // len(wanted.skills), SKILLS, reasons


def _languages(wanted: Wanted, offered: Offered) -> _Part | None:
    if not wanted.languages:
        return None
    met = tuple(one for one in wanted.languages if one in offered.languages)
    missing = tuple(one for one in wanted.languages if one not in offered.languages)
    reasons = [
        Reason(text, is_good, codes=which)
        for text, is_good, which in ((SPEAKS, True, met), (SPEAKS_NOT, False, missing))
        if which
    ]
    return LANGUAGES * _UNIT * len(met) // len(wanted.languages), LANGUAGES, reasons


def _place(wanted: Wanted, offered: Offered) -> _Part | None:
    if not wanted.municipality:
        return None
    if offered.municipality == wanted.municipality:
        return PLACE * _UNIT, PLACE, [Reason(LIVES_THERE, True)]
    if offered.travels:
        return ELSEWHERE * _UNIT, PLACE, [Reason(TRAVELS, True)]
    return 0, PLACE, [Reason(LIVES_ELSEWHERE if offered.municipality else PLACE_UNKNOWN, False)]


def _hours(wanted: Wanted, offered: Offered) -> _Part | None:
    if not wanted.weekly_minutes:
        return None
    hours = wanted.weekly_minutes // 60
    if offered.weekly_minutes is None:
        return 0, HOURS, [Reason(HOURS_UNKNOWN, False)]
    if wanted.weekly_minutes <= offered.weekly_minutes:
        return HOURS * _UNIT, HOURS, [Reason(HOURS_FIT, True, (("hours", hours),))]
    facts = (("hours", hours), ("most", offered.weekly_minutes // 60))
    return 0, HOURS, [Reason(HOURS_TOO_MANY, False, facts)]


def is_met(skill: str, known: frozenset[str]) -> bool:
    """Whether each word of a skill is among the stems of what a person offers."""
    wanted = stems(skill)
    return bool(wanted) and wanted <= known


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's words in Latin letters: without short words and without the vowel at the end."""
    words = (word for word in latin_words(text) if len(word) >= SHORTEST_WORD and word not in _EMPTY_WORDS)
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    bare = word.removesuffix("s") if len(word) > SHORTEST_STEM + 1 else word
    return bare.rstrip(_VOWELS) if len(bare.rstrip(_VOWELS)) >= SHORTEST_STEM else bare


def ranked(found: Iterable[tuple[int, Fit]]) -> list[tuple[int, Fit]]:
    """The best first; among equals by key, so that a list is the same each time."""
    return sorted(found, key=lambda one: (one[1].order, one[0]))


def parts_of(written: str) -> tuple[str, ...]:
    """The entries of a text with commas or semicolons, each once, in order."""
    found = (" ".join(one.split()) for one in written.replace(";", ",").split(","))
    return tuple(dict.fromkeys(one for one in found if one))


def joined(parts: Sequence[str]) -> str:
    """Entries as they are kept."""
    return ", ".join(parts)
