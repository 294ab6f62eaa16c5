"""What a person's record was before: who changed what, when. Facts of special categories are for the stricter role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.models import Person, Revision
from campanello.people.queries import records
from campanello.people.queries.merges import of_people

SPECIAL = "special"


@dataclass(frozen=True)
class Change:
    """One field before and after, as it was stored."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Revised:
    """One change of a record: when, by whom, of which part, why, and each field's values."""

    at: datetime
    by: str
    part: str
    note: str
    version: int
    changes: tuple[Change, ...]


def revisions(actor: Actor, uid: UUID) -> tuple[Person, "QuerySet[Revision]"]:
    """A person and the changes of their record, the latest first, merged records' included; leaves a line.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    person = records.person(actor, uid)
    found = Revision.objects.filter(of_people("person", [person.pk])).select_related("by")
    if not records.may_see_special(actor, person):
        found = found.exclude(part=SPECIAL)
    audit.read(actor, "people.history-read", person, person=person.pk)
    return person, found


def revised(revision: Revision) -> Revised:
    """A stored change as a page reads it."""
    return Revised(
        at=revision.at,
        by=revision.by.name if revision.by else "",
        part=revision.part,
        note=revision.note,
        version=revision.version,
        changes=tuple(
            Change(field, before, after) for field, (before, after) in sorted(revision.changes.items())
        ),
    )
