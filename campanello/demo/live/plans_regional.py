"""The regional call's plans: one for each that the dataset has, 485 people's: 314 completed, 167 under way, 4 given up.

Source: FEATURES E10 and Q. What a plan contains and when it was worked on is invented.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.demo.live.labs import at
from campanello.people.models import Participation
from campanello.plans.models import Measure, Plan, PlanAct, PlanService, PlanVersion, Service

STATES = {"completed": "completed", "in_progress": "active", "withdrawn": "withdrawn"}
# Hours: a first talk, some of the orientation's 18, a part of the consolidation's 124.
HOURS = {"colloquio": (2, 3), "bilancio-competenze": (8, 18), "formazione-specialistica": (20, 60)}
LASTS = timedelta(days=365)
FUND_CENTS = 2_000_00
WHY_WITHDRAWN = "La persona si è trasferita in un altro comune."


def fill_regional_plans(
    projects: Mapping[str, Project], catalogue: Mapping[int, list[Service]], *, on: date
) -> None:
    """A plan for each participation with one, with what the dataset says of it.

    Args:
        projects: By code.
        catalogue: The services of each project, by its key.
        on: The day of the demonstration; what is under way then ends later.
    """
    found = Participation.objects.filter(strand="plan", project__in=projects.values())
    entered = list(found.select_related("project").order_by("entry_on", "pk"))
    measures = _measures(entered)
    manager = User.objects.filter(username=Role.CASE).first()
    rng = np.random.default_rng(485)
    plans = [_plan(one, measures[one.project_id], manager, on=on) for one in entered]
    Plan.objects.bulk_create(plans, batch_size=200)
    _contents(plans, catalogue, rng)
    PlanAct.objects.bulk_create([act for plan in plans for act in _acts(plan, manager)], batch_size=300)


def _measures(entered: Iterable[Participation]) -> dict[int, Measure]:
    first: dict[int, tuple[Project, date]] = {}
    counts: dict[int, int] = {}
    for one in entered:
        first.setdefault(one.project_id, (one.project, one.entry_on))
        counts[one.project_id] = counts.get(one.project_id, 0) + 1
    made = [
        Measure(
            project=project,
            code=f"pip-{project.code.lower()}",
            titles={"it": f"Piani personali: {project.title}", "en": f"Personal plans: {project.title}"},
            requirement_set="regional",
            opens_on=starts_on,
            services_cents=counts[key] * FUND_CENTS,
            allowance_cents=counts[key] * FUND_CENTS,
        )
        for key, (project, starts_on) in first.items()
    ]
    Measure.objects.bulk_create(made)
    return {one.project_id: one for one in made}


def _plan(entered: Participation, measure: Measure, manager: User | None, *, on: date) -> Plan:
    state = STATES[entered.plan_status]
    closed_on = None if state == "active" else (entered.exit_on or entered.entry_on + LASTS / 2)
    return Plan(
        code=entered.code,
        project_id=entered.project_id,
        measure=measure,
        person_id=entered.person_id,
        participation=entered,
        state=state,
        case_manager=manager,
        starts_on=entered.entry_on,
        ends_on=max(entered.entry_on + LASTS, closed_on or on + timedelta(days=120)),
        signed_on=entered.entry_on,
        closed_on=closed_on,
        made_at=at(entered.entry_on, 10),
        made_by=manager,
    )


def _contents(plans: list[Plan], catalogue: Mapping[int, list[Service]], rng: np.random.Generator) -> None:
    versions = [
        PlanVersion(plan=plan, number=1, starts_on=plan.starts_on, made_at=plan.made_at, made_by=plan.made_by)
        for plan in plans
    ]
    PlanVersion.objects.bulk_create(versions, batch_size=300)
    contained = []
    for version in versions:
        offered = {one.code: one for one in catalogue[version.plan.project_id]}
        for code, (fewest, most) in HOURS.items():
            minutes = 60 * int(rng.integers(fewest, most + 1))
            contained.append(PlanService(plan_version=version, service=offered[code], minutes=minutes))
    PlanService.objects.bulk_create(contained, batch_size=300)
    for version in versions:
        version.signed_on = version.starts_on
    # Signed last: what a signed version contains is not changed any more.
    PlanVersion.objects.bulk_update(versions, ["signed_on"], batch_size=200)


def _acts(plan: Plan, by: User | None) -> list[PlanAct]:
    moves = [
        ("sign", plan.starts_on, "draft", "signed", ""),
        ("start", plan.starts_on, "signed", "active", ""),
    ]
    if plan.closed_on is not None:
        kind, reason = ("complete", "") if plan.state == "completed" else ("withdraw", WHY_WITHDRAWN)
        moves.append((kind, plan.closed_on, "active", plan.state, reason))
    return [
        PlanAct(
            plan=plan, kind=kind, on=day, before=before, after=after, reason=reason, at=at(day, 12), by=by
        )
        for kind, day, before, after, reason in moves
    ]
