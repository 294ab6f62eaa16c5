"""What a household owes for its home on a day, and the band it falls in, from what was stated. Knows no table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.homes.rules.values import SOURCE_ORDER

NOT_RECORDED, NO_ARREARS, UNDER, OVER = "", "none", "under", "over"


class StatementInTheFuture(Refused):
    """A debt was stated for a day that has not come."""

    code = "homes.statement-in-the-future"
    text = _("%(as_of)s has not come yet: today is %(today)s. Write the day that the statement speaks of.")


class StatementBeforeTenancy(Refused):
    """A debt was stated for a day before the household lived there."""

    code = "homes.statement-before-tenancy"
    text = _(
        "The household has lived there since %(starts_on)s; the statement is of %(as_of)s. "
        "Check the day, or correct the start of the tenancy first."
    )


class StatedAlready(Conflict):
    """The same source has stated the same creditor's claim for the same day."""

    code = "homes.stated-already"
    text = _(
        "For %(as_of)s this source has stated %(euros)s EUR already. Correct that statement if it is wrong."
    )


class NoReason(Refused):
    """A figure is to be corrected without saying why."""

    code = "homes.no-reason"
    text = _("Say in a few words why the first figure was wrong. It stays on record beside the new one.")


class CorrectedMeanwhile(Conflict):
    """A figure that was corrected before is to be corrected again."""

    code = "homes.corrected-meanwhile"
    text = _("This figure was corrected before. Load the page again and correct the one that holds now.")


@dataclass(frozen=True)
class Statement:
    """What a creditor was said to be owed: cents, for which day, by whom; `number` orders what is equal else."""

    creditor: int
    as_of: date
    cents: int
    source: str
    number: int = 0
    cause: str = ""
    is_replaced: bool = False
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Paid:
    """Money that reached a creditor for a household's debt: cents, the value date, when that was recorded."""

    creditor: int
    paid_on: date
    cents: int
    recorded_at: datetime
    source: str = "points"


@dataclass(frozen=True)
class Standing:
    """The debt on a day: cents over all creditors, its band, the day of the oldest statement that it rests on.

    `band` is "" where nobody has stated anything, which is not *none*. `cents` and `owed` (by creditor) are what is
    left after `paid`, what reached the creditors since their statements; `holding` says what was stated.
    """

    cents: int = 0
    band: str = NOT_RECORDED
    as_of: date | None = None
    causes: tuple[str, ...] = ()
    holding: tuple[Statement, ...] = ()
    paid: int = 0
    owed: Mapping[int, int] = field(default_factory=dict)


def standing(
    statements: Iterable[Statement], *, on: date, limit_cents: int, paid: Iterable[Paid] = ()
) -> Standing:
    """What is owed on a day, from the latest statement of each creditor that speaks of that day or an earlier one.

    Of two statements for one day the landlord's holds before the social service's, and that before the tenant's;
    of two of one source, the later recorded. Replaced ones do not count. What was paid since lessens it, never
    below zero: the creditor's next statement says what is left over.

    Source: FEATURES I1 and P; PASS project (Giussano): 16 families below and 37 above 4,000 EUR.
    """
    latest: dict[int, Statement] = {}
    for one in sorted(statements, key=_order):
        if one.as_of <= on and not one.is_replaced:
            latest[one.creditor] = one
    holding = tuple(latest.values())
    if not holding:
        return Standing()
    since: dict[int, int] = defaultdict(int)
    for payment in paid:
        if payment.creditor in latest and payment.paid_on <= on and counts(payment, latest[payment.creditor]):
            since[payment.creditor] += payment.cents
    owed = {one.creditor: max(0, one.cents - since[one.creditor]) for one in holding}
    cents = sum(owed.values())
    return Standing(
        cents=cents,
        band=band(cents, limit_cents),
        as_of=min(one.as_of for one in holding),
        causes=tuple(sorted({one.cause for one in holding if one.cause and owed[one.creditor]})),
        holding=holding,
        paid=sum(since.values()),
        owed=owed,
    )


def counts(paid: Paid, stated: Statement) -> bool:
    """Whether a payment is not in a statement yet: made after its day, or on that day and recorded after it.

    Source: docs/rules/settlements.md, "What is owed after a payment".
    """
    if paid.paid_on != stated.as_of:
        return paid.paid_on > stated.as_of
    return stated.recorded_at is None or paid.recorded_at > stated.recorded_at


def history(
    statements: Iterable[Statement], paid: Iterable[Paid], *, creditor: int, on: date
) -> tuple[tuple[date, int], ...]:
    """What was owed to one creditor after each statement and payment, by day, the oldest first."""
    own = [one for one in statements if one.creditor == creditor and not one.is_replaced]
    payments = [one for one in paid if one.creditor == creditor]
    days = {one.as_of for one in own} | {one.paid_on for one in payments}
    told = ((day, standing(own, on=day, limit_cents=0, paid=payments)) for day in sorted(days) if day <= on)
    return tuple((day, now.cents) for day, now in told if now.holding)


def band(cents: int, limit_cents: int) -> str:
    """The band of a stated debt: `none`, `under` up to and including the limit, `over` above it.

    Source: PASS project, bands below and above 4,000 EUR; a debt of the limit itself is not above it.
    """
    if cents == 0:
        return NO_ARREARS
    return OVER if cents > limit_cents else UNDER


def why_not_state(*, as_of: date, tenancy_starts_on: date, on: date) -> Refused | None:
    """Why a debt can't be stated for a day; None when it can.

    Source: issue 3, an arrears figure has a creditor, a date and a source.
    """
    if as_of > on:
        return StatementInTheFuture(as_of=as_of.strftime("%d/%m/%Y"), today=on.strftime("%d/%m/%Y"))
    if as_of < tenancy_starts_on:
        return StatementBeforeTenancy(
            as_of=as_of.strftime("%d/%m/%Y"), starts_on=tenancy_starts_on.strftime("%d/%m/%Y")
        )
    return None


def _order(one: Statement) -> tuple[date, int, int]:
    return one.as_of, SOURCE_ORDER.index(one.source), one.number
