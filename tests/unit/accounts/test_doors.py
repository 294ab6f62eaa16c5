"""PINs that are too easy, and what becomes of a door at which PINs are guessed."""

from datetime import UTC, date, datetime

import pytest

from campanello.accounts.rules import doors
from campanello.accounts.rules.doors import Consequence, Limits, NotAPin, WeakPin

LIMITS = Limits(tries=5, minutes=15, in_all=15)
BORN = date(1951, 3, 9)
WEAK = {
    "six times the same": "777777",
    "a row up": "123456",
    "a row up from nought": "012345",
    "a row down": "987654",
    "the last figures of a row": "567890",
    "three figures twice": "407407",
    "two figures three times": "383838",
    "each figure twice, in a row": "445566",
    "day, month and year of birth": "090351",
    "month before day": "030951",
    "year first": "510309",
    "year and month of birth": "195103",
    "month and year of birth": "031951",
    "there and back": "123321",
}
STRONG = {"no pattern": "407193", "somebody else's birthday": "120684", "figures of a row, mixed": "132546"}
NOT_PINS = {"too short": "40719", "too long": "4071935", "a letter": "40719a", "nothing": ""}


@pytest.mark.parametrize("pin", WEAK.values(), ids=WEAK)
def test_a_pin_that_is_guessed_first_is_refused(pin: str) -> None:
    assert isinstance(doors.why_not_pin(pin, BORN), WeakPin)


@pytest.mark.parametrize("pin", STRONG.values(), ids=STRONG)
def test_other_pins_are_taken(pin: str) -> None:
    assert doors.why_not_pin(pin, BORN) is None


@pytest.mark.parametrize("pin", NOT_PINS.values(), ids=NOT_PINS)
def test_what_is_no_pin_is_refused_in_other_words(pin: str) -> None:
    assert isinstance(doors.why_not_pin(pin, BORN), NotAPin)


def test_few_pins_of_all_are_refused() -> None:
    assert (
        sum(doors.is_weak(f"{one:06}") for one in range(0, 10**6, 7)) < 1500
    )  # of 142,858: one in a hundred


TYPED = {
    "with a space": ("407 193", "407193"),
    "in Arabic figures": ("٤٠٧١٩٣", "407193"),
    "in Urdu figures": ("۴۰۷۱۹۳", "407193"),
    "letters are left out": ("4o7193", "47193"),
}


@pytest.mark.parametrize(("typed", "pin"), TYPED.values(), ids=TYPED)
def test_a_pin_is_read_as_people_type_it(typed: str, pin: str) -> None:
    assert doors.read_pin(typed) == pin


AFTER = {
    "the first costs nothing": (1, Consequence()),
    "the fourth neither": (4, Consequence()),
    "the fifth locks for a quarter of an hour": (5, Consequence(minutes=15)),
    "the sixth may be tried after it": (6, Consequence()),
    "the tenth locks for twice as long": (10, Consequence(minutes=30)),
    "the fifteenth ends the door": (15, Consequence(is_revoked=True)),
}


@pytest.mark.parametrize(("wrong", "follows"), AFTER.values(), ids=AFTER)
def test_what_a_wrong_pin_brings(wrong: int, follows: Consequence) -> None:
    assert doors.after_wrong(wrong, LIMITS) == follows


def test_a_begun_minute_is_told_as_a_whole() -> None:
    at = datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)
    assert doors.minutes_left(datetime(2026, 3, 2, 9, 14, tzinfo=UTC), at) == 14
    assert doors.minutes_left(at, at) == 1
