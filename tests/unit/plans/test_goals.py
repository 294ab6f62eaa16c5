"""Goals, tasks and hours for the common good: what may be written, what is late, what a week holds."""

from dataclasses import replace
from datetime import date

import pytest

from campanello.core.errors import DomainError
from campanello.core.period import Period
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong
from campanello.plans.rules import common_good, goals
from campanello.plans.rules.common_good import Limits, NewWork
from campanello.plans.rules.goals import NewGoal, NewTask, When

TODAY = date(2026, 3, 4)  # a Wednesday
GOAL = NewGoal("Pass the B1 exam", date(2026, 3, 31), "education")
TASK = NewTask("Enrol", date(2026, 3, 31), is_the_persons=True)
LIMITS = Limits(least_hours=8, most_hours=16)
WORK = NewWork(date(2026, 3, 3), 120, "environment", "Shared garden")
ALWAYS = Period(None, None)

DUE = {
    "yesterday is late": (date(2026, 3, 3), When.OVERDUE),
    "today is not late yet": (date(2026, 3, 4), When.WEEK),
    "Sunday is still this week": (date(2026, 3, 8), When.WEEK),
    "Monday is later": (date(2026, 3, 9), When.LATER),
}


@pytest.mark.parametrize(("due_on", "expected"), DUE.values(), ids=DUE)
def test_when_something_is_due(due_on: date, expected: When) -> None:
    assert goals.when(due_on, TODAY) is expected


def test_on_a_monday_the_week_is_seven_days_long() -> None:
    assert goals.week_ends(date(2026, 3, 2)) == date(2026, 3, 9)
    assert goals.week_ends(date(2026, 3, 8)) == date(2026, 3, 9)


GOALS_REFUSED = {
    "without words": (replace(GOAL, title="  "), goals.GoalWithoutWords),
    "with 201 characters": (replace(GOAL, title="x" * 201), TooLong),
    "in a dimension that no list has": (replace(GOAL, dimension="mood"), NotInTheList),
}


@pytest.mark.parametrize(("goal", "error"), GOALS_REFUSED.values(), ids=GOALS_REFUSED)
def test_a_goal_is_refused(goal: NewGoal, error: type[DomainError]) -> None:
    with pytest.raises(error):
        goals.checked_goal(goal)


TASKS_REFUSED = {
    "for nobody": (replace(TASK, is_the_persons=False), goals.OneOwner),
    "for two": (replace(TASK, owner=7), goals.OneOwner),
    "for three": (replace(TASK, owner=7, who="The parish"), goals.OneOwner),
    "without words": (replace(TASK, title=""), goals.GoalWithoutWords),
    "a day after its goal": (replace(TASK, due_on=date(2026, 4, 1)), goals.TaskAfterGoal),
    "by somebody with too long a name": (replace(TASK, is_the_persons=False, who="x" * 121), TooLong),
}


@pytest.mark.parametrize(("task", "error"), TASKS_REFUSED.values(), ids=TASKS_REFUSED)
def test_a_task_is_refused(task: NewTask, error: type[DomainError]) -> None:
    with pytest.raises(error):
        goals.checked_task(task, goal_due_on=GOAL.due_on)


def test_a_task_is_for_one_and_due_with_its_goal() -> None:
    assert goals.checked_task(TASK, goal_due_on=GOAL.due_on) == TASK
    assert goals.checked_goal(replace(GOAL, title=" Pass  the B1 exam ")) == GOAL


def closing(**but: object) -> str:
    told = {"state": "reached", "outcome": " Passed  it", "on": TODAY, "today": TODAY, "open_tasks": 0}
    return goals.checked_closing(**told | but)  # type: ignore[arg-type]


CLOSINGS_REFUSED = {
    "as still open": ({"state": "open"}, NotInTheList),
    "as something unknown": ({"state": "lost"}, NotInTheList),
    "tomorrow": ({"on": date(2026, 3, 5)}, goals.DoneInFuture),
    "without saying what came of it": ({"outcome": " "}, goals.GoalOutcomeMissing),
    "as reached, with a task not done": ({"open_tasks": 1}, goals.TasksOpen),
}


@pytest.mark.parametrize(("but", "error"), CLOSINGS_REFUSED.values(), ids=CLOSINGS_REFUSED)
def test_a_goal_is_not_closed(but: dict[str, object], error: type[DomainError]) -> None:
    with pytest.raises(error):
        closing(**but)


def test_a_goal_is_closed_with_its_outcome_and_given_up_with_tasks_left() -> None:
    assert closing() == "Passed it"
    assert closing(state="dropped", open_tasks=3) == "Passed it"


WORK_REFUSED = {
    "no minute": (replace(WORK, minutes=0), 0, common_good.NoTimeAtAll),
    "a negative time": (replace(WORK, minutes=-60), 0, common_good.NoTimeAtAll),
    "tomorrow": (replace(WORK, on=date(2026, 3, 5)), 0, common_good.CommonGoodInFuture),
    "a field that the decree has not": (replace(WORK, area="sport"), 0, NotInTheList),
    "nothing in particular": (replace(WORK, what=" "), 0, common_good.CommonGoodWithoutWords),
    "a minute over sixteen hours": (WORK, 841, common_good.WeekTooFull),
    "too long a place": (replace(WORK, place="x" * 161), 0, TooLong),
}


@pytest.mark.parametrize(("work", "others", "error"), WORK_REFUSED.values(), ids=WORK_REFUSED)
def test_hours_are_refused(work: NewWork, others: int, error: type[DomainError]) -> None:
    with pytest.raises(error):
        common_good.checked(work, LIMITS, others=others, within=ALWAYS, today=TODAY)


def test_sixteen_hours_a_week_are_let_in_to_the_minute() -> None:
    assert common_good.checked(WORK, LIMITS, others=840, within=ALWAYS, today=TODAY) == WORK


def test_hours_lie_within_the_plan_whose_end_is_the_first_day_without() -> None:
    plan = Period(date(2026, 1, 1), date(2026, 3, 3))
    with pytest.raises(common_good.CommonGoodOutsidePlan) as refused:
        common_good.checked(WORK, LIMITS, others=0, within=plan, today=TODAY)
    assert refused.value.facts == {"day": "03/03/2026", "start": "01/01/2026", "last": "02/03/2026"}
    last_day = replace(WORK, on=date(2026, 3, 2))
    assert common_good.checked(last_day, LIMITS, others=0, within=plan, today=TODAY) == last_day


def test_a_week_goes_from_monday_to_sunday_and_is_short_below_eight_hours() -> None:
    days = {date(2026, 3, 2): 300, date(2026, 3, 8): 179, date(2026, 3, 9): 480}
    found = common_good.weeks(days, LIMITS)
    assert [(one.monday, one.minutes, one.is_short) for one in found] == [
        (date(2026, 3, 9), 480, False),
        (date(2026, 3, 2), 479, True),
    ]


def test_hours_are_cancelled_with_a_reason() -> None:
    assert common_good.reason(" Written  twice ") == "Written twice"
    with pytest.raises(common_good.WhyCancelled):
        common_good.reason(" ")
