"""Hours of activities for the common good (PUC): which may be recorded, and what a week may hold. Pure.

They are no employment (STANDARDS 1.3, R13), and bear no allowance.

Source: D.M. 22 October 2019 n. 149, art. 2 (8 to 16 hours a week, six fields); docs/rules/assessment.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong
from campanello.plans.rules.values import COMMON_GOOD_AREAS

MINUTES_AN_HOUR = 60
LONGEST = {"what": 200, "place": 160, "why": 200}
FIELD_NAMES = {"what": _("What was done"), "place": _("Where"), "why": _("Why")}


class NoTimeAtAll(Refused):
    """Hours of nothing."""

    code = "plans.common-good-no-time"
    text = _("Minutes written: %(minutes)s. Write how long it took, at least one minute.")


class CommonGoodInFuture(Refused):
    """What was done, was done by today."""

    code = "plans.common-good-in-future"
    text = _("The activity is dated %(day)s, after today, %(today)s. Correct the day.")


class CommonGoodOutsidePlan(Refused):
    """Hours under a plan lie within its days."""

    code = "plans.common-good-outside-plan"
    text = _(
        "%(day)s is outside the plan, which runs from %(start)s to %(last)s. Correct the day, or choose no plan."
    )


class WeekTooFull(Refused):
    """More hours in a week than may be asked of anybody."""

    code = "plans.common-good-week-too-full"
    text = _(
        "With these %(minutes)s minutes the week of %(monday)s would have %(total)s minutes of common-good activity; "
        "at most %(most)s may be asked of one person. Correct the minutes or the day."
    )


class CommonGoodWithoutWords(Refused):
    """Time given for nothing in particular."""

    code = "plans.common-good-without-words"
    text = _("Say in a few words what was done, up to %(most)s characters.")


class WhyCancelled(Refused):
    """What is taken out of the sum says why."""

    code = "plans.common-good-without-why"
    text = _("Say in a few words why these hours do not count, up to %(most)s characters.")


class CancelledBefore(Conflict):
    """Hours are cancelled once."""

    code = "plans.common-good-cancelled"
    text = _("These hours are cancelled already. Load the page again.")


@dataclass(frozen=True)
class NewWork:
    """Some time that somebody gave."""

    on: date
    minutes: int
    area: str
    what: str
    place: str = ""


@dataclass(frozen=True)
class Limits:
    """Hours a week, as the dated parameters have them."""

    least_hours: int
    most_hours: int


@dataclass(frozen=True)
class Week:
    """The minutes of a week, by its Monday, and whether they are fewer than a project asks for."""

    monday: date
    minutes: int
    is_short: bool


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def checked(work: NewWork, limits: Limits, *, others: int, within: Period, today: date) -> NewWork:
    """Time given, as it is stored.

    Args:
        work: As it was written.
        limits: The dated parameters of the day.
        others: Minutes of the person in the same week already, over all projects.
        within: The days of the plan; open where there is none.
        today: The day it is.

    Raises:
        NoTimeAtAll, NotInTheList, CommonGoodInFuture, CommonGoodOutsidePlan, WeekTooFull, TooLong,
        CommonGoodWithoutWords.
    """
    if work.minutes < 1:
        raise NoTimeAtAll(minutes=work.minutes)
    if work.area not in COMMON_GOOD_AREAS:
        raise NotInTheList(value=work.area[:40])
    if work.on > today:
        raise CommonGoodInFuture(day=f"{work.on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    if work.on not in within:
        raise _outside(work.on, within)
    most = limits.most_hours * MINUTES_AN_HOUR
    if others + work.minutes > most:
        monday = f"{monday_of(work.on):%d/%m/%Y}"
        raise WeekTooFull(minutes=work.minutes, monday=monday, total=others + work.minutes, most=most)
    what = _fitting("what", work.what)
    if not what:
        raise CommonGoodWithoutWords(most=LONGEST["what"])
    return replace(work, what=what, place=_fitting("place", work.place))


def reason(text: str) -> str:
    """Why hours are cancelled, tidy.

    Raises:
        WhyCancelled, TooLong.
    """
    told = _fitting("why", text)
    if not told:
        raise WhyCancelled(most=LONGEST["why"])
    return told


def weeks(minutes: Mapping[date, int], limits: Limits) -> tuple[Week, ...]:
    """Minutes by day as weeks, the latest first."""
    sums: dict[date, int] = {}
    for day, some in minutes.items():
        sums[monday_of(day)] = sums.get(monday_of(day), 0) + some
    least = limits.least_hours * MINUTES_AN_HOUR
    return tuple(Week(monday, sums[monday], sums[monday] < least) for monday in sorted(sums, reverse=True))


def _outside(day: date, within: Period) -> CommonGoodOutsidePlan:
    last = within.ends_on and within.ends_on - timedelta(days=1)
    told = [f"{one:%d/%m/%Y}" if one else "…" for one in (day, within.starts_on, last)]
    return CommonGoodOutsidePlan(day=told[0], start=told[1], last=told[2])


def _fitting(name: str, text: str) -> str:
    told = tidy(text)
    if len(told) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(told), most=LONGEST[name])
    return told
