"""Keeps who is to be called, as an antenna or a colleague asks, and what came of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.homes.models import Building
from campanello.lab.models import CallRequest
from campanello.lab.queries import antennas, calls
from campanello.lab.rules import antennas as rules
from campanello.lab.rules.antennas import NewCall
from campanello.people.queries import records


@transaction.atomic
def ask_as_antenna(*, actor: Actor, uid: UUID, call: NewCall, on: date, at: datetime) -> CallRequest:
    """An antenna asks that somebody be called, in their own words: they name nobody on record.

    Raises:
        NoAntenna: No mandate of the actor's holds on the day.
        NotFound: The house is not one of their mandate, or the `uid` is somebody else's.
        NobodyToCall, TooLong.
    """
    mandate = antennas.own_mandate(actor, on)
    told = rules.checked_call(NewCall(who=call.who, why=call.why, building=call.building))
    house = None
    if told.building:
        house = next((one for one in antennas.own_buildings(mandate) if one.uid == told.building), None)
        if house is None:
            raise NotFound
    where = {"project": mandate.project, "antenna": mandate, "building": house}
    return _asked(actor, uid, told, at, **where)


@transaction.atomic
def ask_for_call(*, actor: Actor, uid: UUID, call: NewCall, at: datetime) -> CallRequest:
    """A colleague notes that somebody is to be called.

    Raises:
        NotFound: The project, the person or the house is absent or not the actor's, or the `uid` is somebody else's.
        NobodyToCall, TooLong.
    """
    told = rules.checked_call(call)
    project = calls.project_to_call(actor, told.project)
    person = records.person(actor, told.person) if told.person else None
    house = None
    if told.building:
        house = Building.objects.filter(uid=told.building, neighbourhood__projects=project).first()
        if house is None:
            raise NotFound
    return _asked(actor, uid, told, at, project=project, person=person, building=house)


@transaction.atomic
def answer_call(*, actor: Actor, uid: UUID, text: str, at: datetime) -> CallRequest:
    """Say what came of a call; the antenna who asked for it reads it.

    Raises:
        NotFound, NotYours, CallAnswered, NoAnswer, TooLong.
    """
    row = calls.call(actor, uid, right=Right.WRITE_LAB, lock=True)
    if row.done_at is not None:
        raise rules.CallAnswered
    row.answer, row.done_at, row.done_by_id = rules.answer(text), at, actor.user
    row.save(update_fields=["answer", "done_at", "done_by"])
    audit.record(actor, "lab.call-answered", row, person=row.person_id)
    return row


@transaction.atomic
def reopen_call(*, actor: Actor, uid: UUID) -> CallRequest:
    """Put a call back among those that wait; what was answered is kept until it is answered anew.

    Raises:
        NotFound, NotYours.
    """
    row = calls.call(actor, uid, right=Right.WRITE_LAB, lock=True)
    if row.done_at is not None:
        row.done_at = row.done_by = None
        row.save(update_fields=["done_at", "done_by"])
        audit.record(actor, "lab.call-reopened", row, person=row.person_id)
    return row


def _asked(actor: Actor, uid: UUID, told: NewCall, at: datetime, **where: Any) -> CallRequest:
    made, is_new = CallRequest.objects.get_or_create(
        uid=uid, defaults={"who": told.who, "why": told.why, "made_at": at, **where}
    )
    asked_by = where.get("antenna")
    if (made.project_id, made.antenna_id) != (where["project"].pk, asked_by.pk if asked_by else None):
        raise NotFound
    if is_new:
        audit.record(actor, "lab.call-asked", made, person=made.person_id)
    return made
