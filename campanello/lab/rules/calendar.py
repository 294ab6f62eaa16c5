"""The days of a calendar: a month in whole weeks, a week, a list that goes on. Knows no table and no clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
LIST_DAYS = 60
_FIRST, _LAST = date(2000, 1, 3), date(2100, 12, 27)


class View(StrEnum):
    """How a calendar is looked at."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"


@dataclass(frozen=True)
class Span:
    """What a calendar shows: days from `first` up to but not including `end`, and where one turns the page to."""

    view: View
    day: date
    first: date
    end: date
    earlier: date
    later: date

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.end - DAY

    @property
    def weeks(self) -> list[list[date]]:
        """The days in rows of seven."""
        days = [self.first + number * DAY for number in range((self.end - self.first).days)]
        return [days[number : number + 7] for number in range(0, len(days), 7)]


def span(view: View, day: date) -> Span:
    """The days that a view shows around a day; a year that nobody means is brought back to the nearest."""
    day = min(max(day, _FIRST), _LAST)
    monday = day - day.weekday() * DAY
    if view is View.WEEK:
        return Span(view, day, monday, monday + 7 * DAY, monday - 7 * DAY, monday + 7 * DAY)
    if view is View.LIST:
        length = LIST_DAYS * DAY
        return Span(view, day, day, day + length, day - length, day + length)
    first = day.replace(day=1)
    following = (first + 31 * DAY).replace(day=1)
    last = following - DAY
    end = last + (7 - last.weekday()) * DAY
    return Span(view, day, first - first.weekday() * DAY, end, (first - DAY).replace(day=1), following)
