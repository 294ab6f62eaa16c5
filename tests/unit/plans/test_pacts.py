"""Pacts: how a share is written and worked out, which terms hold on a day, who has still to sign."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.plans.rules import allowance, pacts, pacts_kept
from campanello.plans.rules.allowance import NoShare
from campanello.plans.rules.pacts import Holding, Share, Terms
from campanello.plans.rules.pacts_kept import Gift

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
ALER = 7
FIRST = Terms(1, "Desk, course", "Two hours a week", MARCH, 1200, 1, 3, signed_on=MARCH)
SHARES = {
    "a third": ("1/3", (1, 3)),
    "two sixths are a third": ("2/6", (1, 3)),
    "nothing": ("0", (0, 1)),
    "all of it": ("1", (1, 1)),
    "a percentage": ("25%", (1, 4)),
    "with a comma": ("0,5", (1, 2)),
    "with spaces": (" 1 / 3 ", (1, 3)),
}
NO_SHARES = ("", "4/3", "1/0", "101%", "-1", "a third", "1/3/3", "1٫5", "1e-3", "0/0")
# The figures of docs/rules/pacts.md.
SPLITS = {
    "of 300.00 EUR 100.00 go to the rent": (300_00, 1, 3, (100_00, 200_00)),
    "of 100.00 EUR 33.33, and the person has the cent": (100_00, 1, 3, (33_33, 66_67)),
    "of 2,000.00 EUR 666.67, rounded up": (2000_00, 1, 3, (666_67, 1333_33)),
    "half a cent goes to the rent": (1, 1, 2, (1, 0)),
    "of 150.00 EUR nothing where nothing was agreed": (150_00, 0, 1, (0, 150_00)),
}


@pytest.mark.parametrize(("written", "read"), SHARES.values(), ids=SHARES)
def test_a_share_is_read_as_an_exact_fraction(written: str, read: tuple[int, int]) -> None:
    assert pacts.share(written) == read


@pytest.mark.parametrize("written", NO_SHARES)
def test_what_is_no_part_is_refused(written: str) -> None:
    with pytest.raises(NoShare):
        pacts.share(written)


@pytest.mark.parametrize(("cents", "top", "bottom", "parts"), SPLITS.values(), ids=SPLITS)
def test_a_share_is_worked_out_to_the_cent(cents: int, top: int, bottom: int, parts: tuple[int, int]) -> None:
    assert allowance.split(cents, top, bottom) == parts


@given(st.integers(0, 10**8), st.fractions(0, 1, max_denominator=1000))
def test_both_parts_add_up_and_are_off_by_half_a_cent_at_most(cents: int, part: Fraction) -> None:
    to_arrears, to_person = allowance.split(cents, part.numerator, part.denominator)
    assert to_arrears + to_person == cents
    assert to_arrears >= 0 <= to_person
    assert abs(cents * part - to_arrears) <= Fraction(1, 2)


HALF = replace(FIRST, number=2, starts_on=APRIL, numerator=1, denominator=2, signed_on=None)
HOLDS = {
    "the first terms from their day": ((FIRST,), MARCH, 1),
    "none the day before": ((FIRST,), MARCH - timedelta(1), None),
    "the old ones while the new are not signed": ((FIRST, HALF), MAY, 1),
    "the new ones from their first day": ((FIRST, replace(HALF, signed_on=MARCH)), APRIL, 2),
    "the old ones until then, though the new are signed": (
        (FIRST, replace(HALF, signed_on=MARCH)), APRIL - timedelta(1), 1,
    ),
    "the new ones no sooner than both have signed": ((FIRST, replace(HALF, signed_on=MAY)), MAY - timedelta(1), 1),
    "the last agreed, though it begins earlier": (
        (FIRST, replace(HALF, signed_on=MARCH), replace(HALF, number=3, starts_on=MARCH, signed_on=MAY)), MAY, 3,
    ),
    "none that is not signed": ((replace(FIRST, signed_on=None),), MAY, None),
}  # fmt: skip


@pytest.mark.parametrize(("terms", "day", "number"), HOLDS.values(), ids=HOLDS)
def test_which_terms_hold(terms: tuple[Terms, ...], day: date, number: int | None) -> None:
    found = pacts.terms_on(terms, day)
    assert (found.number if found else None) == number


PACT = Holding(MARCH, MAY, ALER, (FIRST,))
SHARE_ON = {
    "within the pact": ((PACT,), APRIL, Share(1, 3, ALER)),
    "not before it": ((PACT,), MARCH - timedelta(1), None),
    "on its last day": ((PACT,), MAY - timedelta(1), Share(1, 3, ALER)),
    "not on the day after": ((PACT,), MAY, None),
    "nothing where none is owed": ((replace(PACT, creditor=None),), APRIL, None),
    "nothing where nothing was agreed": ((replace(PACT, terms=(replace(FIRST, numerator=0),)),), APRIL, None),
    "the pact that follows another": (
        (PACT, Holding(MAY, None, 8, (replace(FIRST, starts_on=MAY, denominator=4),))), MAY, Share(1, 4, 8),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("held", "day", "share"), SHARE_ON.values(), ids=SHARE_ON)
def test_the_share_of_a_day(held: tuple[Holding, ...], day: date, share: Share | None) -> None:
    assert pacts.share_on(held, day) == share


SIGNED = {
    "nobody yet": ([], ([1, 2], True)),
    "the team alone": ([None], ([1, 2], False)),
    "one of two": ([2, None], ([1], False)),
    "both sides": ([1, 2, None], ([], False)),
    "the people alone": ([1, 2], ([], True)),
}


@pytest.mark.parametrize(("signed", "missing"), SIGNED.values(), ids=SIGNED)
def test_whose_signatures_are_missing(signed: list[int | None], missing: tuple[list[int], bool]) -> None:
    assert pacts.unsigned([1, 2], signed) == missing


GIVEN = {
    "an hour within the pact": (MARCH, 60, None),
    "the day before": (MARCH - timedelta(1), 60, pacts_kept.NotWithinPact),
    "the day it has ended": (MAY, 60, pacts_kept.NotWithinPact),
    "a day to come": (date(2026, 7, 1), 60, pacts_kept.PactDayToCome),
    "no time": (MARCH, 0, pacts_kept.NoTimeGiven),
    "a whole day": (MARCH, 1440, None),
    "more than a day": (MARCH, 1441, pacts_kept.NoTimeGiven),
}


@pytest.mark.parametrize(("on", "minutes", "refusal"), GIVEN.values(), ids=GIVEN)
def test_time_that_can_have_been_given(on: date, minutes: int, refusal: type[Exception] | None) -> None:
    gift = Gift(uuid4(), on, minutes, "Cleaned the court")
    found = pacts_kept.why_not_give(gift, starts_on=MARCH, ends_on=MAY, today=date(2026, 6, 1))
    assert (type(found) if found else None) == refusal


PEOPLE = {
    "one for one": ("individual", 1, False),
    "two are not one": ("individual", 2, True),
    "a group of two": ("group", 2, False),
    "a group of one is none": ("group", 1, True),
    "a household of nobody": ("household", 0, True),
}


@pytest.mark.parametrize(("scope", "people", "is_refused"), PEOPLE.values(), ids=PEOPLE)
def test_how_many_make_a_pact(scope: str, people: int, is_refused: bool) -> None:
    assert (pacts.why_not_parties(scope, people) is not None) is is_refused


def test_a_share_needs_a_plan_and_somebody_whom_rent_is_owed() -> None:
    refusal = pacts.why_not_share(FIRST, has_plan=True, has_creditor=False)
    assert "1/3" in str(refusal)
    assert pacts.why_not_share(FIRST, has_plan=True, has_creditor=True) is None
    assert pacts.why_not_share(replace(FIRST, numerator=0), has_plan=False, has_creditor=False) is None


def test_new_terms_that_say_the_same_are_known_whatever_their_day() -> None:
    assert pacts.is_same(FIRST, replace(FIRST, number=2, starts_on=MAY, signed_on=None))
    assert not pacts.is_same(FIRST, replace(FIRST, number=2, denominator=4))
