"""Whether a lab is open at a moment, until when, and when it opens next. Knows no table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import ROME
from campanello.lab.rules.shifts import DatedOpening, Opening

# A lab that opens less often than this looks as if it were closed for good.
LOOKED_AHEAD = 28
LONGEST_TEXT = 1000


class NoDoor(Refused):
    """A lab without a name, a street or a town."""

    code = "lab.no-door"
    text = _("Write the lab's name, its street with the number, and the town: people look for it by them.")


class PlaceTextTooLong(Refused):
    """A text about a lab that nobody reads to the end."""

    code = "lab.place-text-too-long"
    text = _("A text has %(found)s characters, and %(most)s are the most. Make it shorter.")


@dataclass(frozen=True)
class PlaceFacts:
    """A lab's door as it is written down."""

    name: str
    address: str
    town: str
    telephone: str = ""
    email: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    reaching: Mapping[str, str] = field(default_factory=dict)
    is_step_free: bool | None = None
    is_public: bool = True


@dataclass(frozen=True)
class Doorway:
    """Whether a lab is open: until when if it is, else when it opens next; neither where nobody said."""

    closes_at: datetime | None = None
    opens_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether one finds somebody now."""
        return self.closes_at is not None


def why_not_save(facts: PlaceFacts) -> Refused | None:
    """Why a lab's door can't be kept, or None."""
    if not (facts.name and facts.address and facts.town):
        return NoDoor()
    for text in (*facts.about.values(), *facts.reaching.values()):
        if len(text) > LONGEST_TEXT:
            return PlaceTextTooLong(found=len(text), most=LONGEST_TEXT)
    return None


def doorway(hours: Iterable[DatedOpening], at: datetime) -> Doorway:
    """How it stands at a moment. Hours are those of Rome, on the days when the clocks change too.

    Source: the opening hours that the lab's team keeps; nobody is told of a closing minute as still open.
    """
    held, now = list(hours), at.astimezone(ROME)
    for ahead in range(LOOKED_AHEAD):
        day = now.date() + timedelta(days=ahead)
        for opens, closes in _spans(held, day):
            if opens <= now < closes:
                return Doorway(closes_at=closes)
            if opens > now:
                return Doorway(opens_at=opens)
    return Doorway()


def week(hours: Iterable[DatedOpening], on: date) -> list[list[Opening]]:
    """The hours of each weekday, Monday first, as they hold on a day."""
    held = sorted(one.opening for one in hours if on in one.days)
    return [[one for one in held if one.weekday == weekday] for weekday in range(7)]


def _spans(hours: Iterable[DatedOpening], day: date) -> list[tuple[datetime, datetime]]:
    found = [one.opening for one in hours if day in one.days and one.opening.weekday == day.weekday()]
    return sorted(
        (datetime.combine(day, one.opens_at, ROME), datetime.combine(day, one.closes_at, ROME))
        for one in found
    )
