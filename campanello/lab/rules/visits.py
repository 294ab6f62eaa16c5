"""What a visit must be to be recorded: when, how long, of whom, and what follows. Knows no table and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from campanello.core.access import NotYours
from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import ROME, day_of, in_rome
from campanello.lab.rules.values import CHANNELS, NEEDS, VISIT_OUTCOMES
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy, tidy_lines
from campanello.people.rules.person import TooLong

LONGEST = {"note": 4_000, "next_step": 200}
LONGEST_WHY = 200
FIELD_NAMES = {
    "happened_at": _("When"),
    "channel": _("Channel"),
    "person": _("Person"),
    "household": _("Household"),
    "building": _("Building"),
    "needs": _("Needs"),
    "minutes": _("Minutes"),
    "outcome": _("Outcome"),
    "note": _("Note"),
    "is_confidential": _("Confidential note"),
    "next_step": _("Next step"),
    "next_step_on": _("Next step by"),
}
SEALED = frozenset({"note", "is_confidential"})


class VisitInTheFuture(Refused):
    """A visit that has not taken place yet."""

    code = "lab.visit-in-the-future"
    text = _(
        "The visit is dated %(happened)s and it is %(now)s now: only a clock that is up to %(minutes)s minutes fast is "
        "allowed for. Correct the day or the hour; what is still to come is a next step."
    )


class VisitTooLongAgo(Refused):
    """A visit of so long ago that its date is taken for a slip."""

    code = "lab.visit-too-long-ago"
    text = _(
        "The visit is dated %(happened)s; visits are recorded up to %(days)s days back, from %(earliest)s. Correct the "
        "date, or keep the contact in a note of the person."
    )


class MinutesOutOfRange(Refused):
    """A visit of no time at all, or of more than a day's work."""

    code = "lab.minutes-out-of-range"
    text = _("%(minutes)s minutes were written; from %(least)s to %(most)s are taken. Correct the figure.")


class PersonAndHousehold(Refused):
    """A visit is of one person or of a household."""

    code = "lab.person-and-household"
    text = _("Both a person and a household were chosen. Choose one: whoever else came is in the note.")


class NextDayWithoutStep(Refused):
    """A day was given and not what is to be done then."""

    code = "lab.next-day-without-step"
    text = _("Something is to be done on %(day)s, and nobody said what. Write it in a few words.")


class NextStepOutOfRange(Refused):
    """The day of the next step lies before the visit or too far ahead."""

    code = "lab.next-step-out-of-range"
    text = _("The next step is on %(day)s; choose a day from %(earliest)s to %(latest)s.")


class EntryOfAnother(Refused):
    """The number that an entry was sent with belongs to somebody else's."""

    code = "lab.entry-of-another"
    text = _("An entry of a colleague's has this number already. Open the page again and record anew.")


class VisitCancelled(Refused):
    """A visit that was cancelled is not changed."""

    code = "lab.visit-cancelled"
    text = _("This visit was cancelled on %(day)s. Undo that first, then change it.")


class NoReason(Refused):
    """A cancellation without a word why."""

    code = "lab.no-reason"
    text = _("Say in a few words why, so that a colleague understands it later.")


class NoNextStep(Refused):
    """Nothing was to be done after this visit."""

    code = "lab.no-next-step"
    text = _("This visit has no next step. Write one first.")


class NoteIsSealed(NotYours):
    """A confidential note is changed by who may read it."""

    code = "lab.note-is-sealed"
    text = _("The note is confidential: a case manager or a coordinator changes it. Leave it as it is.")


@dataclass(frozen=True)
class NewVisit:
    """A contact as somebody records it. `project` is the project's code; nobody chosen is somebody without a name.

    `happened_at` without a time zone is taken as the hour in Italy.
    """

    project: str
    happened_at: datetime
    channel: str
    person: UUID | None = None
    household: UUID | None = None
    building: UUID | None = None
    needs: tuple[str, ...] = ()
    minutes: int = 10
    outcome: str = ""
    note: str = ""
    is_confidential: bool = False
    next_step: str = ""
    next_step_on: date | None = None
    is_clock_corrected: bool = False


