"""Which text a reader gets, what stands in its places, whom a batch is for."""

import pytest

from campanello.core.errors import Refused
from campanello.letters.rules import batches, places, writing
from campanello.letters.rules.batches import Chosen
from campanello.letters.rules.writing import Text
from tests.factories import TODAY

TEXTS = {"it": Text("Titolo", "Testo"), "ar": Text("عنوان", "نص"), "en": Text("Title", "Text")}
READERS = {
    "the first of their languages that is there": (("ar", "it"), ("ar", False)),
    "a language that the programme does not write is passed over": (("bn", "en"), ("en", False)),
    "Italian where theirs is missing, and it is said": (("ur",), ("it", True)),
    "Italian where none is recorded, which is nothing to say": ((), ("it", False)),
}
KEPT = {
    "nothing but Italian": ({"it": ("T", "Ciao {nome}")}, None),
    "no Italian": ({"en": ("T", "Hello")}, "letters.no-official-text"),
    "a title without a text": ({"it": ("T", "C"), "fr": ("T", " ")}, "letters.half-a-text"),
    "an unknown place": ({"it": ("T", "{cognome}")}, "letters.unknown-place"),
    "a place without its word": ({"it": ("T", "{}")}, "letters.unknown-place"),
    "a brace without its other half": ({"it": ("T", "Ciao {nome")}, "letters.broken-braces"),
    "a text that no page holds": ({"it": ("T", "x" * 6001)}, "letters.too-long"),
}
OWED = {
    "over a sum, not the sum itself": (Chosen(arrears="over", cents=400_000), 400_000, False),
    "over a sum, by a cent": (Chosen(arrears="over", cents=400_000), 400_001, True),
    "up to the sum": (Chosen(arrears="under", cents=400_000), 400_000, True),
    "up to a sum, but who owes nothing": (Chosen(arrears="under", cents=400_000), 0, False),
    "anything": (Chosen(arrears="any"), 1, True),
    "anything, where nobody has stated any": (Chosen(arrears="any"), None, False),
    "everybody": (Chosen(), None, True),
}


@pytest.mark.parametrize(("spoken", "told"), READERS.values(), ids=READERS)
def test_which_text_a_reader_gets(spoken: tuple[str, ...], told: tuple[str, bool]) -> None:
    found = writing.chosen(TEXTS, spoken)
    assert (found.language, found.is_fallback) == told
    assert found.own == TEXTS[told[0]]
    assert found.official == TEXTS["it"]


@pytest.mark.parametrize(("texts", "code"), KEPT.values(), ids=KEPT)
def test_what_may_be_a_letter(texts: dict[str, tuple[str, str]], code: str | None) -> None:
    refusal: Refused | None = writing.why_not_keep(writing.tidy(texts), TODAY)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(("chosen", "cents", "is_meant"), OWED.values(), ids=OWED)
def test_whom_a_debt_chooses(chosen: Chosen, cents: int | None, is_meant: bool) -> None:
    assert batches.is_meant(cents, chosen) is is_meant


def test_a_place_of_which_nothing_is_known_is_an_ellipsis() -> None:
    assert places.filled("Devi {debito}, {nome}.", {"nome": "Rosa"}) == "Devi …, Rosa."
    assert places.filled("{nome}", {"nome": "{punti}"}) == "{punti}"


def test_sums_are_written_as_people_here_write_them() -> None:
    assert places.euros(123_456_7) == "12.345,67 EUR"
    assert places.euros(5) == "0,05 EUR"


def test_what_is_chosen_is_kept_and_read_again() -> None:
    chosen = Chosen("activity", (), "any", 5, 7, (3, 1), {"ufficio": "via Roma"})
    assert batches.read(chosen.stored()) == chosen
    assert batches.read({}) == Chosen()
    assert chosen.left_out((9, 2, 9)).without == (2, 9)


def test_how_a_letter_arrives_first() -> None:
    ways = [writing.way(wants_email=mail, has_app=app) for mail in (True, False) for app in (True, False)]
    assert ways == ["email", "email", "app", "paper"]
