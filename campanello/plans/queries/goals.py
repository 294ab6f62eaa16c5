"""Finds goals and their tasks: one's own, a project's, a person's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Prefetch, Q

from campanello.core import audit
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.single import single
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.queries.merges import of_people
from campanello.plans.models import Goal, Plan, Task
from campanello.plans.queries import common_good
from campanello.plans.queries.common_good import Given
from campanello.plans.queries.meant import meant
from campanello.plans.queries.seen import seen, standing
from campanello.plans.rules import goals as rules
from campanello.plans.rules.goals import NewGoal, When

MINE, PERSONS, EVERYBODYS = "mine", "person", "all"
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Wanted:
    """What a list of tasks holds: whose, when due, of which project, of goals in which dimension, about whom."""

    whose: str = MINE
    when: str = ""
    project: str = ""
    dimension: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """An open task in a list, with the person it is about."""

    task: Task
    person: Person
    when: When


@dataclass(frozen=True)
class PersonGoals:
    """A person's goals with their tasks, and the hours given for the common good."""

    person: Person
    goals: tuple[Goal, ...]
    given: Given
    may_write: bool


@dataclass(frozen=True)
class Waiting:
    """How many open tasks of one's own are late, and due this week; the first few of the late ones."""

    overdue: int
    week: int
    first: tuple[Line, ...]


def goal(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Goal:
    """A goal.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Goal.objects.filter(uid=uid).select_related("person__merged_into", "project", "plan")
    return single(seen(found, actor, right), seen(found, actor, Right.READ_PLANS), lock=lock)


def task(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Task:
    """A task with its goal.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Task.objects.filter(uid=uid).select_related("goal__person__merged_into", "goal__project", "owner")
    return single(
        seen(found, actor, right, "goal__"), seen(found, actor, Right.READ_PLANS, "goal__"), lock=lock
    )


def facts_of(held: Goal) -> NewGoal:
    """A goal as the rules look at it."""
    return NewGoal(title=held.title, due_on=held.due_on, dimension=held.dimension)


def tasks(actor: Actor, wanted: Wanted, on: date) -> Any:
    """Open tasks of open goals in the actor's projects, what is due first; names nobody by itself."""
    found = Task.objects.filter(done_on=None, goal__state=rules.OPEN)
    if wanted.whose == MINE:
        found = found.filter(owner=actor.user)
    elif wanted.whose == PERSONS:
        found = found.filter(is_the_persons=True)
    if wanted.when == When.OVERDUE:
        found = found.filter(due_on__lt=on)
    elif wanted.when == When.WEEK:
        found = found.filter(due_on__gte=on, due_on__lt=rules.week_ends(on))
    if wanted.project:
        found = found.filter(goal__project__code=wanted.project)
    if wanted.dimension:
        found = found.filter(goal__dimension=wanted.dimension)
    if wanted.words:
        found = found.filter(meant(actor, wanted.words, on, person="goal__person", code="goal__plan__code"))
    joined = found.select_related("goal__person__merged_into", "goal__project", "goal__plan", "owner")
    return seen(joined, actor, Right.READ_PLANS, "goal__").order_by("due_on", "pk")


def lines(actor: Actor, rows: Iterable[Task], on: date) -> list[Line]:
    """Tasks out of `tasks` for a page; leaves a line on everybody named."""
    found = [Line(one, standing(one.goal.person), rules.when(one.due_on, on)) for one in rows]
    audit.read_many(actor, "plans.tasks-read", sorted({one.person.pk for one in found}))
    return found


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The tasks of a list for who takes people along; leaves lines. At most MOST_ROWS, what is due first.

    Raises:
        NotFound: The actor may not take people along.
    """
    if not may(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = tasks(actor, wanted, on).filter(goal__project__in=projects_with(actor, Right.EXPORT_PEOPLE))
    found = lines(actor, rows[:MOST_ROWS], on)
    audit.exported(actor, "plans.tasks-exported", rows=len(found))
    return found


def counts(actor: Actor, wanted: Wanted, on: date) -> dict[str, int]:
    """How many of the tasks that a list may hold are late, and due this week. One query."""
    every = replace(wanted, when="")
    found: dict[str, int] = (
        tasks(actor, every, on)
        .order_by()
        .aggregate(
            all=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=on)),
            week=Count("pk", filter=Q(due_on__gte=on, due_on__lt=rules.week_ends(on))),
        )
    )
    return found


def waiting(actor: Actor, on: date, most: int) -> Waiting:
    """One's own late tasks, for the teams' home; leaves a line on everybody named."""
    late = Wanted(when=When.OVERDUE)
    found = counts(actor, late, on)
    first = lines(actor, tasks(actor, late, on)[:most], on) if found["overdue"] else []
    return Waiting(found["overdue"], found["week"], tuple(first))


def done_lately(actor: Actor, uid: UUID | None, on: date) -> Task | None:
    """A task that was ticked off just now, so that the tick can be taken back; None where it was not."""
    if uid is None:
        return None
    found = Task.objects.filter(uid=uid, done_on__gte=on - timedelta(days=1))
    return seen(found, actor, Right.WRITE_PLANS, "goal__").first()


def of_person(actor: Actor, uid: UUID, on: date) -> PersonGoals:
    """A person's goals and hours in the actor's projects; leaves a line.

    Raises:
        NotFound.
    """
    person = records.person(actor, uid, right=Right.READ_PLANS)
    found = tuple(_of_people(actor, [person.pk]))
    audit.read(actor, "plans.goals-read", person, person=person.pk)
    return PersonGoals(person, found, common_good.given(actor, person, on), may(actor, Right.WRITE_PLANS))


def of_plan(actor: Actor, plan: Plan) -> tuple[Goal, ...]:
    """The goals of a plan's person that belong to the plan or to no plan. The page leaves the line."""
    found = _of_people(actor, [standing(plan.person).pk]).filter(project=plan.project_id)
    return tuple(found.filter(Q(plan=plan) | Q(plan=None)))


def open_tasks(held: Goal) -> int:
    """How many tasks of a goal are not done."""
    return int(held.tasks.filter(done_on=None).count())


def _of_people(actor: Actor, people: Iterable[int]) -> Any:
    found = Goal.objects.filter(of_people("person", people))
    tasks_of = Prefetch("tasks", Task.objects.select_related("owner"))
    return seen(found.select_related("project", "plan").prefetch_related(tasks_of), actor, Right.READ_PLANS)
