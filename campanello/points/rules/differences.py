"""Whether a landlord's next statement is what was expected after a payment. Knows no table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.homes.rules.arrears import Paid, Statement, counts
from campanello.homes.rules.values import SOURCE_ORDER

OUTCOMES = {
    "same": _("As expected"),
    "more": _("More is stated than expected"),
    "less": _("Less is stated than expected"),
    "early": _("Stated before the payment"),
    "none": _("Not stated yet"),
}
LANDLORD = "landlord"
LONGEST_NOTE = 200


class NotConfirmed(Refused):
    """A settlement is to be compared that nobody confirmed."""

    code = "points.settlement-not-confirmed"
    text = _(
        "This settlement is not confirmed yet. Once it is, the landlord's next statement is compared with it."
    )


class StatementBeforePayment(Refused):
    """A month is asked for that ended before the money arrived."""

    code = "points.statement-before-payment"
    text = _(
        "The money arrived on %(paid_on)s, so a statement of %(month)s can't know of it. "
        "Choose %(first)s or a later month."
    )


class WrongMonth(Refused):
    """In the month that is asked for the landlord stated nothing, in another it did."""

    code = "points.wrong-month"
    text = _(
        "The landlord stated nothing of these homes for %(month)s. There are statements for %(found)s: "
        "choose one of these months, or import the statement of %(month)s."
    )


class NothingDiffers(Conflict):
    """A word is said of a difference that is not there."""

    code = "points.nothing-differs"
    text = _("There is no such difference any more. Load the page again to see what is stated now.")


@dataclass(frozen=True)
class Row:
    """One home after a payment: what was stated before, what was paid since, what is stated now."""

    before_cents: int
    before_on: date | None
    paid_cents: int
    expected_cents: int
    outcome: str
    now_cents: int | None = None
    now_on: date | None = None
    statement: int | None = None

    @property
    def difference_cents(self) -> int:
        """How much more is stated than expected; below zero, less."""
        return 0 if self.now_cents is None else self.now_cents - self.expected_cents


def row(
    stated: Iterable[Statement], paid: Iterable[Paid], *, creditor: int, paid_on: date, month: date | None
) -> Row:
    """What a home's statements say after a payment.

    The landlord's first statement of the month counts that can know of the payment; of any later month, where none
    is named. Expected is what was stated before it, less all that was paid between the two.

    Args:
        stated: Of the home; those of other creditors are passed over.
        paid: What was paid for the home, to whomever.
        creditor: The landlord.
        paid_on: The value date.
        month: The first day of the month asked for; None for the first statement since.

    Source: docs/rules/settlements.md, "The landlord's next statement".
    """
    own = sorted((one for one in stated if one.creditor == creditor and not one.is_replaced), key=_order)
    payments = [one for one in paid if one.creditor == creditor]
    said = [one for one in own if one.source == LANDLORD and (month is None or is_in(one.as_of, month))]
    now = next((one for one in said if _knows(one, payments, paid_on)), None)
    until = own[: own.index(now)] if now else [one for one in own if not _knows(one, payments, paid_on)]
    before = until[-1] if until else None
    since = [
        one
        for one in payments
        if (before is None or counts(one, before)) and (now is None or not counts(one, now))
    ]
    cents, total = before.cents if before else 0, sum(one.cents for one in since)
    expected = max(0, cents - total)
    told = (cents, before.as_of if before else None, total, expected)
    if now is None:
        return Row(*told, outcome="early" if month and said else "none")
    outcome = "same" if now.cents == expected else "more" if now.cents > expected else "less"
    return Row(*told, outcome, now.cents, now.as_of, now.number)


def _knows(one: Statement, payments: Iterable[Paid], paid_on: date) -> bool:
    """Whether a statement is of after the payment: of its day, only where it was recorded after it."""
    if one.as_of != paid_on:
        return one.as_of > paid_on
    return not any(counts(payment, one) for payment in payments if payment.paid_on == paid_on)


def _order(one: Statement) -> tuple[date, int, int]:
    return one.as_of, SOURCE_ORDER.index(one.source), one.number


def is_in(day: date, month: date) -> bool:
    """Whether a day is of a month."""
    return (day.year, day.month) == (month.year, month.month)


def why_not_compare(paid_on: date, *, month: date | None, stated: Iterable[date]) -> Refused | None:
    """Why statements of a month can't be compared with a payment; None when they can.

    Args:
        paid_on: The value date.
        month: The first day of the month asked for, None for any.
        stated: The days for which the landlord has stated anything since the payment's month began.
    """
    if month is None:
        return None
    if month < paid_on.replace(day=1):
        return StatementBeforePayment(
            paid_on=f"{paid_on:%d/%m/%Y}", month=f"{month:%m/%Y}", first=f"{paid_on:%m/%Y}"
        )
    months = sorted({day.replace(day=1) for day in stated})
    if months and month not in months:
        found = ", ".join(f"{one:%m/%Y}" for one in months)
        return WrongMonth(month=f"{month:%m/%Y}", found=found)
    return None
