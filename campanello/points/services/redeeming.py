"""Puts points towards a debt, and takes them back while they are merely asked for.

Locks are taken in one order: the accounts by their keys, then the home and the money set aside, or the redemption; as
by whoever settles. What is then read holds.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.homes.models import Tenancy
from campanello.points.models import Account, Redemption
from campanello.points.queries import owners
from campanello.points.queries import spending as queries
from campanello.points.rules import redeeming as rules
from campanello.points.rules.ledger import Move, MovedOtherwise
from campanello.points.rules.redeeming import Debt, Standing
from campanello.points.services import accounts, ledger

LONGEST_REASON = 200


@transaction.atomic
def redeem(  # noqa: PLR0913 (what a form states)
    *,
    actor: Actor,
    account: UUID,
    tenancy: UUID,
    creditor: int,
    points: int,
    uid: UUID,
    at: datetime,
    on: date,
    with_staff: bool = False,
) -> Redemption:
    """Put points towards what a household owes. The debt goes down when the payment is confirmed.

    Args:
        actor: The resident, who may stand for somebody; or, `with_staff`, an operator with the person there.
        account: Whose points.
        tenancy: The home, as the standing's debt names it.
        creditor: To whom it is owed.
        points: How many.
        uid: Made with the form: sent twice, it happens once.
        at: When.
        on: Today.
        with_staff: An operator does it, with the person there.

    Raises:
        NotFound, NotYours, NotDelegated, NoDebtStated, NothingOwed, NoDebtLeft, LessThanAPoint, NoTerms,
        RentBudgetUsedUp, NoPointsHeld, TooManyPoints, MovedOtherwise.
    """
    mine = queries.to_spend(actor, account, on, with_staff=with_staff)
    pending = accounts.of_creditor(mine.project_id, creditor, "pending", at=at)
    home = _hold(mine, pending, tenancy, on)
    if before := Redemption.objects.filter(uid=uid).first():
        return _same(before, mine, creditor, points)
    standing = queries.standing(mine, on)
    debt = standing.debt(tenancy, creditor)
    if refusal := rules.why_not_redeem(standing, debt, points):
        raise refusal
    assert debt is not None
    assert home is not None
    made = Redemption.objects.create(
        **_facts(actor, mine, debt, standing, at),
        uid=uid,
        tenancy=home,
        points=points,
        with_staff=with_staff,
    )
    _put_aside(actor, made, mine, pending, at=at, on=on)
    return made


@transaction.atomic
def take_back(*, actor: Actor, redemption: UUID, at: datetime, on: date, why: str = "") -> Redemption:
    """Give a household back the points that it asked for, while they are not yet on their way to the landlord.

    Raises:
        NotFound, NotDelegated, NotToTakeBack.
    """
    seen = queries.redemption(actor, redemption, on, right=Right.SPEND_POINTS)
    held = _held(seen, at)
    if held.state != "asked":
        raise rules.NotToTakeBack
    return _returned(actor, held, why=why, at=at, on=on)


def _held(seen: Redemption, at: datetime) -> Redemption:
    """A redemption as it is once its accounts and it are held."""
    pending = accounts.of_creditor(seen.project_id, seen.creditor_id, "pending", at=at)
    _hold_accounts(seen.account_id, pending.pk)
    return Redemption.objects.select_for_update().get(pk=seen.pk)


def _returned(actor: Actor, held: Redemption, *, why: str, at: datetime, on: date) -> Redemption:
    points = held.points - held.returned_points
    mine = Account.objects.get(pk=held.account_id)
    pending = accounts.of_creditor(held.project_id, held.creditor_id, "pending", at=at)
    uid = uuid5(held.uid, f"return after {held.returned_points}")
    move = Move(uid, pending.pk, mine.pk, points, "return", redemption=held.pk)
    ledger.post(actor=actor, project=held.project_id, moves=[move], at=at)
    held.returned_points += points
    held.returned_why = why.strip()[:LONGEST_REASON]
    held.state, held.closed_at = "returned", at
    held.version += 1
    held.save(update_fields=["returned_points", "returned_why", "state", "closed_at", "version"])
    audit.record(actor, "points.taken-back", held, person=owners.whose(mine, on), points=points)
    return held


def _hold(mine: Account, pending: Account, tenancy: UUID, on: date) -> Tenancy | None:
    mine.balance = _hold_accounts(mine.pk, pending.pk)[mine.pk].balance
    home = (
        Tenancy.objects.select_for_update(no_key=True)
        .filter(uid=tenancy, household=mine.household_id)
        .first()
    )
    queries.budget(mine.project_id, on, lock=True)
    return home


def _hold_accounts(*keys: int) -> dict[int, Account]:
    return {one.pk: one for one in Account.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def _facts(actor: Actor, mine: Account, debt: Debt, standing: Standing, at: datetime) -> dict[str, Any]:
    """What a redemption keeps of the day on which it was asked for."""
    return {
        "project_id": mine.project_id,
        "account": mine,
        "creditor_id": debt.creditor,
        "way": debt.way,
        "cents_a_point": standing.cents_a_point,
        "rests_on_id": debt.statement,
        "asked_at": at,
        "asked_by_id": actor.user,
    }


def _put_aside(
    actor: Actor, made: Redemption, mine: Account, pending: Account, *, at: datetime, on: date
) -> None:
    move = Move(made.uid, mine.pk, pending.pk, made.points, "redemption", redemption=made.pk)
    ledger.post(actor=actor, project=mine.project_id, moves=[move], at=at)
    facts = {"points": made.points, "with_staff": made.with_staff}
    audit.record(actor, "points.redeemed", made, person=owners.whose(mine, on), **facts)


def _same(before: Redemption, mine: Account, creditor: int, points: int) -> Redemption:
    if (before.account_id, before.creditor_id, before.points) != (mine.pk, creditor, points):
        raise MovedOtherwise
    return before
