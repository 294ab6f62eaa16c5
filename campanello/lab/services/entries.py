"""Takes in what a telephone kept without a network: sets its time right and has its own service record it, once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from campanello.core.access import Right, require
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import Attendance
from campanello.lab.queries import activities, registers, sign_ups, visits
from campanello.lab.rules import clock
from campanello.lab.rules import registers as register_rules
from campanello.lab.rules.clock import Device, Moment
from campanello.lab.rules.entries import CheckIn, Entry, MarkedOtherwise, Photo, VisitChange
from campanello.lab.rules.findings import NewFinding
from campanello.lab.rules.reports import NewReport
from campanello.lab.rules.visits import NewVisit
from campanello.lab.services import findings, photos, reports
from campanello.lab.services import registers as register_services
from campanello.lab.services import visits as visit_services


@dataclass(frozen=True)
class Received:
    """An entry that is recorded, now or before. `number` is what people are told of it, where it has one."""

    number: str = ""
    is_clock_corrected: bool = False


def receive(*, actor: Actor, entry: Entry, device: Device) -> Received:
    """Record one entry. Sent again, it is answered alike and nothing is done.

    Args:
        actor: Who kept it.
        entry: What was kept.
        device: What the telephone's clock said when it sent, and when that arrived.

    Raises:
        NotFound: The actor writes in no lab, or what the entry names is absent or not theirs.
        ChangedMeanwhile, MarkedOtherwise: Somebody else recorded something else; both values are told.
        And whatever the service of its kind refuses.
    """
    require(actor, Right.WRITE_LAB)
    minutes = visits.limits(day_of(device.received_at)).tolerance_minutes
    moment = clock.corrected(
        entry.made_at, device, not_before=entry.heard_at, tolerance=timedelta(minutes=minutes)
    )
    number = _record(actor, entry, moment, device.received_at)
    return Received(number, is_clock_corrected=moment.is_corrected)


def _record(actor: Actor, entry: Entry, moment: Moment, at: datetime) -> str:
    what, uid = entry.what, entry.uid
    match what:
        case NewVisit():
            visit_services.record_visit(
                actor=actor, uid=uid, visit=_at(what, moment, is_typed=entry.is_typed), at=at
            )
        case VisitChange():
            _change_visit(actor, what, at)
        case NewReport():
            return reports.make_report(
                actor=actor, uid=uid, report=replace(what, made_at=moment.at), at=at
            ).number
        case Photo():
            photos.add_photo(actor=actor, uid=what.report, content=what.content, at=at)
        case CheckIn():
            _check_in(actor, entry, what, moment, at)
        case NewFinding():
            findings.record_finding(actor=actor, uid=uid, finding=what, at=moment.at)
    return ""


def _at(visit: NewVisit, moment: Moment, *, is_typed: bool) -> NewVisit:
    if is_typed:
        return visit
    return replace(visit, happened_at=moment.at, is_clock_corrected=moment.is_corrected)


def _change_visit(actor: Actor, change: VisitChange, at: datetime) -> None:
    try:
        visit_services.edit_visit(
            actor=actor, uid=change.visit, version=change.version, changes=change.changes, at=at
        )
    except ChangedMeanwhile as error:
        # Nothing differs: it is what was sent before, and its answer was lost.
        if error.differences:
            raise


@transaction.atomic
def _check_in(actor: Actor, entry: Entry, what: CheckIn, moment: Moment, at: datetime) -> None:
    found = registers.door(actor, what.session)
    held = activities.held(found.pk)
    person = sign_ups.subject(actor, what.person, held)
    there = registers.standing(held.pk, [person.pk]).get(person.pk)
    if _is_settled(there, held.signed_at, moment.at):
        register_services.check_in(
            actor=actor, session=what.session, person=what.person, uid=entry.uid, at=moment.at, how="offline"
        )
    elif not what.reason:
        since = there.recorded_at if there else held.signed_at or at
        raise MarkedOtherwise(since=registers.in_rome(since), saved=there.presence if there else "")
    elif held.signed_at is None:
        register_services.check_in(
            actor=actor, session=what.session, person=what.person, uid=entry.uid, at=moment.at, how="offline"
        )
    else:
        register_services.correct(
            actor=actor,
            session=what.session,
            person=what.person,
            mark=register_rules.Mark(register_rules.Presence.PRESENT),
            reason=what.reason,
            at=at,
            uid=entry.uid,
        )


def _is_settled(there: Attendance | None, signed_at: datetime | None, came_at: datetime) -> bool:
    """Whether nothing in the register speaks against somebody's having come: no mark, the same, or an older one."""
    if there is None:
        return signed_at is None
    if there.presence == register_rules.Presence.PRESENT:
        return True
    return signed_at is None and there.recorded_at < came_at
