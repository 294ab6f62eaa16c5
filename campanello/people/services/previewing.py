"""Tries a change and takes it back, so that a page can show in figures what will be before anybody confirms it."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core.actor import Actor
from campanello.people.models import Household
from campanello.people.queries import households as queries
from campanello.people.queries.households import Composition


def previewed(
    change: Callable[[], Household | None], *, actor: Actor, households: Iterable[UUID], on: date
) -> list[Composition]:
    """What some households, and one that the change opens, would be on a day. Nothing of it stays, no line either.

    Raises:
        DomainError: What the change itself is refused for.
    """
    with transaction.atomic():
        made = change()
        wanted = {*households, *([made.uid] if made else [])}
        found = list(Household.objects.filter(uid__in=wanted).order_by("pk"))
        compositions = queries.compositions(actor, found, on)
        transaction.set_rollback(True)
    return compositions
