"""Gives back to many households at once what a settlement does not take: a few statements, however many they are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from campanello.core import audit, bulk
from campanello.core.actor import Actor
from campanello.points.models import GivenBack, Redemption, Settlement
from campanello.points.rules import values
from campanello.points.rules.ledger import Move
from campanello.points.rules.redeeming import state_after
from campanello.points.rules.settlements import Back
from campanello.points.services import accounts, ledger

_COLUMNS = ("settlement", "redemption", "points", "cents", "debt_cents", "why", "is_at_proposal")
_CHANGED = ("settled_points", "returned_points", "returned_why", "state", "closed_at", "version")
AT_ONCE = 500


def give_back(
    *, actor: Actor, settlement: Settlement, backs: Sequence[Back], is_at_proposal: bool, at: datetime
) -> None:
    """Give points back to their households; within the open transaction of who settles, who holds the accounts.

    Args:
        actor: Who settles.
        settlement: Which does not take them.
        backs: What goes back, and why; a redemption once.
        is_at_proposal: Else the settlement is being confirmed.
        at: When.
    """
    if not backs:
        return
    rows = [
        (settlement.pk, one.redemption, one.points, one.cents, one.debt_cents, one.why, is_at_proposal)
        for one in backs
    ]
    bulk.insert(GivenBack, _COLUMNS, rows)
    held = Redemption.objects.filter(pk__in=bulk.among([one.redemption for one in backs]))
    by_key = {one.pk: one for one in held.select_related("tenancy")}
    pending = accounts.of_creditor(settlement.project_id, settlement.creditor_id, "pending", at=at)
    moves = [_move(settlement, by_key[one.redemption], pending.pk, one) for one in backs]
    ledger.post(actor=actor, project=settlement.project_id, moves=moves, at=at)
    for one in backs:
        _close(by_key[one.redemption], one, at)
    Redemption.objects.bulk_update(by_key.values(), _CHANGED, batch_size=AT_ONCE)
    audit.record_many(actor, "points.given-back", ((one, one.tenancy.holder_id) for one in by_key.values()))


def _move(settlement: Settlement, held: Redemption, pending: int, back: Back) -> Move:
    uid = uuid5(settlement.uid, f"return {held.pk} after {held.returned_points}")
    return Move(uid, pending, held.account_id, back.points, "return", redemption=held.pk)


def _close(held: Redemption, back: Back, at: datetime) -> None:
    held.returned_points += back.points
    held.returned_why = values.GIVEN_BACK_WHYS[back.why]
    held.state = state_after(
        held.state, points=held.points, settled=held.settled_points, returned=held.returned_points
    )
    held.closed_at = at if held.state in {"settled", "returned"} else None
    held.version += 1
