"""What a bank's table says became of payments: each row read, or refused by its number and column. Knows no table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

COLUMNS = ("end_to_end_id", "outcome", "value_date", "reason")
OUTCOMES = ("paid", "failed", "returned")
LONGEST_REASON = 200


class NotOfThisRun(Refused):
    """A row names no payment of the run."""

    code = "plans.not-of-this-run"
    text = _(
        "Row %(row)s names no payment of this run. Nothing was stored: take the bank's table of this run."
    )


class OutcomeColumns(Refused):
    """The table lacks a column."""

    code = "plans.outcome-columns"
    text = _("The table has no column %(missing)s. It needs: %(wanted)s.")


class OutcomeCell(Refused):
    """A cell can't be read."""

    code = "plans.outcome-cell"
    text = _("Row %(row)s, column %(column)s: “%(value)s” is not %(wanted)s. Nothing was stored.")


class OutcomeTwice(Refused):
    """A payment stands in two rows."""

    code = "plans.outcome-twice"
    text = _("Rows %(first)s and %(second)s are about the same payment. Nothing was stored: leave only one.")


@dataclass(frozen=True)
class Told:
    """What became of one payment, and when."""

    payment: UUID
    state: str
    value_on: date
    reason: str = ""


def read(head: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Iterator[Told]:
    """The rows of a table in the columns of `COLUMNS`, the first below the head being row 2.

    Raises:
        OutcomeColumns, OutcomeCell, OutcomeTwice.
    """
    missing = [name for name in COLUMNS if name not in set(head)]
    if missing:
        raise OutcomeColumns(missing=", ".join(missing), wanted=", ".join(COLUMNS))
    met: dict[UUID, int] = {}
    for number, row in enumerate(rows, start=2):
        told = _told(number, {name: row[name].strip() for name in COLUMNS})
        if told.payment in met:
            raise OutcomeTwice(first=met[told.payment], second=number)
        met[told.payment] = number
        yield told


def _told(number: int, row: Mapping[str, str]) -> Told:
    def refuse(column: str, wanted: str) -> OutcomeCell:
        return OutcomeCell(row=number, column=column, value=row[column][:40], wanted=(wanted, {}))

    try:
        payment = UUID(row["end_to_end_id"])
    except ValueError:
        raise refuse("end_to_end_id", _("the identifier of a payment")) from None
    if row["outcome"] not in OUTCOMES:
        raise refuse("outcome", _("paid, failed or returned"))
    try:
        value_on = date.fromisoformat(row["value_date"])
    except ValueError:
        raise refuse("value_date", _("a day, as 2026-03-31")) from None
    reason = row["reason"][:LONGEST_REASON]
    if row["outcome"] != "paid" and not reason:
        raise refuse("reason", _("a reason, which a payment that did not arrive needs"))
    return Told(payment, row["outcome"], value_on, reason)
