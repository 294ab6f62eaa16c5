"""What people wrote, brought to forms that can be compared."""

import duckdb
import pytest

from campanello.evaluation.linkage import normal

LATIN = {
    "accents go": ("Niccolò", "niccolo"),
    "an apostrophe joins": ("D'Angelo", "dangelo"),
    "a hyphen parts": ("Anna-Maria", "anna maria"),
    "another script is transliterated": ("Юлия", "yuliya"),
    "marks of direction and emoji are nothing": ("\u202eRosa\u200f 😀", "rosa"),
    "digits are no name": ("Rosa 2", "rosa"),
    "nothing stays nothing": ("--", ""),
}


@pytest.mark.parametrize(("written", "latin"), LATIN.values(), ids=LATIN)
def test_latin(written: str, latin: str) -> None:
    assert normal.latin(written) == latin


def test_ten_thousand_letters_are_cut() -> None:
    assert len(normal.latin("a" * 10_000)) == normal.NAME_LENGTH


ONE_NAME = [
    ("mohamed", "muhammad"),
    ("el amrani", "amrani"),
    ("yousef", "iusef"),
    ("katia", "catia"),
    ("giovanna", "giovana"),
]
TWO_NAMES = [("rossi", "russo"), ("maria", "mario"), ("anna", "ada"), ("luca", "lucia")]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_one_name_however_it_is_spelt(one: str, other: str) -> None:
    assert normal.spelt(one) == normal.spelt(other)


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert normal.spelt(one) != normal.spelt(other)


def sql(expression: str, value: str | None) -> object:
    row = duckdb.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS written)", [value]).fetchone()
    assert row
    return row[0]


BIRTHS = {
    "ISO": ("1980-02-03", "19800203"),
    "as Italians write it": ("3/2/1980", "19800203"),
    "with points": ("03.02.1980", "19800203"),
    "eight digits": ("19800203", "19800203"),
    "something else": ("spring of 1980", None),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("written", "birth"), BIRTHS.values(), ids=BIRTHS)
def test_birth(written: str | None, birth: str | None) -> None:
    assert sql(normal.birth_sql("written"), written) == birth


PHONES = {
    "the country goes": ("+39 347 123 4567", "3471234567"),
    "so it does with two noughts": ("0039 347 1234567", "3471234567"),
    "a number that begins with 39 keeps it": ("391 2345678", "3912345678"),
    "too short to tell": ("12345", None),
}


@pytest.mark.parametrize(("written", "phone"), PHONES.values(), ids=PHONES)
def test_phone(written: str, phone: str | None) -> None:
    assert sql(normal.phone_sql("written"), written) == phone


CODES = {
    "omocodia is undone": ("RSSMRA80A01H5L1Z", "RSSMRA80A01H501"),
    "small letters and spaces": ("rss mra 80a01 h501 u", "RSSMRA80A01H501"),
    "another code as it is": ("stp 0301234567890", "STP0301234567890"),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("written", "code"), CODES.values(), ids=CODES)
def test_code(written: str, code: str | None) -> None:
    assert sql(normal.code_sql("written"), written) == code


KINDS = {
    "cf": "RSSMRA80A01H501U",
    "provisional": "12345678901",
    "STP": "STP0301234567890",
    "local": "LOC2345678AB",
    "other": "5304218",
}


@pytest.mark.parametrize(("kind", "written"), KINDS.items(), ids=KINDS)
def test_code_kind(kind: str, written: str) -> None:
    assert sql(normal.code_kind_sql("written"), written) == kind


ADDRESSES = {
    "street and number": ("Via Giuseppe Verdi, 4/a", "giuseppeverdi", "4"),
    "the kind of street is short": ("V.le Pompilio 12", "pompilio", "12"),
    "the number comes first": ("8 Stanley Street", "stanleystreet", "8"),
    "a postcode is no number": ("Piazza Roma 46100 Mantova", "romamantova", ""),
}


@pytest.mark.parametrize(("written", "street", "number"), ADDRESSES.values(), ids=ADDRESSES)
def test_address(written: str, street: str, number: str) -> None:
    plain = sql(normal.plain_sql("written"), written)
    assert isinstance(plain, str)
    assert sql(normal.number_sql("written"), plain) == number
    assert sql(normal.street_sql("written"), plain) == street
