"""Requests under people's rights, for who answers them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, require
from campanello.core.actor import Actor
from campanello.people.models import Person, RightsRequest
from campanello.people.queries.merges import ids_of

MOST = 100


@dataclass(frozen=True)
class Waiting:
    """A request that waits: whose, what, and by when."""

    uid: UUID
    name: str
    kind: str
    due_on: date


def of_person(person: Person) -> list[RightsRequest]:
    """What a person asked for, merged records included, the newest first. For who has come to the person already."""
    return list(RightsRequest.objects.filter(person__in=ids_of(person)))


def waiting(actor: Actor, on: date, *, is_late: bool, most: int) -> tuple[list[Waiting], int]:
    """Requests without an answer, the most urgent first, and how many there are up to MOST; each named leaves a line.

    Args:
        actor: Who answers.
        on: The day it is.
        is_late: Those alone whose day has passed, or those alone whose day is still to come.
        most: How many are told.

    Raises:
        NotFound: The actor answers no requests.
    """
    require(actor, Right.ANSWER_RIGHTS)
    rows = _visible(actor).filter(answered_on=None).select_related("person").order_by("due_on", "pk")
    found = list((rows.filter(due_on__lt=on) if is_late else rows.filter(due_on__gte=on))[:MOST])
    shown = found[:most]
    audit.read_many(actor, "people.requests-listed", sorted({one.person_id for one in shown}))
    return [Waiting(one.person.uid, one.person.name, one.kind, one.due_on) for one in shown], len(found)


def request(actor: Actor, uid: UUID, *, lock: bool = False) -> RightsRequest:
    """One request.

    Raises:
        NotFound: Absent, or of somebody who is not the actor's to answer.
    """
    require(actor, Right.ANSWER_RIGHTS)
    rows = _visible(actor).select_related("person").filter(uid=uid)
    one = (rows.select_for_update(of=["self"]) if lock else rows).first()
    if one is None:
        raise NotFound
    return one


def _visible(actor: Actor) -> QuerySet[RightsRequest]:
    people = Person.objects.visible_to(actor, Right.ANSWER_RIGHTS)
    return RightsRequest.objects.filter(Exists(people.filter(pk=OuterRef("person"))))
