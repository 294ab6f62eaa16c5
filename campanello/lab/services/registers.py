"""Fills the register of a session, checks people in at its door, signs it once, and corrects it afterwards.

A row of a signed register is never changed: a correction is a new row that names the one it replaces. The database
refuses anything else (migration `registers_are_kept`).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.lab.models import Attendance, Session
from campanello.lab.queries import activities, registers, sign_ups
from campanello.lab.rules import doors
from campanello.lab.rules import registers as rules
from campanello.lab.rules.registers import Mark, MarkDifference, Presence

HOWS = ("register", "qr", "offline")


@dataclass(frozen=True)
class Marked:
    """What a sheet says of a person now, and what it said when it was opened."""

    person: UUID
    yours: Mark
    base: Mark


@transaction.atomic
def check_in(*, actor: Actor, session: UUID, person: UUID, uid: UUID, at: datetime, how: str) -> Attendance:
    """Somebody is there, for the whole session until somebody says otherwise. A resident checks in themselves.

    Once by its uid, and once for a person in a session: whoever is present stays so, with the minutes that stand.

    Args:
        actor: Who checks in.
        session: The session.
        person: Who is there.
        uid: Made where it is entered, also without a network.
        at: When they came; not when it was received.
        how: register, qr or offline.

    Raises:
        NotFound, NotYours, NotKnownHere, KeyReused, SessionCancelled, SessionSigned, NotYetBegun, CheckInOver.
    """
    found = registers.door(actor, session)
    who = sign_ups.subject(actor, person, found)
    held = activities.held(found.pk)
    if sent := registers.before(uid, who.pk, held.pk):
        return sent
    there = registers.standing(held.pk, [who.pk]).get(who.pk)
    if there and there.presence == Presence.PRESENT:
        return there
    _check_open(held)
    window, told = registers.window(held)
    if refusal := rules.why_not_check_in(window, at=at, told=told):
        raise refusal
    mark = rules.whole(Mark(Presence.PRESENT), _length(held))
    made = _written(
        there, held, who.pk, mark, actor=actor, at=at, how=how if how in HOWS else HOWS[0], uid=uid
    )
    audit.record(actor, "lab.checked-in", made, person=who.pk, session=held.pk, how=made.how)
    return made


@transaction.atomic
def check_in_with_code(
    *, actor: Actor, session: UUID, person: UUID, code: str, uid: UUID, at: datetime
) -> Attendance:
    """Somebody who scanned the code that the door shows is there.

    Raises:
        WrongKey: The code is not that of now.
        NotFound, and those of `check_in`.
    """
    found = registers.door(actor, session)
    seconds = params.value("lab.door_code_seconds", found.on)
    if not doors.is_of_now(found.check_in_key, code, at=at, seconds=seconds):
        raise rules.WrongKey
    return check_in(actor=actor, session=session, person=person, uid=uid, at=at, how="qr")


@transaction.atomic
def open_door(*, actor: Actor, session: UUID) -> Session:
    """Give a session the secret from which the codes at its door are made, unless it has one.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned.
    """
    found = activities.session(actor, session, right=Right.WRITE_LAB, lock=True)
    _check_open(found)
    if not found.check_in_key:
        found.check_in_key = secrets.token_hex(32)
        found.save(update_fields=["check_in_key"])
        audit.record(actor, "lab.door-opened", found)
    return found


@transaction.atomic
def mark(*, actor: Actor, session: UUID, marks: Sequence[Marked], guests: int | None, at: datetime) -> int:
    """Save a sheet: what it changed since it was opened, and how many came without a name.

    What others marked meanwhile stays, unless the sheet says something else of the same person.

    Returns:
        How many people's rows changed.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, NoSuchPresence, TooManyMinutes, TooManyGuests,
        MarkedMeanwhile: Somebody was marked in two ways; nothing is saved.
    """
    held = activities.session(actor, session, right=Right.WRITE_LAB, lock=True)
    _check_open(held)
    keys = registers.people_of(actor, held, (one.person for one in marks))
    saved = registers.standing(held.pk, keys.values())
    wanted = _settled({keys[one.person]: one for one in marks}, saved, _length(held))
    changed = [
        (person, mark) for person, mark in wanted.items() if mark != registers.mark_of(saved.get(person))
    ]
    written = []
    for person, mark in changed:
        there = saved.get(person)
        if mark == rules.NOTHING:
            assert there is not None  # it differs from nothing
            there.delete()
            audit.record(actor, "lab.mark-taken-back", held, person=person)
        else:
            written.append((_written(there, held, person, mark, actor=actor, at=at, how="register"), person))
    audit.record_many(actor, "lab.register-marked", written)
    _count(actor, held, guests)
    return len(changed)


def _settled(marks: dict[int, Marked], saved: dict[int, Attendance], length: int) -> dict[int, Mark]:
    """What is to hold for each person of a sheet."""
    wanted, differences = {}, []
    for person, one in marks.items():
        yours = rules.NOTHING if one.yours == rules.NOTHING else rules.whole(one.yours, length)
        stands = registers.mark_of(saved.get(person))
        result = rules.merged(stands, one.base, yours)
        if result is None:
            differences.append(MarkDifference(person, stands, yours))
            continue
        if result not in {rules.NOTHING, stands} and (refusal := rules.why_not_mark(result, length)):
            raise refusal
        wanted[person] = result
    if differences:
        raise rules.MarkedMeanwhile(tuple(differences))
    return wanted


def _count(actor: Actor, held: Session, guests: int | None) -> None:
    if guests is None or guests == held.guests:
        return
    if refusal := rules.why_not_count(guests):
        raise refusal
    held.guests = guests
    held.save(update_fields=["guests"])
    audit.record(actor, "lab.guests-counted", held, guests=guests)


@transaction.atomic
def sign(*, actor: Actor, session: UUID, at: datetime, rest_absent: bool = False) -> Session:
    """Sign a register: from now on it is corrected, with a reason, and never changed.

    Args:
        actor: Who signs.
        session: The session.
        at: When; the session has begun.
        rest_absent: Those with a place of whom nothing is marked were absent.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, NotSignable, PeopleUnmarked.
    """
    held = activities.session(actor, session, right=Right.WRITE_LAB, lock=True)
    _check_open(held)
    missing = registers.unmarked(held.pk)
    refusal = rules.why_not_sign(
        starts_at=held.starts_at,
        at=at,
        unmarked=0 if rest_absent else len(missing),
        starts=registers.in_rome(held.starts_at),
    )
    if refusal:
        raise refusal
    absent = Attendance.objects.bulk_create(
        Attendance(
            session=held,
            person_id=person,
            presence=Presence.ABSENT,
            recorded_at=at,
            recorded_by_id=actor.user,
        )
        for person in missing
    )
    held.signed_at, held.signed_by_id = at, actor.user
    held.version += 1
    held.save(update_fields=["signed_at", "signed_by", "version"])
    audit.record(actor, "lab.register-signed", held, absent=len(absent))
    return held


@transaction.atomic
def correct(
    *,
    actor: Actor,
    session: UUID,
    person: UUID,
    mark: Mark,
    reason: str,
    at: datetime,
    uid: UUID | None = None,
) -> Attendance:
    """Put a signed register right for one person, also one who is not in it: a new row, and the old one stays.

    Raises:
        NotFound, NotYours, NotKnownHere, KeyReused, NotSigned, NoReason, NoSuchPresence, TooManyMinutes.
    """
    held = activities.session(actor, session, right=Right.WRITE_LAB, lock=True)
    if refusal := rules.why_not_correct(is_signed=held.signed_at is not None, reason=reason):
        raise refusal
    who = registers.people_of(actor, held, [person])[person]
    if uid and (sent := registers.before(uid, who, held.pk)):
        return sent
    whole = rules.whole(mark, _length(held))
    if refusal := rules.why_not_mark(whole, _length(held)):
        raise refusal
    there = registers.standing(held.pk, [who]).get(who)
    if there and registers.mark_of(there) == whole:
        return there
    if there:
        Attendance.objects.filter(pk=there.pk).update(is_replaced=True)
    made = Attendance.objects.create(
        uid=uid or uuid4(),
        session=held,
        person_id=there.person_id if there else who,
        presence=whole.presence,
        minutes=whole.minutes or 0,
        corrects=there,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by_id=actor.user,
    )
    audit.record(actor, "lab.register-corrected", made, person=who, session=held.pk)
    return made


def _check_open(held: Session) -> None:
    refusal = rules.why_not_open(
        is_cancelled=held.cancelled_at is not None, is_signed=held.signed_at is not None
    )
    if refusal:
        raise refusal


def _length(held: Session) -> int:
    return rules.length_of(held.starts_at, held.ends_at)


def _written(
    there: Attendance | None,
    held: Session,
    person: int,
    mark: Mark,
    *,
    actor: Actor,
    at: datetime,
    how: str,
    uid: UUID | None = None,
) -> Attendance:
    row = there or Attendance(session=held, person_id=person, uid=uid or uuid4())
    row.presence, row.minutes, row.how = mark.presence, mark.minutes or 0, how
    row.recorded_at, row.recorded_by_id = at, actor.user
    row.version += 0 if there is None else 1
    row.save()
    return row
