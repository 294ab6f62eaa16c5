"""Writes down what residents say of their courtyard, counts hands, and withdraws what was wrong. Names nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.homes.queries import places
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.lab.models import Finding, FindingVote
from campanello.lab.queries import findings as queries
from campanello.lab.rules import findings as rules
from campanello.lab.rules.findings import NewFinding
from campanello.people.queries import records

EDITED = ("kind", "text", "spot")


@transaction.atomic
def record_finding(*, actor: Actor, uid: UUID, finding: NewFinding, at: datetime) -> Finding:
    """Write down a strong or weak point of a street number; sent twice with one `uid`, it is recorded once.

    Raises:
        NotFound: The building is absent or not the actor's, or the `uid` is somebody else's.
        NoProjectThere, NotInTheList, NoFinding, TooLong, WrongHands.
    """
    if Finding.objects.filter(uid=uid).exists():
        return queries.finding(actor, uid, right=Right.WRITE_LAB)
    told = rules.checked(finding)
    building = places.building(actor, told.building)
    project = queries.project_at(actor, building, told.project)
    if project is None:
        raise rules.NoProjectThere
    made, is_new = Finding.objects.get_or_create(
        uid=uid,
        defaults={
            "project": project,
            "building": building,
            "kind": told.kind,
            "text": told.text,
            "spot": told.spot,
            "votes": told.hands,
            "made_at": at,
            "made_by_id": actor.user,
        },
    )
    if is_new:
        FindingVote.objects.create(finding=made, hands=told.hands, at=at, by_id=actor.user)
        audit.record(actor, "lab.finding-recorded", made, kind=made.kind, hands=told.hands)
    return made


@transaction.atomic
def vote(
    *,
    actor: Actor,
    uid: UUID,
    finding: UUID,
    at: datetime,
    hands: int = 1,
    person: UUID | None = None,
) -> FindingVote:
    """Count hands that agree with a finding, or one person's; sent twice with one `uid`, they are counted once.

    Raises:
        NotFound, NotYours, FindingWithdrawn, WrongHands.
        AlreadyVoted: The person agreed before.
    """
    row = queries.finding(actor, finding, right=Right.WRITE_LAB, lock=True)
    counted = FindingVote.objects.filter(uid=uid).first()
    if counted is not None:
        if counted.finding_id != row.pk:
            raise NotFound
        return counted
    if row.withdrawn_at is not None:
        raise rules.FindingWithdrawn
    who = records.person(actor, person) if person else None
    if who and queries.has_voted(row, who.pk):
        raise rules.AlreadyVoted
    hands = 1 if who else hands
    if refusal := rules.why_not_hands(hands):
        raise refusal
    made = FindingVote.objects.create(uid=uid, finding=row, person=who, hands=hands, at=at, by_id=actor.user)
    Finding.objects.filter(pk=row.pk).update(votes=F("votes") + hands)
    audit.record(actor, "lab.finding-voted", row, person=who.pk if who else None, hands=hands)
    return made


@transaction.atomic
def edit_finding(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Finding:
    """Change what a finding says; hands stay.

    Raises:
        NotFound, NotYours, FindingWithdrawn, NotInTheList, NoFinding, TooLong.
        ChangedMeanwhile: Somebody else saved it since.
    """
    row = queries.finding(actor, uid, right=Right.WRITE_LAB, lock=True)
    if row.withdrawn_at is not None:
        raise rules.FindingWithdrawn
    saved = {name: getattr(row, name) for name in EDITED}
    wanted = saved | {name: changes[name] for name in EDITED if name in changes}
    told = rules.checked(NewFinding(building=row.building.uid, **wanted))
    new = {name: getattr(told, name) for name in EDITED}
    if new == saved:
        return row
    if version != row.version:
        raise ChangedMeanwhile(version=row.version, differences=differences(saved, new))
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*EDITED, "version"])
    fields = [name for name in EDITED if new[name] != saved[name]]
    audit.record(actor, "lab.finding-edited", row, fields=fields)
    return row


@transaction.atomic
def withdraw_finding(*, actor: Actor, uid: UUID, at: datetime) -> Finding:
    """Take a finding out of lists and drawings; it is kept and can be put back.

    Raises:
        NotFound, NotYours.
    """
    return _set_withdrawn(actor, uid, at, "lab.finding-withdrawn")


@transaction.atomic
def restore_finding(*, actor: Actor, uid: UUID) -> Finding:
    """Put a withdrawn finding back with all its hands.

    Raises:
        NotFound, NotYours.
    """
    return _set_withdrawn(actor, uid, None, "lab.finding-restored")


def _set_withdrawn(actor: Actor, uid: UUID, at: datetime | None, verb: str) -> Finding:
    row = queries.finding(actor, uid, right=Right.WRITE_LAB, lock=True)
    if (row.withdrawn_at is None) != (at is None):
        row.withdrawn_at = at
        row.version += 1
        row.save(update_fields=["withdrawn_at", "version"])
        audit.record(actor, verb, row)
    return row
