"""Somebody of whom plans know all that there can be: each text has a word of theirs in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from campanello.people.models import Person
from campanello.plans.models import (
    Application,
    ApplicationStep,
    Attendance,
    Candidacy,
    ContactTry,
    Fact,
    JobFound,
    PactReview,
    PactTerms,
    Payment,
    Plan,
    PlanAct,
    PlanVersion,
    RequirementCheck,
    Signature,
    TutorVisit,
    WorkWish,
)
from tests import factories, factories_assessments, factories_plans
from tests.db.plans import paying
from tests.db.plans.paying import AT, OTHER_IBAN
from tests.factories import LONG_AGO

MARK = "Zampironi"


@dataclass(frozen=True)
class Everything:
    """The world, and whose everything is in it."""

    w: paying.World
    rosa: Person
    plan: Plan


def everything() -> Everything:
    """A person who applied, has a signed plan, was paid in it, and made pacts: a word of theirs in every text."""
    w = paying.world()
    rosa = factories.person(w.project, given_name="Rosalba", family_name=MARK)
    paying.account(rosa, iban=OTHER_IBAN, holder=MARK, starts_on=date(2026, 3, 1))
    asked = _application(w, rosa)
    plan = paying.plan(
        w, person=rosa, application=asked, goal=MARK, state="completed", closed_on=date(2026, 3, 31)
    )
    _signed(plan, w)
    _assessed(plan)
    mark = paying.attended(w, plan, 300)
    Attendance.objects.filter(pk=mark.pk).update(is_replaced=True)
    Attendance.objects.create(
        session=mark.session, plan=plan, service=w.service, on=mark.on, planned_minutes=300, minutes=240,
        presence="present", corrects=mark, reason=f"{MARK} left early", is_signed=True, recorded_at=AT,
    )  # fmt: skip
    _pacts(plan)
    _placed(plan)
    paying.paid(w)
    Payment.objects.update(reason=f"Account of {MARK}")
    return Everything(w, rosa, plan)


def _application(w: paying.World, rosa: Person) -> Application:
    asked = factories_plans.application(
        w.measure, person=rosa, state="eligible", answers={"family_name": MARK}, came_through=MARK,
        imported_as=MARK, decided_at=AT, allowance_cents=2_000_00,
    )  # fmt: skip
    type(w.measure).objects.filter(pk=w.measure.pk).update(committed_allowance_cents=2_000_00)
    scan = factories_plans.document(asked, kind="signed", state="refused", reason=MARK)
    noted = {"application": asked, "evidence": "document", "on": LONG_AGO, "recorded_at": AT}
    Fact.objects.create(name="naspi", value=MARK, source=MARK, document=scan, **noted)
    looked = [{"code": "naspi", "verdict": "met", "facts": [{"name": "naspi", "value": MARK}]}]
    RequirementCheck.objects.create(
        application=asked, occasion="again", on=LONG_AGO, requirement_set="prolorenteggio",
        set_starts_on=LONG_AGO, outcome="eligible", results=looked, at=AT,
    )  # fmt: skip
    ApplicationStep.objects.create(application=asked, after="eligible", at=AT, note=MARK, out_of_turn=MARK)
    ContactTry.objects.create(application=asked, at=AT, how="phone", outcome="reached", note=MARK)
    return asked


def _signed(plan: Plan, w: paying.World) -> None:
    factories_plans.plan_service(plan, w.service, calendar=f"When {MARK} is free")
    PlanVersion.objects.create(
        plan=plan, number=2, starts_on=plan.starts_on, reason=MARK, signed_on=LONG_AGO, made_at=AT
    )
    told: dict[str, Any] = {"plan": plan, "before": "active", "after": "completed", "at": AT}
    PlanAct.objects.create(kind="complete", on=date(2026, 3, 31), reason=MARK, **told)
    for version in plan.versions.all():
        Signature.objects.create(
            plan_version=version, person=plan.person, by="person", how="screen", on=LONG_AGO,
            strokes=[[MARK]], document=plan.application.documents.get() if plan.application else None, at=AT,
        )  # fmt: skip


def _assessed(plan: Plan) -> None:
    assessed = factories_assessments.assessment(plan, 2, 3, 4, 2, 3, 4, summary=MARK)
    assessed.scores.update(reason=MARK)
    type(assessed).objects.filter(pk=assessed.pk).update(signed_at=AT)
    factories_assessments.team_member(plan, user=None, who=MARK)
    goal = factories_assessments.goal(plan, title=MARK, outcome=MARK)
    factories_assessments.task(goal, title=MARK, who=MARK)
    factories_assessments.common_good(plan, what=MARK, place=MARK)
    result = factories_assessments.result(
        plan, status="employed", recorded_at=AT, source=MARK, qualification=MARK
    )
    ContactTry.objects.create(result=result, at=AT, how="phone", outcome="reached", note=MARK)


def _pacts(plan: Plan) -> None:
    other = factories.person(plan.project, given_name="Ada", family_name="Altro")
    for title, people in (("own", (plan.person,)), ("shared", (plan.person, other))):
        pact = factories_plans.pact(
            plan, *people, title=f"{title} {MARK}", ended_why=f"{title} {MARK}", creditor=None
        )
        PactTerms.objects.create(
            pact=pact, number=2, gets=f"{MARK} gets", gives=f"{MARK} gives", reason=f"for {MARK}",
            starts_on=pact.starts_on, signed_on=pact.starts_on, made_at=AT,
        )  # fmt: skip
        PactReview.objects.create(pact=pact, due_on=LONG_AGO, note=f"{title} {MARK}")
        factories_plans.given_back(pact, plan.person, what=MARK)


def _placed(plan: Plan) -> None:
    learnt = factories_plans.traineeship(plan, role=MARK, host_tutor=MARK, closed_why=MARK)
    TutorVisit.objects.create(traineeship=learnt, on=LONG_AGO, note=MARK)
    vacancy = factories_plans.vacancy(plan.project)
    Candidacy.objects.create(vacancy=vacancy, person=plan.person, on=LONG_AGO, note=MARK)
    JobFound.objects.create(
        project=plan.project,
        person=plan.person,
        starts_on=LONG_AGO,
        recorded_at=AT,
        employer=MARK,
        contract=MARK,
    )
    WorkWish.objects.create(person=plan.person, weekly_minutes=600, said_on=LONG_AGO)
