"""Invents names, codes and telephones. Family names are made up, so that a code is nobody's."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from codicefiscale import codicefiscale

from campanello.demo.targets import reference
from campanello.evaluation.contract import countries

ITALY = "italy"
# Where the Italians of the demonstration were born, by cadastral code.
BIRTH_PLACES = {
    "F205": "Milano", "E897": "Mantova", "A794": "Bergamo", "B157": "Brescia", "D150": "Cremona", "F839": "Napoli",
    "G273": "Palermo", "A662": "Bari", "C351": "Catania", "L219": "Torino",
}  # fmt: skip
PLACE_WEIGHTS = (22, 16, 10, 10, 6, 12, 9, 7, 5, 3)
LANGUAGES = {
    "MA": "ar", "EG": "ar", "TN": "ar", "DZ": "ar", "SY": "ar", "LB": "ar", "IQ": "ar", "RO": "ro", "MD": "ro",
    "UA": "uk", "AL": "sq", "BG": "bg", "RU": "ru", "PL": "pl", "SN": "wo", "NG": "en", "GH": "en", "CI": "fr",
    "BF": "fr", "CM": "fr", "ML": "fr", "PK": "ur", "IN": "pa", "BD": "bn", "LK": "si", "CN": "zh", "PH": "tl",
    "PE": "es", "EC": "es", "BO": "es", "SV": "es", "CO": "es", "DO": "es", "CU": "es", "BR": "pt", "FR": "fr",
    "GB": "en", "DE": "de", "PT": "pt", "ES": "es",
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A person's names."""

    given: str
    family: str


@cache
def _pool(area: str, kind: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in reference("names.csv") if (row["area"], row["kind"]) == (area, kind))


def area_of(country: str) -> str:
    """The area that a country's names come from; Italy's where none is recorded."""
    known = countries().get(country)
    return known.area if known else ITALY


def invented_name(country: str, sex: str, rng: np.random.Generator, family: str = "") -> Name:
    """A name as people of a country bear it; `family` is taken over where given."""
    area = area_of(country)
    given = _any(_pool(area, sex if sex in {"F", "M"} else "F"), rng)
    if rng.random() < 0.12:  # a second given name, as many have
        given = f"{given} {_any(_pool(area, sex if sex in {'F', 'M'} else 'F'), rng)}"
    return Name(given, family or _any(_pool(area, "L"), rng))


def birth_place(country: str, rng: np.random.Generator) -> tuple[str, str]:
    """A place of birth and its cadastral code: an Italian city, or the country."""
    if area_of(country) == ITALY:
        place = rng.choice(list(BIRTH_PLACES), p=np.array(PLACE_WEIGHTS) / sum(PLACE_WEIGHTS))
        return BIRTH_PLACES[str(place)], str(place)
    return "", belfiore().get(country, "")


@cache
def belfiore() -> dict[str, str]:
    """The code of each country as a place of birth, by its two letters."""
    table = files("campanello.evaluation.reference") / "citizenship_areas.csv"
    with table.open(encoding="utf-8") as file:
        return {row["iso2"]: row["belfiore_code"] for row in csv.DictReader(file) if row["iso2"]}


def codice_fiscale(name: Name, sex: str, born_on: date, place: str) -> str:
    """The code that a person of these facts would be given; empty where a fact is missing."""
    if sex not in {"F", "M"} or not place:
        return ""
    # Piece by piece: the library's own `encode` reads its code back and lists its 127 variants each time.
    root = (
        codicefiscale.encode_lastname(name.family)
        + codicefiscale.encode_firstname(name.given)
        + codicefiscale.encode_birthdate(born_on.isoformat(), "F" if sex == "F" else "M")
        + place
    )
    return root + codicefiscale.encode_cin(root)


def telephone(number: int) -> str:
    """A telephone that nobody has: no subscriber's number in Mantova begins with 0."""
    return f"+3903760{number:05}"


def _any(names: Sequence[str], rng: np.random.Generator) -> str:
    return names[int(rng.integers(len(names)))]
