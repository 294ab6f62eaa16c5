"""A resident's mandate to tell what they see: what it says, on which days it holds, and who is to be called.

Source: FEATURES, section D (24 resident antennas of the lockdown); docs/rules/neighbours.md.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong

LONGEST = {"mandate": 400, "who": 120, "why": 400, "answer": 200}
FIELD_NAMES = {
    "mandate": _("What they watch and tell"),
    "who": _("Who is to be called"),
    "why": _("Why"),
    "answer": _("What was answered"),
}


class NoMandate(Refused):
    """A mandate says what for."""

    code = "lab.antenna-without-mandate"
    text = _("Say in a few words what this antenna watches and tells: up to %(most)s characters.")


class MandateDays(Refused):
    """A mandate ends after it starts."""

    code = "lab.antenna-days"
    text = _("A mandate from %(starts_on)s can't end on %(ends_on)s. Choose a later day, or leave it open.")


class AlreadyAntenna(Refused):
    """A person holds one mandate of a project at a time."""

    code = "lab.antenna-already"
    text = _("This person already holds a mandate from %(starts_on)s to %(ends_on)s. End or change that one.")


class OneArea(Refused):
    """A mandate is for a house or for a neighbourhood of the project."""

    code = "lab.antenna-area"
    text = _("Choose a neighbourhood or a street number of your project, not both.")


class MandateOver(Conflict):
    """A mandate that is over is neither changed nor ended again."""

    code = "lab.antenna-over"
    text = _("This mandate was over on %(ends_on)s. Give a new one.")


class NoAntenna(Refused):
    """Only with a mandate that holds may a resident tell and ask."""

    code = "lab.no-antenna"
    text = _("Your mandate is over. Call the lab: they will give you a new one.")


class NobodyToCall(Refused):
    """A call is for somebody."""

    code = "lab.call-for-nobody"
    text = _("Say who is to be called, as you would say it: the lady on the third floor.")


class CallAnswered(Conflict):
    """A call was dealt with already."""

    code = "lab.call-answered"
    text = _("A colleague already dealt with this call. Load the page again.")


class NoAnswer(Refused):
    """Who dealt with a call says what came of it."""

    code = "lab.call-without-answer"
    text = _("Say in a few words what came of the call: nobody answered counts too.")


@dataclass(frozen=True)
class NewMandate:
    """A mandate to be given; `project` is needed only where several of the actor's projects know the person."""

    person: UUID
    mandate: str
    starts_on: date
    ends_on: date | None = None
    neighbourhood: UUID | None = None
    building: UUID | None = None
    project: int | None = None


@dataclass(frozen=True)
class NewCall:
    """Somebody to be called: a person on record, or `who` in the words of who asks."""

    who: str = ""
    why: str = ""
    person: UUID | None = None
    building: UUID | None = None
    project: int | None = None


def checked(mandate: NewMandate) -> NewMandate:
    """A mandate with its text made tidy.

    Raises:
        NoMandate, TooLong, MandateDays, OneArea.
    """
    told = replace(mandate, mandate=tidy(mandate.mandate))
    if not told.mandate:
        raise NoMandate(most=LONGEST["mandate"])
    fitting("mandate", told.mandate)
    if told.neighbourhood and told.building:
        raise OneArea
    if refusal := why_not_until(told.starts_on, told.ends_on):
        raise refusal
    return told


def checked_call(call: NewCall) -> NewCall:
    """A call with its texts made tidy.

    Raises:
        NobodyToCall, TooLong.
    """
    told = replace(call, who=tidy(call.who), why=tidy(call.why))
    if not told.who and not told.person:
        raise NobodyToCall
    fitting("who", told.who)
    fitting("why", told.why)
    return told


def answer(text: str) -> str:
    """What came of a call, made tidy.

    Raises:
        NoAnswer, TooLong.
    """
    said = tidy(text)
    if not said:
        raise NoAnswer
    return fitting("answer", said)


def fitting(name: str, text: str) -> str:
    """The text, if it fits its field.

    Raises:
        TooLong.
    """
    if len(text) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(text), most=LONGEST[name])
    return text


def why_not_until(starts_on: date, ends_on: date | None) -> MandateDays | None:
    """Why a mandate can't end on a day, which is out; None when it can, or is left open."""
    if ends_on is None or ends_on > starts_on:
        return None
    return MandateDays(starts_on=_day(starts_on), ends_on=_day(ends_on))


def why_not_beside(new: Period, held: Period) -> AlreadyAntenna | None:
    """Why a mandate can't be given beside another of the same project; None when they share no day."""
    if not new.overlaps(held):
        return None
    return AlreadyAntenna(starts_on=_day(held.starts_on), ends_on=_day(held.ends_on))


def why_not_change(ends_on: date | None, on: date) -> MandateOver | None:
    """Why a mandate is no longer changed; None while it holds or is still to begin."""
    if ends_on is None or ends_on > on:
        return None
    return MandateOver(ends_on=_day(ends_on))


def holds(starts_on: date, ends_on: date | None, on: date) -> bool:
    """Whether a mandate holds on a day."""
    return on in Period(starts_on, ends_on)


def overdue_days(made_on: date, on: date, most_days: int) -> int:
    """By how many days a call has waited for too long; 0 while it has not."""
    return max(0, (on - made_on).days - most_days)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"
