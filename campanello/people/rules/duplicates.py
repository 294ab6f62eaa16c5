"""Says whether a record may be the person whom somebody is about to register, and why. No database.

Who shares a birth date but not the given name may be a twin; who shares the whole name but not the birth date may be
father and son: neither is told to be one person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import gettext_noop as _
from campanello.people.rules import keys
from campanello.people.rules.asking import Typed, both_orders, typed_words
from campanello.people.rules.likeness import Reason, best_match

LEAST_SCORE = 50
_ALIKE = 70  # of 100, from which a name is written a little differently
_NEARLY_SAME = 84
_UNKNOWN_BIRTH_YEARS = 2  # that 1 January may be wrong by

SAME_CODE = Reason(_("The same code"))
SAME_PHONE = Reason(_("The same telephone"))
SAME_ALL = Reason(_("The same name and birth date"))
SAME_BIRTH = Reason(_("The same birth date, the name written a little differently"))
CHANGED_PLACES = Reason(_("The same birth date, family name and given name changed places"))
SWAPPED_BIRTH = Reason(_("The same name, and a birth date with day and month changed places"))
ONE_FIGURE = Reason(_("The same name, and a birth date that differs in one figure"))
FIRST_OF_JANUARY = Reason(_("The same name; 1 January often stands for a birth date that nobody knew"))
NO_BIRTH = Reason(_("The same name; one of the birth dates is not recorded"))
OTHER_FAMILY_NAME = Reason(_("The same birth date and given name, another family name"))
PHONE_AND_NAME = Reason(_("The same telephone and given name"))


@dataclass(frozen=True)
class Names:
    """A person's names as words: those of the family name, of the given name, and of neither or both."""

    family: tuple[Typed, ...]
    given: tuple[Typed, ...]
    beside: frozenset[str] = frozenset()

    @classmethod
    def of(cls, family_name: str, given_name: str, *beside: str) -> "Names":
        """Read names as they are written."""
        family, given = (
            typed_words(keys.latin_words(name), is_whole=True) for name in (family_name, given_name)
        )
        return cls(family, given, keys.name_words(*beside))


@dataclass(frozen=True)
class Known:
    """What is known of one of the two."""

    names: Names
    born_on: date | None
    has_code: bool = False
    has_phone: bool = False


def years_to_look_in(born_on: date) -> tuple[int, ...]:
    """The years of birth that a record of somebody born on a day may have by mistake; 0 for none recorded."""
    year = born_on.year
    near = range(year - _UNKNOWN_BIRTH_YEARS, year + _UNKNOWN_BIRTH_YEARS + 1)
    one_figure = (
        int(f"{year:04}"[:at] + str(figure) + f"{year:04}"[at + 1 :]) for at in (2, 3) for figure in range(10)
    )
    return tuple(sorted({0, *near, *one_figure}))


def likeness(draft: Known, record: Known) -> tuple[int, tuple[Reason, ...]] | None:
    """How likely a record is the person of a draft, `LEAST_SCORE` to 100, and why; None when they are two people.

    `has_code` and `has_phone` of the record say that it has one of the draft's.
    """
    shared: tuple[Reason, ...] = (SAME_PHONE,) if record.has_phone else ()
    name, is_swapped = _name_score(draft.names, record.names)
    found = _of_name(name, is_swapped, draft, record) if name >= _ALIKE else _of_given_name(draft, record)
    if record.has_code:
        return 100, (SAME_CODE, *shared, *(found[1:] if found else ()))
    if found is None:
        return None
    score, reason = found
    if reason is PHONE_AND_NAME:
        shared = ()
    score = min(99, score + 10 * len(shared))
    return (score, (reason, *shared)) if score >= LEAST_SCORE else None


def _of_name(name: int, is_swapped: bool, draft: Known, record: Known) -> tuple[int, Reason] | None:
    one, other = draft.born_on, record.born_on
    if one is None or other is None:
        return (name - 15, NO_BIRTH) if name >= _NEARLY_SAME else None
    if one == other:
        same = CHANGED_PLACES if is_swapped else SAME_ALL if name == 100 else SAME_BIRTH
        return name - 2 * is_swapped, same
    if other in both_orders(one):
        return name - 8, SWAPPED_BIRTH
    if name < _NEARLY_SAME:
        return None
    is_unsure = (1, 1) in {(one.month, one.day), (other.month, other.day)}
    if is_unsure and abs(one.year - other.year) <= _UNKNOWN_BIRTH_YEARS:
        return name - 20, FIRST_OF_JANUARY
    return (name - 12, ONE_FIGURE) if _figures_that_differ(one, other) == 1 else None


def _of_given_name(draft: Known, record: Known) -> tuple[int, Reason] | None:
    given = _alike(draft.names.given, record.names.given, record.names.beside)
    if given < _NEARLY_SAME:
        return None
    is_born_alike = draft.born_on is not None and draft.born_on == record.born_on
    if is_born_alike and draft.born_on and (draft.born_on.month, draft.born_on.day) != (1, 1):
        return given - 40, OTHER_FAMILY_NAME
    if record.has_phone and (is_born_alike or draft.born_on is None or record.born_on is None):
        return given - 30, PHONE_AND_NAME
    return None


def _name_score(draft: Names, record: Names) -> tuple[int, bool]:
    """How alike two whole names are, and whether family and given name must change places for it."""
    straight = _both(draft.family, record.family, draft.given, record.given, record.beside)
    swapped = _both(draft.family, record.given, draft.given, record.family, record.beside)
    return (swapped, True) if swapped > straight else (straight, False)


def _both(
    one: Sequence[Typed],
    record_one: Sequence[Typed],
    other: Sequence[Typed],
    record_other: Sequence[Typed],
    beside: frozenset[str],
) -> int:
    scores = _alike(one, record_one, beside), _alike(other, record_other, beside)
    return 0 if min(scores) < _ALIKE else sum(scores) // 2


def _alike(typed: Sequence[Typed], record: Sequence[Typed], beside: frozenset[str]) -> int:
    """How alike two names are; of somebody with several, who is known by fewer is alike but for a little."""
    if not typed or not (record or beside):
        return 0
    words = frozenset().union(beside, *(one.spellings for one in record))
    typed_in = [best_match(one, words) for one in typed]
    recorded = frozenset().union(*(one.spellings for one in typed))
    record_in = [best_match(one, recorded) for one in record]
    ways = [
        sum(one.score for one in way if one) // len(way) if way and all(way) else 0
        for way in (typed_in, record_in)
    ]
    return max(ways) - 4 * (min(ways) == 0)


def _figures_that_differ(one: date, other: date) -> int:
    return sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
