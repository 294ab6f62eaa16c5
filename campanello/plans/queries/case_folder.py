"""Gathers all that plans hold of one person, as far as the reader may see it, for the folder on paper.

Assessments are there for who reads assessments, answers of special categories for the stricter role. Of a pact with
others only that there are others.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.people.queries import records
from campanello.people.queries.merges import of_people
from campanello.people.rules.record import PersonRecord
from campanello.plans.models import (
    Application,
    ApplicationStep,
    Assessment,
    Attendance,
    CommonGoodWork,
    ContactTry,
    Document,
    Fact,
    GivenBack,
    Goal,
    JobFound,
    Pact,
    Plan,
    Result,
    Traineeship,
)
from campanello.plans.queries import eligibility, payments, plan_shown
from campanello.plans.queries.eligibility import Step
from campanello.plans.queries.payments import OfPlan
from campanello.plans.queries.plan_shown import Shown


@dataclass(frozen=True)
class OneApplication:
    """An application with all that was noted, found and done of it."""

    row: Application
    steps: tuple[ApplicationStep, ...]
    checks: tuple[Step, ...]
    facts: tuple[Fact, ...]
    documents: tuple[Document, ...]
    tries: tuple[ContactTry, ...]
    sees_special: bool


@dataclass(frozen=True)
class OnePlan:
    """A plan with its registers, payments and results; corrected marks stand beside those that replaced them."""

    shown: Shown
    marks: tuple[Attendance, ...]
    payments: OfPlan
    results: tuple[Result, ...]


@dataclass(frozen=True)
class OnePact:
    """A pact with its terms, reviews, what this person gave back, and how many others it is made with."""

    row: Pact
    given: tuple[GivenBack, ...]
    others: int


@dataclass(frozen=True)
class Folder:
    """All of a person's case. `assessments` is None for who may read none."""

    record: PersonRecord
    applications: tuple[OneApplication, ...]
    plans: tuple[OnePlan, ...]
    pacts: tuple[OnePact, ...]
    traineeships: tuple[Traineeship, ...]
    jobs: tuple[JobFound, ...]
    common_good: tuple[CommonGoodWork, ...]
    goals: tuple[Goal, ...]
    assessments: tuple[Assessment, ...] | None


@transaction.atomic
def folder(actor: Actor, uid: UUID, *, on: date, at: datetime) -> Folder:
    """A person's case, in the projects where the actor reads plans; leaves the line of an export.

    Raises:
        NotFound: Absent, not the actor's, or the actor reads no plans of theirs.
    """
    person = records.person(actor, uid, right=Right.READ_PLANS)
    record = records.person_record(actor, person.uid, on)
    mine = Q(of_people("person", [person.pk]), project__in=projects_with(actor, Right.READ_PLANS))
    plans = Plan.objects.filter(mine).order_by("starts_on", "pk")
    assessed = projects_with(actor, Right.READ_ASSESSMENTS)
    found = Folder(
        record=record,
        applications=_applications(actor, person.pk),
        plans=tuple(_plan(actor, one.uid, on, at) for one in plans),
        pacts=_pacts(actor, person.pk),
        traineeships=tuple(
            Traineeship.objects.filter(mine).select_related("host", "tutor").prefetch_related("visits__by")
        ),
        jobs=tuple(JobFound.objects.filter(mine)),
        common_good=tuple(CommonGoodWork.objects.filter(mine, cancelled_at=None)),
        goals=tuple(Goal.objects.filter(mine).prefetch_related("tasks__owner")),
        assessments=_assessments(person.pk, assessed) if assessed else None,
    )
    with_assessments = found.assessments is not None
    audit.exported(
        actor, "plans.case-folder-exported", person, person=person.pk, assessments=with_assessments
    )
    return found


def _applications(actor: Actor, person: int) -> tuple[OneApplication, ...]:
    special = projects_with(actor, Right.READ_SPECIAL)
    rows = Application.objects.visible_to(actor).filter(of_people("person", [person]))
    ordered = rows.select_related("measure", "decided_by").order_by("received_at", "pk")
    with_all = ordered.prefetch_related("steps__by", "documents", "tries__by", "facts__recorded_by")
    return tuple(
        OneApplication(
            row=one,
            steps=tuple(one.steps.all()),
            checks=eligibility.steps(one.pk),
            facts=tuple(one.facts.all()),
            documents=tuple(one.documents.all()),
            tries=tuple(one.tries.all()),
            sees_special=one.project_id in special,
        )
        for one in with_all
    )


def _plan(actor: Actor, uid: UUID, on: date, at: datetime) -> OnePlan:
    shown = plan_shown.shown(actor, uid, on=on, at=at)
    marks = Attendance.objects.filter(plan=shown.plan).select_related("session", "service", "recorded_by")
    results = Result.objects.filter(plan=shown.plan).prefetch_related("tries__by")
    return OnePlan(
        shown,
        tuple(marks.order_by("on", "pk")),
        payments.of_plan(actor, shown.plan, on),
        tuple(results.select_related("recorded_by")),
    )


def _pacts(actor: Actor, person: int) -> tuple[OnePact, ...]:
    keys = Pact.objects.visible_to(actor).filter(of_people("parties__person", [person])).values("pk")
    rows = Pact.objects.filter(pk__in=keys).select_related("creditor").order_by("starts_on", "pk")
    theirs = of_people("person", [person])
    given: dict[int, list[GivenBack]] = {}
    for one in GivenBack.objects.filter(theirs, pact__in=keys, cancelled_at=None).order_by("on", "pk"):
        given.setdefault(one.pact_id, []).append(one)
    with_all = rows.prefetch_related("terms__signatures__recorded_by", "reviews__by", "parties")
    return tuple(
        OnePact(one, tuple(given.get(one.pk, ())), max(0, len(one.parties.all()) - 1)) for one in with_all
    )


def _assessments(person: int, projects: frozenset[int]) -> tuple[Assessment, ...]:
    rows = Assessment.objects.filter(of_people("person", [person]), project__in=projects)
    with_all = rows.select_related("signed_by", "plan").prefetch_related("scores")
    return tuple(with_all.order_by("on", "pk"))
