"""Fills the register of a session of a plan's service, signs it once, and corrects it afterwards.

A row of a signed register is never changed: a correction is a new row that names the one it replaces. The database
refuses anything else (migration `plan_registers_are_kept`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.lab.queries.registers import in_rome
from campanello.lab.rules import registers as lab_rules
from campanello.lab.rules.registers import NOTHING, Mark, MarkDifference, MarkedMeanwhile, length_of
from campanello.plans.models import Attendance, Plan, Session
from campanello.plans.queries import register_facts
from campanello.plans.queries import registers as queries
from campanello.plans.rules import registers as rules
from campanello.plans.rules.registers import Held, Presence


@dataclass(frozen=True)
class Marked:
    """What a sheet says of a plan now, and what it said when it was opened."""

    plan: UUID
    yours: Mark
    base: Mark = NOTHING


@transaction.atomic
def mark(*, actor: Actor, session: UUID, marks: Sequence[Marked], at: datetime) -> int:
    """Save a sheet: what it changed since it was opened. What others marked meanwhile stays, unless it says otherwise.

    Returns:
        How many plans' rows changed.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, NotExpected.
        MarksRefused, or the one refusal: Something can't be so; nothing is saved.
        MarkedMeanwhile: A plan was marked in two ways; nothing is saved.
    """
    held = queries.session(actor, session, right=Right.WRITE_PLANS, lock=True)
    _check_open(held)
    plans = queries.plans_of(actor, held, (one.plan for one in marks), lock=True)
    _check_expected(held, plans.values())
    by_key = {plan.pk: plan for plan in plans.values()}
    facts = register_facts.held(held, by_key.values())
    saved = queries.standing_rows(held, by_key)
    wanted = _settled({plans[one.plan].pk: one for one in marks}, saved, facts, held)
    changed = {key: one for key, one in wanted.items() if one != queries.mark_of(saved.get(key))}
    written = []
    for key, one in changed.items():
        if one == NOTHING:
            saved[key].delete()
            audit.record(actor, "plans.mark-taken-back", held, person=by_key[key].person_id)
        else:
            row = _written(saved.get(key), held, by_key[key], one, facts[key], actor=actor, at=at)
            written.append((row, by_key[key].person_id))
    audit.record_many(actor, "plans.register-marked", written)
    return len(changed)


def _check_expected(held: Session, plans: Iterable[Plan]) -> None:
    listed = queries.expected(held)
    missing = [rules.NotExpected(plan=one.code) for one in plans if one.pk not in listed]
    if refusal := rules.why_not_refused(missing):
        raise refusal


def _settled(
    marks: Mapping[int, Marked], saved: Mapping[int, Attendance], facts: Mapping[int, Held], held: Session
) -> dict[int, Mark]:
    """What is to hold for each plan of a sheet."""
    wanted: dict[int, Mark] = {}
    differences: list[MarkDifference] = []
    refusals: list[Refused] = []
    for key, one in marks.items():
        yours = _whole(one.yours, facts[key], held)
        stands = queries.mark_of(saved.get(key))
        result = lab_rules.merged(stands, one.base, yours)
        if result is None:
            differences.append(MarkDifference(key, stands, yours))
            continue
        if result not in {NOTHING, stands} and (refusal := _why_not(result, facts[key], held)):
            refusals.append(refusal)
        wanted[key] = result
    if differences:
        raise MarkedMeanwhile(tuple(differences))
    if refusal := rules.why_not_refused(refusals):
        raise refusal
    return wanted


def _whole(mark: Mark, facts: Held, held: Session) -> Mark:
    """A mark with its minutes said: those planned for the plan for who came without any."""
    return mark if mark == NOTHING else lab_rules.whole(mark, _planned(facts, held))


def _planned(facts: Held, held: Session) -> int:
    return rules.planned_minutes(facts, length_of(held.starts_at, held.ends_at))


def _why_not(mark: Mark, facts: Held, held: Session) -> Refused | None:
    return rules.why_not_mark(mark, facts, held.starts_at, held.ends_at, _planned(facts, held))


def _check_open(held: Session) -> None:
    refusal = lab_rules.why_not_open(
        is_cancelled=held.cancelled_at is not None, is_signed=held.signed_at is not None
    )
    if refusal:
        raise refusal


def _written(
    there: Attendance | None,
    held: Session,
    plan: Plan,
    mark: Mark,
    facts: Held,
    *,
    actor: Actor,
    at: datetime,
) -> Attendance:
    row = there or Attendance(session=held, plan=plan, service_id=held.service_id, on=held.on)
    row.presence, row.minutes, row.planned_minutes = mark.presence, mark.minutes or 0, _planned(facts, held)
    row.recorded_at, row.recorded_by_id = at, actor.user
    row.version += 0 if there is None else 1
    row.save()
    return row


@transaction.atomic
def sign(*, actor: Actor, session: UUID, at: datetime, rest_unexcused: bool = False) -> Session:
    """Sign a register: from now on its minutes count, and it is corrected, with a reason, and never changed.

    Args:
        actor: Who signs.
        session: The session.
        at: When; the session has begun.
        rest_unexcused: Those expected of whom nothing is marked did not come, without an excuse.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, NotSignable, PeopleUnmarked.
        MarksRefused, or the one refusal: What was marked can't be so any more, as a plan has ended since.
    """
    held = queries.session(actor, session, right=Right.WRITE_PLANS, lock=True)
    _check_open(held)
    _check_still_so(held)
    missing = queries.unmarked(held)
    refusal = lab_rules.why_not_sign(
        starts_at=held.starts_at,
        at=at,
        unmarked=0 if rest_unexcused else len(missing),
        starts=in_rome(held.starts_at),
    )
    if refusal:
        raise refusal
    length = length_of(held.starts_at, held.ends_at)
    Attendance.objects.bulk_create(
        Attendance(
            session=held,
            plan=plan,
            service_id=held.service_id,
            on=held.on,
            planned_minutes=length,
            presence=Presence.UNEXCUSED,
            recorded_at=at,
            recorded_by_id=actor.user,
        )
        for plan in missing
    )
    signed = Attendance.objects.filter(session=held).update(is_signed=True)
    held.signed_at, held.signed_by_id = at, actor.user
    held.version += 1
    held.save(update_fields=["signed_at", "signed_by", "version"])
    audit.record(actor, "plans.register-signed", held, marks=signed, unexcused=len(missing))
    return held


def _check_still_so(held: Session) -> None:
    rows = {one.plan_id: one for one in queries.present(held)}
    facts = register_facts.held(held, queries.held_plans(rows))
    found = (_why_not(queries.mark_of(row), facts[key], held) for key, row in rows.items())
    if refusal := rules.why_not_refused(one for one in found if one):
        raise refusal


@transaction.atomic
def correct(
    *,
    actor: Actor,
    session: UUID,
    plan: UUID,
    mark: Mark,
    reason: str,
    at: datetime,
    uid: UUID | None = None,
) -> Attendance:
    """Put a signed register right for one plan, also one that is not in it: a new row, and the old one stays.

    Raises:
        NotFound, NotYours, KeyReused, NotSigned, NoReason, and what `mark` refuses of one plan.
    """
    held = queries.session(actor, session, right=Right.WRITE_PLANS, lock=True)
    if refusal := lab_rules.why_not_correct(is_signed=held.signed_at is not None, reason=reason):
        raise refusal
    who = queries.plans_of(actor, held, [plan], lock=True)[plan]
    if uid and (sent := queries.before(uid, who.pk, held.pk)):
        return sent
    facts = register_facts.held(held, [who])[who.pk]
    whole = _whole(mark, facts, held)
    if refusal := _why_not(whole, facts, held):
        raise refusal
    there = queries.standing_rows(held, [who.pk]).get(who.pk)
    if there and queries.mark_of(there) == whole:
        return there
    if there:
        Attendance.objects.filter(pk=there.pk).update(is_replaced=True)
    made = Attendance.objects.create(
        uid=uid or uuid4(),
        session=held,
        plan=who,
        service_id=held.service_id,
        on=held.on,
        planned_minutes=_planned(facts, held),
        is_signed=True,
        presence=whole.presence,
        minutes=whole.minutes or 0,
        corrects=there,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by_id=actor.user,
    )
    audit.record(actor, "plans.register-corrected", made, person=who.person_id, session=held.pk)
    return made
