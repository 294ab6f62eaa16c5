"""What is left of an erased person in plans and what hangs on them: figures and days, no word of them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campanello.people.services import erasure
from campanello.plans.models import (
    Candidacy,
    ContactTry,
    GivenBack,
    JobFound,
    PactReview,
    PlanAct,
    Signature,
    Vacancy,
)
from tests import factories, factories_assessments, factories_plans
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
NAME = "Zampironi"


def test_an_erased_person_leaves_no_word_in_assessments_and_pacts() -> None:
    project = factories.project()
    rosa = factories.person(project, given_name="Rosalba", family_name=NAME)
    other = factories.person(project, given_name="Ada", family_name="Altro")
    plan = factories_plans.plan(factories_plans.measure(project), rosa)
    assessed = factories_assessments.assessment(
        plan, 2, 3, 4, 2, 3, 4, signed=True, summary=f"{NAME} is alone"
    )
    factories_assessments.team_member(plan, user=None, who=f"sister of {NAME}")
    goal = factories_assessments.goal(plan, title=f"{NAME} learns")
    factories_assessments.task(goal, title=f"Call {NAME}")
    factories_assessments.common_good(plan, what=f"{NAME} sweeps")
    pact = factories_plans.pact(plan, rosa, other, title=f"{NAME} and Altro")
    PactReview.objects.create(pact=pact, due_on=LONG_AGO, note=f"With {NAME} and Ada")
    given = factories_plans.given_back(pact, rosa, what=f"{NAME} cooks")
    erasure.forget([rosa.pk], at=NOON)

    _has_no_word(assessed, goal, given, pact)
    assert given.minutes == GivenBack.objects.get().minutes
    assert [row.reason for row in assessed.scores.all()] == [""] * 6
    assert (pact.title, PactReview.objects.get().note) == ("… and Altro", "With … and Ada")
    assert goal.tasks.get().title == "…"


def test_an_erased_person_leaves_days_and_states_of_plans_and_no_word() -> None:
    project = factories.project()
    rosa = factories.person(project, given_name="Rosalba", family_name=NAME)
    measure = factories_plans.measure(project)
    plan = factories_plans.plan(
        measure, rosa, goal=f"{NAME} works", state="completed", closed_on=date(2026, 2, 1)
    )
    draft = factories_plans.plan(measure, rosa, state="draft", goal="Rosalba")
    version, scan = (
        plan.versions.get(),
        factories_plans.document(factories_plans.application(measure, person=rosa)),
    )
    told: dict[str, Any] = {"plan": plan, "before": "active", "after": "completed", "at": NOON}
    act = PlanAct.objects.create(kind="complete", on=date(2026, 2, 1), reason=f"{NAME} is well", **told)
    signature = Signature.objects.create(
        plan_version=version, person=rosa, by="person", how="screen", on=LONG_AGO, strokes=[[[1, 1]]],
        document=scan, at=NOON,
    )  # fmt: skip
    result = factories_assessments.result(plan, status="employed", recorded_at=NOON, source=f"{NAME} said")
    ContactTry.objects.create(result=result, at=NOON, how="phone", outcome="reached", note=NAME)
    vacancy = Vacancy.objects.create(
        project=project, kind="job", title="Cook", employer="Bar", opens_on=LONG_AGO
    )
    waiting = Candidacy.objects.create(vacancy=vacancy, person=rosa, on=LONG_AGO, note=NAME)
    job = JobFound.objects.create(
        project=project, person=rosa, starts_on=LONG_AGO, recorded_at=NOON, employer=NAME
    )

    erasure.forget([rosa.pk], at=NOON)

    _has_no_word(plan, draft, act, signature, result, waiting, job)
    assert (draft.state, plan.state, act.on) == ("withdrawn", "completed", date(2026, 2, 1))
    assert (signature.strokes, signature.document, signature.on) == (None, None, LONG_AGO)
    assert (waiting.state, result.status) == ("withdrawn", "employed")
    assert ContactTry.objects.get().note == ""


def _has_no_word(*rows: Any) -> None:
    for row in rows:
        row.refresh_from_db()
        texts = [value for value in vars(row).values() if isinstance(value, str)]
        assert not [text for text in texts if NAME in text or "Rosalba" in text], row
