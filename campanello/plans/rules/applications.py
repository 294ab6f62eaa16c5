"""In which states an application is, how it moves, and the funnel whose figures always add up.

Received = eligible + pending + ineligible + withdrawn + lapsed: an application is in one state, and a draft has not
been received.

Source: FEATURES, section E (applications and selection); issue 5, point 1; docs/rules/applications.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy, tidy_lines
from campanello.people.rules.person import TooLong
from campanello.plans.rules.applying_steps import STEPS
from campanello.plans.rules.values import APPLICATION_STATES, CHANNELS, TOLD_HOW

LONGEST = {"note": 500, "out_of_turn": 300, "came_through": 40, "answer": 300}
QUESTIONS = frozenset(question.name for step in STEPS for question in step.questions)
FIELD_NAMES = {
    "note": _("In words for the applicant"),
    "out_of_turn": _("Why before the earlier ones"),
    "came_through": _("Came through"),
    "answer": _("Answer"),
}


class ApplicationMoved(Conflict):
    """An application is in a state from which it does not get there, or somebody else changed it."""

    code = "plans.application-moved"
    text = _(
        "This application changed since the page was opened; it is now: %(state)s. "
        "Load the page again and look before you go on."
    )


class AgainstTheCheck(Refused):
    """The decision is not what the requirements answer."""

    code = "plans.against-the-check"
    text = _(
        "The requirements answer: %(answer)s. Note what is known and with which evidence, and decide again."
    )


class WordsMissing(Refused):
    """What is done to an application is told to the applicant, who wants to know why."""

    code = "plans.words-missing"
    text = _("Say in a few words why: the applicant is told so.")


class OpenAlready(Refused):
    """A person asks once at a time under one measure."""

    code = "plans.open-already"
    text = _(
        "This person's application number %(number)s under the same measure is still open. Go on with that one."
    )


class MeasureClosed(Refused):
    """Applications are received on the days when the measure is open."""

    code = "plans.measure-closed"
    text = _(
        "Applications are received from %(opens)s until the day before %(closes)s. Choose another measure, "
        "or ask the coordinator to change its days."
    )


class PlanMade(Refused):
    """The plan that was made from an application decides what becomes of it."""

    code = "plans.plan-made"
    text = _(
        "The plan %(plan)s was made from this application. Withdraw or close the plan: its funds are released there."
    )


class NotKnownWho(Refused):
    """Funds are committed to a person."""

    code = "plans.not-known-who"
    text = _("It is not known yet whose application this is. Link it to a person first.")


class DayPassed(Refused):
    """What is missing can't be asked for by a day that is over."""

    code = "plans.day-passed"
    text = _("%(day)s is over. Give the person a day that is still to come.")


class NothingAsked(Refused):
    """Somebody is asked for something."""

    code = "plans.nothing-asked"
    text = _("Choose what is missing, or write it down: the person must know what to bring.")


class State(StrEnum):
    """What an application has come to."""

    DRAFT = "draft"
    PENDING = "pending"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


# Whatever was decided can be taken up again; the steps keep what was.
TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.DRAFT: frozenset({State.PENDING}),
        State.PENDING: frozenset({State.ELIGIBLE, State.INELIGIBLE, State.WITHDRAWN, State.LAPSED}),
        State.ELIGIBLE: frozenset({State.PENDING, State.WITHDRAWN, State.LAPSED}),
        State.INELIGIBLE: frozenset({State.PENDING}),
        State.WITHDRAWN: frozenset({State.PENDING}),
        State.LAPSED: frozenset({State.PENDING}),
    }
)
OPEN = frozenset({State.PENDING, State.ELIGIBLE})
# What is told to the applicant: a decision, or an end.
TOLD = frozenset({State.ELIGIBLE, State.INELIGIBLE, State.WITHDRAWN, State.LAPSED})


