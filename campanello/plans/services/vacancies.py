"""Writes down vacancies and courses, puts people forward for them, and records the jobs that they find."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.homes.rules import editing
from campanello.people.queries import consents, merges, records
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.plans.models import Candidacy, JobFound, Plan, Vacancy, WorkWish
from campanello.plans.queries import pacts, placements
from campanello.plans.queries import vacancies as queries
from campanello.plans.rules import matching
from campanello.plans.rules import placements as rules
from campanello.plans.rules.values import CANDIDACY_STATES, VACANCY_KINDS

VACANCY_FIELDS = (
    *("kind", "title", "employer", "municipality", "weekly_minutes", "languages"),
    *("skills", "places", "note", "opens_on", "closes_on"),
)
SHARING = "referral"


@dataclass(frozen=True)
class Hiring:
    """A job that somebody found."""

    starts_on: date
    employer: str = ""
    contract: str = ""
    weekly_minutes: int | None = None


@dataclass(frozen=True)
class Step:
    """Where somebody put forward gets to; `hiring` goes with being taken on."""

    to: str
    on: date
    note: str = ""
    hiring: Hiring | None = None


@transaction.atomic
def keep_vacancy(*, actor: Actor, uid: UUID, project: int, facts: Mapping[str, Any]) -> Vacancy:
    """Write a vacancy or a course down; sent twice with one `uid`, once.

    Raises:
        NotFound, NothingAsked, NotInTheList, NotHours, VacancyClosesBeforeOpen.
    """
    if Vacancy.objects.filter(uid=uid).exists():
        return queries.vacancy(actor, uid, right=Right.WRITE_PLANS)
    if not placements.projects(actor).filter(pk=project).exists():
        raise NotFound
    made = Vacancy(
        uid=uid, project_id=project, **{name: facts[name] for name in VACANCY_FIELDS if name in facts}
    )
    _check(made)
    made.save(force_insert=True)
    audit.record(actor, "plans.vacancy-kept", made)
    return made


@transaction.atomic
def edit_vacancy(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Vacancy:
    """Change a vacancy, or close it by its last day.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, and what `keep_vacancy` raises.
    """
    row = queries.vacancy(actor, uid, right=Right.WRITE_PLANS, lock=True)
    saved = {field: getattr(row, field) for field in VACANCY_FIELDS}
    given = {name: changes[name] for name in VACANCY_FIELDS if name in changes}
    differing = editing.differences(saved, given)
    if row.version != version and differing:
        raise editing.ChangedMeanwhile(version=row.version, differences=differing)
    for one in differing:
        setattr(row, one.field, one.yours)
    _check(row)
    if differing:
        row.version += 1
        row.save()
        audit.record(actor, "plans.vacancy-edited", row, fields=sorted(one.field for one in differing))
    return row


@transaction.atomic
def put_forward(*, actor: Actor, vacancy: UUID, person: UUID, on: date) -> Candidacy:
    """Put somebody forward for a vacancy: proposed to the person first. Done twice, kept once.

    Raises:
        NotFound, NotYours, VacancyClosed.
    """
    row = queries.vacancy(actor, vacancy, right=Right.WRITE_PLANS, lock=True)
    one = records.person(actor, person, right=Right.WRITE_PERSON)
    pacts.project_of(actor, one, row.project_id)
    kept = Candidacy.objects.filter(merges.of_people("person", [one.pk]), vacancy=row).first()
    if kept:
        return kept
    if row.closes_on and on >= row.closes_on:
        raise rules.VacancyClosed(day=f"{row.closes_on:%d/%m/%Y}")
    made = Candidacy.objects.create(vacancy=row, person=one, on=on, recorded_by_id=actor.user)
    audit.record(actor, "plans.candidate-put-forward", made, person=one.pk, vacancy=row.pk)
    return made


@transaction.atomic
def move_candidacy(*, actor: Actor, uid: UUID, version: int, step: Step, at: datetime) -> Candidacy:
    """Move somebody put forward on; who is taken on has found a job, which is recorded with it.

    Raises:
        NotFound, NotYours, PlacementMoved, NotAgreedToSend, VacancyFull, NotHours.
    """
    row = queries.candidacy(actor, uid, right=Right.WRITE_PLANS, lock=True)
    to = step.to
    if row.version != version or to not in rules.CANDIDACY_MOVES[row.state]:
        raise rules.PlacementMoved(state=(CANDIDACY_STATES[row.state], {}))
    person = row.person.merged_into_id or row.person_id
    if to == "sent" and not consents.standing_of(person, SHARING, step.on).is_yes:
        raise rules.NotAgreedToSend
    vacancy = queries.vacancy(actor, row.vacancy.uid, right=Right.WRITE_PLANS, lock=True)
    if to == "hired":
        _room(vacancy)
        if vacancy.kind == "job":
            _hire(actor, row, vacancy, step.hiring or Hiring(step.on), at)
    row.state, row.on, row.note = to, step.on, tidy(step.note)[:300]
    row.version += 1
    row.save()
    audit.record(actor, f"plans.candidate-{to}", row, person=person, vacancy=row.vacancy_id)
    return row


@transaction.atomic
def record_job(*, actor: Actor, uid: UUID, person: UUID, hiring: Hiring, at: datetime) -> JobFound:
    """Write down a job that somebody found by themselves; sent twice with one `uid`, once.

    Raises:
        NotFound, NothingAsked, NotHours.
    """
    kept = JobFound.objects.filter(uid=uid).first()
    one = records.person(actor, person, right=Right.WRITE_PERSON)
    project = pacts.project_of(actor, one, kept.project_id if kept else None)
    if kept:
        return kept
    if refusal := rules.why_not_named(hiring.employer):
        raise refusal
    made = _job(actor=actor, uid=uid, person=one.pk, project=project.pk, hiring=hiring, at=at)
    audit.record(actor, "plans.job-found", made, person=one.pk)
    return made


@transaction.atomic
def say_wish(*, actor: Actor, person: UUID, weekly_minutes: int, travels: bool, on: date) -> WorkWish:
    """Write down how much somebody can work, and whether they go elsewhere for it; the last word holds.

    Raises:
        NotFound, NotHours.
    """
    one = records.person(actor, person, right=Right.WRITE_PLANS, lock=True)
    if refusal := rules.why_not_hours(weekly_minutes):
        raise refusal
    said = {"weekly_minutes": weekly_minutes, "travels": travels, "said_on": on, "recorded_by_id": actor.user}
    row, _ = WorkWish.objects.update_or_create(person=one, defaults=said)
    audit.record(actor, "plans.work-wish-said", row, person=one.pk)
    return row


def _check(row: Vacancy) -> None:
    row.title, row.employer = tidy(row.title), tidy(row.employer)
    row.skills = matching.joined(matching.parts_of(tidy(row.skills)))[:300]
    if refusal := rules.why_not_named(row.title, row.employer):
        raise refusal
    if row.kind not in VACANCY_KINDS:
        raise NotInTheList(value=row.kind[:40])
    if row.weekly_minutes is not None and (refusal := rules.why_not_hours(row.weekly_minutes)):
        raise refusal
    if row.closes_on and row.closes_on <= row.opens_on:
        raise rules.VacancyClosesBeforeOpen


def _room(vacancy: Vacancy) -> None:
    taken = Candidacy.objects.filter(vacancy=vacancy, state="hired").count()
    if taken >= vacancy.places:
        raise rules.VacancyFull(places=vacancy.places)


def _hire(actor: Actor, row: Candidacy, vacancy: Vacancy, hiring: Hiring, at: datetime) -> None:
    person = row.person.merged_into_id or row.person_id
    told = Hiring(
        hiring.starts_on,
        hiring.employer or vacancy.employer,
        hiring.contract,
        hiring.weekly_minutes or vacancy.weekly_minutes,
    )
    made = _job(
        actor=actor,
        uid=row.uid,
        person=person,
        project=vacancy.project_id,
        hiring=told,
        at=at,
        vacancy=vacancy,
    )
    audit.record(actor, "plans.job-found", made, person=person, vacancy=vacancy.pk)


def _job(
    *,
    actor: Actor,
    uid: UUID,
    person: int,
    project: int,
    hiring: Hiring,
    at: datetime,
    vacancy: Vacancy | None = None,
) -> JobFound:
    if hiring.weekly_minutes is not None and (refusal := rules.why_not_hours(hiring.weekly_minutes)):
        raise refusal
    plans = Plan.objects.filter(merges.of_people("person", [person]), project=project)
    plan = plans.exclude(state="draft").order_by("-starts_on").first()
    return JobFound.objects.create(
        uid=uid,
        project_id=project,
        person_id=person,
        plan=plan,
        vacancy=vacancy,
        starts_on=hiring.starts_on,
        contract=tidy(hiring.contract)[:80],
        weekly_minutes=hiring.weekly_minutes,
        employer=tidy(hiring.employer)[:160],
        recorded_at=at,
        recorded_by_id=actor.user,
    )
