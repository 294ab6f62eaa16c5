"""Mandates of antennas and calls, without a database: days, words, areas, and how long a call may wait."""

from datetime import date
from uuid import UUID

import pytest

from campanello.core.errors import DomainError
from campanello.core.period import Period
from campanello.lab.rules import antennas as rules
from campanello.lab.rules.antennas import MandateDays, NewCall, NewMandate, NoAnswer, NobodyToCall
from campanello.people.rules.person import TooLong

SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
REFUSED = {
    "that says nothing": ({"mandate": " \t"}, rules.NoMandate),
    "a letter too long": ({"mandate": "x" * 401}, TooLong),
    "that ends as it begins": ({"ends_on": MAY}, MandateDays),
    "for a quarter and a house at once": ({"neighbourhood": SOMEBODY, "building": SOMEBODY}, rules.OneArea),
}


@pytest.mark.parametrize(("but", "refusal"), REFUSED.values(), ids=REFUSED)
def test_a_mandate_can_t_be(but: dict[str, object], refusal: type[DomainError]) -> None:
    told = {"person": SOMEBODY, "mandate": "The stairs", "starts_on": MAY} | but
    with pytest.raises(refusal):
        rules.checked(NewMandate(**told))  # type: ignore[arg-type]


DAYS = {
    "the day before it begins": (date(2026, 4, 30), False),
    "its first day": (MAY, True),
    "its last day": (date(2026, 5, 31), True),
    "the first day without": (JUNE, False),
}


@pytest.mark.parametrize(("on", "holds"), DAYS.values(), ids=DAYS)
def test_when_a_mandate_holds(on: date, holds: bool) -> None:
    assert rules.holds(MAY, JUNE, on) is holds
    assert (rules.why_not_change(JUNE, on) is None) is (on < JUNE)


def test_one_mandate_at_a_time_and_the_next_from_the_day_on() -> None:
    held = Period(MAY, JUNE)
    assert rules.why_not_beside(Period(JUNE, None), held) is None
    refusal = rules.why_not_beside(Period(date(2026, 5, 31), None), held)
    assert "from 01/05/2026 to 01/06/2026" in str(refusal)
    assert rules.why_not_beside(Period(JUNE, None), Period(MAY, None)) is not None


def test_a_call_is_for_somebody_and_its_answer_says_something() -> None:
    assert rules.checked_call(NewCall(who="  the lady\n on the third ")).who == "the lady on the third"
    assert rules.checked_call(NewCall(person=SOMEBODY)).person == SOMEBODY
    for wrong, refusal in ((NewCall(who=" \u200f "), NobodyToCall), (NewCall(who="x" * 121), TooLong)):
        with pytest.raises(refusal):
            rules.checked_call(wrong)
    with pytest.raises(NoAnswer):
        rules.answer(" ")


@pytest.mark.parametrize(
    ("on", "days"), [(date(2026, 5, 4), 0), (date(2026, 5, 5), 1)], ids=["the third day", "the day after"]
)
def test_when_a_call_is_overdue(on: date, days: int) -> None:
    assert rules.overdue_days(MAY, on, 3) == days
