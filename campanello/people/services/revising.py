"""Writes down how a record was before a change: a revision, the person's next version, and the audit line."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.models import Person, Revision

Changes = Mapping[str, tuple[Any, Any]]


def revise(
    person: Person,
    *,
    actor: Actor,
    at: datetime,
    part: str,
    changes: Changes,
    verb: str,
    row: int | None = None,
    note: str = "",
) -> None:
    """Keep what changed in a person's record, count its version up, and leave a line with the fields' names alone.

    Called with the person's row held, inside the transaction of the change.
    """
    person.version += 1
    Person.objects.filter(pk=person.pk).update(version=person.version)
    Revision.objects.create(
        person=person,
        version=person.version,
        at=at,
        by_id=actor.user,
        part=part,
        row=row,
        changes={field: [plain(before), plain(after)] for field, (before, after) in changes.items()},
        note=note,
    )
    audit.record(actor, verb, person, person=person.pk, part=part, fields=sorted(changes))


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date | datetime) else value
