"""Numbers, money and dates as Italian and English readers write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from campanello.evaluation.report import numbers

SHARES = {
    "one decimal, a comma and a space in Italian": ("it", "58.4", "58,4 %"),
    "one decimal and a point in English": ("en", "58.4", "58.4%"),
    "a zero behind the comma is kept": ("it", "50", "50,0 %"),
    "none at all": ("en", "0", "0.0%"),
    "everybody": ("it", "100.0", "100,0 %"),
}
ARTICLES = {
    "il before a consonant": ("58.4", "il 58,4 %"),
    "an elided article before eight": ("8.1", "l’8,1 %"),
    "an elided article before eighty": ("84.0", "l’84,0 %"),
    "an elided article before one": ("1.0", "l’1,0 %"),
    "an elided article before eleven": ("11.9", "l’11,9 %"),
    "lo before zero": ("0.8", "lo 0,8 %"),
    "il before ten": ("10.8", "il 10,8 %"),
    "il before eighteen": ("18.0", "il 18,0 %"),
    "il before a hundred": ("100.0", "il 100,0 %"),
}


@pytest.mark.parametrize(("language", "per_cent", "printed"), SHARES.values(), ids=SHARES)
def test_a_share(language: str, per_cent: str, printed: str) -> None:
    assert spaced(numbers.share(Decimal(per_cent), language)) == printed


@pytest.mark.parametrize(("per_cent", "printed"), ARTICLES.values(), ids=ARTICLES)
def test_a_share_in_an_italian_sentence(per_cent: str, printed: str) -> None:
    assert spaced(numbers.the_share(Decimal(per_cent), "it")) == printed


def test_a_share_in_an_english_sentence_needs_no_article() -> None:
    assert numbers.the_share(Decimal("8.1"), "en") == "8.1%"


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    assert " " not in numbers.share(Decimal(50), "it") + numbers.money(Decimal("1.5"), "it")


@pytest.mark.parametrize(("language", "printed"), [("it", "7.827.051,51 EUR"), ("en", "7,827,051.51 EUR")])
def test_money_has_cents_and_its_thousands_apart(language: str, printed: str) -> None:
    assert spaced(numbers.money(Decimal("7827051.51"), language)) == printed


@pytest.mark.parametrize(("language", "printed"), [("it", "1.234"), ("en", "1,234")])
def test_a_count_has_its_thousands_apart(language: str, printed: str) -> None:
    assert numbers.count(1234, language) == printed


@pytest.mark.parametrize(("language", "printed"), [("it", "1 novembre 2020"), ("en", "1 November 2020")])
def test_a_day_stands_in_words(language: str, printed: str) -> None:
    assert numbers.day(date(2020, 11, 1), language) == printed


def test_a_moment_is_told_by_the_clock_of_rome() -> None:
    assert numbers.moment(datetime(2020, 7, 1, 22, 30, tzinfo=UTC), "en") == "2 July 2020, 00:30"


def test_a_moment_without_a_zone_is_told_as_it_is() -> None:
    assert numbers.moment(datetime(2020, 7, 1, 22, 30), "it") == "1 luglio 2020, 22:30"  # noqa: DTZ001


def spaced(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")
