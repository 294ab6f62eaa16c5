"""What a signed register earns: for each person present whole points, what is held back of them, and why.

Knows no table. In order: data that may not be used, one's own household, hours at two places at once, the caps of a
day, a week and a month, what is left of the budget. What one holds back is not counted against the next.

Source: FEATURES, section H; docs/rules/points.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.points.rules import caps as cap_rules
from campanello.points.rules import overlaps
from campanello.points.rules.caps import Caps, Used
from campanello.points.rules.overlaps import Presence
from campanello.points.rules.tariffs import RateFacts, points_for

RESTRICTED, OWN, OVERLAP, BUDGET, NOTHING = "restricted", "self", "overlap", "budget", "nothing"


class RegisterNotSigned(Refused):
    """Points for a register that may still change, or of a session that was called off."""

    code = "points.register-not-signed"
    text = _(
        "The register is not signed, or the session was cancelled. Points come from signed registers alone."
    )


class BeforeScheme(Refused):
    """A session from before the scheme's start."""

    code = "points.before-scheme"
    text = _("The session was on %(day)s; points are earned from %(starts)s on.")


class AfterScheme(Refused):
    """A session after the scheme's end."""

    code = "points.after-scheme"
    text = _("The session was on %(day)s; since %(ends)s nothing is earned any more.")


class NoWorthYet(Refused):
    """An activity of which nobody said what it earns."""

    code = "points.no-worth"
    text = _("Nobody said by which rate this activity earns. Choose it on the activity's page, then award.")


class EarnsNothing(Refused):
    """An activity that earns nothing."""

    code = "points.earns-nothing"
    text = _("This activity earns no points since %(day)s. Choose a rate on its page if it should.")


@dataclass(frozen=True)
class Came:
    """Somebody present. `person` stands for the record that the register names.

    Without a household the points go to an account of the person's own, from which they can be given away.
    """

    attendance: int
    person: int
    record: int
    minutes: int
    household: int | None = None
    is_untold: bool = False
    is_own: bool = False
    elsewhere: tuple[Presence, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What decides beside the people: rate, hours, caps, what was earned before, what is left of the budget."""

    rate: RateFacts
    starts_at: datetime
    ends_at: datetime
    caps: Caps
    left: int
    day: Mapping[int, int] = field(default_factory=dict)
    week: Mapping[int, int] = field(default_factory=dict)
    month: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What becomes of one person's presence: `points` given of those it `would` earn, for `minutes` that earn."""

    came: Came
    would: int
    points: int
    minutes: int
    withheld: tuple[tuple[str, int], ...] = ()
    other: int | None = None
    used: Used = field(default_factory=Used)

    @property
    def held_back(self) -> int:
        """Points that are not given."""
        return self.would - self.points

    @property
    def whys(self) -> tuple[str, ...]:
        """Why fewer, or none, are given."""
        return tuple(why for why, _points in self.withheld) or ((NOTHING,) if not self.would else ())


@dataclass(frozen=True)
class Totals:
    """A register's award in figures."""

    people: int = 0
    minutes: int = 0
    points: int = 0
    withheld: int = 0
    held_back: int = 0


@dataclass(frozen=True)
class Register:
    """What of a session decides whether it is awarded."""

    on: date
    is_signed: bool
    is_cancelled: bool
    starts_on: date
    ends_on: date | None
    worth: str | None
    worth_since: date | None = None


def why_not_award(one: Register) -> Refused | None:
    """Why a session's register earns no points, whoever came."""
    if not one.is_signed or one.is_cancelled:
        return RegisterNotSigned()
    if one.on < one.starts_on:
        return BeforeScheme(day=f"{one.on:%d/%m/%Y}", starts=f"{one.starts_on:%d/%m/%Y}")
    if one.ends_on and one.on >= one.ends_on:
        return AfterScheme(day=f"{one.on:%d/%m/%Y}", ends=f"{one.ends_on:%d/%m/%Y}")
    if one.worth is None:
        return NoWorthYet()
    return None if one.worth else EarnsNothing(day=f"{one.worth_since or one.on:%d/%m/%Y}")


def lines(people: Iterable[Came], facts: Facts) -> list[Line]:
    """What each person present earns. In the order given: the first use up a household's month and the budget."""
    month, left, found = dict(facts.month), facts.left, []
    for came in people:
        line = _line(came, facts, month, left)
        found.append(line)
        left -= line.points
        if came.household is not None:
            month[came.household] = month.get(came.household, 0) + line.points
    return found


def _line(came: Came, facts: Facts, month: Mapping[int, int], left: int) -> Line:
    would = points_for(facts.rate, came.minutes)
    used = Used(
        facts.day.get(came.person, 0),
        facts.week.get(came.person, 0),
        None if came.household is None else month.get(came.household, 0),
    )
    if came.is_untold or came.is_own:
        why = RESTRICTED if came.is_untold else OWN
        return Line(came, would, 0, 0, ((why, would),) if would else (), used=used)
    there = Presence(came.attendance, facts.starts_at, facts.ends_at, came.minutes)
    twice, other = overlaps.held_back(there, came.elsewhere)
    minutes = came.minutes - twice
    points = points_for(facts.rate, minutes)
    withheld = [(OVERLAP, would - points)] if would > points else []
    for why, held in cap_rules.held_back(points, used, facts.caps).items():
        withheld.append((why, held))
        points -= held
    if points > left:
        withheld.append((BUDGET, points - left))
        points = max(0, left)
    return Line(came, would, points, minutes, tuple(withheld), other, used)


def totals(found: Iterable[Line]) -> Totals:
    """The figures of a register's award: people present, minutes that earn, points given and held back."""
    listed = list(found)
    return Totals(
        people=len(listed),
        minutes=sum(one.minutes for one in listed if one.points),
        points=sum(one.points for one in listed),
        withheld=sum(bool(one.withheld) for one in listed),
        held_back=sum(one.held_back for one in listed),
    )
