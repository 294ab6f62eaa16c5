"""A resident's own letters, or those of whoever they stand for."""

from uuid import UUID

from django.db.models import QuerySet

from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.letters.models import Letter
from campanello.people.models import Person
from campanello.people.queries.merges import ids_of

SCOPE = "letters"


def letters(actor: Actor) -> QuerySet[Letter]:
    """The letters in the app, the latest first; none for a delegate who may not read them."""
    if actor.own is None or not actor.may_for_own(SCOPE):
        return Letter.objects.none()
    found = Letter.objects.filter(person__in=ids_of(actor.own), in_app_at__isnull=False)
    return found.select_related("sender")


def unread(actor: Actor) -> int:
    """How many of them nobody has opened. Two queries."""
    return letters(actor).filter(read_at=None).count()


def letter(actor: Actor, uid: UUID) -> Letter:
    """One of them.

    Raises:
        NotFound.
    """
    found = letters(actor).filter(uid=uid).select_related("sender", "read_by", "project").first()
    if found is None:
        raise NotFound
    return found


def reader(actor: Actor) -> Person | None:
    """Who reads: the resident themselves, or the delegate."""
    return Person.objects.filter(pk=actor.person).first() if actor.person is not None else None
