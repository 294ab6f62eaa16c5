"""Makes the sessions of a plan's service, alone or in series, lists who is expected, changes and cancels them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.idempotency import KeyReused
from campanello.core.period import day_of
from campanello.homes.rules import editing
from campanello.lab.queries.activities import reach
from campanello.lab.rules import activities as lab_rules
from campanello.plans.models import Expected, Plan, Service, Session
from campanello.plans.queries import catalogue, register_facts
from campanello.plans.queries import registers as queries
from campanello.plans.queries.plans import deliverers
from campanello.plans.rules import registers as rules
from campanello.plans.rules.registers import Series

SESSION_FIELDS = ("starts_at", "ends_at", "place", "deliverer_id")


@dataclass(frozen=True)
class Made:
    """Sessions that were made, and how many people are expected at them in all."""

    sessions: tuple[Session, ...]
    expected: int


@transaction.atomic
def make_sessions(
    *,
    actor: Actor,
    service: int,
    uid: UUID,
    series: Series,
    on: date,
    place: str = "",
    deliverer: int | None = None,
    expects: bool = True,
) -> Made:
    """Make the sessions of a service: one, or those of a series by weekday. Sent twice with one uid, made once.

    Args:
        actor: Who makes them.
        service: Its key in the catalogue.
        uid: Of the first session; the others' follow from it.
        series: When.
        on: The day on which they are made.
        place: Where, in words.
        deliverer: The organisation that delivers it, one that takes part in the project.
        expects: Everybody whose plan holds that day and contains the service is expected.

    Raises:
        NotFound, EndsBeforeItStarts, SessionTooLong, DayOutOfReach, TooManySessions, KeyReused.
    """
    one = catalogue.service(actor, service, right=Right.WRITE_PLANS, lock=True)
    if refusal := rules.why_not_schedule(series, reach(on)):
        raise refusal
    times = _by_uid(uid, series)
    if before := _before(one, times):
        return Made(before, Expected.objects.filter(session__in=before).count())
    _check_deliverer(one.project_id, deliverer)
    made = Session.objects.bulk_create(
        Session(
            uid=key,
            project_id=one.project_id,
            service=one,
            deliverer_id=deliverer,
            on=day_of(starts_at),
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip(),
        )
        for key, (starts_at, ends_at) in times.items()
    )
    coming = ((each, register_facts.who_may_come(actor, each)) for each in made if expects)
    expected = sum(_expect(each, plans) for each, plans in coming)
    audit.record(actor, "plans.sessions-made", one, sessions=len(made), expected=expected)
    return Made(tuple(made), expected)


def _by_uid(uid: UUID, series: Series) -> dict[UUID, tuple[datetime, datetime]]:
    """Start and end of each session of a series by its uid, which follows from the first one's."""
    times = enumerate(rules.sessions_of(series))
    return {uuid5(uid, str(number)) if number else uid: span for number, span in times}


def _before(service: Service, times: Iterable[UUID]) -> tuple[Session, ...]:
    """The sessions that were made for the same request.

    Raises:
        KeyReused: A uid is that of a session of another service.
    """
    found = tuple(Session.objects.filter(uid__in=list(times)))
    if any(one.service_id != service.pk for one in found):
        raise KeyReused
    return found


def _check_deliverer(project: int, deliverer: int | None) -> None:
    if deliverer is not None and not deliverers(project).filter(pk=deliverer).exists():
        raise NotFound


def _expect(session: Session, coming: Iterable[Plan]) -> int:
    listed = queries.expected(session)
    new = [Expected(session=session, plan=one) for one in coming if one.pk not in listed]
    return len(Expected.objects.bulk_create(new))


@transaction.atomic
def expect(*, actor: Actor, session: UUID, plan: UUID | None = None) -> int:
    """Put a plan on the list of a session, or everybody whose plan holds that day and contains the service.

    Returns:
        How many were not on it.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, and why the plan can't be there.
    """
    if plan is not None:
        return expect_these(actor=actor, session=session, plans=[plan])
    held = _open(actor, session)
    added = _expect(held, register_facts.who_may_come(actor, held))
    if added:
        audit.record(actor, "plans.expected", held, plans=added)
    return added


