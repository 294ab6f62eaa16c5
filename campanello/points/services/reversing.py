"""Takes a transfer back, once, by another transfer that names it and says why."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, NotYours, Right, projects_with
from campanello.core.actor import Actor
from campanello.points.models import Account, Reversal, Transfer
from campanello.points.rules import reversing as rules
from campanello.points.rules.ledger import Move
from campanello.points.services import ledger

_REVERSALS = UUID("2b6a1c52-87e3-4f0e-8f57-0d6f1f0a4c11")


@transaction.atomic
def reverse(*, actor: Actor, transfer: UUID, why: str, at: datetime) -> Transfer:
    """Take back what was earned, given or expired by mistake.

    Args:
        actor: Whoever may approve points in the project.
        transfer: The transfer's uid.
        why: In a few words, without names.
        at: When.

    Returns:
        The transfer that takes it back.

    Raises:
        NotFound, NotYours, CantBeReversed, NoReason, ReversedAlready.
        NotEnoughPoints: The points are spent.
    """
    found = Transfer.objects.filter(uid=transfer, project__in=projects_with(actor, Right.READ_POINTS)).first()
    if found is None:
        raise NotFound
    if found.project_id not in projects_with(actor, Right.APPROVE_POINTS):
        raise NotYours
    made = undo(actor=actor, transfer=found, why=why, at=at)
    audit.record(
        actor,
        "points.transfer-reversed",
        made,
        person=found.earned_by_id,
        kind=found.kind,
        points=found.points,
    )
    return made


@transaction.atomic
def undo(*, actor: Actor, transfer: Transfer, why: str, at: datetime) -> Transfer:
    """Take a transfer back for a service that has asked who may, and that leaves the line in the audit trail.

    Raises:
        CantBeReversed, NoReason, ReversedAlready.
        NotEnoughPoints: The points are spent.
    """
    if refusal := rules.why_not_reverse(transfer.kind, why):
        raise refusal
    # Whoever else takes it back waits here, and then sees that it is done.
    list(
        Account.objects.select_for_update(no_key=True)
        .filter(pk__in=[transfer.source_id, transfer.target_id])
        .order_by("pk")
    )
    before = Transfer.objects.filter(reverses=transfer).first()
    if before is not None:
        raise rules.ReversedAlready(on=before.on.isoformat())
    move = Move(
        uid=uuid5(_REVERSALS, transfer.uid.hex),
        source=transfer.target_id,
        target=transfer.source_id,
        points=transfer.points,
        kind="reversal",
        reverses=transfer.pk,
    )
    (key,) = ledger.post(actor=actor, project=transfer.project_id, moves=[move], at=at)
    Reversal.objects.create(transfer_id=key, why=why.strip()[:200])
    return Transfer.objects.get(pk=key)
