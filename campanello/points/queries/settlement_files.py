"""What leaves about a settlement: the bank's order, the office's table, the landlord's statement. Each leaves a line.

By contract and dwelling alone: no name, nothing of why anybody earned or gave.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.points.models import Settlement, SettlementLine
from campanello.points.queries import settlements
from campanello.points.rules import settlements as rules
from campanello.points.rules import values

APPROVED = frozenset({"approved", "ordered", "confirmed"})
ORDERED = frozenset({"ordered", "confirmed"})


@dataclass(frozen=True)
class Entry:
    """A line of the landlord's statement: contract, dwelling, debt before, points, cents, debt after."""

    number: int
    contract: str
    dwelling: str
    before_cents: int
    points: int
    cents: int

    @property
    def after_cents(self) -> int:
        """What is owed after it."""
        return self.before_cents - self.cents


@dataclass(frozen=True)
class Statement:
    """What a settlement takes off which contract; once it is confirmed, what was indeed taken off."""

    settlement: Settlement
    entries: tuple[Entry, ...]

    @property
    def points(self) -> int:
        """All of them."""
        return sum(one.points for one in self.entries)

    @property
    def cents(self) -> int:
        """What the debts go down by."""
        return sum(one.cents for one in self.entries)


def _in(held: Settlement, states: frozenset[str]) -> Settlement:
    if held.state not in states:
        raise rules.SettlementNotReady(state=(values.SETTLEMENT_STATES[held.state], {}))
    return held


@transaction.atomic
def order(actor: Actor, uid: UUID) -> Settlement:
    """A settlement whose payment is ordered, for the bank's file; leaves a line.

    Raises:
        NotFound, NotYours, SettlementNotReady.
    """
    held = settlements.settlement(actor, uid, right=Right.PROPOSE_SETTLEMENTS)
    if held.way != "payment":
        raise NotFound
    _in(held, ORDERED)
    audit.exported(actor, "points.settlement-order-downloaded", held, cents=held.cents)
    return held


@transaction.atomic
def office(actor: Actor, uid: UUID) -> Settlement:
    """A settlement for the accounting office; leaves a line.

    Raises:
        NotFound, NotYours, SettlementNotReady.
    """
    held = _in(settlements.settlement(actor, uid, right=Right.PROPOSE_SETTLEMENTS), APPROVED)
    audit.exported(actor, "points.settlement-exported", held, rows=1, form="office")
    return held


@transaction.atomic
def statement(actor: Actor, uid: UUID, *, form: str) -> Statement:
    """The landlord's statement of an approved settlement; leaves a line.

    Raises:
        NotFound, SettlementNotReady.
    """
    held = _in(settlements.settlement(actor, uid), APPROVED)
    rows = tuple(_entry(one) for one in settlements.lines(held))
    audit.exported(actor, "points.settlement-exported", held, rows=len(rows), form=form)
    return Statement(held, rows)


def _entry(one: SettlementLine) -> Entry:
    tenancy = one.redemption.tenancy
    if one.settled_cents is None:
        told = one.debt_cents, one.points, one.cents
    else:
        worth = one.cents // one.points
        before = one.debt_cents if one.before_cents is None else one.before_cents
        told = before, one.settled_cents // worth, one.settled_cents
    return Entry(one.number, tenancy.code, tenancy.dwelling.code, *told)