@dataclass(frozen=True)
class Limits:
    """The dated parameters that a visit is checked against."""

    back_days: int
    tolerance_minutes: int
    most_minutes: int
    ahead_days: int


def checked(visit: NewVisit, limits: Limits, *, at: datetime) -> NewVisit:
    """A visit as it is stored: texts tidy, each need once, a clock that is minutes fast set to `at`.

    Raises:
        VisitInTheFuture, VisitTooLongAgo, MinutesOutOfRange, PersonAndHousehold, NotInTheList, TooLong,
        NextDayWithoutStep, NextStepOutOfRange.
    """
    happened = in_rome(visit.happened_at)
    if refused := why_not_at(happened, limits, at=at):
        raise refused
    return checked_facts(replace(visit, happened_at=min(happened, at)), limits)


def why_not_at(happened: datetime, limits: Limits, *, at: datetime) -> DomainError | None:
    """Why a visit can't have taken place at a moment; both ends are still taken."""
    if happened > at + timedelta(minutes=limits.tolerance_minutes):
        return VisitInTheFuture(
            happened=_hour(happened), now=_hour(at.astimezone(ROME)), minutes=limits.tolerance_minutes
        )
    earliest = day_of(at) - timedelta(days=limits.back_days)
    # Compared as moments: the year 1 has no day in Rome.
    if happened < datetime(earliest.year, earliest.month, earliest.day, tzinfo=ROME):
        return VisitTooLongAgo(
            happened=f"{happened:%d/%m/%Y}", days=limits.back_days, earliest=f"{earliest:%d/%m/%Y}"
        )
    return None


def checked_facts(visit: NewVisit, limits: Limits) -> NewVisit:
    """All of a visit but its moment, tidy and checked.

    Raises:
        MinutesOutOfRange, PersonAndHousehold, NotInTheList, TooLong, NextDayWithoutStep, NextStepOutOfRange.
    """
    if not 1 <= visit.minutes <= limits.most_minutes:
        raise MinutesOutOfRange(minutes=visit.minutes, least=1, most=limits.most_minutes)
    if visit.person and visit.household:
        raise PersonAndHousehold
    _check_lists(visit)
    neat = replace(
        visit,
        needs=tuple(need for need in NEEDS if need in visit.needs),
        note=_fitting("note", tidy_lines(visit.note)),
        next_step=_fitting("next_step", tidy(visit.next_step)),
    )
    _check_next_step(neat, limits)
    return neat


def _check_lists(visit: NewVisit) -> None:
    wrong = [need for need in visit.needs if need not in NEEDS]
    if visit.channel not in CHANNELS:
        wrong.append(visit.channel)
    if visit.outcome and visit.outcome not in VISIT_OUTCOMES:
        wrong.append(visit.outcome)
    if wrong:
        raise NotInTheList(value=wrong[0][:40])


def _fitting(field: str, text: str) -> str:
    if len(text) > LONGEST[field]:
        raise TooLong(field=(FIELD_NAMES[field], {}), found=len(text), most=LONGEST[field])
    return text


def _check_next_step(visit: NewVisit, limits: Limits) -> None:
    day = visit.next_step_on
    if day is None:
        return
    if not visit.next_step:
        raise NextDayWithoutStep(day=f"{day:%d/%m/%Y}")
    earliest = day_of(visit.happened_at)
    latest = earliest + timedelta(days=limits.ahead_days)
    if not earliest <= day <= latest:
        raise NextStepOutOfRange(
            day=f"{day:%d/%m/%Y}", earliest=f"{earliest:%d/%m/%Y}", latest=f"{latest:%d/%m/%Y}"
        )


def reason(text: str) -> str:
    """Why something is cancelled, tidy.

    Raises:
        NoReason, TooLong.
    """
    why = tidy(text)
    if not why:
        raise NoReason
    if len(why) > LONGEST_WHY:
        raise TooLong(field=(_("Reason"), {}), found=len(why), most=LONGEST_WHY)
    return why


def changed(before: NewVisit, changes: Mapping[str, Any]) -> frozenset[str]:
    """The fields that changes would set to another value."""
    return frozenset(name for name, value in changes.items() if getattr(before, name) != value)


def _hour(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
