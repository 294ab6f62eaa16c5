"""How people with a plan are doing: assessments at entry and review, goals and tasks, results after their plans."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from campanello.demo.live.labs import at
from campanello.plans.models import (
    Assessment,
    CommonGoodWork,
    DimensionScore,
    Goal,
    Plan,
    Result,
    Task,
)
from campanello.plans.queries.results import limits
from campanello.plans.rules.assessments import dimensions
from campanello.plans.rules.results import windows

ASSESSED = 14
REASONS = {
    1: "Va sostenuto subito: senza aiuto la situazione peggiora.",
    2: "Molte difficoltà, e poche persone su cui contare.",
    3: "Ci sono difficoltà, ma anche persone e risorse su cui contare.",
    4: "Se la cava quasi sempre da solo, chiede quando serve.",
    5: "Nessun bisogno per ora.",
}
GOALS = (
    ("Avere un curriculum e inviarlo a dieci aziende", "Scrivere il curriculum", "Inviarlo con l'operatore"),
    ("Parlare italiano quanto basta per un colloquio", "Iscriversi al corso A2", "Esercitarsi con il gruppo"),
    ("Rientrare dal debito con la casa", "Chiedere la rateizzazione", "Portare le ricevute"),
)  # fmt: skip
WORK = (("Cura delle aiuole", "environment"), ("Spesa per i vicini anziani", "social"))
# How people were found to be afterwards; nothing is printed of it.
AFTER = ("employed", "training", "searching", "searching", "inactive", "self_employed", "declined")


def fill_assessments(plans: Sequence[Plan], by: int, *, on: date) -> None:
    """Assess some at entry and again later, set goals with tasks, and record common-good work."""
    rng = np.random.default_rng(147)
    some = list(plans[:ASSESSED])
    for kind, after in (("entry", 3), ("review", 90)):
        _assess([plan for plan in some if plan.starts_on + timedelta(days=after) < on], kind, after, by, rng)
    goals = [
        Goal(
            project_id=plan.project_id, person_id=plan.person_id, plan=plan, dimension=dimensions(on)[number % 6].code,
            title=GOALS[number % len(GOALS)][0], due_on=on + timedelta(days=20 + 7 * (number % 9)),
        )
        for number, plan in enumerate(some)
    ]  # fmt: skip
    Goal.objects.bulk_create(goals)
    Task.objects.bulk_create(
        [task for number, goal in enumerate(goals) for task in _tasks(goal, number, by, on)]
    )
    CommonGoodWork.objects.bulk_create(
        [
            CommonGoodWork(
                project_id=plan.project_id, person_id=plan.person_id, plan=plan, on=on - timedelta(days=7 * week),
                minutes=120, what=WORK[number % 2][0], area=WORK[number % 2][1], place="Cortile",
                recorded_at=at(on - timedelta(days=7 * week), 18), recorded_by_id=by,
            )
            for number, plan in enumerate(some[:6])
            for week in range(1, 6)
        ]
    )  # fmt: skip


def _assess(plans: Sequence[Plan], kind: str, after: int, by: int, rng: np.random.Generator) -> None:
    made = []
    for plan in plans:
        day = plan.starts_on + timedelta(days=after)
        made.append(
            Assessment(
                project_id=plan.project_id, person_id=plan.person_id, plan=plan, kind=kind, on=day,
                summary="Colloquio in sede, poi a casa.", made_at=at(day, 10), made_by_id=by,
            )
        )  # fmt: skip
    Assessment.objects.bulk_create(made)
    scores = []
    for one in made:
        for dimension in dimensions(one.on):
            found = int(rng.integers(1, 4)) + (int(rng.integers(0, 3)) if kind == "review" else 0)
            scores.append(
                DimensionScore(assessment=one, dimension=dimension.code, score=found, reason=REASONS[found])
            )
    DimensionScore.objects.bulk_create(scores, batch_size=300)
    for one in made:
        one.signed_at, one.signed_by_id = at(one.on, 12), by
    # Signed last: what is signed stays as it is.
    Assessment.objects.bulk_update(made, ["signed_at", "signed_by"])


def _tasks(goal: Goal, number: int, by: int, on: date) -> list[Task]:
    _title, first, then = GOALS[number % len(GOALS)]
    done = on - timedelta(days=3) if number % 2 else None
    return [
        Task(goal=goal, title=first, owner_id=by, due_on=on - timedelta(days=4 - number), done_on=done),
        Task(goal=goal, title=then, is_the_persons=True, due_on=goal.due_on),
    ]


def fill_results(*, on: date) -> None:
    """Record how people were after plans that are over; of one in eight nothing is known yet."""
    rng = np.random.default_rng(28)
    over = Plan.objects.filter(closed_on__isnull=False, signed_on__isnull=False).order_by("pk")
    results = [row for plan in over for row in _results(plan, rng, on)]
    Result.objects.bulk_create(results, batch_size=300)


def _results(plan: Plan, rng: np.random.Generator, on: date) -> list[Result]:
    assert plan.closed_on is not None
    rows = []
    for moment, window in windows(plan.closed_on, limits(plan.closed_on)).items():
        row = Result(plan=plan, moment=moment, opens_on=window.opens_on, due_on=window.due_on)
        if window.due_on < on and rng.random() < 0.875:
            row.status = AFTER[int(rng.integers(len(AFTER)))]
            row.status_on = window.opens_on
            row.source = "Telefonata"
            row.recorded_at = at(min(window.due_on, on), 11)
        rows.append(row)
    return rows
