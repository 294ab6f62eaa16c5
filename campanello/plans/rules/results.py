"""When somebody is asked how they are after a plan, which answer counts, and what counts as employment. Pure.

Source: STANDARDS 1.3, R7 (within 28 days, the last status counts), R8 (status six months after), R13 (what is no
employment); docs/rules/results.md with worked days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong
from campanello.people.rules.retention import months_before
from campanello.plans.rules.values import RESULT_STATUSES, TRY_OUTCOMES

EXIT, SIX_MONTHS = "exit", "six_months"
# R13: trainees, common-good work and work on time credits are none of these.
EMPLOYMENT = frozenset({"employed", "self_employed"})
UNREACHABLE, DECLINED = "unreachable", "declined"
# Recorded when nothing was learnt: they end the asking, and are no answer.
NO_ANSWER = frozenset({UNREACHABLE, DECLINED})
REACHED = "reached"
LONGEST = {"qualification": 160, "source": 200, "note": 300}
FIELD_NAMES = {
    "qualification": _("Qualification gained"),
    "source": _("Who said so, or which register"),
    "note": _("Note"),
}


class ResultTooEarly(Refused):
    """Nobody is asked before the day that the answer is of."""

    code = "plans.result-too-early"
    text = _("This is asked from %(day)s on; today is %(today)s. Come back then.")


class ResultDayOutside(Refused):
    """A status of a day that does not count for the moment."""

    code = "plans.result-day-outside"
    text = _(
        "The status is of %(day)s; for this moment only days from %(first)s to %(last)s count. Ask how it was then."
    )


class ResultInFuture(Refused):
    """A status of a day that has not come."""

    code = "plans.result-in-future"
    text = _("The status is of %(day)s, after today, %(today)s. Correct the day.")


class ResultWithoutSource(Refused):
    """A status says where it is from."""

    code = "plans.result-without-source"
    text = _("Say who told you or which register says so, up to %(most)s characters.")


class EarlierThanRecorded(Refused):
    """Of several statuses the last counts."""

    code = "plans.result-earlier-than-recorded"
    text = _(
        "A status of %(recorded)s is recorded and yours is of %(day)s: only the last one counts. If the recorded one "
        "is wrong, say so below and save again."
    )


class TooFewTries(Refused):
    """Nobody is unreachable who was not tried."""

    code = "plans.result-too-few-tries"
    text = _(
        "Days with a try in vain: %(tried)s; somebody counts as unreachable from %(needed)s on. Try again on another "
        "day and write each try down."
    )


class TryAgainInPast(Refused):
    """The next try lies ahead."""

    code = "plans.result-try-again-in-past"
    text = _("The next try is for %(day)s, and today is %(today)s. Choose a day to come.")


class Due(StrEnum):
    """How urgent it is to ask."""

    KNOWN = "known"
    NOT_YET = "not-yet"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Limits:
    """The dated parameters of asking."""

    exit_days: int
    months_after: int
    window_days: int
    tries: int


@dataclass(frozen=True)
class Window:
    """The days that a moment's answer may be of, both included; `asked_by` is the last day for asking in time."""

    opens_on: date
    due_on: date


@dataclass(frozen=True)
class Status:
    """What was learnt: a status on a day, who said so, a qualification gained."""

    status: str
    on: date
    source: str = ""
    qualification: str = ""


@dataclass(frozen=True)
class Tried:
    """Somebody tried to reach the person."""

    on: date
    outcome: str


@dataclass(frozen=True)
class Asked:
    """One moment of one plan, and what is known of it already.

    `exit`: the status may be of any day of the window, and the last one counts. `six_months`: it is of the window's
    first day, whenever it is learnt. `held` is recorded already.
    """

    moment: str
    window: Window
    limits: Limits
    held: Status | None = None
    tries: tuple[Tried, ...] = ()

    @property
    def last(self) -> date:
        """The last day that a status may be of."""
        return self.window.due_on if self.moment == EXIT else self.window.opens_on


def months_after(day: date, months: int) -> date:
    """The day of the same number some calendar months later; the month's last day where it has no such day.

    Source: Reg. (CEE, Euratom) 1182/71, art. 3(2)(c) (periods in months).
    """
    return months_before(day, -months)


