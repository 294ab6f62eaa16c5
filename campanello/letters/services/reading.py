"""Keeps who has read a letter and when, and to whom it was told in person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.letters.models import Letter
from campanello.letters.queries import own, sent


@transaction.atomic
def read(*, actor: Actor, uid: UUID, at: datetime) -> Letter:
    """Open a letter in the app: the first time leaves the receipt, also where a delegate opens it.

    Raises:
        NotFound: Absent, somebody else's, or a delegate's without the scope.
    """
    found = own.letter(actor, uid)
    if found.read_at is None:
        # Of two telephones the first counts.
        first = Letter.objects.filter(pk=found.pk, read_at=None)
        if first.update(read_at=at, read_by=actor.person):
            is_delegate = actor.stands_for is not None
            audit.record(actor, "letters.letter-read", found, person=found.person_id, by_delegate=is_delegate)
            found = own.letter(actor, uid)
    return found


@transaction.atomic
def tell(*, actor: Actor, uid: UUID, at: datetime) -> Letter:
    """Somebody said to the reader what is in a letter; said twice, the first time counts.

    Raises:
        NotFound, NotYours.
    """
    found = sent.letter(actor, uid, right=Right.WRITE_LETTERS, lock=True)
    if found.told_at is None:
        found.told_at, found.told_by_id = at, actor.user
        found.save(update_fields=["told_at", "told_by"])
        audit.record(actor, "letters.letter-told", found, person=found.person_id)
    return found
