"""Keeps what somebody said becomes of a difference with a landlord's statement."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.people.rules.names import tidy
from campanello.points.models import Difference
from campanello.points.queries import differences as queries
from campanello.points.queries import settlements
from campanello.points.rules import differences as rules
from campanello.points.rules.values import DIFFERENCE_WORDS


@transaction.atomic
def settle(
    *,
    actor: Actor,
    uid: UUID,
    settlement: UUID,
    tenancy: UUID,
    word: str,
    note: str,
    month: date | None,
    at: datetime,
) -> Difference:
    """Say of a difference that it is accepted, or that the landlord was asked. Earlier words stay on record.

    Args:
        actor: Who confirms settlements.
        uid: Made with the form: sent twice, it is said once.
        settlement: The settlement's.
        tenancy: Of which home.
        word: Of `values.DIFFERENCE_WORDS`.
        note: In words.
        month: Whose statement was compared, as the page showed it.
        at: When.

    Raises:
        NotFound, NotYours, NotConfirmed, NothingDiffers, StatementBeforePayment, WrongMonth.
    """
    held = settlements.settlement(actor, settlement, right=Right.CONFIRM_SETTLEMENTS, lock=True)
    if before := Difference.objects.filter(uid=uid, settlement=held).first():
        return before
    if word not in DIFFERENCE_WORDS:
        raise NotFound
    one = _compared(actor, settlement, tenancy, month)
    assert one.row.statement is not None  # it differs from something that was stated
    assert one.row.now_cents is not None
    made = Difference.objects.create(
        uid=uid,
        settlement=held,
        tenancy=one.tenancy,
        statement_id=one.row.statement,
        expected_cents=one.row.expected_cents,
        stated_cents=one.row.now_cents,
        word=word,
        note=tidy(note)[: rules.LONGEST_NOTE],
        decided_at=at,
        decided_by_id=actor.user,
    )
    audit.record(
        actor, "points.difference-settled", made, person=one.tenancy.holder_id, settlement=held.pk, word=word
    )
    return made


def _compared(actor: Actor, settlement: UUID, tenancy: UUID, month: date | None) -> queries.Compared:
    rows = queries.reconciliation(actor, settlement, month=month).rows
    one = next((row for row in rows if row.tenancy.uid == tenancy), None)
    if one is None:
        raise NotFound
    if one.row.statement is None or one.row.now_cents is None or not one.row.difference_cents:
        raise rules.NothingDiffers
    return one
