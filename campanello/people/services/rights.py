"""What a person may ask for besides a copy of their data: that their use is restricted, and that it no longer is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.people.queries import records


@transaction.atomic
def restrict(*, actor: Actor, uid: UUID, at: datetime) -> Person:
    """Keep a person's data without using them: from now on only who answers people's rights sees the record.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS, lock=True)
    if person.restricted_at is None:
        _save(person, at)
        audit.record(actor, "people.person-restricted", person, person=person.pk)
    return person


@transaction.atomic
def lift_restriction(*, actor: Actor, uid: UUID) -> Person:
    """Let the team use a person's data again.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS, lock=True)
    if person.restricted_at is not None:
        _save(person, None)
        audit.record(actor, "people.person-unrestricted", person, person=person.pk)
    return person


def _save(person: Person, at: datetime | None) -> None:
    person.restricted_at = at
    person.version += 1
    person.save(update_fields=["restricted_at", "version"])