@dataclass(frozen=True)
class Funnel:
    """How many applications were received, and what became of them."""

    received: int = 0
    eligible: int = 0
    pending: int = 0
    ineligible: int = 0
    withdrawn: int = 0
    lapsed: int = 0

    @property
    def parts(self) -> Mapping[str, int]:
        """The figures that add up to those received, by state, in the order in which they are shown."""
        return {state: getattr(self, state) for state in PARTS}

    @property
    def adds_up(self) -> bool:
        """Whether each application that was received is counted once."""
        return self.received == sum(self.parts.values())


PARTS = (State.ELIGIBLE, State.PENDING, State.INELIGIBLE, State.WITHDRAWN, State.LAPSED)


@dataclass(frozen=True)
class NewApplication:
    """What an operator takes on for somebody. `person`: who it is, where that is known; else the answers name them."""

    measure: str
    channel: str = "staff"
    language: str = "it"
    person: UUID | None = None
    came_through: str = ""
    wants_call: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """Days: for what is missing, until a decision is overdue, until a call is."""

    missing_days: int
    decision_days: int
    call_days: int


def checked(given: NewApplication) -> NewApplication:
    """An application taken on by an operator, with its texts made tidy.

    Raises:
        NotInTheList, TooLong.
    """
    told = replace(given, came_through=fitting("came_through", tidy(given.came_through)))
    if told.channel not in CHANNELS:
        raise NotInTheList(value=told.channel[:40])
    for name, value in told.answers.items():
        if name not in QUESTIONS:
            raise NotInTheList(value=str(name)[:40])
        fitting("answer", ";".join(value) if isinstance(value, list | tuple) else str(value))
    return told


def why_not_receive(opens_on: date, closes_on: date | None, on: date) -> MeasureClosed | None:
    """Why a measure receives nothing on a day; None when it does. The day on which it closes is excluded."""
    if opens_on <= on and (closes_on is None or on < closes_on):
        return None
    closes = f"{closes_on:%d/%m/%Y}" if closes_on else "–"
    return MeasureClosed(opens=f"{opens_on:%d/%m/%Y}", closes=closes)


def moved_meanwhile(now: str) -> ApplicationMoved:
    """That an application is not as it was read, with what it is now."""
    return ApplicationMoved(state=(APPLICATION_STATES[now], {}))


def why_not_move(now: str, to: State) -> ApplicationMoved | None:
    """Why an application does not get from a state to another; None when it does."""
    if to in TRANSITIONS[State(now)]:
        return None
    return moved_meanwhile(now)


def why_not_decide(outcome: str, to: State) -> AgainstTheCheck | None:
    """Why an application is not decided so: the requirements answer something else; None when they answer just that."""
    if outcome == to:
        return None
    return AgainstTheCheck(answer=(APPLICATION_STATES[outcome], {}))


def words(text: str) -> str:
    """What is told to the applicant, made tidy.

    Raises:
        WordsMissing, TooLong.
    """
    said = tidy_lines(text)
    if not said:
        raise WordsMissing
    return fitting("note", said)


def fitting(name: str, text: str) -> str:
    """The text, if it fits its field.

    Raises:
        TooLong.
    """
    if len(text) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(text), most=LONGEST[name])
    return text


def why_not_ask(codes: Collection[str], note: str, due_on: date, on: date) -> Refused | None:
    """Why what is missing is not asked for so; None when it is. The last day may be today."""
    if not codes and not note:
        return NothingAsked()
    return DayPassed(day=f"{due_on:%d/%m/%Y}") if due_on < on else None


def told_how(value: str) -> str:
    """How the applicant was told.

    Raises:
        NotInTheList.
    """
    if value not in TOLD_HOW:
        raise NotInTheList(value=value[:40])
    return value


def late_days(received_on: date, due_on: date | None, on: date, limits: Limits) -> int:
    """By how many days something is overdue of an application that waits: what is missing, else the decision.

    What was asked for is overdue from the day after its last day; without it, the decision from the day after the
    last of the days allowed since receipt.
    """
    last = due_on or received_on + timedelta(days=limits.decision_days)
    return max(0, (on - last).days)
