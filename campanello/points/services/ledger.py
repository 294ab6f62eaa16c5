"""Writes transfers: accounts locked in the order of their keys, all moves or none, balances in the same transaction.

Nothing else in campanello writes a transfer or a balance.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When

from campanello.core import bulk
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.points.models import Account, Transfer
from campanello.points.rules import ledger as rules
from campanello.points.rules.ledger import Held, Move

_COLUMNS = (
    "uid", "source", "target", "points", "kind", "earned_by", "earned_on", "minutes", "rate", "attendance", "award",
    "redemption", "reverses", "project", "on", "recorded_at", "recorded_by",
)  # fmt: skip


@transaction.atomic
def post(*, actor: Actor, project: int, moves: Iterable[Move], at: datetime) -> list[int]:
    """Write transfers, all or none; what was written before by the same uid is not written again.

    Who calls asks the rules of its own matter before, and leaves the line in the audit trail.

    Args:
        actor: Who records it.
        project: Whose ledger it is.
        moves: What moves; accounts of that project.
        at: When; its day in Rome is the day of the seal.

    Returns:
        The keys of the transfers, in the order of the moves.

    Raises:
        NoPoints, NotEnoughPoints, BudgetUsedUp, MovedOtherwise.
    """
    wanted = list(moves)
    held = _locked({account for one in wanted for account in (one.source, one.target)})
    there = _before(wanted)
    new = [one for one in wanted if one.uid not in there]
    if refusal := rules.why_not_move(new, held):
        raise refusal
    keys = dict(
        zip(
            (one.uid for one in new),
            bulk.add(Transfer, _COLUMNS, _rows(new, actor, project, at)),
            strict=True,
        )
    )
    _change(rules.changes(new))
    return [keys.get(one.uid) or there[one.uid] for one in wanted]


def _locked(accounts: Iterable[int]) -> dict[int, Held]:
    rows = Account.objects.select_for_update().filter(pk__in=sorted(accounts)).order_by("pk")
    return {one.pk: Held(one.kind, one.balance, one.floor) for one in rows}


def _before(moves: Sequence[Move]) -> dict[UUID, int]:
    known = {one.uid: one for one in moves}
    found = {}
    for row in Transfer.objects.filter(uid__in=bulk.among([one.hex for one in known])):
        one = known[row.uid]
        if (row.source_id, row.target_id, row.points, row.kind) != (
            one.source,
            one.target,
            one.points,
            one.kind,
        ):
            raise rules.MovedOtherwise
        found[row.uid] = row.pk
    return found


def _rows(moves: Sequence[Move], actor: Actor, project: int, at: datetime) -> list[tuple[object, ...]]:
    shared = (project, day_of(at), at, actor.user)
    return [
        (
            one.uid, one.source, one.target, one.points, one.kind, one.earned_by, one.earned_on, one.minutes,
            one.rate, one.attendance, one.award, one.redemption, one.reverses, *shared,
        )
        for one in moves
    ]  # fmt: skip


def _change(changes: dict[int, int]) -> None:
    changed = {account: points for account, points in sorted(changes.items()) if points}
    if not changed:
        return
    whens = [When(pk=account, then=Value(points)) for account, points in changed.items()]
    Account.objects.filter(pk__in=list(changed)).update(balance=F("balance") + Case(*whens))
