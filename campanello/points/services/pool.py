"""Parts the neighbourhood's pool: a coordinator gives its points to households, and says why."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.points.models import Donation, Transfer
from campanello.points.queries import owners, spending
from campanello.points.queries import pool as queries
from campanello.points.rules import donating as rules
from campanello.points.rules.ledger import Move
from campanello.points.rules.redeeming import NoReason
from campanello.points.services import accounts, ledger

LONGEST_REASON = 200


@transaction.atomic
def assign(
    *,
    actor: Actor,
    project: int,
    shares: Mapping[UUID, int],
    why: str,
    uid: UUID,
    at: datetime,
    on: date,
) -> list[Donation]:
    """Give points of a project's pool to households, all or none.

    Args:
        actor: A coordinator, who belongs to none of the households.
        project: Whose pool.
        shares: How many points for each household.
        why: In words; it stays on record.
        uid: Made with the form: sent twice, they are given once.
        at: When.
        on: Today.

    Raises:
        NotFound, NoReason, NothingToAssign, NotForOwnHousehold, NoPoints, NotEnoughPoints, MovedOtherwise.
    """
    found = queries.households(actor, project, shares)
    if not why.strip():
        raise NoReason
    if not shares:
        raise rules.NothingToAssign
    if spending.own_households(actor, on) & {one.pk for one in found.values()}:
        raise rules.NotForOwnHousehold
    pool = accounts.of_project(project, "pool", at=at)
    opened = accounts.of_households(project, (one.pk for one in found.values()), at=at)
    moves = [
        Move(rules.share_uid(uid, one), pool.pk, opened[found[one].pk].pk, points, "donation")
        for one, points in shares.items()
    ]
    keys = ledger.post(actor=actor, project=project, moves=moves, at=at)
    return _told(actor, keys, why, on)


def _told(actor: Actor, keys: list[int], why: str, on: date) -> list[Donation]:
    before = {one.transfer_id: one for one in Donation.objects.filter(transfer__in=keys)}
    new = [
        Donation(transfer_id=key, is_assigned=True, why=why.strip()[:LONGEST_REASON])
        for key in keys
        if key not in before
    ]
    Donation.objects.bulk_create(new)
    moved = {one.pk: one for one in Transfer.objects.filter(pk__in=keys).select_related("target")}
    for one in new:
        transfer = moved[one.transfer_id]
        person = owners.whose(transfer.target, on)
        audit.record(actor, "points.pool-assigned", transfer, person=person, points=transfer.points)
    found = {one.transfer_id: one for one in Donation.objects.filter(transfer__in=keys)}
    for one in found.values():
        one.transfer = moved[one.transfer_id]
    return [found[key] for key in keys]
