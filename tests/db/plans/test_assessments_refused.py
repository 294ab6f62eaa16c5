"""What services of assessments, goals, hours and results refuse, and what done twice is done once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.people.rules.facts import EndsBeforeItStarts, NotInTheList
from campanello.plans.models import Plan
from campanello.plans.rules.assessments import NoEntryYet
from campanello.plans.rules.common_good import CancelledBefore
from campanello.plans.rules.goals import GoalOpen, NewGoal, NewTask
from campanello.plans.rules.results import ResultTooEarly
from campanello.plans.services import assessments, common_good, goals, results, team
from campanello.plans.services.assessments import NewAssessment
from campanello.plans.services.results import NewTry
from tests import factories, factories_plans
from tests import factories_assessments as made
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def plan() -> Plan:
    return factories_plans.plan(factories_plans.measure())


@pytest.fixture
def case(plan: Plan) -> Actor:
    return factories.actor(Role.CASE, project=plan.project)


def test_a_goal_changed_elsewhere_is_not_overwritten(case: Actor, plan: Plan) -> None:
    uid = made.goal(plan).uid
    changed = goals.edit_goal(actor=case, uid=uid, version=1, changes={"title": "Pass B2"})
    assert (changed.title, changed.version) == ("Pass B2", 2)
    same = goals.edit_goal(actor=case, uid=uid, version=2, changes={"title": " Pass  B2"})
    assert same.version == 2
    with pytest.raises(ChangedMeanwhile) as conflict:
        goals.edit_goal(actor=case, uid=uid, version=1, changes={"title": "Mine"})
    assert [(one.saved, one.yours) for one in conflict.value.differences] == [("Pass B2", "Mine")]
    with pytest.raises(GoalOpen):
        goals.reopen_goal(actor=case, uid=uid, version=2)
    closing = {"state": "partly", "outcome": "Nearly", "on": TODAY, "today": TODAY}
    with pytest.raises(ChangedMeanwhile):
        goals.close_goal(actor=case, uid=uid, version=1, **closing)  # type: ignore[arg-type]
    goals.close_goal(actor=case, uid=uid, version=2, **closing)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        goals.reopen_goal(actor=case, uid=uid, version=2)


def test_a_task_sent_or_ticked_twice_is_one_and_done_on_the_first_day(case: Actor, plan: Plan) -> None:
    goal, uid = made.goal(plan), uuid4()
    told = NewTask("Enrol", goal.due_on, is_the_persons=True)
    for _ in range(2):
        goals.add_task(actor=case, uid=uid, goal=goal.uid, task=told, today=TODAY)
    assert goal.tasks.count() == 1
    assert goals.untick_task(actor=case, uid=uid).done_on is None
    goals.tick_task(actor=case, uid=uid, on=YESTERDAY)
    assert goals.tick_task(actor=case, uid=uid, on=TODAY).done_on == YESTERDAY
    stranger = NewTask("Call", goal.due_on, owner=factories.user().pk)
    with pytest.raises(NotFound):
        goals.add_task(actor=case, uid=uuid4(), goal=goal.uid, task=stranger, today=TODAY)


def test_nothing_is_kept_under_a_plan_of_somebody_else(case: Actor, plan: Plan) -> None:
    other = factories_plans.plan(plan.measure)
    goal = NewGoal("Pass the B1 exam", TODAY)
    with pytest.raises(NotFound):
        goals.set_goal(actor=case, uid=uuid4(), person=plan.person.uid, frame=f"plan-{other.uid}", goal=goal)


def test_a_preliminary_analysis_is_signed_with_words_alone(case: Actor, plan: Plan) -> None:
    uid = uuid4()
    new = NewAssessment(plan.person.uid, f"project-{plan.project.code}", "preliminary", TODAY)
    assessments.start_assessment(actor=case, uid=uid, new=new, at=NOW)
    changes = {"summary": "One need: work.", "needs_team": True}
    for version in (1, 2):  # the second time nothing is new
        held = assessments.save_assessment(actor=case, uid=uid, version=version, changes=changes, today=TODAY)
        assert held.version == 2
    with pytest.raises(ChangedMeanwhile):
        assessments.sign_assessment(actor=case, uid=uid, version=1, at=NOW)
    assert assessments.sign_assessment(actor=case, uid=uid, version=2, at=NOW).needs_team


def test_a_review_moved_before_its_entry_is_not_signed(case: Actor, plan: Plan) -> None:
    made.assessment(plan, 2, 2, 2, 2, 2, 2, signed=True, on=YESTERDAY)
    review = made.assessment(plan, 3, 3, 3, 3, 3, 3, kind="review", on=YESTERDAY - timedelta(days=1))
    with pytest.raises(NoEntryYet):
        assessments.sign_assessment(actor=case, uid=review.uid, version=1, at=NOW)


def test_a_part_in_a_team_ends_once_and_not_before_it_began(case: Actor, plan: Plan) -> None:
    held = made.team_member(plan, starts_on=YESTERDAY)
    with pytest.raises(EndsBeforeItStarts):
        team.end_member(actor=case, member=held.pk, on=YESTERDAY - timedelta(days=1))
    for on in (TODAY, YESTERDAY):
        assert team.end_member(actor=case, member=held.pk, on=on).ends_on == TODAY


def test_hours_are_cancelled_once(case: Actor, plan: Plan) -> None:
    uid = made.common_good(plan).uid
    common_good.cancel_common_good(actor=case, uid=uid, why="Written twice", at=NOW)
    with pytest.raises(CancelledBefore):
        common_good.cancel_common_good(actor=case, uid=uid, why="Again", at=NOW)


def test_a_try_is_of_one_moment_by_a_known_way_and_not_before_its_time(case: Actor, plan: Plan) -> None:
    over = made.plan_over(plan.measure, date(2026, 1, 31))
    results.open_missing(actor=case)
    uid = uuid4()

    def attempt(moment: str, how: str, at: datetime) -> None:
        told = NewTry(how, "no_answer")
        results.record_try(actor=case, uid=uid, plan=over.uid, moment=moment, new=told, at=at)

    with pytest.raises(NotInTheList):
        attempt("exit", "pigeon", NOW)
    with pytest.raises(ResultTooEarly):
        attempt("six_months", "phone", NOW)
    attempt("exit", "phone", NOW)
    with pytest.raises(NotFound):
        attempt("six_months", "phone", NOW + timedelta(days=200))
