"""Referrals without a database: destinations, states, consents, and from which day on an answer is overdue."""

from datetime import date
from itertools import product
from uuid import UUID

import pytest

from campanello.core.errors import DomainError
from campanello.lab.rules.referrals import (
    TRANSITIONS,
    Due,
    Limits,
    NewReferral,
    NoReason,
    NoWhy,
    OneDestination,
    ReferralConsentWithdrawn,
    ReferralNotAgreed,
    State,
    Waiting,
    checked,
    waiting,
    why_not_move,
    why_not_share,
    word,
)
from campanello.people.rules.consents import Answer, Given, Standing
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong

SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")
LIMITS = Limits(answer_days=15, outcome_days=60)
REFUSED = {
    "nowhere": ({"to_service": ""}, OneDestination),
    "to two places": ({"to_project": 4}, OneDestination),
    "without saying what for": ({"reason": " \n "}, NoReason),
    "for a need that no list has": ({"need": "luck"}, NotInTheList),
    "with a story that does not fit": ({"reason": "x" * 2001}, TooLong),
    "to a service whose name does not fit": ({"to_service": "x" * 161}, TooLong),
}


@pytest.mark.parametrize(("but", "refusal"), REFUSED.values(), ids=REFUSED)
def test_nobody_is_sent(but: dict[str, object], refusal: type[DomainError]) -> None:
    told = {"person": SOMEBODY, "reason": "Looks for a doctor", "to_service": "Consultorio"} | but
    with pytest.raises(refusal):
        checked(NewReferral(**told))  # type: ignore[arg-type]


ALLOWED = {
    (State.SENT, State.ACCEPTED),
    (State.SENT, State.REFUSED),
    (State.SENT, State.WITHDRAWN),
    (State.ACCEPTED, State.CONCLUDED),
    (State.ACCEPTED, State.WITHDRAWN),
    (State.CONCLUDED, State.ACCEPTED),
}


@pytest.mark.parametrize(("now", "to"), list(product(State, State)), ids=str)
def test_which_states_follow_which(now: State, to: State) -> None:
    assert (why_not_move(now, to) is None) == ((now, to) in ALLOWED)


def test_every_state_has_its_followers_written_down() -> None:
    assert TRANSITIONS.keys() == set(State)


GIVEN = Given(1, 1, 1, date(2025, 1, 1), None)
TAKEN_BACK = Given(1, 1, 1, date(2025, 1, 1), date(2025, 6, 1))
CONSENTS = {
    "never asked": (Standing(Answer.NOT_ASKED), ReferralNotAgreed),
    "agreed": (Standing(Answer.AGREED, GIVEN), None),
    "agreed to an earlier text, which still holds": (Standing(Answer.ASK_AGAIN, GIVEN), None),
    "took it back": (Standing(Answer.WITHDRAWN, TAKEN_BACK), ReferralConsentWithdrawn),
}


@pytest.mark.parametrize(("standing", "refusal"), CONSENTS.values(), ids=CONSENTS)
def test_without_a_yes_nothing_is_shared(standing: Standing, refusal: type[DomainError] | None) -> None:
    assert type(why_not_share(standing)) is (refusal or type(None))


def test_the_refusal_says_since_when_and_what_to_do() -> None:
    refusal = why_not_share(Standing(Answer.WITHDRAWN, TAKEN_BACK))
    assert "took back on 01/06/2025" in str(refusal)
    assert "write the yes down under their consents" in str(ReferralNotAgreed())


SENT_ON, ANSWERED_ON = date(2026, 1, 1), date(2026, 1, 10)
DAYS = {
    "sent today": ("sent", date(2026, 1, 1), Waiting(Due.ANSWER, SENT_ON)),
    "the last day for an answer": ("sent", date(2026, 1, 16), Waiting(Due.ANSWER, SENT_ON)),
    "the day after it": ("sent", date(2026, 1, 17), Waiting(Due.ANSWER, SENT_ON, 1)),
    "the last day for an outcome": ("accepted", date(2026, 3, 11), Waiting(Due.OUTCOME, ANSWERED_ON)),
    "the day after that": ("accepted", date(2026, 3, 12), Waiting(Due.OUTCOME, ANSWERED_ON, 1)),
    "concluded, however long ago": ("concluded", date(2030, 1, 1), Waiting(Due.NOTHING)),
    "refused": ("refused", date(2030, 1, 1), Waiting(Due.NOTHING)),
}


@pytest.mark.parametrize(("state", "on", "expected"), DAYS.values(), ids=DAYS)
def test_what_is_waited_for(state: str, on: date, expected: Waiting) -> None:
    assert waiting(state, SENT_ON, ANSWERED_ON, on, LIMITS) == expected


def test_a_no_says_why_and_a_yes_need_not() -> None:
    assert word(State.ACCEPTED, "  ") == ""
    for state in (State.REFUSED, State.WITHDRAWN):
        with pytest.raises(NoWhy):
            word(state, " \u200f ")
    with pytest.raises(TooLong):
        word(State.ACCEPTED, "x" * 401)
