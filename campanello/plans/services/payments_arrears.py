"""Books what a pact's share paid to a landlord as a payment of the household's arrears, and takes it back.

What can't be booked, because no tenancy of the household is known, stays on the run's page until it can.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.homes.services import arrears_payments
from campanello.homes.services.arrears_payments import Booking
from campanello.plans.models import Payment
from campanello.plans.queries import payments as queries
from campanello.plans.queries import payments_arrears

SOURCE = "allowance"
REASON = "The bank gave it back."


def book(*, actor: Actor, payments: QuerySet[Payment], at: datetime) -> int:
    """Book those of some payments that were paid to a landlord; within the open transaction.

    Returns:
        How many are booked that were not before. A payment whose household's tenancy is not known is left for later.
    """
    paid = list(payments_arrears.unbooked(payments))
    homes = payments_arrears.tenancies_of(paid)
    found = [
        Booking(one.uid, homes[one.pk], one.creditor_id, one.value_on, one.cents, SOURCE)
        for one in paid
        if one.pk in homes and one.creditor_id is not None and one.value_on is not None
    ]
    return arrears_payments.book_many(actor=actor, payments=found, at=at) if found else 0


def take_back(*, actor: Actor, payments: Iterable[UUID], why: str, at: datetime) -> int:
    """The bank gave payments back: the debts they took off are owed again. Within the open transaction."""
    return arrears_payments.void(actor=actor, references=payments, why=why.strip() or REASON, at=at)


@transaction.atomic
def book_again(*, actor: Actor, uid: UUID, at: datetime) -> int:
    """Book what of a run could not be booked when it was paid.

    Returns:
        How many are booked now.

    Raises:
        NotFound, NotYours.
    """
    run = queries.run(actor, uid, right=Right.PROPOSE_PAYMENTS, lock=True)
    number = book(actor=actor, payments=Payment.objects.filter(run=run), at=at)
    audit.record(actor, "plans.arrears-booked", run, payments=number)
    return number
