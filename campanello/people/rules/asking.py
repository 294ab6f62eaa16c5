"""Reads what was typed into the one box: names, a birth date, codes, telephones, an address, alone or together."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anyascii import anyascii

from campanello.people.rules import keys

LONGEST = 200  # characters that are read
MOST_NAME_WORDS = 6
_FEWEST_DIGITS = 6  # of a telephone number
_FIRST_YEAR = 1900
_STREET_TYPES = {
    "v": "via", "via": "via", "vl": "viale", "vle": "viale", "viale": "viale", "p": "piazza", "pza": "piazza",
    "pzza": "piazza", "piazza": "piazza", "ple": "piazzale", "piazzale": "piazzale",
    "piazzetta": "piazzetta", "corso": "corso", "cso": "corso", "largo": "largo", "lgo": "largo",
    "vicolo": "vicolo", "vic": "vicolo", "strada": "strada", "str": "strada", "contrada": "contrada",
    "borgo": "borgo", "galleria": "galleria", "salita": "salita", "alzaia": "alzaia", "passaggio": "passaggio",
}  # fmt: skip
_MONTHS = {
    "gen": 1, "jan": 1, "ene": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "abr": 4, "mag": 5, "may": 5,
    "mai": 5, "giu": 6, "jun": 6, "juin": 6, "lug": 7, "jul": 7, "juil": 7, "ago": 8, "aug": 8, "aou": 8, "set": 9,
    "sep": 9, "ott": 10, "oct": 10, "nov": 11, "dic": 12, "dec": 12,
}  # fmt: skip
_ALONE, _ENDS = r"(?<![\d+])(?<!\d[./-])", r"(?![./-]?\d)"
_YEAR_FIRST = re.compile(rf"{_ALONE}(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_ENDS}")
_DAY_FIRST = re.compile(
    rf"{_ALONE}(\d{{1,2}})(?:\s?[./-]\s?(\d{{1,2}})\s?[./-]\s?(\d{{4}}|\d{{2}})|\s(\d{{1,2}})\s(\d{{4}})){_ENDS}"
)
_IN_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|o)?\.?\s+(?:(?:de|di|of)\s+)?([a-z]{3,10})\.?\s+(?:de\s+)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_IN_DIGITS = re.compile(r"(?<![\d+])(\d{2})(\d{2})(\d{4})(?!\d)")
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)?\d(?:[\s./()-]{0,2}\d){5,16}(?!\w)")
_CODE = re.compile(r"(?<!\w)(?=[0-9]*[a-z])(?=[a-z]*[0-9])[a-z0-9]{5,20}(?!\w)", re.IGNORECASE)
_CF_LETTERS = re.compile("[A-Z]{6}")
_CF_SPACED = re.compile(
    r"(?<!\w)[a-z]{3}\s?[a-z]{3}\s?[0-9l-v]{2}[a-ehlmprst][0-9l-v]{2}\s?[a-z][0-9l-v]{3}\s?[a-z]?(?!\w)",
    re.IGNORECASE,
)
_CF_BEGUN = re.compile("[A-Z]{6}(?:[0-9L-V]{2}[A-EHLMPRST]?)?[0-9A-Z]*")
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_CF_DIGITS = (6, 7, 9, 10, 12, 13, 14)
_NUMBER = re.compile(r"\d{1,4}[a-z]?")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Typed:
    """One word of what was typed: how it was typed, the ways to look it up, whether it may go on."""

    text: str
    spellings: frozenset[str]
    may_go_on: bool = False


@dataclass(frozen=True)
class Place:
    """One way to read an address out of what was typed: the street's words, the number, and the names beside it."""

    street: tuple[str, ...]
    number: str
    names: tuple[Typed, ...]

    @property
    def key(self) -> str:
        """What the keys of addresses begin with."""
        return "s" + self.core.replace(" ", "")

    @property
    def core(self) -> str:
        """The street's name without "via" and the like, and the number: what the text of a building has in it."""
        has_type = self.street[0] in _STREET_TYPES and len(self.street) > 1
        return " ".join([*self.street[has_type:], self.number]).strip()


