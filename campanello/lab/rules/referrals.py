"""Where a person may be sent on to, in which states a referral is, who moves it, and when its answer is overdue.

Source: FEATURES, section D (referrals with answer and outcome); GDPR art. 6 and 7; docs/rules/neighbours.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.values import NEEDS, REFERRAL_OUTCOMES, REFERRAL_STATES
from campanello.people.rules.consents import Standing
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy, tidy_lines
from campanello.people.rules.person import TooLong

PURPOSE = "referral"
LONGEST = {"to_service": 160, "reason": 2000, "answer": 400}
FIELD_NAMES = {
    "to_service": _("Service or body"),
    "reason": _("What it is about"),
    "answer": _("Answer"),
}


class ReferralNotAgreed(Refused):
    """Nobody's details go to another service without their yes."""

    code = "lab.referral-not-agreed"
    text = _(
        "The person has not agreed that their details are shared with another service. Ask them, write the yes "
        "down under their consents, and send the referral then."
    )


class ReferralConsentWithdrawn(Refused):
    """The person took the yes back."""

    code = "lab.referral-consent-withdrawn"
    text = _(
        "The person took back on %(day)s that their details may be shared with another service. "
        "Talk to them first; without a new yes nothing is sent or taken over."
    )


class OneDestination(Refused):
    """A referral goes to one place."""

    code = "lab.referral-destination"
    text = _(
        "A referral goes to one place: a project, an organisation, or a service in words. %(found)s were given."
    )


class OwnProject(Refused):
    """Nobody is sent to where they are."""

    code = "lab.referral-to-itself"
    text = _("This is the project that sends the person. Choose another one.")


class NoReason(Refused):
    """Whoever receives somebody must know what for."""

    code = "lab.referral-without-reason"
    text = _("Say in a few words what the person needs there, without their name: up to %(most)s characters.")


class ReferralMoved(Conflict):
    """A referral is in a state from which it does not get there."""

    code = "lab.referral-moved"
    text = _(
        "This referral is in another state now: %(state)s. Load the page again and look before you go on."
    )


class NoOutcome(Refused):
    """What is concluded came to something."""

    code = "lab.referral-without-outcome"
    text = _("Say what came of it: choose one of the outcomes.")


class NoWhy(Refused):
    """A refusal or a withdrawal says why."""

    code = "lab.referral-without-why"
    text = _("Say in a few words why, so that the others know how to go on.")


class State(StrEnum):
    """What a referral has come to."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


# A conclusion written by mistake is taken back; nothing else is.
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.SENT: frozenset({State.ACCEPTED, State.REFUSED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.CONCLUDED, State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.CONCLUDED: frozenset({State.ACCEPTED}),
    State.WITHDRAWN: frozenset(),
}
NEEDS_WHY = frozenset({State.REFUSED, State.WITHDRAWN})


class Due(StrEnum):
    """What a referral waits for."""

    NOTHING = "nothing"
    ANSWER = "answer"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Limits:
    """Days after which an answer, and after it an outcome, is overdue."""

    answer_days: int
    outcome_days: int


@dataclass(frozen=True)
class Waiting:
    """What a referral waits for, since when, and by how many days that is too long."""

    due: Due
    since: date | None = None
    overdue_days: int = 0


@dataclass(frozen=True)
class NewReferral:
    """A person to be sent on; one of the three destinations is given.

    `project` is who sends, needed only where several of the actor's projects know the person.
    """

    person: UUID
    reason: str
    to_project: int | None = None
    to_organisation: int | None = None
    to_service: str = ""
    need: str = ""
    project: int | None = None


def checked(referral: NewReferral) -> NewReferral:
    """A referral with its texts made tidy.

    Raises:
        OneDestination, NoReason, NotInTheList, TooLong.
    """
    told = replace(referral, reason=tidy_lines(referral.reason), to_service=tidy(referral.to_service))
    given = sum(bool(one) for one in (told.to_project, told.to_organisation, told.to_service))
    if given != 1:
        raise OneDestination(found=given)
    if not told.reason:
        raise NoReason(most=LONGEST["reason"])
    if told.need and told.need not in NEEDS:
        raise NotInTheList(value=told.need[:40])
    for name in ("to_service", "reason"):
        fitting(name, getattr(told, name))
    return told


def fitting(name: str, text: str) -> str:
    """The text, if it fits its field.

    Raises:
        TooLong.
    """
    if len(text) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(text), most=LONGEST[name])
    return text


def why_not_share(standing: Standing) -> Refused | None:
    """Why a person's details may not go to another service; None when the person agreed and still does."""
    if standing.is_yes:
        return None
    if standing.last and standing.last.withdrawn_on:
        return ReferralConsentWithdrawn(day=f"{standing.last.withdrawn_on:%d/%m/%Y}")
    return ReferralNotAgreed()


def why_not_move(now: str, to: State) -> ReferralMoved | None:
    """Why a referral does not get from a state to another; None when it does."""
    if to in TRANSITIONS[State(now)]:
        return None
    return ReferralMoved(state=(REFERRAL_STATES[now], {}))


def word(to: State, text: str) -> str:
    """The word that goes with a move, made tidy.

    Raises:
        NoWhy: A refusal or a withdrawal without one.
        TooLong.
    """
    said = tidy(text)
    if to in NEEDS_WHY and not said:
        raise NoWhy
    return fitting("answer", said)


def why_not_outcome(outcome: str) -> NoOutcome | None:
    """Why a referral is not concluded with an outcome; None when it is."""
    return None if outcome in REFERRAL_OUTCOMES else NoOutcome()


def waiting(state: str, sent_on: date, answered_on: date | None, on: date, limits: Limits) -> Waiting:
    """What a referral waits for on a day; overdue from the day after the last one on which it is due."""
    if state == State.SENT:
        return _waiting(Due.ANSWER, sent_on, limits.answer_days, on)
    if state == State.ACCEPTED:
        return _waiting(Due.OUTCOME, answered_on or sent_on, limits.outcome_days, on)
    return Waiting(Due.NOTHING)


def _waiting(due: Due, since: date, days: int, on: date) -> Waiting:
    return Waiting(due, since, max(0, (on - since - timedelta(days=days)).days))