def windows(ended_on: date, limits: Limits) -> Mapping[str, Window]:
    """When somebody whose plan ended on a day is asked, by moment.

    At exit from the last day of the plan to 28 days after it; then how it is on the day six calendar months later,
    asked within the days that the parameter gives.

    Source: STANDARDS 1.3, R7 and R8.
    """
    half_a_year = months_after(ended_on, limits.months_after)
    return {
        EXIT: Window(ended_on, ended_on + timedelta(days=limits.exit_days)),
        SIX_MONTHS: Window(half_a_year, half_a_year + timedelta(days=limits.window_days)),
    }


def due(window: Window, status: str, today: date) -> Due:
    """How urgent a moment is on a day."""
    if status:
        return Due.KNOWN
    if today < window.opens_on:
        return Due.NOT_YET
    return Due.OVERDUE if today > window.due_on else Due.OPEN


def is_employment(status: str) -> bool:
    """Whether a status counts as employment: a traineeship, common-good work and time credits do not.

    Source: STANDARDS 1.3, R13.
    """
    return status in EMPLOYMENT


def checked(told: Status, asked: Asked, *, corrects: bool, today: date) -> Status:
    """A status as it is stored.

    Args:
        told: As it was written.
        asked: What it answers.
        corrects: What is recorded is wrong, so a status of an earlier day may take its place.
        today: The day it is.

    Raises:
        NotInTheList, ResultTooEarly, ResultInFuture, ResultDayOutside, ResultWithoutSource, EarlierThanRecorded,
        TooFewTries, TooLong.

    Source: STANDARDS 1.3, R7 and R8.
    """
    if told.status not in RESULT_STATUSES:
        raise NotInTheList(value=told.status[:40])
    opens_on = asked.window.opens_on
    if today < opens_on:
        raise ResultTooEarly(day=f"{opens_on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    if told.on > today:
        raise ResultInFuture(day=f"{told.on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    neat = replace(told, source=_fitting("source", told.source), qualification=_qualification(told))
    if told.status == UNREACHABLE and (refusal := why_not_unreachable(asked.tries, asked.limits)):
        raise refusal
    if told.status not in NO_ANSWER and (wrong := _why_not_answer(neat, asked, corrects=corrects)):
        raise wrong
    return neat


def _why_not_answer(told: Status, asked: Asked, *, corrects: bool) -> Refused | None:
    first, last = asked.window.opens_on, asked.last
    if not first <= told.on <= last:
        day, start, end = (f"{one:%d/%m/%Y}" for one in (told.on, first, last))
        return ResultDayOutside(day=day, first=start, last=end)
    if not told.source:
        return ResultWithoutSource(most=LONGEST["source"])
    held = asked.held
    if held and held.status not in NO_ANSWER and told.on < held.on and not corrects:
        return EarlierThanRecorded(recorded=f"{held.on:%d/%m/%Y}", day=f"{told.on:%d/%m/%Y}")
    return None


def why_not_unreachable(tries: Iterable[Tried], limits: Limits) -> TooFewTries | None:
    """Why nobody may yet be called unreachable: tried in vain on too few different days.

    Source: House rule, as the parameter `plans.result_tries` has it.
    """
    days = {one.on for one in tries if one.outcome != REACHED}
    return TooFewTries(tried=len(days), needed=limits.tries) if len(days) < limits.tries else None


def checked_try(outcome: str, again_on: date | None, note: str, *, today: date) -> str:
    """The note of a try, tidy.

    Raises:
        NotInTheList, TryAgainInPast, TooLong.
    """
    if outcome not in TRY_OUTCOMES:
        raise NotInTheList(value=outcome[:40])
    if again_on is not None and again_on <= today:
        raise TryAgainInPast(day=f"{again_on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    return _fitting("note", note)


def _qualification(told: Status) -> str:
    return "" if told.status in NO_ANSWER else _fitting("qualification", told.qualification)


def _fitting(name: str, text: str) -> str:
    neat = tidy(text)
    if len(neat) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(neat), most=LONGEST[name])
    return neat
