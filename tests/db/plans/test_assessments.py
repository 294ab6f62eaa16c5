"""Assessments, teams, goals and hours in the database: what is kept, who sees it, what two people write at once."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.people.models import Person
from campanello.plans.models import Assessment, CommonGoodWork, DimensionScore, Goal, Plan, Task, TeamMember
from campanello.plans.queries import assessments as queries
from campanello.plans.queries import goals as goal_queries
from campanello.plans.rules import assessments as rules
from campanello.plans.rules.common_good import NewWork, WeekTooFull
from campanello.plans.rules.goals import GoalClosed, NewGoal, NewTask, TaskAfterGoal
from campanello.plans.rules.team import AlreadyInTeam, AnotherLeads, Member
from campanello.plans.services import assessments as services
from campanello.plans.services import common_good, goals, team
from campanello.plans.services.assessments import NewAssessment
from tests import factories, factories_plans
from tests import factories_assessments as made
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def project() -> Project:
    return factories.project()


@pytest.fixture
def plan(project: Project) -> Plan:
    return factories_plans.plan(factories_plans.measure(project))


@pytest.fixture
def case(project: Project) -> Actor:
    return factories.actor(Role.CASE, project=project)


@pytest.fixture
def frame(plan: Plan) -> str:
    return f"plan-{plan.uid}"


def start(case: Actor, plan: Plan, kind: str, uid: UUID | None = None, on: date = TODAY) -> Assessment:
    new = NewAssessment(plan.person.uid, f"plan-{plan.uid}", kind, on)
    return services.start_assessment(actor=case, uid=uid or uuid4(), new=new, at=NOW)


def test_an_entry_is_begun_once_saved_signed_and_then_stays(case: Actor, plan: Plan) -> None:
    uid = uuid4()
    assert start(case, plan, "entry", uid).pk == start(case, plan, "entry", uid).pk
    with pytest.raises(rules.EntryThere):
        start(case, plan, "entry")
    changes: dict[str, object] = {"summary": "Debts first."}
    for one in rules.dimensions(TODAY):
        changes |= {f"score_{one.code}": 2, f"reason_{one.code}": "Said at the talk"}
    held = services.save_assessment(actor=case, uid=uid, version=1, changes=changes, today=TODAY)
    assert services.sign_assessment(actor=case, uid=uid, version=held.version, at=NOW).signed_at == NOW
    with pytest.raises(rules.AssessmentSigned):
        services.save_assessment(actor=case, uid=uid, version=3, changes={"summary": "No"}, today=TODAY)
    with pytest.raises(rules.AssessmentSigned):
        services.discard_assessment(actor=case, uid=uid)
    verbs = AuditEntry.objects.filter(person=plan.person_id).values_list("verb", flat=True)
    assert sorted(verbs) == [f"plans.assessment-{deed}" for deed in ("saved", "signed", "started")]


def test_what_is_missing_can_be_saved_and_not_signed(case: Actor, plan: Plan) -> None:
    uid = start(case, plan, "entry").uid
    changes = {"score_work": 1, "reason_housing": "Notice to quit"}
    held = services.save_assessment(actor=case, uid=uid, version=1, changes=changes, today=TODAY)
    with pytest.raises(rules.NotSignable) as refused:
        services.sign_assessment(actor=case, uid=uid, version=held.version, at=NOW)
    assert refused.value.facts == {"missing": 10}
    emptied = {"score_work": None, "reason_housing": ""}
    services.save_assessment(actor=case, uid=uid, version=2, changes=emptied, today=TODAY)
    assert not DimensionScore.objects.filter(assessment__uid=uid).exists()


def test_two_who_write_one_draft_see_both_values(case: Actor, plan: Plan) -> None:
    uid = start(case, plan, "entry").uid
    services.save_assessment(actor=case, uid=uid, version=1, changes={"score_work": 1}, today=TODAY)
    with pytest.raises(ChangedMeanwhile) as conflict:
        services.save_assessment(actor=case, uid=uid, version=1, changes={"score_work": 4}, today=TODAY)
    (only,) = conflict.value.differences
    assert (only.field, only.saved, only.yours, conflict.value.version) == ("score_work", 1, 4, 2)


@pytest.mark.parametrize("statement", ["summary", "score", "reason", "delete", "add"])
def test_the_database_keeps_what_is_signed(plan: Plan, statement: str) -> None:
    held = made.assessment(plan, 2, 2, 2, 2, 2, 2, signed=True, summary="Debts")
    deeds = {
        "summary": lambda: Assessment.objects.update(summary="None"),
        "score": lambda: DimensionScore.objects.update(score=5),
        "reason": lambda: DimensionScore.objects.update(reason="Another"),
        "delete": lambda: DimensionScore.objects.all().delete(),
        "add": lambda: DimensionScore.objects.create(assessment=held, dimension="mood", score=1, reason="x"),
    }
    with pytest.raises(IntegrityError, match="signed assessment"), transaction.atomic():
        deeds[statement]()
    # An erasure empties the words, and them alone.
    Assessment.objects.update(summary="")
    DimensionScore.objects.update(reason="")


def test_the_database_signs_nothing_without_reasons(plan: Plan) -> None:
    held = made.assessment(plan, 2)
    DimensionScore.objects.update(reason="")
    held.signed_at = NOW
    with pytest.raises(IntegrityError, match="score and a reason"), transaction.atomic():
        held.save()


def test_a_review_needs_a_signed_entry_and_is_compared_with_it(case: Actor, plan: Plan) -> None:
    entry = made.assessment(plan, 3, 2, 1, 4, 2, 3)
    with pytest.raises(rules.NoEntryYet):
        start(case, plan, "review")
    entry.signed_at = NOW
    entry.save()
    review = start(case, plan, "review")
    made_of = dict.fromkeys(("personal", "economic", "work", "education", "housing", "networks"), 3)
    changes = {f"score_{code}": score for code, score in made_of.items()}
    changes |= {f"reason_{code}": "Since then" for code in made_of}  # type: ignore[misc]
    services.save_assessment(actor=case, uid=review.uid, version=1, changes=changes, today=TODAY)
    services.sign_assessment(actor=case, uid=review.uid, version=2, at=NOW)
    found = queries.of_person(case, plan.person.uid, TODAY).comparison
    assert found is not None
    assert found.review == review
    assert [one.change for one in found.differences] == [0, 1, 2, -1, 1, 0]


def test_assessments_are_for_case_managers_and_coordinators_of_the_project(plan: Plan) -> None:
    held = made.assessment(plan, 2)
    employment = factories.actor(Role.EMPLOYMENT, project=plan.project)
    for stranger in (employment, factories.actor(Role.CASE)):
        with pytest.raises(NotFound):
            queries.assessment(stranger, held.uid)
    coordinator = factories.actor(Role.COORDINATOR, project=plan.project)
    assert queries.shown(coordinator, held.uid) == held
    assert queries.of_plan(employment, plan, TODAY)["may_read"] is False


def test_a_restricted_person_is_hidden_from_case_managers(case: Actor, plan: Plan) -> None:
    held = made.assessment(plan, 2)
    Person.objects.update(restricted_at=NOW)
    with pytest.raises(NotFound):
        queries.assessment(case, held.uid)
    coordinator = factories.actor(Role.COORDINATOR, project=plan.project)
    assert queries.assessment(coordinator, held.uid) == held


def test_what_was_found_of_a_merged_record_is_told_of_who_stands_for_it(case: Actor, plan: Plan) -> None:
    made.assessment(plan, 2)
    kept = factories.person(plan.project)
    Person.objects.filter(pk=plan.person_id).update(merged_into=kept)
    assert len(queries.of_person(case, kept.uid, TODAY).assessments) == 1
    assert queries.of_person(case, plan.person.uid, TODAY).person == kept


def test_with_a_lead_the_household_is_followed(case: Actor, plan: Plan, frame: str) -> None:
    home = factories.household(plan.person)
    who = plan.person.uid

    def add(**but: object) -> TeamMember:
        member = Member(**{"starts_on": TODAY, "who": "Nurse"} | but)  # type: ignore[arg-type]
        return team.add_member(actor=case, person=who, frame=frame, member=member, today=TODAY)

    add()
    home.refresh_from_db()
    assert not home.is_in_charge
    lead = add(user=case.user, who="", is_lead=True)
    home.refresh_from_db()
    assert home.is_in_charge
    with pytest.raises(AlreadyInTeam):
        add()
    with pytest.raises(AnotherLeads):
        add(who="Doctor", is_lead=True)
    with pytest.raises(NotFound):
        add(user=factories.user().pk, who="")
    team.end_member(actor=case, member=lead.pk, on=TODAY)
    assert add(who="Doctor", is_lead=True).is_lead


def test_a_goal_with_its_tasks_from_set_to_closed_and_back(case: Actor, plan: Plan, frame: str) -> None:
    uid, who = uuid4(), plan.person.uid
    goal = NewGoal("Pass the B1 exam", date(2026, 3, 31), "education")
    for _ in range(2):
        goals.set_goal(actor=case, uid=uid, person=who, frame=frame, goal=goal)
    assert Goal.objects.count() == 1
    told = NewTask("Enrol", date(2026, 3, 20), owner=case.user)
    task = goals.add_task(actor=case, uid=uuid4(), goal=uid, task=told, today=TODAY)
    with pytest.raises(TaskAfterGoal):
        goals.edit_goal(actor=case, uid=uid, version=1, changes={"due_on": date(2026, 3, 19)})

    def mine() -> list[Task]:
        return list(goal_queries.tasks(case, goal_queries.Wanted(), TODAY))

    assert mine() == [task]
    goals.tick_task(actor=case, uid=task.uid, on=TODAY)
    assert mine() == []
    assert goal_queries.done_lately(case, task.uid, TODAY) == task
    goals.untick_task(actor=case, uid=task.uid)
    assert mine() == [task]
    closing = {"state": "dropped", "outcome": "Moved away", "on": TODAY, "today": TODAY}
    goals.close_goal(actor=case, uid=uid, version=1, **closing)  # type: ignore[arg-type]
    with pytest.raises(GoalClosed):
        goals.tick_task(actor=case, uid=task.uid, on=TODAY)
    assert mine() == []
    assert goals.reopen_goal(actor=case, uid=uid, version=2).outcome == ""


def test_a_task_of_another_project_is_nobody_elses_to_tick(plan: Plan) -> None:
    task = made.task(made.goal(plan))
    with pytest.raises(NotFound):
        goals.tick_task(actor=factories.actor(Role.CASE), uid=task.uid, on=TODAY)
    desk = factories.actor(Role.DESK, project=plan.project)
    with pytest.raises(NotFound):
        goal_queries.goal(desk, task.goal.uid)


def test_sixteen_hours_a_week_are_of_the_person_over_all_projects(
    case: Actor, plan: Plan, frame: str
) -> None:
    elsewhere = factories_plans.plan(factories_plans.measure(), plan.person)
    made.common_good(elsewhere, on=TODAY, minutes=900)
    uid, work = uuid4(), NewWork(TODAY, 60, "culture", "Library")

    def record(uid: UUID) -> CommonGoodWork:
        return common_good.record_common_good(
            actor=case, uid=uid, person=plan.person.uid, frame=frame, work=work, at=NOW
        )

    assert record(uid).pk == record(uid).pk
    with pytest.raises(WeekTooFull):
        record(uuid4())
    common_good.cancel_common_good(actor=case, uid=uid, why="Written twice", at=NOW)
    assert record(uuid4()).minutes == 60
    found = goal_queries.of_person(case, plan.person.uid, TODAY).given
    assert (found.minutes, len(found.rows)) == (60, 2)
