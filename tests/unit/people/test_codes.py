"""Identity codes: read, refused with where and what, normalised, compared with the record."""

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from codicefiscale import codicefiscale
from hypothesis import given
from hypothesis import strategies as st

from campanello.people.rules import codes
from campanello.people.rules.codes import (
    LOCAL_ALPHABET,
    Code,
    CodeCheckFails,
    CodeOfWrongLength,
    CodeWithWrongCharacter,
    Holder,
    NoCode,
    differences,
    new_local_code,
    provisional_is_due,
    read_code,
    spaced,
    told,
    undo_omocodia,
)

GENOA = "RCCMNL83S18D969H"

READ = {
    "as it stands on the card": (None, GENOA, Code("cf", GENOA, GENOA)),
    "in small letters with spaces and hyphens": (None, " rcc mnl-83s18 d969h ", Code("cf", GENOA, GENOA)),
    "a letter put for a digit is undone for comparing": (
        "cf",
        "RCCMNL83S18D96VW",
        Code("cf", "RCCMNL83S18D96VW", GENOA),
    ),
    "eleven digits are a provisional one": (
        None,
        "12345670017",
        Code("cf_provisional", "12345670017", "12345670017"),
    ),
    "an STP code by its letters": (
        None,
        "stp 030 321 0000123",
        Code("stp", "STP0303210000123", "STP0303210000123"),
    ),
    "an ENI code by its letters": (
        None,
        "ENI0303210000456",
        Code("eni", "ENI0303210000456", "ENI0303210000456"),
    ),
}


@pytest.mark.parametrize(("kind", "text", "code"), READ.values(), ids=READ)
def test_a_code_is_read(kind: str | None, text: str, code: Code) -> None:
    assert read_code(kind, text) == code


REFUSED = {
    "nothing": (None, " - ", NoCode, {}),
    "one character too few": ("cf", GENOA[:-1], CodeOfWrongLength, {"found": 15, "wanted": 16}),
    "ten thousand characters": (None, "A" * 10_000, CodeOfWrongLength, {"found": 10_000}),
    "a digit among the letters of the name": ("cf", "RC1MNL83S18D969H", CodeWithWrongCharacter, {"place": 3}),
    "a letter that is no month": (
        "cf",
        "RCCMNL83F18D969H",
        CodeWithWrongCharacter,
        {"place": 9, "found": "F"},
    ),
    "a letter that stands for no digit": ("cf", "RCCMNL8AS18D969H", CodeWithWrongCharacter, {"place": 8}),
    "a zero for the letter O in the place": ("cf", "RCCMNL83S180969H", CodeWithWrongCharacter, {"place": 12}),
    "two letters swapped": ("cf", "CRCMNL83S18D969H", CodeCheckFails, {}),
    "the last letter wrong": ("cf", "RCCMNL83S18D969A", CodeCheckFails, {}),
    "a provisional code with a digit wrong": (None, "12345670018", CodeCheckFails, {}),
    "a provisional code with a letter": (
        "cf_provisional",
        "1234567001A",
        CodeWithWrongCharacter,
        {"place": 11},
    ),
    "an STP code with a letter in its number": (
        "stp",
        "STP030321000012A",
        CodeWithWrongCharacter,
        {"place": 16},
    ),
    "an ENI code said to be STP": ("stp", "ENI0303210000456", CodeWithWrongCharacter, {"place": 1}),
    "a script": (None, "<script>alert(1)", CodeWithWrongCharacter, {"place": 1, "found": "<"}),
    "a local code with a zero": ("local", "LOC0MWUT4A5G", CodeWithWrongCharacter, {"place": 4, "found": "0"}),
    "emoji": ("cf", "😀" * 16, CodeWithWrongCharacter, {"place": 1}),
    "figures of another script": ("cf_provisional", "١٢٣٤٥٦٧٠٠١٧", CodeWithWrongCharacter, {"place": 1}),
}


@pytest.mark.parametrize(("kind", "text", "error", "facts"), REFUSED.values(), ids=REFUSED)
def test_a_code_is_refused_with_where_and_what(
    kind: str | None, text: str, error: type[Exception], facts: dict[str, object]
) -> None:
    with pytest.raises(error) as refused:
        read_code(kind, text)
    assert refused.value.facts.items() >= facts.items()  # type: ignore[attr-defined]


def test_a_day_that_no_month_has_is_refused() -> None:
    root = "RCCMNL83S38D969"
    with pytest.raises(CodeWithWrongCharacter) as refused:
        read_code("cf", root + codicefiscale.encode_cin(root))
    assert (refused.value.facts["found"], refused.value.facts["place"]) == ("38", 10)


def test_all_128_ways_of_writing_one_code_are_one_code() -> None:
    every = codicefiscale.decode(GENOA)["omocodes"]
    assert len(set(every)) == 128
    assert {read_code("cf", one).normal for one in every} == {GENOA}
    assert {undo_omocodia(one) for one in every} == {GENOA}


@given(st.integers(), st.integers(0, 8), st.sampled_from(LOCAL_ALPHABET))
def test_a_local_code_with_one_letter_wrong_is_refused(seed: int, place: int, letter: str) -> None:
    code = new_local_code(random.Random(seed).randrange)
    assert read_code(None, code.value) == code
    wrong = code.value[: 3 + place] + letter + code.value[4 + place :]
    if wrong != code.value:
        with pytest.raises(CodeCheckFails):
            read_code("local", wrong)


