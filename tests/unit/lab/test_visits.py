"""What a visit must be: the clock, the days, the minutes, the next step; texts tidy."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from campanello.core.errors import DomainError
from campanello.core.period import ROME
from campanello.lab.rules import visits as rules
from campanello.lab.rules.visits import Limits, NewVisit
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong

LIMITS = Limits(back_days=366, tolerance_minutes=10, most_minutes=720, ahead_days=366)
AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # half past midnight of the 3rd in Rome
VISIT = NewVisit(project="P", happened_at=AT, channel="desk")
FIRST_MOMENT = datetime(2025, 3, 2, tzinfo=ROME)

FINE: dict[str, dict[str, Any]] = {
    "now": {},
    "the last minute that a fast clock may be ahead": {"happened_at": AT + timedelta(minutes=10)},
    "the first moment of the earliest day in Rome": {"happened_at": FIRST_MOMENT},
    "one minute": {"minutes": 1},
    "twelve hours": {"minutes": 720},
    "a next step on the day of the visit in Rome": {"next_step": "Call", "next_step_on": date(2026, 3, 3)},
    "a next step a year later": {"next_step": "Call", "next_step_on": date(2027, 3, 4)},
    "a next step without a day": {"next_step": "Call"},
}


@pytest.mark.parametrize("but", FINE.values(), ids=FINE)
def test_what_is_taken(but: dict[str, Any]) -> None:
    assert rules.checked(replace(VISIT, **but), LIMITS, at=AT).happened_at <= AT


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "a second more than a fast clock": (
        {"happened_at": AT + timedelta(minutes=10, seconds=1)},
        rules.VisitInTheFuture,
    ),
    "the last moment of the day before the earliest": (
        {"happened_at": FIRST_MOMENT - timedelta(seconds=1)},
        rules.VisitTooLongAgo,
    ),
    "the beginning of time, in a far zone": (
        {"happened_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))},
        rules.VisitTooLongAgo,
    ),
    "the end of time": ({"happened_at": datetime.max.replace(tzinfo=UTC)}, rules.VisitInTheFuture),
    "no time at all": ({"minutes": 0}, rules.MinutesOutOfRange),
    "a minute too long": ({"minutes": 721}, rules.MinutesOutOfRange),
    "a day without what for": (
        {"next_step_on": date(2026, 3, 4), "next_step": " \u200b"},
        rules.NextDayWithoutStep,
    ),
    "a next step before the visit": (
        {"next_step": "Call", "next_step_on": date(2026, 3, 2)},
        rules.NextStepOutOfRange,
    ),
    "a next step too far ahead": (
        {"next_step": "Call", "next_step_on": date(2027, 3, 5)},
        rules.NextStepOutOfRange,
    ),
    "a channel of no list": ({"channel": "smoke"}, NotInTheList),
    "a need of no list": ({"needs": ("work", "smoke")}, NotInTheList),
    "an outcome of no list": ({"outcome": "smoke"}, NotInTheList),
    "a note too long": ({"note": "x" * 4001}, TooLong),
    "a person and a household": ({"person": "a", "household": "b"}, rules.PersonAndHousehold),
}


@pytest.mark.parametrize(("but", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(but: dict[str, Any], refusal: type[DomainError]) -> None:
    with pytest.raises(refusal) as told:
        rules.checked(replace(VISIT, **but), LIMITS, at=AT)
    assert "%(" not in str(told.value)


def test_needs_stand_once_each_in_the_order_of_the_list_and_texts_are_tidy() -> None:
    wanted = replace(
        VISIT, needs=("work", "listening", "work"), note=" a \n\n b ", next_step="  call \u200b back "
    )
    neat = rules.checked(wanted, LIMITS, at=AT)
    assert (neat.needs, neat.note, neat.next_step) == (("listening", "work"), "a\n\nb", "call back")
