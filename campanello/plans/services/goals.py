"""Sets goals and tasks, ticks tasks off and takes the tick back, closes goals and opens them again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.people.queries import records
from campanello.plans.models import Goal, Task
from campanello.plans.queries import frames, team
from campanello.plans.queries import goals as queries
from campanello.plans.queries.seen import standing
from campanello.plans.rules import goals as rules
from campanello.plans.rules.goals import NewGoal, NewTask

FIELDS = ("title", "due_on", "dimension")


@transaction.atomic
def set_goal(*, actor: Actor, uid: UUID, person: UUID, frame: str, goal: NewGoal) -> Goal:
    """Set a goal; sent twice with one `uid`, it is set once.

    Raises:
        NotFound: The person, plan or project is absent or not the actor's, or the `uid` is somebody else's.
        GoalWithoutWords, NotInTheList, TooLong.
    """
    if Goal.objects.filter(uid=uid).exists():
        return queries.goal(actor, uid, right=Right.WRITE_PLANS)
    neat = rules.checked_goal(goal)
    who = records.person(actor, person, right=Right.WRITE_PLANS, lock=True)
    kept = frames.frame(actor, who, frame, Right.WRITE_PLANS)
    made, is_new = Goal.objects.get_or_create(
        uid=uid,
        defaults={
            "project": kept.project,
            "plan": kept.plan,
            "person": who,
            "title": neat.title,
            "due_on": neat.due_on,
            "dimension": neat.dimension,
        },
    )
    if is_new:
        audit.record(actor, "plans.goal-set", made, person=who.pk)
    return made


@transaction.atomic
def edit_goal(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Goal:
    """Change what a goal says; `changes` is by the fields of `NewGoal`.

    Raises:
        NotFound, NotYours, GoalClosed, GoalWithoutWords, NotInTheList, TooLong.
        TaskAfterGoal: A task that waits is due later.
        ChangedMeanwhile: It was saved elsewhere since `version`.
    """
    held = _open_goal(actor, uid)
    before = queries.facts_of(held)
    wanted = {name: changes[name] for name in FIELDS if name in changes}
    if held.version != version:
        saved = {name: getattr(before, name) for name in wanted}
        raise ChangedMeanwhile(version=held.version, differences=differences(saved, wanted))
    after = rules.checked_goal(replace(before, **wanted))
    if after == before:
        return held
    later = held.tasks.filter(done_on=None, due_on__gt=after.due_on).order_by("-due_on").first()
    if later:
        raise rules.TaskAfterGoal(day=f"{later.due_on:%d/%m/%Y}", goal=f"{after.due_on:%d/%m/%Y}")
    held.title, held.due_on, held.dimension = after.title, after.due_on, after.dimension
    return _saved(actor, held, "plans.goal-edited")


@transaction.atomic
def close_goal(
    *, actor: Actor, uid: UUID, version: int, state: str, outcome: str, on: date, today: date
) -> Goal:
    """Close a goal with what came of it.

    Raises:
        NotFound, NotYours, GoalClosed, ChangedMeanwhile, NotInTheList, DoneInFuture, GoalOutcomeMissing, TooLong.
        TasksOpen: It is said to be reached, and tasks are not done.
    """
    held = _open_goal(actor, uid)
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=())
    held.outcome = rules.checked_closing(
        state, outcome, on=on, today=today, open_tasks=queries.open_tasks(held)
    )
    held.state, held.closed_on = state, on
    return _saved(actor, held, "plans.goal-closed")


@transaction.atomic
def reopen_goal(*, actor: Actor, uid: UUID, version: int) -> Goal:
    """Take a closing back.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, GoalOpen.
    """
    held = queries.goal(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if held.state == rules.OPEN:
        raise rules.GoalOpen
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=())
    held.state, held.closed_on, held.outcome = rules.OPEN, None, ""
    return _saved(actor, held, "plans.goal-reopened")


@transaction.atomic
def add_task(*, actor: Actor, uid: UUID, goal: UUID, task: NewTask, today: date) -> Task:
    """Add a task to a goal; sent twice with one `uid`, it is added once.

    Raises:
        NotFound: The goal or the colleague is absent or not the actor's, or the `uid` is somebody else's.
        NotYours, GoalClosed, GoalWithoutWords, TooLong, OneOwner, TaskAfterGoal.
    """
    if Task.objects.filter(uid=uid).exists():
        return queries.task(actor, uid, right=Right.WRITE_PLANS)
    held = _open_goal(actor, goal)
    neat = rules.checked_task(task, goal_due_on=held.due_on)
    colleagues = team.colleagues(held.project_id, today, Right.READ_PLANS)
    if neat.owner is not None and not colleagues.filter(pk=neat.owner).exists():
        raise NotFound
    made, is_new = Task.objects.get_or_create(
        uid=uid,
        defaults={
            "goal": held,
            "title": neat.title,
            "due_on": neat.due_on,
            "owner_id": neat.owner,
            "is_the_persons": neat.is_the_persons,
            "who": neat.who,
        },
    )
    if is_new:
        audit.record(actor, "plans.task-added", made, person=standing(held.person).pk)
    return made


@transaction.atomic
def tick_task(*, actor: Actor, uid: UUID, on: date) -> Task:
    """Tick a task off; ticked before, it stays as it was.

    Raises:
        NotFound, NotYours, GoalClosed.
    """
    held = _task(actor, uid)
    if held.done_on is None:
        held.done_on = on
        held.save(update_fields=["done_on"])
        audit.record(actor, "plans.task-done", held, person=standing(held.goal.person).pk)
    return held


@transaction.atomic
def untick_task(*, actor: Actor, uid: UUID) -> Task:
    """Take a tick back.

    Raises:
        NotFound, NotYours, GoalClosed.
    """
    held = _task(actor, uid)
    if held.done_on is not None:
        held.done_on = None
        held.save(update_fields=["done_on"])
        audit.record(actor, "plans.task-undone", held, person=standing(held.goal.person).pk)
    return held


def _open_goal(actor: Actor, uid: UUID) -> Goal:
    held = queries.goal(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if held.closed_on is not None:
        raise rules.GoalClosed(day=f"{held.closed_on:%d/%m/%Y}")
    return held


def _task(actor: Actor, uid: UUID) -> Task:
    held = queries.task(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if held.goal.closed_on is not None:
        raise rules.GoalClosed(day=f"{held.goal.closed_on:%d/%m/%Y}")
    return held


def _saved(actor: Actor, held: Goal, verb: str) -> Goal:
    held.version += 1
    held.save()
    audit.record(actor, verb, held, person=standing(held.person).pk, state=held.state)
    return held
