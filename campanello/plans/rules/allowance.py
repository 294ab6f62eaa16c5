"""What is due to a person for the hours attended: one rule for spreadsheet, page and payment run. Knows no table.

Money is kept as whole minute-cents (minutes times the hourly value), sixty of which are a cent, and is rounded once.
Worked figures: docs/rules/allowance.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

MINUTES_AN_HOUR = 60
SERVICES, ALLOWANCE, HOURS = "services", "allowance", "hours"
# The block that opens a path; it never bears an allowance.
BASE = "base"


class NoShare(Refused):
    """A share of the allowance that is no part of it."""

    code = "plans.no-share"
    text = _("%(share)s is no share. Write a fraction or a number from 0 to 1, for example 1/3.")


class Attended(NamedTuple):
    """A person at a session: `minutes` as recorded, 0 unless present; `hourly` in the terms' parts of a cent."""

    plan: int
    block: str
    hourly: int
    bears: bool
    planned: int
    minutes: int


@dataclass(frozen=True)
class Terms:
    """What holds for everybody: the caps of a person over all plans, and the most minutes of each block.

    `parts_of_a_cent` says into how many parts a cent is cut where hourly values have more than two decimals.
    """

    services_cap_cents: int
    allowance_cap_cents: int
    block_minutes: Mapping[str, int] = field(default_factory=dict)
    parts_of_a_cent: int = 1


@dataclass(frozen=True)
class Part:
    """What of a person's due comes from one plan; the parts of a person add up to the whole."""

    plan: int
    attended_minutes: int
    counted_minutes: int
    services_cents: int
    allowance_cents: int


@dataclass(frozen=True)
class Due:
    """What is due to a person, and what is over: minutes by block, cents beyond a cap."""

    attended_minutes: int
    counted_minutes: int
    services_cents: int
    allowance_cents: int
    capped: tuple[str, ...]
    over_minutes: Mapping[str, int]
    over_services_cents: int
    over_allowance_cents: int
    parts: tuple[Part, ...]


NOTHING = Due(0, 0, 0, 0, (), {}, 0, 0, ())


@dataclass
class _Tally:
    """Of one plan, while it is counted: minute-cents within the caps."""

    attended: int = 0
    counted: int = 0
    services: int = 0
    allowance: int = 0


def due(sessions: Iterable[Attended], terms: Terms) -> Due:
    """What is due for one person's sessions over all plans, in the order of their days, then of their rows.

    Minutes count up to those planned, and of each block up to its limit: a session may count in part. What counts is
    worth its hourly value; the caps cut the sums of the person, never a session, and each sum is rounded once, to
    the cent, half away from zero. Whichever plan's hours came first fill the caps first.

    Source: Report 2021, Tavola 4.2; citizen information of the call; contract of the spreadsheets;
    docs/rules/allowance.md.
    """
    unit = MINUTES_AN_HOUR * terms.parts_of_a_cent
    services_cap, allowance_cap = terms.services_cap_cents * unit, terms.allowance_cap_cents * unit
    left = dict(terms.block_minutes)
    over: dict[str, int] = {}
    plans: dict[int, _Tally] = {}
    services = allowance = 0
    for plan, block, hourly, bears, planned, minutes in sessions:
        tally = plans.get(plan)
        if tally is None:
            tally = plans[plan] = _Tally()
        tally.attended += minutes
        counted = min(minutes, planned)
        room = left.get(block)
        if room is not None:
            if counted > room:
                over[block] = over.get(block, 0) + counted - room
                counted = room
            left[block] = room - counted
        tally.counted += counted
        value = counted * hourly
        tally.services += min(value, max(0, services_cap - services))
        services += value
        if bears:
            tally.allowance += min(value, max(0, allowance_cap - allowance))
            allowance += value
    return Due(
        sum(one.attended for one in plans.values()),
        sum(one.counted for one in plans.values()),
        cents(min(services, services_cap), unit),
        cents(min(allowance, allowance_cap), unit),
        capped(services=services > services_cap, allowance=allowance > allowance_cap, hours=bool(over)),
        over,
        cents(services, unit) - cents(min(services, services_cap), unit),
        cents(allowance, unit) - cents(min(allowance, allowance_cap), unit),
        _parts(plans, unit),
    )


def cents(units: int, unit: int) -> int:
    """Whole cents of an exact sum that is not negative: `unit` of its units are a cent, half a cent is one."""
    return (2 * units + unit) // (2 * unit)


def capped(*, services: bool, allowance: bool, hours: bool) -> tuple[str, ...]:
    """The names of what was cut, in the order of the contract."""
    cut = ((SERVICES, services), (ALLOWANCE, allowance), (HOURS, hours))
    return tuple(name for name, is_cut in cut if is_cut)


def _parts(plans: Mapping[int, _Tally], unit: int) -> tuple[Part, ...]:
    """The plans' parts in cents: each is what the rounded sum grows by, so that they add up to the whole."""
    parts = []
    services = allowance = 0
    for plan, tally in plans.items():
        before = cents(services, unit), cents(allowance, unit)
        services, allowance = services + tally.services, allowance + tally.allowance
        parts.append(
            Part(
                plan,
                tally.attended,
                tally.counted,
                cents(services, unit) - before[0],
                cents(allowance, unit) - before[1],
            )
        )
    return tuple(parts)


def split(allowance_cents: int, numerator: int, denominator: int) -> tuple[int, int]:
    """An allowance in two: against the arrears and to the person, in cents; they add up to it.

    The part against the arrears is rounded half away from zero.

    Raises:
        NoShare: The share is not between nothing and the whole.

    Source: PASS agreement, an indicative third; contract of the spreadsheets.
    """
    if not (denominator > 0 and 0 <= numerator <= denominator):
        raise NoShare(share=f"{numerator}/{denominator}")
    to_arrears = cents(allowance_cents * numerator, denominator)
    return to_arrears, allowance_cents - to_arrears
