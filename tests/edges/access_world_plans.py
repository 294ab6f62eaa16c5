"""The small world's plans, for the access table: one record of each kind in a project."""

from datetime import date
from typing import Any

from campanello.core.models import Project
from campanello.people.models import Person
from campanello.plans.models import Candidacy, Measure, PactReview, Plan
from tests import factories_assessments, factories_payments, factories_plans


def records(project: Project, person: Person) -> dict[str, Any]:
    """What the lines of `access_plans` name, by the words they use for it."""
    if not Measure.objects.filter(code="open-to-all").exists():
        factories_plans.measure(project, code="open-to-all", is_public=True)
    measure = factories_plans.measure(project)
    service = factories_plans.service(project)
    application = factories_plans.application(measure, person=person)
    plan = factories_plans.plan(measure, person)
    return {
        "measure": measure.code,
        "service": service.pk,
        "service_code": service.code,
        "plan_code": plan.code,
        "service_value": service.hourly_values.get().pk,
        "application": application.uid,
        "plan": plan.uid,
        "plan_session": factories_plans.session(service).uid,
        **pact_records(plan, person),
        **placement_records(plan, person),
        **assessment_records(plan),
        **payment_records(plan),
        "document": factories_plans.document(application).uid,
    }


def pact_records(plan: Plan, person: Person) -> dict[str, Any]:
    """A signed pact with a review that is due and an hour given."""
    pact = factories_plans.pact(plan, person)
    review = PactReview.objects.create(pact=pact, due_on=date(2026, 6, 1))
    given = factories_plans.given_back(pact, person)
    return {"pact": pact.uid, "review": review.pk, "given": given.uid}


def payment_records(plan: Plan) -> dict[str, Any]:
    """A run that is ordered, with a payment to the person and one to the landlord."""
    run = factories_payments.ordered_run(plan)
    landlord = run.payments.get(payee="landlord")
    return {
        "payment_run": run.uid,
        "payment": run.payments.get(payee="person").uid,
        "landlord_body": landlord.creditor_id,
        "paying_project": plan.project_id,
    }


def assessment_records(plan: Plan) -> dict[str, Any]:
    """A draft, somebody in a team, a goal with a task, hours given, and a plan that is over with its question."""
    over = factories_assessments.plan_over(plan.measure, person=plan.person)
    factories_assessments.result(over)
    goal = factories_assessments.goal(plan)
    return {
        "assessment": factories_assessments.assessment(plan, 2, 3).uid,
        "team_member": factories_assessments.team_member(plan).pk,
        "goal": goal.uid,
        "task": factories_assessments.task(goal).uid,
        "common_good": factories_assessments.common_good(plan).uid,
        "plan_over": over.uid,
    }


def placement_records(plan: Plan, person: Person) -> dict[str, Any]:
    """A traineeship that runs at a host, and somebody put forward for a vacancy."""
    traineeship = factories_plans.traineeship(plan)
    vacancy = factories_plans.vacancy(plan.project)
    candidacy = Candidacy.objects.create(vacancy=vacancy, person=person, on=vacancy.opens_on)
    return {
        "host": traineeship.host.uid,
        "traineeship": traineeship.uid,
        "vacancy": vacancy.uid,
        "candidacy": candidacy.uid,
    }