@dataclass(frozen=True)
class Asked:
    """What was typed, read.

    `born` holds the date as it reads and, after it, with day and month changed places. `codes` are beginnings of codes,
    without omocodia; `phones` are digits without country or leading zeros. `places` are the ways to read an address,
    the longest street first; with `has_street` the text says itself that it is one.
    """

    names: tuple[Typed, ...] = ()
    born: tuple[date, ...] = ()
    year: int | None = None
    codes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    has_street: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that could be searched for; a year by itself is too little."""
        return not (self.names or self.born or self.codes or self.phones or self.places)


@dataclass(frozen=True)
class Narrowing:
    """What people must be besides; None, "" and False leave it open. Ages are completed years, both included."""

    project: int | None = None
    youngest: int | None = None
    oldest: int | None = None
    language: str = ""
    is_without_code: bool = False

    def born_between(self, on: date) -> tuple[date | None, date | None]:
        """The birth dates that the ages come from on a day, both included."""
        earliest = None if self.oldest is None else _years_before(on, self.oldest + 1) + timedelta(days=1)
        return earliest, None if self.youngest is None else _years_before(on, self.youngest)


ANYBODY = Narrowing()


def read(text: str, on: date) -> Asked:
    """What somebody asks for.

    Args:
        text: As it was typed, in any script; what is beyond `LONGEST` characters is not read.
        on: The day it is: two figures of a year are of the latest such year that has begun.
    """
    left = _in_our_digits(text[:LONGEST])
    left, codes = _codes(left)
    left, born = _dates(left, on)
    left, phones, digit_codes = _phones(left)
    born = born or _undivided_date(phones, on)
    words = list(keys.latin_words(left))
    year = _taken_year(words, on)
    has_street, places = _places(words)
    names = () if has_street else typed_words(words)
    return Asked(
        names=names,
        born=born,
        year=None if born else year,
        codes=(*codes, *digit_codes, *_code_in_letters(words)),
        phones=phones,
        places=places,
        has_street=has_street,
    )


def typed_words(words: Sequence[str], *, is_whole: bool = False) -> tuple[Typed, ...]:
    """The words of a name as they are looked up; the last may go on unless the name is whole."""
    groups = keys.spellings(words)[:MOST_NAME_WORDS]
    return tuple(
        Typed(min(group, key=len), group, may_go_on=not is_whole and place == len(groups) - 1)
        for place, group in enumerate(groups)
    )


def both_orders(day: date) -> tuple[date, ...]:
    """A date and, where there is such a day, the one with day and month changed places."""
    swapped = _date(day.year, day.day, day.month)
    return (day, swapped) if swapped and swapped != day else (day,)


def plain_code(code: str) -> str:
    """The beginning of a code as codes are compared: in capitals, omocodia undone, the check character left out."""
    letters = list(re.sub("[^A-Z0-9]", "", code.upper()))
    if not _CF_LETTERS.match("".join(letters[:6])):
        return "".join(letters)
    for place in _CF_DIGITS:
        if place < len(letters):
            letters[place] = letters[place].translate(_OMOCODIA)
    return "".join(letters[:15])


def phone_digits(text: str) -> str:
    """The digits of a telephone number that do not depend on where one calls from."""
    digits = re.sub(r"\D", "", text)
    return digits.removeprefix("00").lstrip("0")


def _in_our_digits(text: str) -> str:
    """A text with figures of any script as ours, and Latin letters without their accents."""
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    composed = unicodedata.normalize("NFC", bare)
    return "".join(anyascii(one) if one.isdigit() else " " if one == "\0" else one for one in composed)


def _dates(text: str, on: date) -> tuple[str, tuple[date, ...]]:
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_IN_WORDS, (3, 2, 1))):
        for found in pattern.finditer(text):
            groups = [group for group in found.groups() if group is not None]
            year, month, day = (groups[place - 1] for place in order)
            read_on = _date(_full_year(year, on), _month(month), int(day))
            if read_on and read_on <= on:
                rest = f"{text[: found.start()]} {text[found.end() :]}"
                return rest, (read_on,) if pattern is _IN_WORDS else both_orders(read_on)
    return text, ()


def _undivided_date(phones: Sequence[str], on: date) -> tuple[date, ...]:
    """09111983: a date as well as a telephone number; without the zero, which telephones lose, too."""
    for digits in phones:
        found = _IN_DIGITS.fullmatch(digits.zfill(8)) if len(digits) in {7, 8} else None
        day = _date(int(found[3]), int(found[2]), int(found[1])) if found else None
        if day and day.year >= _FIRST_YEAR and day <= on:
            return both_orders(day)
    return ()


def _phones(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The rest of the text, telephone numbers, and the same digits as they may begin a code."""
    phones, codes = [], []
    for found in _PHONE.findall(text):
        if (
            len(digits := phone_digits(found)) >= _FEWEST_DIGITS
            or len(re.sub(r"\D", "", found)) > _FEWEST_DIGITS
        ):
            phones.append(digits)
            if found.isdigit():
                codes.append(found)
    return _PHONE.sub(" ", text), tuple(phones[:2]), tuple(codes[:2])