@given(st.integers())
def test_a_local_code_with_two_neighbours_swapped_is_refused(seed: int) -> None:
    code = new_local_code(random.Random(seed).randrange).value
    for place, (one, other) in enumerate(pairwise(code[3:]), start=3):
        swapped = code[:place] + other + one + code[place + 2 :]
        if swapped != code:
            with pytest.raises(CodeCheckFails):
                read_code("local", swapped)


def test_a_local_code_depends_on_nothing_but_the_randomness_given() -> None:
    assert new_local_code(lambda most: most - 1) == new_local_code(lambda most: most - 1)
    assert new_local_code(lambda most: 0).value == "LOC222222222"


def test_codes_are_shown_in_groups() -> None:
    assert spaced("cf", GENOA) == "RCC MNL 83S18 D969H"
    assert spaced("local", "LOC6MWUT4A5G") == "LOC 6MWU T4A5G"


ROCCO = Holder("Rocca", "Emanuele", sex="M", born_on=date(1983, 11, 18), birth_place="Genova")
AGREEING = {
    "the same in everything": {},
    "nothing recorded but the name": {"sex": "", "born_on": None, "birth_place": ""},
    "nothing recorded at all": {
        "family_name": "",
        "given_name": "",
        "sex": "",
        "born_on": None,
        "birth_place": "",
    },
    "accents and capitals": {"family_name": "RÒCCA", "given_name": "émanuele"},
    "another sex than the code can say": {"sex": "X"},
    "a sex that was declined": {"sex": "declined"},
    "the name at birth is kept as another name": {"family_name": "Bianchi", "other_names": "Rocca"},
    "a place that no list has": {"birth_place": "Casa di nonna"},
    "the place by its code": {"birth_place": "", "birth_place_code": "D969"},
}


@pytest.mark.parametrize("but", AGREEING.values(), ids=AGREEING)
def test_nothing_is_said_where_code_and_record_agree(but: dict[str, object]) -> None:
    assert [text % facts for text, facts in differences(GENOA, replace(ROCCO, **but))] == []


DIFFERING = {
    "the day": (
        {"born_on": date(1983, 11, 10)},
        "The code says born on 1983-11-18; the record says 1983-11-10.",
    ),
    "the century is the one nearest to the record's": (
        {"born_on": date(1922, 1, 1)},
        "The code says born on 1883-11-18; the record says 1922-01-01.",
    ),
    "the sex, with what may explain it": (
        {"sex": "F"},
        (
            "The code says male; the record says female. "
            "If the person has changed sex there is nothing to correct."
        ),
    ),
    "the place": ({"birth_place": "Milano"}, "The code says born in Genova; the record says Milano."),
    "the country": ({"birth_place": "Marocco"}, "The code says born in Genova; the record says Marocco."),
    "names that are swapped": (
        {"family_name": "Emanuele", "given_name": "Rocca"},
        "The code fits if family name and given name are swapped: look which is which.",
    ),
    "another name": (
        {"family_name": "Bianchi"},
        (
            "The code's letters for the names are RCCMNL; the names written here would give BNCMNL. "
            "The names may be written differently on the document, or may have changed."
        ),
    ),
}


@pytest.mark.parametrize(("but", "sentence"), DIFFERING.values(), ids=DIFFERING)
def test_each_difference_is_explained_in_a_sentence(but: dict[str, object], sentence: str) -> None:
    assert [text % facts for text, facts in differences(GENOA, replace(ROCCO, **but))] == [sentence]


def test_a_woman_s_code_adds_forty_to_the_day() -> None:
    woman = "LNSNTA80A41Z138"
    code = woman + codicefiscale.encode_cin(woman)
    assert (told(code).sex, told(code).day, told(code).place) == ("F", 1, "Z138")


def test_a_woman_s_code_on_a_man_s_record_is_told() -> None:
    root = "RCCMNL83S58D969"
    normal = root + codicefiscale.encode_cin(root)
    assert [text for text, _facts in differences(normal, ROCCO)] == [
        "The code says female; the record says male. If the person has changed sex there is nothing to correct."
    ]


def test_a_date_that_is_in_no_calendar_is_told() -> None:
    root = "RCCMNL83B30D969"
    normal = read_code("cf", root + codicefiscale.encode_cin(root)).normal
    holder = replace(ROCCO, born_on=date(1983, 2, 28))
    assert [text for text, _facts in differences(normal, holder)] == [
        "The code's birth date is in no calendar. Compare it with the document."
    ]


def test_a_place_that_is_none_is_told() -> None:
    root = "RCCMNL83S18Z999"
    normal = read_code("cf", root + codicefiscale.encode_cin(root)).normal
    assert [text % facts for text, facts in differences(normal, ROCCO)] == [
        "The code's place of birth, Z999, is no known place."
    ]


def test_the_birth_date_told_by_a_code_is_not_after_the_day() -> None:
    assert told(GENOA).born_before(date(2026, 1, 1)) == date(1983, 11, 18)
    assert told("RCCMNL26S18D969H").born_before(date(2026, 1, 1)) == date(1926, 11, 18)


DUE = {
    "six months to the day": (date(2026, 3, 2), True),
    "a day less": (date(2026, 3, 1), False),
    "years later": (date(2030, 1, 1), True),
}


@pytest.mark.parametrize(("on", "is_due"), DUE.values(), ids=DUE)
def test_a_provisional_code_is_due_after_its_months(on: date, is_due: bool) -> None:
    assert provisional_is_due(date(2025, 9, 2), on, 6) is is_due


def test_codes_that_tell_of_an_irregular_stay_are_never_exported() -> None:
    assert {"stp", "eni"} == codes.NEVER_EXPORTED
