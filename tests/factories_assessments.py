"""Assessments, goals, hours and results with sensible defaults. Each saves what it makes."""

from datetime import date
from typing import Any

from campanello.plans.models import (
    Assessment,
    CommonGoodWork,
    DimensionScore,
    Goal,
    Measure,
    Plan,
    Result,
    Task,
    TeamMember,
)
from campanello.plans.rules.assessments import ALL_DIMENSIONS
from tests import factories_plans
from tests.factories_plans import MOMENT


def assessment(plan: Plan, *scores: int, signed: bool = False, **given: Any) -> Assessment:
    """An assessment at entry of a plan's person on the plan's first day; six scores have a reason each."""
    made = Assessment.objects.create(
        **{"project": plan.project, "person": plan.person, "plan": plan, "kind": "entry"}
        | {"on": plan.starts_on, "made_at": MOMENT}
        | given
    )
    DimensionScore.objects.bulk_create(
        DimensionScore(assessment=made, dimension=one.code, score=score, reason=f"Because of {one.code}")
        for one, score in zip(ALL_DIMENSIONS, scores, strict=False)
    )
    if signed:
        made.signed_at = MOMENT
        made.save()
    return made


def team_member(plan: Plan, **given: Any) -> TeamMember:
    """Somebody of another body around a plan's person."""
    return TeamMember.objects.create(
        **{"project": plan.project, "person": plan.person, "who": "Nurse of the ASST"}
        | {"starts_on": plan.starts_on}
        | given
    )


def goal(plan: Plan, **given: Any) -> Goal:
    """A goal for the end of March."""
    return Goal.objects.create(
        **{"project": plan.project, "person": plan.person, "plan": plan, "title": "Pass the B1 exam"}
        | {"due_on": date(2026, 3, 31)}
        | given
    )


def task(goal: Goal, **given: Any) -> Task:
    """The person's own task, by the goal's day."""
    mine = {"is_the_persons": "owner" not in given}
    return Task.objects.create(
        **{"goal": goal, "title": "Enrol at the CPIA", "due_on": goal.due_on} | mine | given
    )


def common_good(plan: Plan, **given: Any) -> CommonGoodWork:
    """Two hours in the shared garden."""
    return CommonGoodWork.objects.create(
        **{"project": plan.project, "person": plan.person, "plan": plan, "on": date(2026, 2, 2)}
        | {"minutes": 120, "area": "environment", "what": "Shared garden", "recorded_at": MOMENT}
        | given
    )


def plan_over(measure: Measure, closed_on: date = date(2026, 1, 31), **given: Any) -> Plan:
    """A plan that was completed, nobody of which is asked for yet."""
    told: dict[str, Any] = {"state": "completed", "closed_on": closed_on} | given
    return factories_plans.plan(measure, **told)


def result(plan: Plan, **given: Any) -> Result:
    """How a plan's person is at exit, not asked yet."""
    return Result.objects.create(
        **{"plan": plan, "moment": "exit", "opens_on": plan.closed_on, "due_on": date(2026, 2, 28)} | given
    )
