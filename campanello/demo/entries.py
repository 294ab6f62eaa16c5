"""When people enter labs and plans, how their plans end, and who enters twice. Ages and descriptors are elsewhere."""

from datetime import date

import numpy as np
import numpy.typing as npt

from campanello.demo.crowd import Crowd, Floats, Ints, position
from campanello.demo.days import (
    LAST_DAY,
    OPENING,
    day_weights,
    draw_day,
    is_day,
    number,
    workday_from,
)
from campanello.demo.deal import deal, weighted
from campanello.demo.margins import BOTH, LAB_ONLY, PLAN_ONLY, least_total, population_counts
from campanello.demo.places import NEXT_PROJECT
from campanello.demo.projects import Project
from campanello.demo.targets import Sizes, targets
from campanello.evaluation.contract import OCCUPATIONS, PLAN_STATUSES

LOCKDOWN = (number(date(2020, 3, 9)), number(date(2020, 5, 18)))
# Chosen lengths in days: from lab to plan, of a plan to its end, of the pause that the lockdown added.
LAB_TO_PLAN, COMPLETED_DAYS, WITHDRAWN_DAYS, PAUSE_DAYS = (14, 180), (90, 200), (15, 100), (60, 110)
BETWEEN_PLANS, BETWEEN_LABS = (14, 50), (21, 240)
PLAN_BEFORE_LAB = 0.05
# One person in twenty is in more than one project: most by a second lab, the others by a plan elsewhere.
SECOND_LABS, PLANS_ELSEWHERE = 0.03, 0.02
IN_PROGRESS, COMPLETED, WITHDRAWN = (
    position(PLAN_STATUSES, code) for code in ("in_progress", "completed", "withdrawn")
)

People = npt.NDArray[np.intp]


def give_entries(crowd: Crowd, projects: tuple[Project, ...], rng: np.random.Generator) -> None:
    """First entries: in the lab after the project opened, with a plan mostly some weeks after the lab."""
    weights = day_weights()
    opening = np.array([OPENING[project.funding_round] for project in projects])[crowd.project]
    for group, entry in ((LAB_ONLY, crowd.lab_entry), (PLAN_ONLY, crowd.plan_entry)):
        for person in crowd.members(group):
            entry[person] = draw_day(rng, weights, opening[person], LAST_DAY)
    for person in crowd.members(BOTH):
        lab = draw_day(rng, weights, opening[person], LAST_DAY - LAB_TO_PLAN[1])
        plan = draw_day(rng, weights, lab + LAB_TO_PLAN[0], lab + LAB_TO_PLAN[1])
        first_plan = rng.random() < PLAN_BEFORE_LAB
        crowd.lab_entry[person], crowd.plan_entry[person] = (plan, lab) if first_plan else (lab, plan)


def give_second_projects(crowd: Crowd, projects: tuple[Project, ...], rng: np.random.Generator) -> None:
    """A few people are in two projects of their province: in its lab as well, or with their plan there."""
    province = np.array([project.province for project in projects])[crowd.project]
    several = ~np.isin(province, list(NEXT_PROJECT))
    early = crowd.lab_entry < LAST_DAY - BETWEEN_LABS[1]
    candidates = np.flatnonzero(several & early & is_day(crowd.lab_entry))
    again = rng.choice(candidates, round(SECOND_LABS * len(crowd)), replace=False)
    weights = day_weights()
    for person in again:
        entry = int(crowd.lab_entry[person])
        crowd.second_lab_entry[person] = draw_day(
            rng, weights, entry + BETWEEN_LABS[0], entry + BETWEEN_LABS[1]
        )
    two = np.setdiff1d(np.flatnonzero(several & is_day(crowd.plan_entry) & is_day(crowd.lab_entry)), again)
    crowd.elsewhere[:] = 0
    crowd.elsewhere[rng.choice(two, round(PLANS_ELSEWHERE * len(crowd)), replace=False)] = 1


def give_plans(crowd: Crowd, sizes: Sizes, rng: np.random.Generator) -> None:
    """A status and an end for every plan: the printed shares of the fewest plans that can have them."""
    shares = targets("plan_status")
    total = least_total(shares, sizes.plan)
    counts = population_counts(shares, total)
    planned = np.flatnonzero(is_day(crowd.plan_entry))
    early = planned[crowd.plan_entry[planned] < number(date(2019, 7, 1))]
    twice = rng.choice(early, total - sizes.plan, replace=False)
    counts["in_progress"] -= len(twice)
    weights = _status_weights(crowd.plan_entry[planned])
    weights["in_progress"][np.isin(planned, twice)] = 0
    dealt = deal(counts, weights, len(planned), rng)
    names = np.array([position(PLAN_STATUSES, name) for name in counts], np.int32)
    crowd.plan_status[planned] = names[dealt]
    _end(crowd.plan_entry, crowd.plan_status, crowd.plan_end, planned, rng)
    give_second_plans(crowd, twice, np.full(len(twice), IN_PROGRESS, np.int32), rng)


def _status_weights(entry: Ints) -> dict[str, Floats]:
    """Old plans are completed, recent ones in progress; one can be withdrawn from soon."""
    recent, old = entry > LAST_DAY - 180, entry < LAST_DAY - 480
    size = len(entry)
    return {
        "completed": weighted(size, (entry > LAST_DAY - COMPLETED_DAYS[0], 0.0), (recent, 0.2), (old, 4.0)),
        "in_progress": weighted(size, (recent, 6.0), (old, 0.1)),
        "withdrawn": weighted(size, (entry > LAST_DAY - WITHDRAWN_DAYS[1], 0.0)),
    }


def _end(entry: Ints, status: Ints, end: Ints, people: People, rng: np.random.Generator) -> None:
    """The last day of every plan that is not in progress, later by the pause where the lockdown fell into it."""
    for person in people[status[people] != IN_PROGRESS]:
        start = int(entry[person])
        withdrawn = status[person] == WITHDRAWN
        last = start + int(rng.integers(*(WITHDRAWN_DAYS if withdrawn else COMPLETED_DAYS)))
        if not withdrawn and start < LOCKDOWN[1] and last > LOCKDOWN[0]:
            last += int(rng.integers(*PAUSE_DAYS))
        end[person] = min(workday_from(last), LAST_DAY)


def give_second_plans(crowd: Crowd, people: People, status: Ints, rng: np.random.Generator) -> None:
    """A second plan, of these statuses, some weeks after the end of the first."""
    gaps = rng.integers(*BETWEEN_PLANS, size=len(people))
    crowd.second_plan_entry[people] = [workday_from(int(end)) for end in crowd.plan_end[people] + gaps]
    crowd.second_plan_status[people] = status
    _end(crowd.second_plan_entry, crowd.second_plan_status, crowd.second_plan_end, people, rng)


def give_second_occupations(crowd: Crowd, rng: np.random.Generator) -> None:
    """The occupation at a second lab entry: mostly the same, some of the unemployed have found work."""
    again = is_day(crowd.second_lab_entry)
    found_work = again & (crowd.occupation == position(OCCUPATIONS, "unemployed"))
    found_work &= rng.random(len(crowd)) < 1 / 4
    crowd.second_occupation[again] = crowd.occupation[again]
    crowd.second_occupation[found_work] = position(OCCUPATIONS, "employed")
