"""An operator says to which household they belong: they award it nothing, and decide nothing about it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.points.models import OwnHousehold
from campanello.points.queries import own_households as queries


@transaction.atomic
def declare(*, actor: Actor, person: UUID, at: datetime) -> OwnHousehold:
    """Say that one belongs to the household of a person; said twice, it stands once.

    Raises:
        NotFound: Absent, or not the actor's.
        NoHousehold: The person is in no household today.
    """
    assert actor.user is not None  # whoever awards is logged in
    household = queries.household_of(actor, person, at)
    made, is_new = OwnHousehold.objects.get_or_create(
        user_id=actor.user, household_id=household, ended_at=None, defaults={"declared_at": at}
    )
    if is_new:
        audit.record(actor, "points.own-household-declared", made, household=household)
    return made


@transaction.atomic
def end(*, actor: Actor, key: int, at: datetime) -> OwnHousehold:
    """Say that one does not belong to a household any more. What was declared stays on record.

    Raises:
        NotFound.
    """
    held = queries.own(actor, key, lock=True)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        audit.record(actor, "points.own-household-ended", held, household=held.household_id)
    return held
