"""Names made tidy, checked, compared; places and the lists of the world."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.people.rules import names, places, world
from campanello.people.rules.names import is_alike, tidy, tidy_lines, why_not_name

TIDY = {
    "spaces at the ends and doubled": ("  Maria   Grazia ", "Maria Grazia"),
    "marks that turn the direction": ("Rossi\u202e\u200f", "Rossi"),
    "a NUL and a bell": ("Ro\x00ssi\x07", "Rossi"),
    "a letter and its accent become one": ("E\u0301lodie", "Élodie"),
    "a line break is a space": ("Anna\nLucia", "Anna Lucia"),
    "an Urdu half-space stays": ("علی\u200cرضا", "علی\u200cرضا"),
    "emoji stay, for a note may have them": ("ok 👍", "ok 👍"),
}


@pytest.mark.parametrize(("text", "neat"), TIDY.values(), ids=TIDY)
def test_a_line_is_made_tidy(text: str, neat: str) -> None:
    assert tidy(text) == neat


@given(st.text())
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_lines_keep_their_breaks() -> None:
    assert tidy_lines(" one \r\n two\x00 \n\n") == "one\ntwo"


NAMES = [
    "D'Angelo",
    "Müller-Lüdenscheidt",
    "محمد العلوي",
    "Nguyễn",
    "O’Brien",
    "de la Cruz",
    "ਸਿੰਘ",
    "Łukasz",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_one(name: str) -> None:
    assert why_not_name(name) is None


NO_NAMES = {"<script>": "<", "Rosa 😀": "😀", "Rossi2": "2", "a=b": "=", "50%": "5", "@rosa": "@"}


@pytest.mark.parametrize(("text", "character"), NO_NAMES.items())
def test_what_no_name_holds_is_told(text: str, character: str) -> None:
    refused = why_not_name(text)
    assert refused is not None
    assert refused.facts["character"] == character


ALIKE = {
    "accents": ("D'Angelò", "d angelo"),
    "order": ("El Alaoui", "Alaoui El"),
    "one name left out": ("Garcia Lopez", "Garcia"),
    "a slip": ("Alaoui", "Aloui"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_names_that_may_be_one(one: str, other: str) -> None:
    assert is_alike(one, other)
    assert is_alike(other, one)


UNLIKE = {
    "two names": ("Rossi", "Russo"),
    "an empty name is like none": ("", ""),
    "nor like one": ("Rossi", ""),
}


@pytest.mark.parametrize(("one", "other"), UNLIKE.values(), ids=UNLIKE)
def test_names_that_are_two(one: str, other: str) -> None:
    assert not is_alike(one, other)


PLACES = {
    "a city": ("Milano", date(1990, 1, 1), "F205"),
    "with its province in brackets": ("Castro (BG)", None, "C337"),
    "an accent": ("Forlì", date(1990, 1, 1), "D704"),
    "a state": ("Marocco", date(1980, 1, 1), "Z330"),
    "two places of one name": ("Castro", None, ""),
    "no place": ("Casablanca", None, ""),
    "nothing": ("", None, ""),
}


@pytest.mark.parametrize(("name", "born_on", "code"), PLACES.values(), ids=PLACES)
def test_a_place_has_a_code_where_only_one_has_its_name(name: str, born_on: date | None, code: str) -> None:
    assert places.code_of(name, born_on) == code


def test_a_code_has_a_name_and_a_state_is_abroad() -> None:
    assert places.name_of("F205", None) == "Milano"
    assert places.name_of("ZZZZ", None) == ""
    assert places.is_abroad("Z330")
    assert not places.is_abroad("F205")


def test_the_countries_are_those_of_the_dataset_contract() -> None:
    file = Path(names.__file__).parents[2] / "evaluation" / "reference" / "citizenship_areas.csv"
    with file.open(encoding="utf-8") as rows:
        wanted = {row["iso2"] for row in csv.DictReader(rows) if row["iso2"]}
    assert wanted == set(world.COUNTRIES) - {world.STATELESS}


@pytest.mark.parametrize("language", ["it", "en", "fr", "ar", "ur", "es"])
def test_countries_and_languages_have_a_name_in_each_language(language: str) -> None:
    assert all(name != code for code, name in world.country_names(language).items())
    assert all(name != code for code, name in world.language_names(language).items())
    assert next(iter(world.language_names(language))) == "it"


def test_a_country_and_a_language_are_named_and_what_is_none_stays_its_code() -> None:
    assert (world.country_name("MA", "it"), world.country_name("QQ", "it")) == ("Marocco", "QQ")
    assert (world.language_name("ur", "it"), world.language_name("qq", "it")) == ("urdu", "qq")
