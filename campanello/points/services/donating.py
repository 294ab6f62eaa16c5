"""Points given away, with nothing in return: to a household by its code, or to the neighbourhood's pool."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.points.models import Account, Donation
from campanello.points.queries import donations as queries
from campanello.points.queries import owners, spending
from campanello.points.rules import donating as rules
from campanello.points.rules.ledger import Move, MovedOtherwise, NotEnoughPoints
from campanello.points.services import accounts, guessing, ledger


def check(
    *,
    actor: Actor,
    account: UUID,
    to: str | None,
    on: date,
    at: datetime,
    points: int = 1,
    address: str = "",
) -> None:
    """Whether a gift could go there: the code is good and not the giver's own. Nothing is told of who has it.

    Raises:
        NotFound, NotYours, NotDelegated, NotEnoughPoints, NoSuchCode, TooManyWrongCodes, ToOneself.
    """
    giver = _giver(actor, account, on)
    if points > giver.balance:
        raise NotEnoughPoints(held=giver.balance, asked=points)
    _receiver(actor, giver, to, on=on, at=at, address=address)


def donate(  # noqa: PLR0913 (what a form states)
    *,
    actor: Actor,
    account: UUID,
    to: str | None,
    points: int,
    nothing_in_return: bool,
    uid: UUID,
    at: datetime,
    on: date,
    shows_donor: bool = False,
    address: str = "",
) -> Donation:
    """Give points away. Whoever gives learns nothing of who receives, nor the other way round, unless they wish it.

    Args:
        actor: The resident, who may stand for somebody; or an operator, with the person there.
        account: Whose points.
        to: The code that the household has told; None for the neighbourhood's pool.
        points: How many.
        nothing_in_return: The giver said that nothing is asked in return.
        uid: Made with the form: sent twice, it is given once.
        at: When.
        on: Today.
        shows_donor: The receiver may know who gave.
        address: Where it is asked from; wrong codes are counted by it.

    Raises:
        NotFound, NotYours, NotDelegated, AsksInReturn, NoSuchCode, TooManyWrongCodes, ToOneself, NoPoints,
        NotEnoughPoints, MovedOtherwise.
    """
    if not nothing_in_return:
        raise rules.AsksInReturn
    giver = _giver(actor, account, on)
    receiver = _receiver(actor, giver, to, on=on, at=at, address=address)
    return _given(actor, giver, receiver, points, uid, at=at, on=on, shows_donor=shows_donor)


@transaction.atomic
def take_back(*, actor: Actor, transfer: UUID, at: datetime, on: date) -> Donation:
    """Take a gift back, within minutes of giving it and as long as the points are still there; once.

    Raises:
        NotFound, NotDelegated: It is not the actor's gift.
        GiftKept: The time is over, or it was taken back before.
        GiftUsed: The points went on.
    """
    given = queries.gift(actor, transfer, on)
    if not queries.may_be_taken_back(given, at):
        raise rules.GiftKept(minutes=queries.undo_minutes(on))
    moved = given.transfer
    move = Move(
        uuid5(moved.uid, "taken back"),
        moved.target_id,
        moved.source_id,
        moved.points,
        "reversal",
        reverses=moved.pk,
    )
    try:
        ledger.post(actor=actor, project=moved.project_id, moves=[move], at=at)
    except NotEnoughPoints:
        # How many the receiver still holds is not for the giver to know.
        raise rules.GiftUsed from None
    audit.record(
        actor, "points.gift-taken-back", given, person=owners.whose(moved.source, on), points=moved.points
    )
    return given


@transaction.atomic
def _given(
    actor: Actor,
    giver: Account,
    receiver: Account | None,
    points: int,
    uid: UUID,
    *,
    at: datetime,
    on: date,
    shows_donor: bool,
) -> Donation:
    target = receiver or accounts.of_project(giver.project_id, "pool", at=at)
    move = Move(uid, giver.pk, target.pk, points, "donation")
    [key] = ledger.post(actor=actor, project=giver.project_id, moves=[move], at=at)
    made, is_new = Donation.objects.get_or_create(transfer_id=key, defaults={"shows_donor": shows_donor})
    if is_new:
        audit.record(
            actor,
            "points.given",
            made,
            person=owners.whose(giver, on),
            points=points,
            to_pool=receiver is None,
            shows_donor=shows_donor,
        )
    elif made.shows_donor != shows_donor:
        raise MovedOtherwise
    return made


def _giver(actor: Actor, account: UUID, on: date) -> Account:
    """One's own account; else, for who uses points with the person there, one of their projects'."""
    is_own = spending.own_accounts(actor, on).filter(uid=account).exists()
    return spending.to_spend(actor, account, on, with_staff=not is_own and may(actor, Right.SPEND_POINTS))


def _receiver(
    actor: Actor, giver: Account, to: str | None, *, on: date, at: datetime, address: str
) -> Account | None:
    if to is None:
        return None
    guessing.refuse(actor=actor, address=address, on=on, at=at)
    found = queries.by_code(giver.project_id, rules.read_code(to))
    if found is None:
        guessing.note(actor=actor, address=address, at=at)
        raise rules.NoSuchCode
    if found.pk == giver.pk:
        raise rules.ToOneself
    return found
