"""When points lapse: the oldest first, never without a notice of enough days, never more than is held.

What leaves an account is taken from the oldest points in it. So of a balance, whatever did not come in within the
last months is what came in before and was never used: docs/rules/points-by-hand.md shows it in figures.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Terms:
    """How long points hold, and how many days before they lapse a household is told. 0 months: they never lapse."""

    months: int
    notice_days: int


@dataclass(frozen=True)
class Told:
    """A notice that was given: so many points lapse on a day, unless they are used before."""

    points: int
    expires_on: date
    told_on: date


def limit(on: date, months: int) -> date:
    """The first day whose points still hold on a day; what came in before has lapsed.

    Source: House rule (docs/rules/points-by-hand.md): points hold for whole months from the day they came in.
    """
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def lapsing(*, balance: int, came_in_since: int) -> int:
    """How many points of a balance came in before the limit and were never used.

    All that came in before, less all that ever went out, which is taken from the oldest: that is the balance less
    what came in since. A transfer that was taken back counts on neither side.

    Args:
        balance: What the account holds.
        came_in_since: What came in on the limit's day or later, without what was taken back.

    Returns:
        From 0 to the balance.

    Source: House rule (docs/rules/points-by-hand.md): first in, first out.
    """
    return max(0, min(balance, balance - came_in_since))


def next_day(told_on: date, terms: Terms) -> date:
    """The first of a month on which points that are told of today may lapse: enough days away.

    Source: House rule (docs/rules/points-by-hand.md): points lapse on the first of a month.
    """
    earliest = told_on + timedelta(days=terms.notice_days)
    if earliest.day == 1:
        return earliest
    year, month = divmod(earliest.year * 12 + earliest.month, 12)
    return date(year, month + 1, 1)


def expires(told: Told, *, lapsed: int, on: date, notice_days: int) -> int:
    """How many points lapse by a notice on a day: no more than it told of, and none before it ran for its days.

    Args:
        told: The notice.
        lapsed: What of the balance came in before the limit of the notice's day.
        on: The day it is.
        notice_days: How many days a notice must have run.

    Source: House rule (docs/rules/points-by-hand.md): no point lapses that was not told of in time.
    """
    if on < told.expires_on or told.expires_on - told.told_on < timedelta(days=notice_days):
        return 0
    return min(told.points, lapsed)
