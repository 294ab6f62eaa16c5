"""Amounts of money as people write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.core.errors import Refused
from campanello.homes.rules.amounts import (
    MOST_CENTS,
    AmbiguousAmount,
    NegativeAmount,
    NotAnAmount,
    TooLargeAmount,
    amount_cents,
)

READ = {
    "Italian, with thousands and cents": ("1.234,50", 123_450),
    "English, with thousands and cents": ("1,234.50", 123_450),
    "cents after a dot": ("1234.50", 123_450),
    "cents after a comma": ("1234,50", 123_450),
    "whole euros": ("1234", 123_400),
    "one digit of cents": ("12,5", 1_250),
    "thousands of thousands": ("1.000.000", MOST_CENTS),
    "thousands set apart by a space": ("12 345,67", 1_234_567),
    "thousands set apart by a narrow space": ("12\u202f345,67", 1_234_567),
    "thousands set apart by an apostrophe": ("1’234.50", 123_450),
    "the euro's sign in front": ("€ 300", 30_000),
    "the euro's letters behind": ("300,00 EUR", 30_000),
    "nothing owed": ("0", 0),
    "less than a euro": ("0,07", 7),
    "spaces around": ("  12,00 ", 1_200),
    "Arabic digits and signs": ("١٬٢٣٤٫٥٠", 123_450),
    "Urdu digits": ("۱۲۳۴", 123_400),
}
REFUSED = {
    "a dot before three digits, 1,234 or 1234": ("1.234", AmbiguousAmount),
    "a comma before three digits": ("12,345", AmbiguousAmount),
    "three digits of cents": ("1234,505", NotAnAmount),
    "a thousand that begins with zero": ("0.500", NotAnAmount),
    "two commas": ("1,234,50", NotAnAmount),
    "groups of other sizes": ("12.34.567", NotAnAmount),
    "mixed signs of thousands": ("1.234 567,00", NotAnAmount),
    "a sum": ("=1+1", NotAnAmount),
    "an exponent": ("1e5", NotAnAmount),
    "no number at all": ("NaN", NotAnAmount),
    "nothing": ("", NotAnAmount),
    "only a currency": ("€", NotAnAmount),
    "another currency": ("$12", NotAnAmount),
    "a comma without cents": ("12,", NotAnAmount),
    "a script": ("<script>1</script>", NotAnAmount),
    "ten thousand digits": ("1" * 10_000, NotAnAmount),
    "a right-to-left mark inside": ("12\u200f34", NotAnAmount),
    "a debt below zero": ("-12,00", NegativeAmount),
    "a debt below zero by a long dash": ("−1.200", NegativeAmount),
    "a cent more than can be": ("1.000.000,01", TooLargeAmount),
}


@pytest.mark.parametrize(("written", "cents"), READ.values(), ids=READ)
def test_amount_that_can_be_read(written: str, cents: int) -> None:
    assert amount_cents(written) == cents


@pytest.mark.parametrize(("written", "why"), REFUSED.values(), ids=REFUSED)
def test_amount_that_is_refused(written: str, why: type[Refused]) -> None:
    with pytest.raises(why) as refusal:
        amount_cents(written)
    assert len(str(refusal.value)) < 300


def test_an_ambiguous_amount_is_told_with_both_readings() -> None:
    with pytest.raises(AmbiguousAmount) as refusal:
        amount_cents("1.234")
    assert str(refusal.value).startswith("“1.234” may mean 1234 or 1,234 EUR. Write 1234,00 for the first")


@given(cents=st.integers(0, MOST_CENTS))
def test_every_amount_is_read_back_however_it_is_written(cents: int) -> None:
    euros, rest = divmod(cents, 100)
    english = f"{euros:,}.{rest:02}"
    italian = english.translate(str.maketrans(",.", ".,"))
    for written in (english, italian, f"{euros}.{rest:02}", f"{euros},{rest:02} EUR", f"€ {italian}"):
        assert amount_cents(written) == cents


@given(written=st.text(max_size=40))
def test_any_text_is_an_amount_or_refused_and_never_more_than_the_most(written: str) -> None:
    try:
        cents = amount_cents(written)
    except Refused:
        return
    assert 0 <= cents <= MOST_CENTS
    assert re.search(r"\d", written)
