"""Gives residents a mandate, changes it, ends it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.period import Period
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.lab.models import Antenna
from campanello.lab.queries import antennas as queries
from campanello.lab.rules import antennas as rules
from campanello.lab.rules.antennas import NewMandate
from campanello.people.queries import records

EDITED = ("mandate", "neighbourhood", "building", "ends_on")


@transaction.atomic
def give_mandate(*, actor: Actor, uid: UUID, mandate: NewMandate) -> Antenna:
    """Make a resident an antenna; sent twice with one `uid`, once.

    Raises:
        NotFound: The person is absent or not the actor's, or the `uid` is somebody else's.
        NoMandate, TooLong, MandateDays, OneArea, AlreadyAntenna.
    """
    if Antenna.objects.filter(uid=uid).exists():
        return queries.antenna(actor, uid, right=Right.WRITE_LAB)
    told = rules.checked(mandate)
    # Held, so that two colleagues do not give one each at once.
    person = records.person(actor, told.person, right=Right.WRITE_LAB, lock=True)
    project = queries.project_of(actor, person, told.project)
    if project is None:
        raise NotFound
    place = queries.area(project.pk, told.neighbourhood, told.building)
    _refuse_beside(project.pk, person.pk, told.starts_on, told.ends_on)
    made = Antenna.objects.create(
        uid=uid,
        project=project,
        person=person,
        mandate=told.mandate,
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        **place,
    )
    audit.record(actor, "lab.antenna-made", made, person=person.pk)
    return made


@transaction.atomic
def edit_mandate(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], on: date) -> Antenna:
    """Change what an antenna watches, where, and until when.

    Args:
        actor: Who changes it.
        uid: The antenna's.
        version: Of the mandate that the actor read.
        changes: `mandate`, `ends_on`, and `neighbourhood` and `building` by their numbers in addresses.
        on: The day it is.

    Raises:
        NotFound, NotYours, MandateOver, NoMandate, TooLong, MandateDays, OneArea, AlreadyAntenna.
        ChangedMeanwhile: Somebody else saved it since.
    """
    row = queries.antenna(actor, uid, right=Right.WRITE_LAB, lock=True)
    if refusal := rules.why_not_change(row.ends_on, on):
        raise refusal
    saved = _saved(row)
    wanted = saved | {name: changes[name] for name in EDITED if name in changes}
    told = rules.checked(NewMandate(person=row.person.uid, starts_on=row.starts_on, **wanted))
    wanted["mandate"] = told.mandate
    if wanted == saved:
        return row
    if version != row.version:
        raise ChangedMeanwhile(version=row.version, differences=differences(saved, wanted))
    place = queries.area(row.project_id, told.neighbourhood, told.building)
    _refuse_beside(row.project_id, row.person_id, row.starts_on, told.ends_on, without=row.pk)
    row.mandate, row.ends_on = told.mandate, told.ends_on
    row.neighbourhood, row.building = place["neighbourhood"], place["building"]
    row.version += 1
    row.save()
    fields = [name for name in EDITED if wanted[name] != saved[name]]
    audit.record(actor, "lab.antenna-changed", row, person=row.person_id, fields=fields)
    return row


@transaction.atomic
def end_mandate(*, actor: Actor, uid: UUID, version: int, on: date) -> Antenna:
    """End a mandate from a day on; one that has not begun is struck out by ending it on its first day.

    Raises:
        NotFound, NotYours, MandateOver.
        ChangedMeanwhile: Somebody else saved it since.
    """
    row = queries.antenna(actor, uid, right=Right.WRITE_LAB, lock=True)
    if refusal := rules.why_not_change(row.ends_on, on):
        raise refusal
    if version != row.version:
        raise ChangedMeanwhile(version=row.version, differences=())
    row.ends_on = max(on, row.starts_on)
    row.version += 1
    row.save(update_fields=["ends_on", "version"])
    audit.record(actor, "lab.antenna-ended", row, person=row.person_id)
    return row


def _saved(row: Antenna) -> dict[str, Any]:
    return {
        "mandate": row.mandate,
        "neighbourhood": row.neighbourhood.uid if row.neighbourhood else None,
        "building": row.building.uid if row.building else None,
        "ends_on": row.ends_on,
    }


def _refuse_beside(
    project: int, person: int, starts_on: date, ends_on: date | None, without: int | None = None
) -> None:
    for held in queries.held_beside(project, person, without):
        new, old = Period(starts_on, ends_on), Period(held.starts_on, held.ends_on)
        if refusal := rules.why_not_beside(new, old):
            raise refusal
