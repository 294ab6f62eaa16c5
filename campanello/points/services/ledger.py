"""Writes transfers: accounts locked in the order of their keys, all moves or none, balances in the same transaction.

Nothing else in campanello writes a transfer or a balance. PostgreSQL does all of it in one round trip, by a function
of its own (migration `ledger_is_kept`); SQLite, whose one writer waits for nobody, in a few statements.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from campanello.core import bulk
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.core.period import day_of
from campanello.points.models import Account, Transfer
from campanello.points.rules import ledger as rules
from campanello.points.rules.ledger import Held, Move

_COLUMNS = (
    "uid", "source", "target", "points", "kind", "earned_by", "earned_on", "minutes", "rate", "attendance", "award",
    "redemption", "reverses", "project", "on", "recorded_at", "recorded_by",
)  # fmt: skip
_CALL = (
    "SELECT keys, why, held, asked FROM points_post(%s, %s, %s, %s, %s::uuid[], %s::bigint[], %s::bigint[], "
    "%s::integer[], %s::text[], %s::bigint[], %s::date[], %s::integer[], %s::bigint[], %s::bigint[], %s::bigint[], "
    "%s::bigint[], %s::bigint[])"
)
# As the source of all moves of an award, on PostgreSQL: whichever issuer's account of the project has room.
ANY_ISSUER = 0
_WHY = {"points": rules.NotEnoughPoints, "budget": rules.BudgetUsedUp}
# What a column of whole numbers holds.
_MOST = 2**31 - 1
# The names of constraints as PostgreSQL tells them, and of columns as SQLite does.
_TWICE = ("transfer_once_an_a", "points_transfer.attendance_id", "points_transfer.award_id")


def post(*, actor: Actor, project: int, moves: Iterable[Move], at: datetime) -> list[int]:
    """Write transfers, all or none; what was written before by the same uid is not written again.

    Who calls asks the rules of its own matter before, and leaves the line in the audit trail. A refusal has written
    nothing. An award that is sent again may name another issuer's account than the first time.

    Args:
        actor: Who records it.
        project: Whose ledger it is.
        moves: What moves; accounts of that project.
        at: When; its day in Rome is the day of the seal.

    Returns:
        The keys of the transfers, in the order of the moves.

    Raises:
        NotFound: An account is none of the project's.
        NoPoints, NotEnoughPoints, BudgetUsedUp, MovedOtherwise, AwardedAlready.
    """
    wanted = list(moves)
    if not wanted:
        return []
    if (least := min(one.points for one in wanted)) < 1:
        raise rules.NoPoints(points=least)
    if (most := max(wanted, key=lambda one: one.points)).points > _MOST:
        raise _far_too_many(most, project)
    write = _at_once if connection.vendor == "postgresql" else _step_by_step
    try:
        written = write(wanted, actor, project, at)
    except IntegrityError as error:
        if any(name in str(error) for name in _TWICE):
            raise rules.AwardedAlready from error
        raise
    if isinstance(written, DomainError):
        raise written
    return written


def _far_too_many(move: Move, project: int) -> DomainError:
    """More than a column holds is more than any account does."""
    there = _held(project, [move.source]).get(move.source)
    if there is None:
        return NotFound()
    return _WHY["budget" if there.kind == "issuer" else "points"](held=there.free, asked=move.points)


def _at_once(wanted: Sequence[Move], actor: Actor, project: int, at: datetime) -> list[int] | DomainError:
    columns = [_column(wanted, name) for name in _COLUMNS[:13]]
    with connection.cursor() as cursor:
        cursor.execute(_CALL, [project, day_of(at), at, actor.user, *columns])
        keys, why, held, asked = cursor.fetchone()
    if why is None:
        return list(keys)
    if why == "missing":
        return NotFound()
    return rules.MovedOtherwise() if why == "otherwise" else _WHY[why](held=held, asked=asked)


def _column(wanted: Sequence[Move], name: str) -> list[object] | None:
    """A column of the moves; nothing where all are empty."""
    values = [getattr(one, name) for one in wanted]
    return values if any(one is not None for one in values) else None


def _step_by_step(
    wanted: Sequence[Move], actor: Actor, project: int, at: datetime
) -> list[int] | DomainError:
    """Within the transaction that is open, or one of its own; a refusal comes before anything is written."""
    if not connection.in_atomic_block:
        with transaction.atomic():
            return _step_by_step(wanted, actor, project, at)
    held = _held(project, {account for one in wanted for account in (one.source, one.target)})
    there, new = _before(wanted), []
    for one in wanted:
        row = there.get(one.uid)
        if row is None:
            new.append(one)
        elif not _is_same(row, one):
            return rules.MovedOtherwise()
    if any(account not in held for one in new for account in (one.source, one.target)):
        return NotFound()
    if refusal := rules.why_not_move(new, held):
        return refusal
    added = bulk.add(Transfer, _COLUMNS, _rows(new, actor, project, at))
    keys = dict(zip((one.uid for one in new), added, strict=True))
    _change(rules.changes(new))
    return [keys.get(one.uid) or there[one.uid].pk for one in wanted]


def _held(project: int, accounts: Iterable[int]) -> dict[int, Held]:
    rows = Account.objects.filter(pk__in=bulk.among(sorted(accounts)), project=project)
    return {one.pk: Held(one.kind, one.balance, one.floor) for one in rows}


def _before(moves: Sequence[Move]) -> dict[UUID, Transfer]:
    found = Transfer.objects.filter(uid__in=bulk.among([one.uid.hex for one in moves]))
    return {row.uid: row for row in found}


def _is_same(row: Transfer, move: Move) -> bool:
    is_source = row.source_id == move.source or move.kind == "award"
    return is_source and (row.target_id, row.points, row.kind) == (move.target, move.points, move.kind)


def _rows(moves: Sequence[Move], actor: Actor, project: int, at: datetime) -> list[tuple[object, ...]]:
    shared = (project, day_of(at), at, actor.user)
    return [(*(getattr(one, name) for name in _COLUMNS[:13]), *shared) for one in moves]


def _change(changes: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE points_account SET balance = balance + %s WHERE id = %s",
            [(points, account) for account, points in sorted(changes.items()) if points],
        )
