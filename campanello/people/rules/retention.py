"""How long data of people are kept: what is due on a day, and what law and accounts hold back. No database."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import gettext_noop as _


@dataclass(frozen=True)
class Plan:
    """A paid plan of a person's: its first day and its last, None while it runs."""

    entry_on: date
    exit_on: date | None


@dataclass(frozen=True)
class Hold:
    """Why identity is kept although the person wants it erased: a sentence, and until when, None for not yet known."""

    sentence: str
    until: date | None


RUNNING = _(
    "A plan is under way: who takes part in it must be known until it is closed and its accounts are."
)
ACCOUNTS = _("A plan was paid with European money: its papers are kept for the auditors.")
TENANCY = _("A tenancy runs in this person's name: the landlord keeps the contract and its accounts.")


def papers_until(closed_on: date, years: int) -> date:
    """The first day on which the papers of a plan closed on a day are no longer wanted.

    Counted from 31 December of the year in which it closed.

    Source: Reg. (EU) 2021/1060 art. 82; the year of the last payment is taken to be that of the plan's end.
    """
    return date(closed_on.year + years + 1, 1, 1)


def holds(plans: Iterable[Plan], *, has_tenancy: bool, years: int, on: date) -> tuple[Hold, ...]:
    """What keeps a person's identity from being erased on a day: running plans, papers of plans, a tenancy.

    Source: GDPR art. 17 c. 3 (b), (e); Reg. (EU) 2021/1060 art. 82.
    """
    found = []
    held = list(plans)
    if any(plan.exit_on is None for plan in held):
        found.append(Hold(RUNNING, None))
    last = max((papers_until(plan.exit_on, years) for plan in held if plan.exit_on), default=None)
    if last and on < last:
        found.append(Hold(ACCOUNTS, last))
    if has_tenancy:
        found.append(Hold(TENANCY, None))
    return tuple(found)


def months_before(on: date, months: int) -> date:
    """The day some months before, the month's last where it has no such day."""
    count = on.year * 12 + on.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def papers_closed_before(on: date, years: int) -> date:
    """Plans that were closed before this day have papers that nobody wants on `on` any more."""
    return date(on.year - years, 1, 1)
