"""Records activities and their sessions, changes them one editor at a time, and cancels what does not take place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.rules import editing
from campanello.lab.models import Activity, Session, SignUp
from campanello.lab.queries import activities as queries
from campanello.lab.rules import activities as rules
from campanello.lab.rules.activities import ActivityFacts, SessionFacts
from campanello.lab.rules.sign_ups import State
from campanello.lab.rules.values import ACTIVITY_KINDS, LANGUAGES
from campanello.lab.services.sign_ups import promote

ACTIVITY_FIELDS = ("kind", "host_id", "languages", "has_childcare", "capacity", "is_public")
SESSION_FIELDS = ("starts_at", "ends_at", "building_id", "place", "capacity")
TITLE, DESCRIPTION = "title_", "description_"


@transaction.atomic
def add_activity(*, actor: Actor, project: int, uid: UUID, facts: ActivityFacts) -> Activity:
    """Record an activity, as yet without a date. Sent twice with one uid, it is recorded once.

    Raises:
        NotFound: The project is not one where the actor writes, or the host takes no part in it.
        NoItalianTitle, TextTooLong, UnknownLanguage, TooManyPlaces.
    """
    if project not in projects_with(actor, Right.WRITE_LAB):
        raise NotFound
    if before := Activity.objects.filter(uid=uid, project=project).first():
        return before
    facts = _checked(facts, project)
    made = Activity.objects.create(
        uid=uid,
        project_id=project,
        kind=facts.kind,
        titles=dict(facts.titles),
        descriptions=dict(facts.descriptions),
        host_id=facts.host,
        languages=facts.languages,
        has_childcare=facts.has_childcare,
        capacity=facts.capacity,
        is_public=facts.is_public,
    )
    audit.record(actor, "lab.activity-added", made, project=project, kind=facts.kind)
    return made


@transaction.atomic
def edit_activity(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Activity:
    """Change what is recorded of an activity: `ACTIVITY_FIELDS`, `title_it`, `description_ar` and so on.

    Its capacity is that of sessions made from now on; those that are there keep theirs.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, NoItalianTitle, TextTooLong, TooManyPlaces.
    """
    one = queries.activity(actor, uid, right=Right.WRITE_LAB, lock=True)
    saved = _flat(one)
    wanted = {name: value for name, value in changes.items() if name in saved}
    differing = editing.differences(saved, wanted)
    if one.version != version and differing:
        raise editing.ChangedMeanwhile(version=one.version, differences=differing)
    if not differing:
        return one
    whole = saved | wanted
    facts = _checked(
        ActivityFacts(
            kind=whole["kind"],
            titles={code: whole[TITLE + code] for code in LANGUAGES},
            descriptions={code: whole[DESCRIPTION + code] for code in LANGUAGES},
            host=whole["host_id"],
            languages=whole["languages"],
            capacity=whole["capacity"],
        ),
        one.project_id,
    )
    for name in ACTIVITY_FIELDS:
        setattr(one, name, whole[name])
    one.titles, one.descriptions = dict(facts.titles), dict(facts.descriptions)
    one.version += 1
    one.save()
    audit.record(actor, "lab.activity-edited", one, fields=sorted(change.field for change in differing))
    return one


@transaction.atomic
def add_sessions(
    *, actor: Actor, activity: UUID, uid: UUID, facts: SessionFacts, times: int, on: date
) -> list[Session]:
    """Record a date of an activity, and the same hour of the following weeks. Sent twice, recorded once.

    Args:
        actor: Who records it.
        activity: The activity.
        uid: Of the first session; the others' follow from it.
        facts: The first session. Its capacity is the activity's where none is said.
        times: How many weeks, 1 for this date alone.
        on: The day on which it is recorded.

    Raises:
        NotFound, NotYours, EndsBeforeItStarts, SessionTooLong, DayOutOfReach, TooManyWeeks, NoPlace, TooManyPlaces.
    """
    one = queries.activity(actor, activity, right=Right.WRITE_LAB, lock=True)
    if Session.objects.filter(uid=uid, activity=one).exists():
        uids = [uid, *(uuid5(uid, str(number)) for number in range(1, times))]
        return list(Session.objects.filter(uid__in=uids, activity=one))
    if refusal := rules.why_not_schedule(facts, times=times, reach=queries.reach(on)):
        raise refusal
    _check_place(actor, one.project_id, facts.building)
    made = Session.objects.bulk_create(
        Session(
            uid=uuid5(uid, str(number)) if number else uid,
            activity=one,
            project_id=one.project_id,
            on=day_of(starts_at),
            starts_at=starts_at,
            ends_at=ends_at,
            building_id=facts.building,
            place=facts.place.strip(),
            capacity=facts.capacity,
        )
        for number, (starts_at, ends_at) in enumerate(rules.weekly(facts.starts_at, facts.ends_at, times))
    )
    audit.record(actor, "lab.sessions-added", one, sessions=len(made))
    return made


@transaction.atomic
def edit_session(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], on: date) -> Session:
    """Change when or where a session is, or its places; more places go to those who wait, in their order.

    Raises:
        NotFound, NotYours, SessionSigned, ChangedMeanwhile, FewerPlacesThanBooked, and those of `add_sessions`.
    """
    one = queries.session(actor, uid, right=Right.WRITE_LAB, lock=True)
    if one.signed_at:
        raise rules.SessionSigned
    saved = {name: getattr(one, name) for name in SESSION_FIELDS}
    wanted = {name: value for name, value in changes.items() if name in saved}
    differing = editing.differences(saved, wanted)
    if one.version != version and differing:
        raise editing.ChangedMeanwhile(version=one.version, differences=differing)
    if not differing:
        return one
    whole = saved | wanted
    facts = SessionFacts(
        whole["starts_at"], whole["ends_at"], whole["building_id"], whole["place"], whole["capacity"]
    )
    refusal = rules.why_not_schedule(facts, times=1, reach=queries.reach(on))
    if refusal := refusal or rules.why_not_hold(facts.capacity, one.booked):
        raise refusal
    moved = {change.field for change in differing}
    if "building_id" in moved:
        _check_place(actor, one.project_id, facts.building)
    for name in SESSION_FIELDS:
        setattr(one, name, whole[name])
    one.place, one.on = one.place.strip(), day_of(one.starts_at)
    one.version += 1
    one.save()
    audit.record(actor, "lab.session-edited", one, fields=sorted(moved))
    promote(actor, one)
    return one


@dataclass(frozen=True)
class Cancelled:
    """A session that does not take place, and how many must be told."""

    session: Session
    booked: int
    waiting: int


@transaction.atomic
def cancel_session(*, actor: Actor, uid: UUID, reason: str, at: datetime) -> Cancelled:
    """Say that a session does not take place. Who signed up stays on its list: they must be told.

    Raises:
        NotFound, NotYours, SessionSigned, SessionCancelled, NoReason.
    """
    one = queries.session(actor, uid, right=Right.WRITE_LAB, lock=True)
    refusal = rules.why_not_cancel(
        is_cancelled=one.cancelled_at is not None, is_signed=one.signed_at is not None, reason=reason
    )
    if refusal:
        raise refusal
    one.cancelled_at, one.cancelled_why = at, reason.strip()
    one.version += 1
    one.save(update_fields=["cancelled_at", "cancelled_why", "version"])
    waiting = SignUp.objects.filter(session=one, state=State.WAITING).count()
    audit.record(actor, "lab.session-cancelled", one, booked=one.booked, waiting=waiting)
    return Cancelled(one, one.booked, waiting)


@transaction.atomic
def restore_session(*, actor: Actor, uid: UUID) -> Session:
    """Take a cancellation back; places are as they were, and those that were given back meanwhile go to who waits.

    Raises:
        NotFound, NotYours, NotCancelled.
    """
    one = queries.session(actor, uid, right=Right.WRITE_LAB, lock=True)
    if one.cancelled_at is None:
        raise rules.NotCancelled
    one.cancelled_at, one.cancelled_why = None, ""
    one.version += 1
    one.save(update_fields=["cancelled_at", "cancelled_why", "version"])
    audit.record(actor, "lab.session-restored", one)
    promote(actor, one)
    return one


def _checked(facts: ActivityFacts, project: int) -> ActivityFacts:
    """The facts with their texts trimmed.

    Raises:
        NotFound: No such kind, or a host who takes no part in the project.
        NoItalianTitle, TextTooLong, UnknownLanguage, TooManyPlaces.
    """
    if facts.kind not in ACTIVITY_KINDS:
        raise NotFound
    facts = replace(
        facts,
        titles=rules.without_empty(facts.titles),
        descriptions=rules.without_empty(facts.descriptions),
    )
    if refusal := rules.why_not_record(facts):
        raise refusal
    if facts.host is not None and not queries.hosts(project).filter(pk=facts.host).exists():
        raise NotFound
    return facts


def _check_place(actor: Actor, project: int, building: int | None) -> None:
    if building is not None and not queries.places(actor, project).filter(pk=building).exists():
        raise NotFound


def _flat(one: Activity) -> dict[str, Any]:
    """What is recorded of an activity, a field a text."""
    flat = {name: getattr(one, name) for name in ACTIVITY_FIELDS}
    flat |= {TITLE + code: one.titles.get(code, "") for code in LANGUAGES}
    return flat | {DESCRIPTION + code: one.descriptions.get(code, "") for code in LANGUAGES}
