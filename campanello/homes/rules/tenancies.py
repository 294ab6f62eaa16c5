"""When a household may live in a dwelling: no two at a time, none before the house stood. Knows no table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period

SHOPKEEPER = "shopkeeper"
# Nobody alive moved in earlier: a year typed with two digits, or with one too few.
EARLIEST = date(1880, 1, 1)


class TenancyBeforeBuilding(Refused):
    """A tenancy is to start before the building was built."""

    code = "homes.tenancy-before-building"
    text = _(
        "The building was finished on %(built_on)s; the tenancy is to start on %(starts_on)s. "
        "Check the day, or correct the building's date first."
    )


class TenancyTooFarAway(Refused):
    """A tenancy is to start on a day that is surely mistyped."""

    code = "homes.tenancy-too-far-away"
    text = _("A tenancy can start between %(earliest)s and %(latest)s, not on %(starts_on)s. Check the year.")


class TenancyEndsTooSoon(Refused):
    """A tenancy is to end before its second day."""

    code = "homes.tenancy-ends-too-soon"
    text = _(
        "The tenancy started on %(starts_on)s, so the first day without it is after that, not %(ends_on)s."
    )


class DwellingTaken(Refused):
    """Another household lives in the dwelling on some of the days."""

    code = "homes.dwelling-taken"
    text = _("The dwelling is taken from %(starts_on)s to %(ends_on)s. End that tenancy first.")


class DwellingTakenOpen(Refused):
    """Another household lives in the dwelling, and no end is known."""

    code = "homes.dwelling-taken-open"
    text = _("The dwelling is taken since %(starts_on)s, with no end. End that tenancy first.")


class HouseholdHoused(Refused):
    """The household has another home on some of the days."""

    code = "homes.household-housed"
    text = _("The household has another home from %(starts_on)s to %(ends_on)s. End that tenancy first.")


class HouseholdHousedOpen(Refused):
    """The household has another home, and no end is known."""

    code = "homes.household-housed-open"
    text = _("The household has another home since %(starts_on)s, with no end. End that tenancy first.")


class TenancyEnded(Refused):
    """Something is to be changed from a day on which the tenancy no longer holds."""

    code = "homes.tenancy-ended"
    text = _("The tenancy ended on %(ends_on)s. Start a new one instead.")


class NotAMember(Refused):
    """The new holder is not of the household on the day."""

    code = "homes.not-a-member"
    text = _("On %(day)s this person is not in the household. Add them to it first, or choose another.")


class SameAgain(Refused):
    """A change would leave all as it is."""

    code = "homes.same-again"
    text = _("That is so already. Choose something else, or go back.")


class CodeTaken(Conflict):
    """Another tenancy has the contract's code."""

    code = "homes.code-taken"
    text = _("Another tenancy has the code %(contract)s already. Check it on the contract.")


@dataclass(frozen=True)
class Span:
    """A tenancy as far as overlaps go: its days, and whether it is a home or a shop."""

    period: Period
    tenure: str = "tenant"


def why_not_start(
    wanted: Span,
    *,
    in_dwelling: Iterable[Span],
    of_household: Iterable[Span],
    built_on: date | None,
    latest: date,
) -> Refused | None:
    """Why a household can't live in a dwelling on the days wanted; None when it can.

    One household a dwelling at a time; one home a household at a time, where a shop is not a home. A day on which one
    ends and another starts belongs to the second.

    Args:
        wanted: The days; the start is given.
        in_dwelling: What else is known of the dwelling.
        of_household: What else is known of the household.
        built_on: When the building was finished, where that is known.
        latest: The last day on which a tenancy may start.

    Source: ARCHITECTURE, homes: a dwelling has one current tenancy; issue 3, bad input.
    """
    starts_on = wanted.period.starts_on
    assert starts_on is not None
    if not EARLIEST <= starts_on <= latest:
        return TenancyTooFarAway(earliest=_day(EARLIEST), latest=_day(latest), starts_on=_day(starts_on))
    if built_on and starts_on < built_on:
        return TenancyBeforeBuilding(built_on=_day(built_on), starts_on=_day(starts_on))
    if wanted.period.is_empty:
        return TenancyEndsTooSoon(starts_on=_day(starts_on), ends_on=_day(wanted.period.ends_on))
    if taken := _first(wanted, in_dwelling):
        return _taken(taken, DwellingTaken, DwellingTakenOpen)
    homes = [one for one in of_household if one.tenure != SHOPKEEPER]
    if wanted.tenure != SHOPKEEPER and (housed := _first(wanted, homes)):
        return _taken(housed, HouseholdHoused, HouseholdHousedOpen)
    return None


def why_not_end(period: Period, ends_on: date) -> Refused | None:
    """Why a tenancy can't have `ends_on` as its first day without; None when it can.

    Source: ARCHITECTURE, spans are half-open.
    """
    if period.ends_on is not None and period.ends_on <= ends_on:
        return TenancyEnded(ends_on=_day(period.ends_on))
    if period.starts_on is not None and ends_on <= period.starts_on:
        return TenancyEndsTooSoon(starts_on=_day(period.starts_on), ends_on=_day(ends_on))
    return None


def _first(wanted: Span, others: Iterable[Span]) -> Span | None:
    ordered = sorted(others, key=lambda one: one.period.starts_on or date.min)
    return next((one for one in ordered if one.period.overlaps(wanted.period)), None)


def _taken(span: Span, with_end: type[Refused], without: type[Refused]) -> Refused:
    if span.period.ends_on is None:
        return without(starts_on=_day(span.period.starts_on))
    return with_end(starts_on=_day(span.period.starts_on), ends_on=_day(span.period.ends_on))


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
