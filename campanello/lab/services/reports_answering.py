"""Answers reports, hands them on, corrects and chases them, and asks four weeks later whether all is well."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.lab.models import Report
from campanello.lab.queries import reports as queries
from campanello.lab.queries import routing as places
from campanello.lab.rules import reports as rules
from campanello.lab.rules import values
from campanello.lab.rules.reports import Move
from campanello.lab.services.reports import answerable, check_version, move_report, save, step

FIELDS = ("kind", "priority", "place_note", "is_public_space")


@transaction.atomic
def answer_report(
    *,
    actor: Actor,
    uid: UUID,
    text: str,
    at: datetime,
    is_for_resident: bool = True,
    is_for_owner: bool = True,
) -> Report:
    """Write to whoever reported it, or a note among colleagues. What an owner's officer writes, officers read.

    Raises:
        NotFound, ReasonMissing, TooLong.
    """
    held = answerable(actor, uid)
    if not text.strip():
        raise rules.ReasonMissing
    if refusal := rules.why_too_long(text):
        raise refusal
    if is_for_resident and held.first_answer_at is None:
        held.first_answer_at = at
        save(held)
    is_read = is_for_owner or is_for_resident or queries.is_officer(actor, held)
    kind = "reply" if is_for_resident else "note"
    step(held, actor, at, kind, text=text.strip(), is_for_resident=is_for_resident, is_for_owner=is_read)
    audit.record(actor, "lab.report-answered", held, resident=is_for_resident)
    return held


@transaction.atomic
def hand_on(*, actor: Actor, uid: UUID, version: int, owner: int, reason: str, at: datetime) -> Report:
    """Let somebody else answer: a body of the project, or a landlord of the place. Whoever had it may see it no more.

    Raises:
        NotFound: The report or the body is absent, or not the actor's to name.
        ChangedMeanwhile, ReasonMissing, TooLong, NothingToRemind.
    """
    held = answerable(actor, uid)
    check_version(held, version, "owner", held.owner_id, owner)
    body = places.possible_owners(held).filter(pk=owner).first()
    if body is None:
        raise NotFound
    if not rules.is_open(held.state):
        raise rules.NothingToRemind(number=held.number)
    if not reason.strip():
        raise rules.ReasonMissing
    if refusal := rules.why_too_long(reason):
        raise refusal
    held.owner = body
    held.remind_on = _reminder(held, day_of(at))
    save(held)
    step(held, actor, at, "owner", owner=body, why="told", text=reason.strip())
    audit.record(actor, "lab.report-handed-on", held, owner=body.pk)
    return held


@transaction.atomic
def edit_report(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], at: datetime) -> Report:
    """Correct kind, priority, note of the place, or whether it is public. Another kind may have another owner.

    Raises:
        NotFound: Absent, or not of a project where the actor works: officers do not correct what was told.
        ChangedMeanwhile, NoSuchValue, PersonalInPublic, TooLong, PlaceNotOurs.
    """
    held = answerable(actor, uid)
    if queries.is_officer(actor, held):
        raise NotFound
    saved = {field: getattr(held, field) for field in FIELDS}
    differing = differences(saved, {name: value for name, value in changes.items() if name in saved})
    if not differing:
        return held
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=differing)
    for one in differing:
        setattr(held, one.field, one.yours)
    _check(held)
    fields = sorted(one.field for one in differing)
    if "kind" in fields:
        _route_anew(held, actor, at)
    held.remind_on = _reminder(held, day_of(at))
    save(held)
    audit.record(actor, "lab.report-edited", held, fields=fields)
    return held


def _check(held: Report) -> None:
    for value, known in ((held.kind, values.REPORT_KINDS), (held.priority, values.PRIORITIES)):
        if value not in known:
            raise rules.NoSuchValue(value=str(value)[:40], known=", ".join(known))
    if held.is_public_space and held.kind in values.PERSONAL_REPORT_KINDS:
        raise rules.PersonalInPublic
    if refusal := rules.why_too_long(held.place_note, rules.LONGEST_NOTE):
        raise refusal


def _route_anew(held: Report, actor: Actor, at: datetime) -> None:
    where = places.Spot(held.neighbourhood, held.building, held.stair, held.dwelling)
    way = places.route(held.project, held.kind, where)
    if way.owner.key != held.owner_id:
        held.owner_id = way.owner.key
        step(held, actor, at, "owner", owner_id=way.owner.key, why=way.why)


@transaction.atomic
def remind(*, actor: Actor, uid: UUID, version: int, at: datetime) -> Report:
    """Remind whoever has to answer, once more; the next reminder is due some days later by priority.

    Raises:
        NotFound, ChangedMeanwhile, NothingToRemind.
    """
    held = answerable(actor, uid)
    check_version(held, version, "reminders", held.reminders, held.reminders + 1)
    if not rules.is_open(held.state):
        raise rules.NothingToRemind(number=held.number)
    on = day_of(at)
    held.reminders += 1
    held.remind_on = rules.remind_on(rules.RECEIVED, held.priority, queries.limits(on), on=on)
    save(held)
    step(held, actor, at, "reminder")
    audit.record(actor, "lab.report-reminded", held, reminders=held.reminders)
    return held


@transaction.atomic
def follow_up(*, actor: Actor, uid: UUID, version: int, answer: str, at: datetime, text: str = "") -> Report:
    """Record what whoever reported it says, some weeks later. What is not solved is opened again.

    Raises:
        NotFound, ChangedMeanwhile, NoSuchValue, NotClosed, ReasonMissing, TooLong.
    """
    held = answerable(actor, uid)
    check_version(held, version, "follow_up_answer", held.follow_up_answer, answer)
    if answer not in values.FOLLOW_UP_ANSWERS:
        raise rules.NoSuchValue(value=answer[:20], known=", ".join(values.FOLLOW_UP_ANSWERS))
    if held.state != rules.SOLVED:
        raise rules.NotClosed(number=held.number)
    if refusal := rules.why_too_long(text):
        raise refusal
    step(held, actor, at, "follow_up", text=text.strip(), why=answer)
    if answer == "not_fixed":
        move = Move(rules.RECEIVED, reason=text)
        held = move_report(actor=actor, uid=uid, version=version, move=move, at=at)
    held.follow_up_answer, held.follow_up_on = answer, None
    save(held)
    audit.record(actor, "lab.report-followed-up", held, answer=answer)
    return held


def _reminder(held: Report, on: date) -> date | None:
    limits = queries.limits(on)
    return rules.remind_on(held.state, held.priority, limits, on=on, planned_on=held.planned_on)
