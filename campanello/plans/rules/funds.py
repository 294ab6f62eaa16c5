"""A measure's two funds: what is left, what a plan may take of them, and whose turn it is. Whole cents.

Who applied first is served first; whoever is served before somebody else must be able to say why.

Source: FEATURES, section F (3,000 EUR of services and 2,000 EUR of allowance a person); docs/rules/applications.md.
"""

import re
from dataclasses import dataclass

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

# Thousands set apart by dots or not at all; cents by a comma. A fund is larger than anybody's debt.
_WRITTEN = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,10})(?:,(?P<cents>[0-9]{2}))?(?:\s*(?:EUR|€))?"
)
MOST_CENTS = 1_000_000_000_00


class NotAFund(Refused):
    """What was written is no amount of a fund."""

    code = "plans.not-a-fund"
    text = _("“%(written)s” is no amount of up to %(most)s. Write it as 1.250.000,00 or as 1250000.")


class FundSpent(Refused):
    """A plan would take more than a fund still has."""

    code = "plans.fund-spent"
    text = _(
        "The funds do not reach: %(services_left)s are left for services and %(allowance_left)s for allowances, "
        "and this takes %(services)s and %(allowance)s. Let it wait for funds in its turn, or take less."
    )


class OverCap(Refused):
    """A person would get more than anybody may, over all plans."""

    code = "plans.over-cap"
    text = _(
        "Over all plans a person gets up to %(services_cap)s of services and %(allowance_cap)s of allowance. "
        "%(services_held)s and %(allowance_held)s are committed elsewhere already. Take less."
    )


class EarlierOnesWait(Refused):
    """Funds would go to a later application before earlier ones that wait."""

    code = "plans.earlier-ones-wait"
    text = _(
        "%(count)s applications with a lower number still wait, the first with number %(first)s. Look at those "
        "first, or write down why this one comes before them."
    )


class FundBelowCommitted(Refused):
    """A fund would be made smaller than what is committed of it."""

    code = "plans.fund-below-committed"
    text = _(
        "%(services)s of services and %(allowance)s of allowances are committed already. "
        "A fund can't be smaller than that."
    )


class MoreThanCommitted(Refused):
    """More would be given back than was taken."""

    code = "plans.more-than-committed"
    text = _(
        "%(services)s and %(allowance)s can't be given back: only %(services_held)s and %(allowance_held)s "
        "are committed."
    )


@dataclass(frozen=True)
class Sums:
    """Cents for services, and cents for the allowance."""

    services: int = 0
    allowance: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        """Both, added."""
        return Sums(self.services + other.services, self.allowance + other.allowance)

    def __sub__(self, other: "Sums") -> "Sums":
        """What is left."""
        return Sums(self.services - other.services, self.allowance - other.allowance)

    def fits(self, most: "Sums") -> bool:
        """Whether neither is more."""
        return self.services <= most.services and self.allowance <= most.allowance

    def __bool__(self) -> bool:
        """Whether there is anything of either."""
        return bool(self.services or self.allowance)


@dataclass(frozen=True)
class Fund:
    """What a measure has, and what of it is committed."""

    total: Sums
    committed: Sums

    @property
    def left(self) -> Sums:
        """What may still be committed."""
        return self.total - self.committed


def fund_cents(written: str) -> int:
    """The cents that a fund is written as.

    Raises:
        NotAFund.

    Source: docs/rules/applications.md.
    """
    found = _WRITTEN.fullmatch(written.strip())
    cents = int(found["whole"].replace(".", "")) * 100 + int(found["cents"] or 0) if found else MOST_CENTS + 1
    if cents > MOST_CENTS:
        raise NotAFund(written=written[:30], most=euros(MOST_CENTS))
    return cents


def euros(cents: int) -> str:
    """An amount for a sentence that every language has: 1.234,50 EUR."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02} EUR"


def room(caps: Sums, held: Sums) -> Sums:
    """What a person may still get, over all plans; never below zero."""
    left = caps - held
    return Sums(max(0, left.services), max(0, left.allowance))


def why_not_commit(fund: Fund, wanted: Sums) -> FundSpent | None:
    """Why a plan's funds can't be committed; None when both funds have them."""
    if wanted.fits(fund.left):
        return None
    return FundSpent(
        services_left=euros(fund.left.services),
        allowance_left=euros(fund.left.allowance),
        services=euros(wanted.services),
        allowance=euros(wanted.allowance),
    )


def why_not_hold(caps: Sums, held: Sums, wanted: Sums) -> OverCap | None:
    """Why a person may not get that much beside what they have; None when they may."""
    if wanted.fits(room(caps, held)):
        return None
    return OverCap(
        services_cap=euros(caps.services),
        allowance_cap=euros(caps.allowance),
        services_held=euros(held.services),
        allowance_held=euros(held.allowance),
    )


def why_not_release(fund: Fund, back: Sums) -> MoreThanCommitted | None:
    """Why funds can't be given back; None when they can."""
    if back.fits(fund.committed):
        return None
    return MoreThanCommitted(
        services=euros(back.services),
        allowance=euros(back.allowance),
        services_held=euros(fund.committed.services),
        allowance_held=euros(fund.committed.allowance),
    )


def why_not_shrink(total: Sums, committed: Sums) -> FundBelowCommitted | None:
    """Why a measure can't have so little; None when it can."""
    if committed.fits(total):
        return None
    return FundBelowCommitted(services=euros(committed.services), allowance=euros(committed.allowance))
