"""Sets a landlord's next statement beside a settlement that was confirmed, by contract and dwelling."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.homes.models import Tenancy
from campanello.homes.queries.following import Followed, followed
from campanello.points.models import Difference, Settlement, SettlementLine
from campanello.points.queries import settlements
from campanello.points.rules import differences as rules
from campanello.points.rules.differences import LANDLORD, Row


@dataclass(frozen=True)
class Compared:
    """A home of a settlement: its latest tenancy there, what this settlement took off, what is stated now.

    `said` is the last word on this very difference, None where nobody said any.
    """

    tenancy: Tenancy
    settled_cents: int
    row: Row
    said: Difference | None


@dataclass(frozen=True)
class Reconciliation:
    """A settlement beside the landlord's statement: the months there are, how many of each outcome, what differs."""

    settlement: Settlement
    month: date | None
    months: tuple[date, ...]
    counts: dict[str, int]
    difference_cents: int
    open: int
    rows: tuple[Compared, ...]


def reconciliation(
    actor: Actor, uid: UUID, *, month: date | None = None, outcome: str = ""
) -> Reconciliation:
    """What the landlord states after a settlement, tenant by tenant. Constant queries.

    Args:
        actor: Who reads settlements.
        uid: The settlement's.
        month: The first day of the month whose statement is compared; None for the first since.
        outcome: Only rows of this outcome.

    Raises:
        NotFound, NotConfirmed, StatementBeforePayment, WrongMonth.
    """
    held = settlements.settlement(actor, uid)
    if held.state != "confirmed" or held.paid_on is None:
        raise rules.NotConfirmed
    sums = dict(
        SettlementLine.objects.filter(settlement=held, settled_cents__gt=0)
        .order_by()
        .values_list("redemption__tenancy")
        .annotate(Sum("settled_cents"))
    )
    told = followed(sums, held.creditor_id)
    since = held.paid_on.replace(day=1)
    days = {
        one.as_of
        for home in told.values()
        for one in home.stated
        if one.source == LANDLORD and one.as_of >= since
    }
    if refusal := rules.why_not_compare(held.paid_on, month=month, stated=days):
        raise refusal
    rows = [
        Compared(tenancy, sums[tenancy.pk], _row(told[tenancy.pk], held, month), None)
        for tenancy in _tenancies(sums)
    ]
    rows = _with_words(held, rows)
    counts = {name: sum(one.row.outcome == name for one in rows) for name in rules.OUTCOMES}
    return Reconciliation(
        settlement=held,
        month=month,
        months=tuple(sorted({day.replace(day=1) for day in days})),
        counts={name: number for name, number in counts.items() if number},
        difference_cents=sum(one.row.difference_cents for one in rows),
        open=sum(bool(one.row.difference_cents) and one.said is None for one in rows),
        rows=tuple(one for one in rows if not outcome or one.row.outcome == outcome),
    )


def _row(home: Followed, held: Settlement, month: date | None) -> Row:
    assert held.paid_on is not None  # of a confirmed settlement
    return rules.row(home.stated, home.paid, creditor=held.creditor_id, paid_on=held.paid_on, month=month)


def _tenancies(keys: Iterable[int]) -> Iterable[Tenancy]:
    found = Tenancy.objects.filter(pk__in=list(keys)).select_related("dwelling")
    return found.order_by("code", "dwelling__code", "pk")


def _with_words(held: Settlement, rows: list[Compared]) -> list[Compared]:
    latest: dict[tuple[int, int | None, int | None, int], Difference] = {}
    for one in Difference.objects.filter(settlement=held).select_related("decided_by").order_by("pk"):
        latest[one.tenancy_id, one.statement_id, one.stated_cents, one.expected_cents] = one
    return [
        Compared(
            one.tenancy,
            one.settled_cents,
            one.row,
            latest.get((one.tenancy.pk, one.row.statement, one.row.now_cents, one.row.expected_cents)),
        )
        for one in rows
    ]


@transaction.atomic
def exported(actor: Actor, uid: UUID, *, month: date | None, outcome: str) -> Reconciliation:
    """The same as a file; leaves a line.

    Raises:
        NotFound, NotConfirmed, StatementBeforePayment, WrongMonth.
    """
    found = reconciliation(actor, uid, month=month, outcome=outcome)
    audit.exported(actor, "points.differences-exported", found.settlement, rows=len(found.rows))
    return found
