"""Writes down indirect work, changes it and strikes it out; each operator their own."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.lab.models import IndirectWork
from campanello.lab.queries import visits
from campanello.lab.queries import work as queries
from campanello.lab.rules import work as rules
from campanello.lab.rules.visits import EntryOfAnother
from campanello.lab.rules.work import NewWork
from campanello.people.models import Person
from campanello.people.queries import records

FIELDS = ("kind", "minutes", "on", "person", "note")


def record_work(*, actor: Actor, uid: UUID, work: NewWork, today: date) -> IndirectWork:
    """Write indirect work down. Sent again with the same `uid`, it is answered alike and nothing is done.

    Raises:
        NotFound: The project or the person is absent or not the actor's.
        EntryOfAnother: The `uid` is that of a colleague's entry.
        And what `rules.checked` refuses.
    """
    project = visits.project(actor, work.project)
    try:
        with transaction.atomic():
            return _before(actor, uid) or _record(actor, uid, project, work, today)
    except IntegrityError:
        # The same entry was sent twice at one moment: the other one is there now.
        if before := _before(actor, uid):
            return before
        raise


def _before(actor: Actor, uid: UUID) -> IndirectWork | None:
    found = IndirectWork.objects.filter(uid=uid).first()
    if found is not None and found.operator_id != actor.user:
        raise EntryOfAnother
    return found


def _record(actor: Actor, uid: UUID, project: Project, work: NewWork, today: date) -> IndirectWork:
    others = queries.minutes_on(actor, work.on)
    neat = rules.checked(work, queries.limits(today), others=others, today=today)
    assert actor.user is not None  # nobody in particular has no project
    made = IndirectWork(uid=uid, project=project, operator_id=actor.user)
    _fill(actor, made, neat)
    made.save(force_insert=True)
    audit.record(actor, "lab.work-recorded", made, person=made.person_id, kind=made.kind)
    return made


def _fill(actor: Actor, made: IndirectWork, neat: NewWork) -> None:
    made.kind, made.minutes, made.on, made.note = neat.kind, neat.minutes, neat.on, neat.note
    known = made.person and (made.person.merged_into or made.person)
    if (known.uid if known else None) != neat.person:
        made.person = _person(actor, neat.person)


def _person(actor: Actor, uid: UUID | None) -> Person | None:
    return records.person(actor, uid) if uid else None


@transaction.atomic
def edit_work(
    *, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], today: date
) -> IndirectWork:
    """Change one's own indirect work; `changes` is by the fields of `NewWork` without the project.

    Raises:
        NotFound: Absent, or not the actor's own.
        ChangedMeanwhile: It was saved elsewhere since `version`.
        And what `rules.checked` refuses.
    """
    held = queries.own_work(actor, uid, lock=True)
    before = queries.facts_of(held)
    wanted = {name: changes[name] for name in FIELDS if name in changes}
    if held.version != version:
        saved = {name: getattr(before, name) for name in wanted}
        raise ChangedMeanwhile(version=held.version, differences=differences(saved, wanted))
    after = replace(before, **wanted)
    if after == before:
        return held
    others = queries.minutes_on(actor, after.on) - (held.minutes if held.on == after.on else 0)
    _fill(actor, held, rules.checked(after, queries.limits(today), others=others, today=today))
    held.version += 1
    held.save()
    audit.record(actor, "lab.work-edited", held, person=held.person_id)
    return held


@transaction.atomic
def strike_work(*, actor: Actor, uid: UUID) -> NewWork:
    """Take one's own indirect work out again; answers what it said, so that it can be written down anew.

    Raises:
        NotFound: Absent, or not the actor's own.
    """
    held = queries.own_work(actor, uid, lock=True)
    told = queries.facts_of(held)
    audit.record(actor, "lab.work-struck", held, person=held.person_id, kind=held.kind)
    held.delete()
    return told