@transaction.atomic
def expect_these(*, actor: Actor, session: UUID, plans: Sequence[UUID]) -> int:
    """Put some plans on the list of a session, all or none; how many were not on it.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned.
        MarksRefused, or the one refusal: Why a plan can't be there.
    """
    held = _open(actor, session)
    coming = list(queries.plans_of(actor, held, plans).values())
    facts = register_facts.held(held, coming)
    refusals = (rules.why_not_hold(facts[one.pk], held.on) for one in coming)
    if refusal := rules.why_not_refused(one for one in refusals if one):
        raise refusal
    added = _expect(held, coming)
    audit.record_many(actor, "plans.expected", [(held, one.person_id) for one in coming])
    return added


@transaction.atomic
def leave_out(*, actor: Actor, session: UUID, plan: UUID) -> bool:
    """Take a plan of which nothing is marked off the list of a session; whether it was on it.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, MarkedAlready.
    """
    held = _open(actor, session)
    one = queries.plans_of(actor, held, [plan])[plan]
    if queries.standing_rows(held, [one.pk]):
        raise rules.MarkedAlready(marked=1)
    gone, _each = Expected.objects.filter(session=held, plan=one).delete()
    if gone:
        audit.record(actor, "plans.left-out", held, person=one.person_id)
    return bool(gone)


@transaction.atomic
def edit_session(
    *, actor: Actor, session: UUID, version: int, changes: Mapping[str, Any], on: date
) -> Session:
    """Change when, where and by whom a session is held, as long as nobody is marked in its register.

    Raises:
        NotFound, NotYours, SessionCancelled, SessionSigned, MarkedAlready, ChangedMeanwhile, and those of
        `make_sessions`.
    """
    held = _open(actor, session)
    saved = {name: getattr(held, name) for name in SESSION_FIELDS}
    differing = editing.differences(
        saved, {name: changes[name] for name in SESSION_FIELDS if name in changes}
    )
    if held.version != version and differing:
        raise editing.ChangedMeanwhile(version=held.version, differences=differing)
    if not differing:
        return held
    if marked := held.attendances.count():
        raise rules.MarkedAlready(marked=marked)
    for one in differing:
        setattr(held, one.field, one.yours)
    if refusal := rules.why_not_schedule(Series(held.starts_at, held.ends_at), reach(on)):
        raise refusal
    _check_deliverer(held.project_id, held.deliverer_id)
    held.on, held.place = day_of(held.starts_at), held.place.strip()
    held.version += 1
    held.save()
    audit.record(actor, "plans.session-edited", held, fields=sorted(one.field for one in differing))
    return held


@transaction.atomic
def cancel_session(*, actor: Actor, session: UUID, reason: str, at: datetime) -> int:
    """Say that a session does not take place; how many were expected and must be told.

    Raises:
        NotFound, NotYours, SessionSigned, SessionCancelled, NoReason, MarkedAlready.
    """
    held = queries.session(actor, session, right=Right.WRITE_PLANS, lock=True)
    refusal = lab_rules.why_not_cancel(
        is_cancelled=held.cancelled_at is not None, is_signed=held.signed_at is not None, reason=reason
    )
    if refusal:
        raise refusal
    if marked := held.attendances.count():
        raise rules.MarkedAlready(marked=marked)
    held.cancelled_at, held.cancelled_why = at, reason.strip()
    held.version += 1
    held.save(update_fields=["cancelled_at", "cancelled_why", "version"])
    expected = held.expected.count()
    audit.record(actor, "plans.session-cancelled", held, expected=expected)
    return expected


@transaction.atomic
def restore_session(*, actor: Actor, session: UUID) -> Session:
    """Take a cancellation back.

    Raises:
        NotFound, NotYours, NotCancelled.
    """
    held = queries.session(actor, session, right=Right.WRITE_PLANS, lock=True)
    if held.cancelled_at is None:
        raise lab_rules.NotCancelled
    held.cancelled_at, held.cancelled_why = None, ""
    held.version += 1
    held.save(update_fields=["cancelled_at", "cancelled_why", "version"])
    audit.record(actor, "plans.session-restored", held)
    return held


def _open(actor: Actor, session: UUID) -> Session:
    held = queries.session(actor, session, right=Right.WRITE_PLANS, lock=True)
    if held.signed_at:
        raise lab_rules.SessionSigned
    if held.cancelled_at:
        raise lab_rules.SessionCancelled
    return held
