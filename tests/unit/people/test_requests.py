"""By when a request under somebody's rights is answered."""

from datetime import date

import pytest

from campanello.people.rules.requests import RequestInFuture, answer_due, why_not_note

DUE = {
    "the same day of the next month": (date(2026, 3, 12), 1, date(2026, 4, 12)),
    "the last day of a month that has no such day": (date(2026, 1, 31), 1, date(2026, 2, 28)),
    "29 February in a leap year": (date(2028, 1, 30), 1, date(2028, 2, 29)),
    "over the turn of the year": (date(2026, 12, 15), 1, date(2027, 1, 15)),
    "three months where the law lets it be extended": (date(2026, 11, 30), 3, date(2027, 2, 28)),
}


@pytest.mark.parametrize(("asked_on", "months", "due"), DUE.values(), ids=DUE)
def test_the_day_of_the_answer(asked_on: date, months: int, due: date) -> None:
    assert answer_due(asked_on, months) == due


def test_no_request_is_noted_before_it_is_made() -> None:
    assert why_not_note(date(2026, 3, 2), date(2026, 3, 2)) is None
    assert isinstance(why_not_note(date(2026, 3, 3), date(2026, 3, 2)), RequestInFuture)
