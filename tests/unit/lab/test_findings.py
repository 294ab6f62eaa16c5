"""Courtyard findings without a database: what may be said, hands, and which kind weighs more."""

from uuid import UUID

import pytest

from campanello.core.errors import DomainError
from campanello.lab.rules.findings import (
    MOST_HANDS,
    FindingWithdrawn,
    Marks,
    NewFinding,
    NoFinding,
    WrongHands,
    checked,
)
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong

HOUSE = UUID("00000000-0000-4000-8000-000000000001")
REFUSED = {
    "nothing but invisible characters": ({"text": " \u200f\n "}, NoFinding),
    "a kind that no list has": ({"kind": "nice"}, NotInTheList),
    "a letter too many": ({"text": "x" * 301}, TooLong),
    "a spot a letter too long": ({"spot": "x" * 81}, TooLong),
    "no hand at all": ({"hands": 0}, WrongHands),
    "more hands than a courtyard holds": ({"hands": MOST_HANDS + 1}, WrongHands),
}


@pytest.mark.parametrize(("but", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_no_finding_says(but: dict[str, object], refusal: type[DomainError]) -> None:
    told = {"building": HOUSE, "kind": "weak", "text": "The lamp is broken"} | but
    with pytest.raises(refusal):
        checked(NewFinding(**told))  # type: ignore[arg-type]


def test_texts_are_made_tidy_and_the_longest_fits() -> None:
    told = checked(NewFinding(HOUSE, "strong", "  big\n trees " + "x" * 290, " by the\tbins ", MOST_HANDS))
    assert (told.text, told.spot) == ("big trees " + "x" * 290, "by the bins")


BALANCES = {
    "nothing was said": (Marks(), "none"),
    "more hands for what is good": (Marks(1, 2, 5, 4), "strong"),
    "more hands for what is bad, though fewer points": (Marks(2, 1, 4, 5), "weak"),
    "as many hands, and the points decide": (Marks(1, 2, 4, 4), "weak"),
    "as much of both": (Marks(1, 1, 3, 3), "even"),
}


@pytest.mark.parametrize(("marks", "balance"), BALANCES.values(), ids=BALANCES)
def test_on_balance(marks: Marks, balance: str) -> None:
    assert marks.balance == balance


def test_a_refusal_says_figures_and_what_to_do() -> None:
    assert str(WrongHands(hands=0, most=500)) == "0 hands can't be. Count from 1 to 500."
    assert str(FindingWithdrawn()).endswith("then go on.")
