"""Who may answer for a pair, what they may know, and what two answers come to."""

import pytest

from campanello.people.rules.pairs import (
    AnswerOfTwo,
    Answers,
    NoSuchAnswer,
    NotOneOfTheTwo,
    PairDecided,
    State,
    answered,
    shown_to,
    state_of,
    why_not_answer,
)

ANNA, BRUNO, CARLA = 1, 2, 3
NOBODY_YET = Answers()
ANNA_SAID = Answers("same", ANNA)
AGREED = Answers("same", ANNA, "same", BRUNO)
APART = Answers("different", ANNA, "different", BRUNO)
AT_ODDS = Answers("same", ANNA, "different", BRUNO)
BOTH_UNSURE = Answers("unsure", ANNA, "unsure", BRUNO)

STATES = {
    "nobody has answered": (NOBODY_YET, ANNA, State.TO_ANSWER),
    "I have answered and nobody else": (ANNA_SAID, ANNA, State.WAITING),
    "somebody else has answered and I have not": (ANNA_SAID, BRUNO, State.TO_ANSWER),
    "both say one person": (AGREED, CARLA, State.SAME),
    "both say two people": (APART, ANNA, State.DIFFERENT),
    "they do not agree": (AT_ODDS, ANNA, State.TO_TALK),
    "neither can tell": (BOTH_UNSURE, BRUNO, State.TO_TALK),
}


@pytest.mark.parametrize(("answers", "user", "state"), STATES.values(), ids=STATES)
def test_state_of(answers: Answers, user: int, state: State) -> None:
    assert state_of(answers, user) is state


REFUSALS = {
    "the first answers": (NOBODY_YET, ANNA, "same", None),
    "a second answers": (ANNA_SAID, BRUNO, "different", None),
    "the first answers for the second too": (ANNA_SAID, ANNA, "same", AnswerOfTwo),
    "a third answers what two have decided": (AGREED, CARLA, "different", PairDecided),
    "one of the two takes back what they agreed on": (AGREED, ANNA, "different", PairDecided),
    "one of two at odds changes the answer": (AT_ODDS, BRUNO, "same", None),
    "one of two who could not tell answers": (BOTH_UNSURE, ANNA, "same", None),
    "a third answers where two are at odds": (AT_ODDS, CARLA, "same", NotOneOfTheTwo),
    "an answer that is none": (NOBODY_YET, ANNA, "perhaps", NoSuchAnswer),
}


@pytest.mark.parametrize(("answers", "user", "answer", "refusal"), REFUSALS.values(), ids=REFUSALS)
def test_why_not_answer(answers: Answers, user: int, answer: str, refusal: type[Exception] | None) -> None:
    found = why_not_answer(answers, user, answer)
    assert found is None if refusal is None else isinstance(found, refusal)


SHOWN = {
    "who has still to answer sees nothing": (ANNA_SAID, BRUNO, NOBODY_YET),
    "who has answered sees their own": (ANNA_SAID, ANNA, ANNA_SAID),
    "once both have answered everybody sees both": (AT_ODDS, CARLA, AT_ODDS),
}


@pytest.mark.parametrize(("answers", "user", "shown"), SHOWN.values(), ids=SHOWN)
def test_shown_to(answers: Answers, user: int, shown: Answers) -> None:
    assert shown_to(answers, user) == shown


def test_the_second_answer_stands_beside_the_first() -> None:
    assert answered(answered(NOBODY_YET, ANNA, "same"), BRUNO, "unsure") == Answers(
        "same", ANNA, "unsure", BRUNO
    )


def test_each_of_the_two_changes_their_own_answer() -> None:
    assert answered(AT_ODDS, ANNA, "different") == APART
    assert answered(AT_ODDS, BRUNO, "same") == AGREED
