"""Days as people in Italy count them, and spans of days, half-open: the first day is in, the last is not.

Knows no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

# By whose clocks people here live; what is stored is UTC.
ROME = ZoneInfo("Europe/Rome")


def in_rome(moment: datetime) -> datetime:
    """A moment with its time zone; one without has the hour that it is in Italy."""
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=ROME)


def day_of(moment: datetime) -> date:
    """The day in Rome that a moment is counted on."""
    return in_rome(moment).astimezone(ROME).date()


@dataclass(frozen=True)
class Period:
    """The days from `starts_on` up to but not including `ends_on`; None is open to that side."""

    starts_on: date | None
    ends_on: date | None

    def __contains__(self, day: date) -> bool:
        """Whether a day lies inside."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day < self.ends_on
        )

    @property
    def is_empty(self) -> bool:
        """Whether no day lies inside."""
        return self.starts_on is not None and self.ends_on is not None and self.ends_on <= self.starts_on

    def overlaps(self, other: "Period") -> bool:
        """Whether a day lies in both; an empty span overlaps nothing."""
        if self.is_empty or other.is_empty:
            return False
        return _before(self.starts_on, other.ends_on) and _before(other.starts_on, self.ends_on)


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """The first two of several spans that share a day, in order of their starts; None when none do."""
    ordered = sorted((one for one in periods if not one.is_empty), key=lambda one: one.starts_on or date.min)
    return next(((one, other) for one, other in pairwise(ordered) if one.overlaps(other)), None)


def completed_years(born_on: date, on: date) -> int:
    """Age in completed years on a day; who was born on 29 February has their birthday on 1 March otherwise."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
