"""Goals and the tasks that lead to them: what may be written, when something is late, how a goal is closed. Pure.

Source: GePI and OSCaR (plan, goal, task); FEATURES, what others do well; docs/rules/assessment.md.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong
from campanello.plans.rules.assessments import dimension
from campanello.plans.rules.values import GOAL_STATES

OPEN = "open"
LONGEST = {"title": 200, "outcome": 300, "who": 120}
FIELD_NAMES = {
    "title": _("What is to be reached or done"),
    "outcome": _("What came of it"),
    "who": _("Another body, in words"),
}


class GoalWithoutWords(Refused):
    """A goal or a task says what it is."""

    code = "plans.goal-without-words"
    text = _("Say in a few words what is to be reached or done, up to %(most)s characters.")


class GoalOutcomeMissing(Refused):
    """A goal is closed with what came of it."""

    code = "plans.goal-without-outcome"
    text = _("Say what came of it, up to %(most)s characters: the review builds on that.")


class GoalClosed(Conflict):
    """A closed goal takes no more tasks and no second outcome."""

    code = "plans.goal-closed"
    text = _("This goal is closed since %(day)s. Open it again first if work on it goes on.")


class GoalOpen(Conflict):
    """Only a closed goal is opened again."""

    code = "plans.goal-open"
    text = _("This goal is open. Load the page again to see what was changed.")


class TasksOpen(Refused):
    """A goal that is reached has no task left to do."""

    code = "plans.goal-tasks-open"
    text = _(
        "Tasks of this goal not done yet: %(open)s. Tick them off, or close the goal as reached in part or given up."
    )


class OneOwner(Refused):
    """A task is for a colleague, the person, or another body: one of them."""

    code = "plans.task-one-owner"
    text = _("A task is for one: a colleague, the person, or another body. Given: %(found)s. Choose one.")


class TaskAfterGoal(Refused):
    """A task is to be done by the day of its goal."""

    code = "plans.task-after-goal"
    text = _(
        "The task is for %(day)s and its goal for %(goal)s. Bring the task forward, or move the goal's day."
    )


class DoneInFuture(Refused):
    """Nothing is done on a day that has not come."""

    code = "plans.goal-done-in-future"
    text = _("%(day)s is after today, %(today)s. Correct the day.")


class When(StrEnum):
    """When something is due."""

    OVERDUE = "overdue"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True)
class NewGoal:
    """Something to be reached by a day, in a dimension or in none."""

    title: str
    due_on: date
    dimension: str = ""


@dataclass(frozen=True)
class NewTask:
    """Something to do for a goal, by a colleague (by key), by the person, or by another body in words."""

    title: str
    due_on: date
    owner: int | None = None
    is_the_persons: bool = False
    who: str = ""


def checked_goal(goal: NewGoal) -> NewGoal:
    """A goal as it is stored.

    Raises:
        GoalWithoutWords, TooLong, NotInTheList.
    """
    if goal.dimension and dimension(goal.dimension) is None:
        raise NotInTheList(value=goal.dimension[:40])
    return replace(goal, title=_words(goal.title))


def checked_task(task: NewTask, *, goal_due_on: date) -> NewTask:
    """A task as it is stored.

    Raises:
        GoalWithoutWords, TooLong, OneOwner, TaskAfterGoal.
    """
    who = _fitting("who", task.who)
    found = (task.owner is not None) + task.is_the_persons + bool(who)
    if found != 1:
        raise OneOwner(found=found)
    if task.due_on > goal_due_on:
        raise TaskAfterGoal(day=f"{task.due_on:%d/%m/%Y}", goal=f"{goal_due_on:%d/%m/%Y}")
    return replace(task, title=_words(task.title), who=who)


def checked_closing(state: str, outcome: str, *, on: date, today: date, open_tasks: int) -> str:
    """The outcome with which a goal is closed, tidy.

    Raises:
        NotInTheList, DoneInFuture, GoalOutcomeMissing, TooLong, TasksOpen.
    """
    if state not in GOAL_STATES or state == OPEN:
        raise NotInTheList(value=state[:40])
    if refusal := why_not_done(on, today):
        raise refusal
    if state == "reached" and open_tasks:
        raise TasksOpen(open=open_tasks)
    told = _fitting("outcome", outcome)
    if not told:
        raise GoalOutcomeMissing(most=LONGEST["outcome"])
    return told


def why_not_done(on: date, today: date) -> DoneInFuture | None:
    """Why something can't have been done on a day."""
    return DoneInFuture(day=f"{on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}") if on > today else None


def when(due_on: date, today: date) -> When:
    """Whether something is late, due within the week that ends on Sunday, or later.

    What is due today is not late yet.
    """
    if due_on < today:
        return When.OVERDUE
    return When.WEEK if due_on < week_ends(today) else When.LATER


def week_ends(today: date) -> date:
    """The first day of next week, a Monday."""
    return today + timedelta(days=7 - today.weekday())


def _words(text: str) -> str:
    told = _fitting("title", text)
    if not told:
        raise GoalWithoutWords(most=LONGEST["title"])
    return told


def _fitting(name: str, text: str) -> str:
    told = tidy(text)
    if len(told) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(told), most=LONGEST[name])
    return told
