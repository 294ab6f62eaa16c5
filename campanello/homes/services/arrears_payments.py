"""Books what reached a creditor for a household's debt, once, and takes it back when the money came back.

Who calls has asked whether its actor may: a settlement of points that was confirmed, or a payment of a pact's share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit, bulk
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.models import ArrearsPayment
from campanello.homes.rules import arrears_payments as rules

_COLUMNS = ("reference", "tenancy", "creditor", "paid_on", "cents", "source", "recorded_at", "recorded_by")
LONGEST_REASON = 200


@dataclass(frozen=True)
class Booking:
    """A payment to be booked: the key of the tenancy and of the creditor, and what makes it happen once."""

    reference: UUID
    tenancy: int
    creditor: int
    paid_on: date
    cents: int
    source: str


@transaction.atomic
def book(
    *,
    actor: Actor,
    tenancy: int,
    creditor: int,
    paid_on: date,
    cents: int,
    source: str,
    reference: UUID,
    at: datetime,
) -> ArrearsPayment:
    """Book one payment. With the same reference it is booked once.

    Raises:
        NothingPaid, PaidInTheFuture, PaidOtherwise.
    """
    book_many(actor=actor, payments=[Booking(reference, tenancy, creditor, paid_on, cents, source)], at=at)
    return ArrearsPayment.objects.get(reference=reference)


@transaction.atomic
def book_many(*, actor: Actor, payments: Sequence[Booking], at: datetime) -> int:
    """Book payments, all or none; what was booked before by the same reference is not booked again.

    Args:
        actor: Who books them.
        payments: What was paid.
        at: When it is recorded.

    Returns:
        How many are new.

    Raises:
        NothingPaid, PaidInTheFuture, PaidOtherwise.
    """
    for one in payments:
        if one.cents < 1:
            raise rules.NothingPaid(cents=one.cents)
        if one.paid_on > day_of(at):
            raise rules.PaidInTheFuture(day=f"{one.paid_on:%d/%m/%Y}", today=f"{day_of(at):%d/%m/%Y}")
    before = _before(payments)
    new = [one for one in payments if one.reference not in before]
    bulk.insert(
        ArrearsPayment,
        _COLUMNS,
        [
            (*(one.reference, one.tenancy, one.creditor, one.paid_on, one.cents, one.source), at, actor.user)
            for one in new
        ],
    )
    made = _of([one.reference for one in new])
    audit.record_many(actor, "homes.arrears-paid", ((one, one.tenancy.holder_id) for one in made))
    return len(new)


def _before(payments: Sequence[Booking]) -> frozenset[UUID]:
    found = {one.reference: one for one in _of([one.reference for one in payments])}
    for one in payments:
        there = found.get(one.reference)
        wanted = (one.tenancy, one.creditor, one.paid_on, one.cents, one.source)
        if there and wanted != (
            there.tenancy_id,
            there.creditor_id,
            there.paid_on,
            there.cents,
            there.source,
        ):
            raise rules.PaidOtherwise
    return frozenset(found)


def _of(references: Iterable[UUID]) -> list[ArrearsPayment]:
    # As the databases keep them: SQLite by 32 signs, PostgreSQL by its own type.
    listed = bulk.among([one.hex for one in references])
    return list(ArrearsPayment.objects.filter(reference__in=listed).select_related("tenancy"))


@transaction.atomic
def void(*, actor: Actor, references: Iterable[UUID], why: str, at: datetime) -> int:
    """Take back payments whose money came back: they stay on record and count no more.

    Returns:
        How many counted till now; what was never booked, or is void already, is left as it is.
    """
    held = [one for one in _of(references) if one.voided_at is None]
    ArrearsPayment.objects.filter(pk__in=bulk.among([one.pk for one in held])).update(
        voided_at=at, void_why=why[:LONGEST_REASON]
    )
    audit.record_many(actor, "homes.arrears-payment-voided", ((one, one.tenancy.holder_id) for one in held))
    return len(held)
