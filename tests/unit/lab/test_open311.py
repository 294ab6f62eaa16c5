"""What Open311 leaves out of a text, who a key belongs to, and which status several refusals have."""

from decimal import Decimal

import pytest

from campanello.core.errors import DomainError
from campanello.lab.rules import open311 as rules
from campanello.lab.rules.open311 import caller, caller_of, coarse, digest, without_contacts
from campanello.lab.rules.open311_reading import LocationMissing, last, sent

TEXTS = {
    "a telephone with spaces": ("call 333 123 4567 now", "call […] now"),
    "a telephone of another country": ("+39-02-1234567", "[…]"),
    "an e-mail address": ("write to a.b+c@d-e.example.it!", "write to […]!"),
    "a codice fiscale": ("I am RSSMRA80A01F205X", "I am […]"),
    "a door and a stair": ("scala B, interno 12 and int. 4", "[…], […] and […]"),
    "a flat in other words": ("Flat 7, appartamento n. 3", "[…], […]"),
    "a street number stays": ("Via Ilaria Alpi 12, 20 lamps, bus 90", "Via Ilaria Alpi 12, 20 lamps, bus 90"),
    "words that begin alike stay": (
        "internal stairs, scalata, porta e chiave",
        "internal stairs, scalata, porta e chiave",
    ),
}


@pytest.mark.parametrize(("text", "left"), TEXTS.values(), ids=TEXTS)
def test_contacts_and_doors_are_left_out_of_a_text(text: str, left: str) -> None:
    assert without_contacts(text) == left


def test_a_key_is_that_of_its_program_in_its_project_alone() -> None:
    callers = [caller(f"app@P1={digest('one')}"), caller(f"map={digest('two')}")]
    found = {
        (key, code): caller_of(key, callers, code) for key in ("one", "two", "") for code in ("p1", "P2")
    }
    assert {place for place, one in found.items() if one} == {("one", "p1"), ("two", "p1"), ("two", "P2")}


@pytest.mark.parametrize("text", ["app", "app=123", f"={digest('x')}", f"a b={digest('x')}"])
def test_a_key_in_the_settings_that_can_t_be_read_is_refused_without_telling_it(text: str) -> None:
    with pytest.raises(rules.CallerMalformed) as refused:
        caller(text)
    assert digest("x") not in str(refused.value)


STATUSES: dict[str, tuple[list[DomainError], int]] = {
    "nothing there": ([rules.RequestUnknown()], 404),
    "nothing there and something wrong": ([rules.ServiceUnknown(known=""), LocationMissing()], 400),
    "a wrong key": ([rules.KeyUnknown()], 403),
    "too much": ([rules.TooManyCalls(most=1, seconds=1)], 429),
}


@pytest.mark.parametrize(("errors", "status"), STATUSES.values(), ids=STATUSES)
def test_several_refusals_have_one_status(errors: list[DomainError], status: int) -> None:
    assert rules.status_of_all(errors) == status


def test_a_point_is_told_to_eleven_metres() -> None:
    assert (coarse(Decimal("45.156423"), 4), coarse(None, 4)) == (Decimal("45.1564"), None)


def test_an_empty_field_says_the_same_as_none_and_the_last_of_several_counts() -> None:
    fields = {"lat": ["", "45.1", " "], "long": ["1", "10.7"], "service_code": ["other"], "email": [""]}
    read, errors = sent(fields)
    assert errors == []
    assert read is not None
    assert (read.latitude, read.longitude) == (Decimal("45.1"), Decimal("10.7"))
    assert last({"text": ["a\x00\x1fb\r\nc\ufffe"]}, "text") == "ab\nc"
