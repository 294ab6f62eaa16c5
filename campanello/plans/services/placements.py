"""Writes down hosts with their agreements, and traineeships with their tutors' visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.homes.rules import editing
from campanello.people.queries import merges, records
from campanello.people.rules.names import tidy
from campanello.plans.models import Host, Plan, Traineeship, TutorVisit
from campanello.plans.queries import pacts
from campanello.plans.queries import placements as queries
from campanello.plans.rules import placements as rules
from campanello.plans.rules.placements import Span
from campanello.plans.rules.values import TRAINEESHIP_STATES

HOST_FIELDS = (
    *("name", "sector", "municipality", "address", "contact"),
    *("agreement", "agreed_on", "agreed_until", "places"),
)


@dataclass(frozen=True)
class NewTraineeship:
    """A traineeship to be planned, of a plan or of a person."""

    host: UUID
    role: str
    starts_on: date
    ends_on: date
    weekly_minutes: int
    person: UUID | None = None
    plan: UUID | None = None
    tutor: int | None = None
    host_tutor: str = ""


@transaction.atomic
def keep_host(*, actor: Actor, uid: UUID, project: int, facts: Mapping[str, Any]) -> Host:
    """Write a host down; sent twice with one `uid`, once.

    Args:
        actor: Who writes it.
        uid: The host's, made in the form.
        project: The key of the project that agrees with it.
        facts: Of `HOST_FIELDS`.

    Raises:
        NotFound, NothingAsked, DayOutside, HostThere.
    """
    if Host.objects.filter(uid=uid).exists():
        return queries.host(actor, uid, right=Right.WRITE_PLANS)
    if not queries.projects(actor).filter(pk=project).exists():
        raise NotFound
    made = Host(uid=uid, project_id=project, **{name: facts[name] for name in HOST_FIELDS if name in facts})
    _check_host(made)
    made.save(force_insert=True)
    audit.record(actor, "plans.host-kept", made)
    return made


@transaction.atomic
def edit_host(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Host:
    """Change what is known of a host, its agreement and its places.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, NothingAsked, DayOutside, HostThere.
    """
    host = queries.host(actor, uid, right=Right.WRITE_PLANS, lock=True)
    saved = {field: getattr(host, field) for field in HOST_FIELDS}
    differing = editing.differences(saved, {name: changes[name] for name in HOST_FIELDS if name in changes})
    if host.version != version and differing:
        raise editing.ChangedMeanwhile(version=host.version, differences=differing)
    for one in differing:
        setattr(host, one.field, one.yours)
    _check_host(host)
    if differing:
        host.version += 1
        host.save()
        audit.record(actor, "plans.host-edited", host, fields=sorted(one.field for one in differing))
    return host


@transaction.atomic
def plan_traineeship(*, actor: Actor, uid: UUID, traineeship: NewTraineeship, on: date) -> Traineeship:
    """Plan a traineeship under a host's agreement; sent twice with one `uid`, once.

    Raises:
        NotFound, NothingAsked, TraineeshipEndsBeforeStart, TraineeshipTooLong, NotHours, NoAgreement,
        SecondTraineeship, HostFull.
    """
    if Traineeship.objects.filter(uid=uid).exists():
        return queries.traineeship(actor, uid, right=Right.WRITE_PLANS)
    host = queries.host(actor, traineeship.host, right=Right.WRITE_PLANS, lock=True)
    plan = _plan(actor, traineeship.plan)
    asked = plan.person.uid if plan else traineeship.person
    if asked is None or (plan and plan.project_id != host.project_id):
        raise NotFound
    person = records.person(actor, asked, right=Right.WRITE_PERSON, lock=True)
    pacts.project_of(actor, person, host.project_id)
    refusal = rules.why_not_named(traineeship.role) or rules.why_not_train(
        Span(traineeship.starts_on, traineeship.ends_on),
        traineeship.weekly_minutes,
        queries.room(host, person.pk, on),
    )
    if refusal:
        raise refusal
    if traineeship.tutor and not queries.tutors(host.project_id, on).filter(pk=traineeship.tutor).exists():
        raise NotFound
    made = Traineeship.objects.create(
        uid=uid,
        project_id=host.project_id,
        person=person,
        plan=plan,
        host=host,
        role=tidy(traineeship.role)[:160],
        starts_on=traineeship.starts_on,
        ends_on=traineeship.ends_on,
        weekly_minutes=traineeship.weekly_minutes,
        tutor_id=traineeship.tutor,
        host_tutor=tidy(traineeship.host_tutor)[:120],
    )
    audit.record(actor, "plans.traineeship-planned", made, person=person.pk, host=host.pk)
    return made


@transaction.atomic
def move_traineeship(
    *, actor: Actor, uid: UUID, version: int, to: str, reason: str = "", on: date
) -> Traineeship:
    """Begin, complete or break off a traineeship on a day.

    Raises:
        NotFound, NotYours, PlacementMoved, NoReasonForInterruption, DayOutside, SecondTraineeship.
    """
    row = queries.traineeship(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if row.version != version or to not in rules.TRAINEESHIP_MOVES[row.state]:
        raise rules.PlacementMoved(state=(TRAINEESHIP_STATES[row.state], {}))
    why = tidy(reason)[:300]
    if to == "interrupted" and not why:
        raise rules.NoReasonForInterruption
    person = row.person.merged_into_id or row.person_id
    if to == "running":
        if refusal := rules.why_not_day(on, row.starts_on, row.ends_on):
            raise refusal
        _only_one(row, person)
    else:
        row.closed_on, row.closed_why = on, why
    row.state = to
    row.version += 1
    row.save()
    audit.record(actor, f"plans.traineeship-{to}", row, person=person)
    return row


@transaction.atomic
def visit(
    *, actor: Actor, uid: UUID, visit: UUID, day: date, note: str, goes_well: bool | None, on: date
) -> TutorVisit:
    """Write down that the tutor looked in; sent twice with one `visit`, once.

    Raises:
        NotFound, NotYours, PlacementMoved: The traineeship has not begun.
        DayOutside.
    """
    row = queries.traineeship(actor, uid, right=Right.WRITE_PLANS, lock=True)
    kept = TutorVisit.objects.filter(uid=visit, traineeship=row).first()
    if kept:
        return kept
    if row.state == "planned":
        raise rules.PlacementMoved(state=(TRAINEESHIP_STATES[row.state], {}))
    last = min(on, row.closed_on or on)
    if refusal := rules.why_not_day(day, row.starts_on, last):
        raise refusal
    made = TutorVisit.objects.create(
        uid=visit, traineeship=row, on=day, note=tidy(note)[:500], goes_well=goes_well, by_id=actor.user
    )
    person = row.person.merged_into_id or row.person_id
    audit.record(actor, "plans.tutor-visited", made, person=person)
    return made


def _check_host(host: Host) -> None:
    host.name = tidy(host.name)
    if refusal := rules.why_not_named(host.name):
        raise refusal
    if host.agreed_until and (host.agreed_on is None or host.agreed_until <= host.agreed_on):
        raise rules.AgreementEndsBeforeStart
    same = Host.objects.filter(project=host.project_id, name__iexact=host.name).exclude(pk=host.pk)
    if same.exists():
        raise rules.HostThere(name=host.name)


def _only_one(row: Traineeship, person: int) -> None:
    others = Traineeship.objects.filter(state="running").exclude(pk=row.pk)
    held = others.filter(merges.of_people("person", [person])).first()
    if held:
        raise rules.SecondTraineeship(starts=f"{held.starts_on:%d/%m/%Y}", ends=f"{held.ends_on:%d/%m/%Y}")


def _plan(actor: Actor, uid: UUID | None) -> Plan | None:
    if uid is None:
        return None
    plan = Plan.objects.visible_to(actor, Right.WRITE_PLANS).filter(uid=uid).select_related("person").first()
    if plan is None:
        raise NotFound
    return plan
