"""What a household owes for its home on a day, and the band it falls in, from what was stated. Knows no table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class Standing:
    """The debt on a day: cents over all creditors, its band, the day of the oldest statement that it rests on.

    `band` is "" where nobody has stated anything, which is not *none*.
    """

    cents: int = 0
    band: str = NOT_RECORDED
    as_of: date | None = None
    causes: tuple[str, ...] = ()
    holding: tuple[Statement, ...] = ()


def standing(statements: Iterable[Statement], *, on: date, limit_cents: int) -> Standing:
    """What is owed on a day, from the latest statement of each creditor that speaks of that day or an earlier one.

    Of two statements for one day the landlord's holds before the social service's, and that before the tenant's;
    of two of one source, the later recorded. Replaced ones do not count.

    Source: FEATURES I1 and P; PASS project (Giussano): 16 families below and 37 above 4,000 EUR.
    """
    latest: dict[int, Statement] = {}
    for one in sorted(statements, key=_order):
        if one.as_of <= on and not one.is_replaced:
            latest[one.creditor] = one
    holding = tuple(latest.values())
    if not holding:
        return Standing()
    cents = sum(one.cents for one in holding)
    return Standing(
        cents=cents,
        band=band(cents, limit_cents),
        as_of=min(one.as_of for one in holding),
        causes=tuple(sorted({one.cause for one in holding if one.cause and one.cents})),
        holding=holding,
    )


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
