"""Identity codes: read as people write them, checked, and compared with the facts they carry. No database.

Source: DM 23.12.1976 (codice fiscale), STANDARDS 3.1 and 3.2; docs/rules/identity-codes.md has worked figures.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from codicefiscale import codicefiscale
from stdnum import luhn

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules import places
from campanello.people.rules.values import CODE_KINDS

# A digit of a codice fiscale that another person's code would else have is written as a letter (omocodia).
OMOCODIA = dict(zip("LMNPQRSTUV", "0123456789", strict=True))
DIGITS_AT = (6, 7, 9, 10, 12, 13, 14)
MONTHS = "ABCDEHLMPRST"
DAY_OF_A_WOMAN = 40
# STP and ENI tell that somebody has no regular stay: they leave the system in no file.
NEVER_EXPORTED = frozenset({"stp", "eni"})
LENGTHS = {"cf": 16, "cf_provisional": 11, "stp": 16, "eni": 16, "local": 12}
# Without 0, 1, I, L and O, which are misread; 31 is prime, so that one wrong or two swapped letters never pass.
LOCAL_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LOCAL_PREFIX, LOCAL_LETTERS = "LOC", 8
_BETWEEN = re.compile(r"[\s.\-‐‑–/]")


class NoCode(Refused):
    """Nothing was written where a code is wanted."""

    code = "people.no-code"
    text = _("There is no code to read. Write it as it stands on the document.")


class CodeOfWrongLength(Refused):
    """A code is too long or too short."""

    code = "people.code-of-wrong-length"
    text = _(
        "%(kind)s: this code has %(found)s characters and must have %(wanted)s. Compare it with the document."
    )


class CodeWithWrongCharacter(Refused):
    """A character of a code is not of the sort that stands there."""

    code = "people.code-with-wrong-character"
    text = _("%(kind)s: “%(found)s” can't be character %(place)s, where %(wanted)s. Look at it again.")


class CodeCheckFails(Refused):
    """The check character does not follow from the others."""

    code = "people.code-check-fails"
    text = _(
        "%(kind)s: the last character does not fit, so another one is wrong or two are swapped. "
        "Compare the code with the document, letter by letter."
    )


@dataclass(frozen=True)
class Code:
    """A code that was read: `value` as it is written on the document, `normal` what makes two codes one."""

    kind: str
    value: str
    normal: str


@dataclass(frozen=True)
class Told:
    """What a codice fiscale says: sex, the last two figures of the year, month, day, place by cadastral code."""

    names: str
    sex: str
    year: int
    month: int
    day: int
    place: str

    def born_on(self, near: date) -> date | None:
        """The birth date, in the century that puts it nearest to a day; None where the day is in no calendar."""
        days = [_day(century + self.year, self.month, self.day) for century in range(1800, 2200, 100)]
        known = [day for day in days if day]
        return min(known, key=lambda day: abs(day - near), default=None)

    def born_before(self, on: date) -> date | None:
        """The latest such birth date that is not after a day."""
        days = [_day(century + self.year, self.month, self.day) for century in range(1800, 2200, 100)]
        return max((day for day in days if day and day <= on), default=None)


# A sentence and the facts it is filled with; the edge says it in the reader's language.
Sentence = tuple[str, dict[str, Any]]


def read_code(kind: str | None, text: str) -> Code:
    """A code as it was typed, with spaces, points and hyphens or without, in small letters or capitals.

    Args:
        kind: One of CODE_KINDS; told by the code's form when None.
        text: What was typed.

    Raises:
        NoCode, CodeOfWrongLength, CodeWithWrongCharacter, CodeCheckFails.

    Source: STANDARDS 3.1, 3.2.
    """
    written = _BETWEEN.sub("", text).upper()
    if not written:
        raise NoCode
    kind = kind or _kind_of(written)
    if len(written) != LENGTHS[kind]:
        raise CodeOfWrongLength(found=len(written), wanted=LENGTHS[kind], kind=(CODE_KINDS[kind], {}))
    return _read(kind, written)


# An import reads each code where the row is read, and again where it is stored.
@lru_cache(maxsize=10_000)
def _read(kind: str, written: str) -> Code:
    _READERS[kind](written)
    is_plain = kind != "cf" or _WITHOUT_OMOCODIA.fullmatch(written)
    return Code(kind, written, written if is_plain else undo_omocodia(written))


def undo_omocodia(code: str) -> str:
    """A codice fiscale as it was before letters were put for digits, with the check character that then fits."""
    letters = list(code[:15])
    for place in DIGITS_AT:
        letters[place] = OMOCODIA.get(letters[place], letters[place])
    root = "".join(letters)
    return root + codicefiscale.encode_cin(root)


def told(normal: str) -> Told:
    """What a codice fiscale without omocodia says of its holder."""
    day = int(normal[9:11])
    is_woman = day > DAY_OF_A_WOMAN
    return Told(
        names=normal[:6],
        sex="F" if is_woman else "M",
        year=int(normal[6:8]),
        month=MONTHS.index(normal[8]) + 1,
        day=day - DAY_OF_A_WOMAN * is_woman,
        place=normal[11:15],
    )


def new_local_code(below: Callable[[int], int]) -> Code:
    """A code of our own for somebody who has none: random, so that it tells nothing, with a check letter.

    Args:
        below: Gives a random whole number below its argument, as `secrets.randbelow` does.
    """
    places_drawn = [below(len(LOCAL_ALPHABET)) for _place in range(LOCAL_LETTERS)]
    value = LOCAL_PREFIX + "".join(LOCAL_ALPHABET[one] for one in [*places_drawn, _local_check(places_drawn)])
    return Code("local", value, value)


def spaced(kind: str, value: str) -> str:
    """A code in groups, as it is read aloud and compared."""
    cuts = {"cf": (3, 6, 11), "local": (3, 7), "cf_provisional": (4, 7), "stp": (3, 6, 9), "eni": (3, 6, 9)}
    edges = (0, *cuts.get(kind, ()), len(value))
    return " ".join(value[start:end] for start, end in pairwise(edges))


def provisional_is_due(starts_on: date, on: date, months: int) -> bool:
    """Whether a provisional code is older than the months after which a definite one is to replace it."""
    held = (on.year - starts_on.year) * 12 + on.month - starts_on.month
    return (held, on.day) >= (months, starts_on.day)


@dataclass(frozen=True)
class Holder:
    """What a record says that a codice fiscale says too. Empty is not recorded."""

    family_name: str = ""
    given_name: str = ""
    other_names: str = ""
    sex: str = ""
    born_on: date | None = None
    birth_place: str = ""
    birth_place_code: str = ""


def differences(normal: str, holder: Holder) -> list[Sentence]:
    """Each thing in which a codice fiscale and a record differ, as a sentence that explains it; never a refusal.

    What is not recorded differs from nothing. Another sex than F and M, or an answer declined, is not compared: after
    a transition the code may be the old one, and that is no error.

    Source: STANDARDS 3.1 (errors and gender transition exist: warn, never block).
    """
    says = told(normal)
    found = [_of_names(says, holder), _of_sex(says, holder), _of_birth(says, holder), _of_place(says, holder)]
    return [sentence for sentence in found if sentence]


def _of_names(says: Told, holder: Holder) -> Sentence | None:
    family, given = holder.family_name, holder.given_name
    if not family or not given:
        return None
    expected = codicefiscale.encode_lastname(family) + codicefiscale.encode_firstname(given)
    if expected == says.names:
        return None
    if codicefiscale.encode_lastname(given) + codicefiscale.encode_firstname(family) == says.names:
        return (_("The code fits if family name and given name are swapped: look which is which."), {})
    if _fits_another_name(says, holder):
        return None
    return (
        _(
            "The code's letters for the names are %(found)s; the names written here would give %(expected)s. "
            "The names may be written differently on the document, or may have changed."
        ),
        {"found": says.names, "expected": expected},
    )


def _fits_another_name(says: Told, holder: Holder) -> bool:
    # A maiden or former name explains the code: a codice fiscale keeps the name at birth.
    others = [holder.other_names, *re.split(r"[\s,;/]+", holder.other_names)]
    families = [holder.family_name, *others]
    givens = [holder.given_name, *others]
    return any(
        codicefiscale.encode_lastname(family) + codicefiscale.encode_firstname(given) == says.names
        for family in families
        for given in givens
        if family and given
    )


def _of_sex(says: Told, holder: Holder) -> Sentence | None:
    if holder.sex not in {"F", "M"} or holder.sex == says.sex:
        return None
    if says.sex == "F":
        return (
            _(
                "The code says female; the record says male. "
                "If the person has changed sex there is nothing to correct."
            ),
            {},
        )
    return (
        _(
            "The code says male; the record says female. "
            "If the person has changed sex there is nothing to correct."
        ),
        {},
    )


def _of_birth(says: Told, holder: Holder) -> Sentence | None:
    if holder.born_on is None:
        return None
    born_on = says.born_on(holder.born_on)
    if born_on is None:
        return (_("The code's birth date is in no calendar. Compare it with the document."), {})
    if born_on == holder.born_on:
        return None
    return (
        _("The code says born on %(code)s; the record says %(record)s."),
        {"code": born_on, "record": holder.born_on},
    )


def _of_place(says: Told, holder: Holder) -> Sentence | None:
    written = holder.birth_place_code or places.code_of(holder.birth_place, holder.born_on)
    if not written or places.are_one(written, says.place):
        return None
    name = places.name_of(says.place, holder.born_on)
    if not name:
        return (_("The code's place of birth, %(code)s, is no known place."), {"code": says.place})
    return (
        _("The code says born in %(code)s; the record says %(record)s."),
        {"code": name, "record": holder.birth_place or places.name_of(written, holder.born_on) or written},
    )


def _kind_of(written: str) -> str:
    if written.startswith("STP") and written[3:].isdigit():
        return "stp"
    if written.startswith("ENI") and written[3:].isdigit():
        return "eni"
    if written.startswith(LOCAL_PREFIX) and len(written) == LENGTHS["local"]:
        return "local"
    return "cf_provisional" if written.isdigit() else "cf"


# A code's form at a glance; what is wrong with another is looked for place by place.
_FORM_OF_CF = re.compile("[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]")
_WITHOUT_OMOCODIA = re.compile("[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]")


def _require(kind: str, written: str, place: int, allowed: str, wanted: str) -> None:
    if written[place] not in allowed:
        raise CodeWithWrongCharacter(
            found=written[place], place=place + 1, kind=(CODE_KINDS[kind], {}), wanted=(wanted, {})
        )


_LETTERS, _FIGURES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_A_LETTER, _A_DIGIT = _("a letter stands"), _("a digit stands")
_A_MONTH = _("a letter of the months (A B C D E H L M P R S T) stands")
_A_DAY = _("a day from 01 to 31, or from 41 to 71 for a woman, stands")
_A_CLEAR_LETTER = _("neither 0, 1, I, L nor O ever stands")


def _read_cf(written: str) -> None:
    if not _FORM_OF_CF.fullmatch(written):
        for place in (0, 1, 2, 3, 4, 5, 11, 15):
            _require("cf", written, place, _LETTERS, _A_LETTER)
        for place in DIGITS_AT:
            _require("cf", written, place, _FIGURES + "".join(OMOCODIA), _A_DIGIT)
        _require("cf", written, 8, MONTHS, _A_MONTH)
    if codicefiscale.encode_cin(written[:15]) != written[15]:
        raise CodeCheckFails(kind=(CODE_KINDS["cf"], {}))
    day = "".join(OMOCODIA.get(one, one) for one in written[9:11])
    if not (1 <= int(day) <= 31 or 41 <= int(day) <= 71):
        raise CodeWithWrongCharacter(
            found=written[9:11], place=10, kind=(CODE_KINDS["cf"], {}), wanted=(_A_DAY, {})
        )


def _read_provisional(written: str) -> None:
    for place in range(len(written)):
        _require("cf_provisional", written, place, _FIGURES, _A_DIGIT)
    if not luhn.is_valid(written):
        raise CodeCheckFails(kind=(CODE_KINDS["cf_provisional"], {}))


def _read_health(kind: str, written: str) -> None:
    for place, letter in enumerate(kind.upper()):
        _require(kind, written, place, letter, _A_LETTER)
    for place in range(3, len(written)):
        _require(kind, written, place, _FIGURES, _A_DIGIT)


def _read_local(written: str) -> None:
    for place, letter in enumerate(LOCAL_PREFIX):
        _require("local", written, place, letter, _A_LETTER)
    for place in range(len(LOCAL_PREFIX), len(written)):
        _require("local", written, place, LOCAL_ALPHABET, _A_CLEAR_LETTER)
    *body, check = (LOCAL_ALPHABET.index(one) for one in written[len(LOCAL_PREFIX) :])
    if _local_check(body) != check:
        raise CodeCheckFails(kind=(CODE_KINDS["local"], {}))


_READERS: dict[str, Callable[[str], None]] = {
    "cf": _read_cf,
    "cf_provisional": _read_provisional,
    "stp": lambda written: _read_health("stp", written),
    "eni": lambda written: _read_health("eni", written),
    "local": _read_local,
}


def _local_check(body: list[int]) -> int:
    # Every place weighs differently, the check letter itself 1, so the weighted sum tells any one change.
    return -sum(weight * one for weight, one in enumerate(body, start=2)) % len(LOCAL_ALPHABET)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
