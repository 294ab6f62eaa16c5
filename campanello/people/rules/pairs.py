"""Two records that may be one person: who may answer, what the second may see, and what two answers come to."""

from dataclasses import dataclass
from enum import StrEnum

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
ANSWERS = {
    SAME: _("One person"),
    DIFFERENT: _("Two people"),
    UNSURE: _("I can't tell"),
}


class State(StrEnum):
    """How far a pair is, for one reader."""

    TO_ANSWER = "to-answer"
    WAITING = "waiting"
    TO_TALK = "to-talk"
    SAME = "same"
    DIFFERENT = "different"


STATE_NAMES = {
    State.TO_ANSWER: _("Waits for your answer"),
    State.WAITING: _("Waits for a second answer"),
    State.TO_TALK: _("No agreement yet"),
    State.SAME: _("One person, to be merged"),
    State.DIFFERENT: _("Two people"),
}


class AnswerOfTwo(Refused):
    """Both answers of a pair are to be two people's."""

    code = "people.answer-of-two"
    text = _(
        "You have answered for this pair. Now somebody else has to look at it without knowing your answer."
    )


class PairDecided(Conflict):
    """Two people have decided a pair already."""

    code = "people.pair-decided"
    text = _(
        "Two people have decided about these two records already. Load the page again to see what they said."
    )


class NotOneOfTheTwo(Refused):
    """A pair without agreement is for those two who answered."""

    code = "people.not-one-of-the-two"
    text = _(
        "Two people have answered for this pair and do not agree. "
        "They should talk; then one of them changes the answer."
    )


class NoSuchAnswer(Refused):
    """An answer that is none of the three."""

    code = "people.no-such-answer"
    text = _("Answer with one person, two people, or that you can't tell.")


@dataclass(frozen=True)
class Answers:
    """What two people answered, and who they are; empty where nobody has yet."""

    first: str = ""
    first_by: int | None = None
    second: str = ""
    second_by: int | None = None

    @property
    def are_two(self) -> bool:
        """Whether both have answered."""
        return bool(self.first) and bool(self.second)

    @property
    def agreed(self) -> str:
        """What both say: one person, or two; empty while they do not, or can't tell."""
        return self.first if self.are_two and self.first == self.second != UNSURE else ""

    def of(self, user: int | None) -> str:
        """What one of the two answered; empty for anybody else."""
        if user is not None and user == self.first_by:
            return self.first
        return self.second if user is not None and user == self.second_by else ""


def state_of(answers: Answers, user: int | None) -> State:
    """How far a pair is for a reader."""
    if answers.agreed:
        return State.SAME if answers.agreed == SAME else State.DIFFERENT
    if answers.are_two:
        return State.TO_TALK
    return State.WAITING if answers.of(user) else State.TO_ANSWER


def shown_to(answers: Answers, user: int | None) -> Answers:
    """The answers as far as a reader may know them: who has still to answer does not see the other one's."""
    if answers.are_two or answers.of(user):
        return answers
    return Answers()


def why_not_answer(answers: Answers, user: int | None, answer: str) -> Refused | Conflict | None:
    """Why a user can't answer for a pair now; None when they can.

    Two people answer, each alone. Where they do not agree, each of the two may change their answer after they have
    talked; a third has no say, so that an answer is never outvoted without being understood.
    """
    if answer not in ANSWERS:
        return NoSuchAnswer()
    if answers.agreed:
        return PairDecided()
    has_answered = bool(answers.of(user))
    if answers.are_two:
        return None if has_answered else NotOneOfTheTwo()
    return AnswerOfTwo() if has_answered else None


def answered(answers: Answers, user: int, answer: str) -> Answers:
    """The answers with one more, or with the user's own changed."""
    if user == answers.first_by or not answers.first:
        return Answers(answer, user, answers.second, answers.second_by)
    return Answers(answers.first, answers.first_by, answer, user)