def _codes(text: str) -> tuple[str, tuple[str, ...]]:
    found = []
    for pattern in (_CF_SPACED, _CODE):
        found += pattern.findall(text)
        text = pattern.sub(" ", text)
    return text, tuple(dict.fromkeys(plain_code(one) for one in found))[:3]


def _code_in_letters(words: Sequence[str]) -> Iterable[str]:
    """One word of hardly any vowels: it may begin a codice fiscale whose figures omocodia made letters."""
    for word in words if len(words) == 1 else ():
        if _CF_BEGUN.fullmatch(word.upper()) and len(re.findall("[aeiou]", word)) <= 2:
            yield plain_code(word)


def _taken_year(words: list[str], on: date) -> int | None:
    """The first word that is a year of birth, taken out of the words."""
    for word in words:
        if _YEAR.fullmatch(word) and _FIRST_YEAR <= int(word) <= on.year:
            words.remove(word)
            return int(word)
    return None


def _places(words: list[str]) -> tuple[bool, tuple[Place, ...]]:
    start = next(
        (at for at, word in enumerate(words[:-1]) if word in _STREET_TYPES and _is_type(words, at)), None
    )
    if start is not None:
        return True, tuple(_with_type(words[:start], words[start:]))
    number = next((at for at, word in enumerate(words) if at and _NUMBER.fullmatch(word)), None)
    if number is None:
        return False, ()
    beside = words[number + 1 :]
    return False, tuple(
        Place(tuple(words[at:number]), words[number], typed_words([*words[:at], *beside]))
        for at in range(max(0, number - 4), number)
    )


def _is_type(words: Sequence[str], at: int) -> bool:
    """Whether a word that abbreviates "via" does so here: a single letter may be an initial."""
    return len(words[at]) > 1 or any(_NUMBER.fullmatch(word) for word in words[at + 1 :])


def _with_type(before: list[str], address: list[str]) -> list[Place]:
    kind, following = _STREET_TYPES[address[0]], address[1:]
    if following and following[0] in {"le", "za", "zza", "so"}:  # V.le, P.za, C.so
        kind, following = {"le": "viale", "so": "corso"}.get(following[0], "piazza"), following[1:]
    number = keys.number_place(["", *following]) - 1
    if number >= 0 and _NUMBER.fullmatch(following[number]) and number > 0:
        beside = [
            *before,
            *(word for word in following[number + 1 :] if len(word) > 1 and not word.isdigit()),
        ]
        return [Place((kind, *following[:number]), following[number], typed_words(beside))]
    return [
        Place((kind, *following[:end]), "", typed_words([*before, *following[end:]]))
        for end in range(len(following), 0, -1)
    ]


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    word = text.lower()
    return _MONTHS.get(word[:4]) or _MONTHS.get(word[:3], 0)


def _full_year(text: str, on: date) -> int:
    if len(text) == 4:
        return int(text)
    century = on.year // 100 * 100
    return century + int(text) - (100 if century + int(text) > on.year else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _years_before(on: date, years: int) -> date:
    """The birth date of whoever turns so many years old on a day; on 28 February also who was born on the 29th."""
    return _date(on.year - years, on.month, on.day) or date(on.year - years, 2, 28)
