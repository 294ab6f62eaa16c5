"""Records visits, each once by the number it was entered with; changes, cancels and restores them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import day_of
from campanello.homes.models import Building
from campanello.homes.queries import places
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.lab.models import Visit, VisitNeed
from campanello.lab.queries import visits as queries
from campanello.lab.rules import visits as rules
from campanello.lab.rules.visits import NewVisit
from campanello.lab.services.involving import involve
from campanello.people.models import Household, Person
from campanello.people.queries import households, records

WRITE = Right.WRITE_LAB
_SAVED = ("channel", "minutes", "outcome", "note", "is_confidential", "next_step", "next_step_on")


def record_visit(*, actor: Actor, uid: UUID, visit: NewVisit, at: datetime) -> Visit:
    """Record a visit. Sent again with the same `uid` by the same actor, it is answered alike and nothing is done.

    Args:
        actor: Who records it; its operator.
        uid: Made where it is entered.
        visit: What happened. A project that did not know the person does from the day of the visit.
        at: When it is recorded.

    Raises:
        NotFound: The project, person, household or building is absent or not the actor's.
        EntryOfAnother: The `uid` is that of a colleague's entry.
        And what `rules.checked` refuses.
    """
    project = queries.project(actor, visit.project)
    try:
        with transaction.atomic():
            return _before(actor, uid) or _record(actor, uid, project, visit, at)
    except IntegrityError:
        # The same entry was sent twice at one moment: the other one is there now.
        if before := _before(actor, uid):
            return before
        raise


def _before(actor: Actor, uid: UUID) -> Visit | None:
    found = Visit.objects.filter(uid=uid).first()
    if found is not None and found.operator_id != actor.user:
        raise rules.EntryOfAnother
    return found


def _record(actor: Actor, uid: UUID, project: Project, visit: NewVisit, at: datetime) -> Visit:
    on = day_of(at)
    neat = rules.checked(visit, queries.limits(on), at=at)
    assert actor.user is not None  # nobody in particular has no project
    made = Visit(
        uid=uid,
        project=project,
        operator_id=actor.user,
        at=neat.happened_at,
        on=day_of(neat.happened_at),
        is_clock_corrected=neat.is_clock_corrected,
        person=_person(actor, neat.person),
        household=_household(actor, neat.household),
        building=_building(actor, neat.building),
        **{name: getattr(neat, name) for name in _SAVED},
    )
    if made.person is not None:
        involve(actor, made.person, project.pk, on=made.on)
    made.save(force_insert=True)
    VisitNeed.objects.bulk_create(VisitNeed(visit=made, need=need) for need in neat.needs)
    audit.record(
        actor, "lab.visit-recorded", made, person=made.person_id, project=project.pk, channel=made.channel
    )
    return made


def _person(actor: Actor, uid: UUID | None) -> Person | None:
    return records.person(actor, uid) if uid else None


def _household(actor: Actor, uid: UUID | None) -> Household | None:
    return households.household(actor, uid) if uid else None


def _building(actor: Actor, uid: UUID | None) -> Building | None:
    return places.building(actor, uid) if uid else None


@transaction.atomic
def edit_visit(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], at: datetime) -> Visit:
    """Change some of what a visit says; `changes` is by the fields of `NewVisit`.

    Raises:
        NotFound, NotYours: Absent, or another's.
        ChangedMeanwhile: Somebody saved it since `version`; it has both values of each field that differs.
        VisitCancelled: It was cancelled.
        NoteIsSealed: The note is confidential and the actor does not read such.
        And what `rules.checked` refuses.
    """
    held = queries.visit(actor, uid, WRITE, lock=True)
    before = queries.facts_of(held)
    wanted = {name: value for name, value in changes.items() if name in rules.FIELD_NAMES}
    touched = rules.changed(before, wanted)
    if touched & rules.SEALED and not queries.may_read_note(actor, held):
        raise rules.NoteIsSealed
    if held.version != version:
        saved = {name: getattr(before, name) for name in wanted}
        raise ChangedMeanwhile(version=held.version, differences=differences(saved, wanted))
    _refuse_cancelled(held)
    after = _checked(replace(before, **wanted), touched, at)
    touched = rules.changed(before, {name: getattr(after, name) for name in wanted})
    if touched:
        _save(actor, held, after, touched)
        audit.record(actor, "lab.visit-edited", held, person=held.person_id, fields=sorted(touched))
    return held


def _checked(visit: NewVisit, touched: frozenset[str], at: datetime) -> NewVisit:
    limits = queries.limits(day_of(at))
    # An old visit's other facts may be corrected for as long as it is kept.
    return (
        rules.checked(visit, limits, at=at)
        if "happened_at" in touched
        else rules.checked_facts(visit, limits)
    )


def _save(actor: Actor, held: Visit, after: NewVisit, touched: frozenset[str]) -> None:
    for name in touched & set(_SAVED):
        setattr(held, name, getattr(after, name))
    if "happened_at" in touched:
        held.at, held.on = after.happened_at, day_of(after.happened_at)
    if "person" in touched:
        held.person = _person(actor, after.person)
        if held.person is not None:
            involve(actor, held.person, held.project_id, on=held.on)
    if "household" in touched:
        held.household = _household(actor, after.household)
    if "building" in touched:
        held.building = _building(actor, after.building)
    if touched & {"next_step", "next_step_on"}:
        held.next_step_done_at = None
    held.version += 1
    held.save()
    if "needs" in touched:
        VisitNeed.objects.filter(visit=held).delete()
        VisitNeed.objects.bulk_create(VisitNeed(visit=held, need=need) for need in after.needs)


@transaction.atomic
def cancel_visit(*, actor: Actor, uid: UUID, why: str, at: datetime) -> Visit:
    """A visit was recorded by mistake: it stays, says why, and is not counted. Done already, nothing is done.

    Raises:
        NotFound, NotYours, NoReason, TooLong.
    """
    held = queries.visit(actor, uid, WRITE, lock=True)
    told = rules.reason(why)
    if held.cancelled_at is None:
        _update(held, cancelled_at=at, cancelled_why=told)
        audit.record(actor, "lab.visit-cancelled", held, person=held.person_id)
    return held


@transaction.atomic
def restore_visit(*, actor: Actor, uid: UUID) -> Visit:
    """Undo a cancellation. Not cancelled, nothing is done.

    Raises:
        NotFound, NotYours.
    """
    held = queries.visit(actor, uid, WRITE, lock=True)
    if held.cancelled_at is not None:
        _update(held, cancelled_at=None, cancelled_why="")
        audit.record(actor, "lab.visit-restored", held, person=held.person_id)
    return held


@transaction.atomic
def settle_next_step(*, actor: Actor, uid: UUID, is_done: bool, at: datetime) -> Visit:
    """Say that a visit's next step is done, or that it is not after all.

    Raises:
        NotFound, NotYours, NoNextStep, VisitCancelled.
    """
    held = queries.visit(actor, uid, WRITE, lock=True)
    _refuse_cancelled(held)
    if not held.next_step:
        raise rules.NoNextStep
    if (held.next_step_done_at is not None) != is_done:
        _update(held, next_step_done_at=at if is_done else None)
        verb = "lab.next-step-done" if is_done else "lab.next-step-reopened"
        audit.record(actor, verb, held, person=held.person_id)
    return held


def _refuse_cancelled(held: Visit) -> None:
    if held.cancelled_at is not None:
        raise rules.VisitCancelled(day=f"{day_of(held.cancelled_at):%d/%m/%Y}")


def _update(held: Visit, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*fields, "version"])
