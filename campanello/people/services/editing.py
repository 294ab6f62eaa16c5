"""Changes a person's own fields: with the version that was read, so that two people never overwrite each other."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.models import Person, Revision
from campanello.people.queries import records
from campanello.people.rules.names import tidy
from campanello.people.rules.person import (
    NAMES,
    PersonFacts,
    StalePerson,
    changed,
    checked,
    differing,
    versions,
)
from campanello.people.services import search_keys
from campanello.people.services.revising import revise

SEARCHED = {*NAMES, "born_on"}


@transaction.atomic
def edit_person(
    *,
    actor: Actor,
    uid: UUID,
    version: int,
    changes: Mapping[str, Any],
    on: date,
    at: datetime,
    note: str = "",
) -> Person:
    """Change some of a person's fields. Where others changed other fields since, both changes stand.

    Args:
        actor: Who changes them.
        uid: Whose.
        version: Of the record that the actor read; what equals it then was not changed by them.
        changes: Field names and their new values.
        on: The day it is.
        at: When it is recorded.
        note: Why, for the history: a rectification that the person asked for.

    Raises:
        NotFound: Absent, or not the actor's.
        StalePerson: Somebody changed the same field since, to something else.
        NoSuchField, NoName, NotAName, TooLong, InTheFuture, TooLongAgo, NotInTheList.
    """
    person = records.person(actor, uid, right=Right.WRITE_PERSON, lock=True)
    now = records.facts_of(person)
    base = _as_of(person, now, version)
    yours = _own_changes(base, changed(base, changes), on)
    if version != person.version:
        found = versions(base, now, yours)
        if any(one.is_contested for one in found):
            raise StalePerson(found, person.version)
    after = checked(changed(now, yours), on, now)
    differences = differing(now, after)
    if differences:
        _save(person, after, list(differences))
        revise(
            person,
            actor=actor,
            at=at,
            part="person",
            changes=differences,
            verb="people.person-edited",
            note=tidy(note)[:200],
        )
        if SEARCHED & set(differences):
            search_keys.refresh([person.pk])
    return person


def _own_changes(base: PersonFacts, wanted: PersonFacts, on: date) -> dict[str, Any]:
    # Compared as they would be stored: a space at the end of a name is no change.
    neat = checked(wanted, on, base)
    # Looked up from the place; a place that the actor left alone keeps the code it has.
    if neat.birth_place == base.birth_place and wanted.birth_place_code == base.birth_place_code:
        neat = replace(neat, birth_place_code=base.birth_place_code)
    return {field: after for field, (_before, after) in differing(base, neat).items()}


def _as_of(person: Person, now: PersonFacts, version: int) -> PersonFacts:
    """A person's fields as they were in a version: each field's value before the first change after it."""
    if version >= person.version:
        return now
    later = Revision.objects.filter(person=person, part="person", version__gt=version).order_by(
        "-version", "-pk"
    )
    values: dict[str, Any] = asdict(now)
    for changes in later.values_list("changes", flat=True):
        values |= {field: before for field, (before, _after) in changes.items() if field in values}
    if isinstance(values["born_on"], str):
        values["born_on"] = date.fromisoformat(values["born_on"])
    return PersonFacts(**values)


def _save(person: Person, facts: PersonFacts, fields: list[str]) -> None:
    for field in fields:
        setattr(person, field, getattr(facts, field))
    person.save(update_fields=fields)
