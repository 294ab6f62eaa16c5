"""Results in the database: nobody is forgotten, the last status counts, and no figure tells a name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.people.models import Person
from campanello.people.services import search_keys
from campanello.plans.models import ContactTry, Measure, Plan, Result
from campanello.plans.queries import results as queries
from campanello.plans.queries import results_figures
from campanello.plans.queries.results import Wanted
from campanello.plans.rules.plans import Act, NewAct
from campanello.plans.rules.results import Due, EarlierThanRecorded, Status, TooFewTries
from campanello.plans.services import plans
from campanello.plans.services import results as services
from campanello.plans.services.results import NewTry
from tests import factories, factories_plans
from tests import factories_assessments as made

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 20)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def project() -> Project:
    return factories.project()


@pytest.fixture
def measure(project: Project) -> Measure:
    return factories_plans.measure(project)


@pytest.fixture
def employment(project: Project) -> Actor:
    return factories.actor(Role.EMPLOYMENT, project=project)


@pytest.fixture
def over(measure: Measure, employment: Actor) -> Plan:
    plan = made.plan_over(measure)
    services.open_missing(actor=employment)
    return plan


def record(actor: Actor, plan: Plan, status: str, on: date, **but: Any) -> Result:
    told = Status(status, on, but.pop("source", "The person"))
    given = {"moment": "exit", "version": 1, "corrects": False, "at": moment(TODAY)} | but
    return services.record_status(actor=actor, plan=plan.uid, told=told, **given)


def test_every_plan_that_is_over_is_asked_about_twice_and_opened_once(
    employment: Actor, measure: Measure
) -> None:
    over = made.plan_over(measure)
    factories_plans.plan(measure)
    factories_plans.plan(measure, state="withdrawn", signed_on=None, closed_on=date(2026, 1, 5))
    made.plan_over(factories_plans.measure())
    assert [services.open_missing(actor=employment) for _ in range(2)] == [1, 0]
    rows = Result.objects.values_list("plan", "moment", "opens_on", "due_on").order_by("due_on")
    assert list(rows) == [
        (over.pk, "exit", date(2026, 1, 31), date(2026, 2, 28)),
        (over.pk, "six_months", date(2026, 7, 31), date(2026, 8, 28)),
    ]
    assert AuditEntry.objects.get(verb="plans.results-opened").person == over.person_id


def test_the_act_that_closes_a_plan_opens_what_is_asked(employment: Actor, measure: Measure) -> None:
    plan = factories_plans.plan(measure)
    told = NewAct(Act.COMPLETE, date(2026, 2, 10))
    plans.act(actor=employment, uid=plan.uid, version=1, act=told, at=moment(TODAY))
    assert {one.opens_on for one in plan.results.all()} == {date(2026, 2, 10), date(2026, 8, 10)}
    assert services.open_missing(actor=employment) == 0


def test_a_plan_past_its_end_that_nobody_closed_is_told(employment: Actor, measure: Measure) -> None:
    late = factories_plans.plan(measure, starts_on=date(2025, 1, 1), ends_on=TODAY)
    factories_plans.plan(measure, ends_on=TODAY + timedelta(days=1))
    assert list(queries.past_end(employment, TODAY)) == [late]


def test_of_several_statuses_the_last_counts(employment: Actor, over: Plan) -> None:
    record(employment, over, "searching", date(2026, 2, 2))
    record(employment, over, "employed", date(2026, 2, 12), version=2)
    with pytest.raises(EarlierThanRecorded):
        record(employment, over, "inactive", date(2026, 2, 5), version=3)
    held = queries.result(employment, over.uid, "exit")
    assert (held.status, held.status_on) == ("employed", date(2026, 2, 12))
    assert (
        record(employment, over, "inactive", date(2026, 2, 5), version=3, corrects=True).status == "inactive"
    )


def test_two_who_record_at_once_see_both_answers(employment: Actor, over: Plan) -> None:
    record(employment, over, "searching", date(2026, 2, 2))
    with pytest.raises(ChangedMeanwhile) as conflict:
        record(employment, over, "employed", date(2026, 2, 2))
    assert [(one.field, one.saved, one.yours) for one in conflict.value.differences] == [
        ("status", "searching", "employed")
    ]


def test_nobody_is_unreachable_before_tries_on_three_days(employment: Actor, over: Plan) -> None:
    def attempt(day: int, uid: Any = None, **but: Any) -> ContactTry:
        told = NewTry(**{"how": "phone", "outcome": "no_answer"} | but)
        at = moment(date(2026, 2, day))
        return services.record_try(
            actor=employment, uid=uid or uuid4(), plan=over.uid, moment="exit", new=told, at=at
        )

    uid = uuid4()
    assert attempt(3, uid).pk == attempt(3, uid).pk
    attempt(3)
    attempt(5, again_on=date(2026, 2, 9))
    with pytest.raises(TooFewTries):
        record(employment, over, "unreachable", TODAY)
    assert queries.counts(employment, TODAY) == {"open": 1, "overdue": 0, "again": 1}
    attempt(9)
    assert queries.counts(employment, TODAY)["again"] == 0
    assert record(employment, over, "unreachable", TODAY).status == "unreachable"


def test_the_register_is_the_projects_own_and_costs_the_same_for_many(
    employment: Actor, measure: Measure
) -> None:
    def look() -> tuple[int, int]:
        services.open_missing(actor=employment)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            rows = queries.lines(employment, queries.register(employment, Wanted(), TODAY), TODAY)
        return len(rows), len(asked)

    made.plan_over(measure)
    made.plan_over(factories_plans.measure())
    one, queries_of_one = look()
    for _ in range(5):
        made.plan_over(measure)
    six, queries_of_six = look()
    assert (one, six) == (1, 6)
    assert queries_of_one == queries_of_six <= 2
    desk = factories.actor(Role.DESK, project=measure.project)
    assert not queries.register(desk, Wanted(), TODAY).exists()
    with pytest.raises(NotFound):
        queries.exported(employment, Wanted(), TODAY)


def test_each_filter_of_the_register_keeps_what_it_says(employment: Actor, over: Plan) -> None:
    later = TODAY + timedelta(days=9)
    found = {due: queries.register(employment, Wanted(due=due), later).count() for due in Due}
    assert found == {Due.KNOWN: 0, Due.NOT_YET: 1, Due.OPEN: 1, Due.OVERDUE: 1}
    assert queries.register(employment, Wanted(due="", moment="six_months"), TODAY).count() == 1
    assert not queries.register(employment, Wanted(due="", measure="none"), TODAY).exists()
    Person.objects.filter(pk=over.person_id).update(family_name="Querciola")
    search_keys.refresh([over.person_id])
    for words, many in ((over.code, 2), ("querciola", 2), ("PIP-nowhere", 0)):
        assert queries.register(employment, Wanted(due="", words=words), TODAY).count() == many


def test_a_programme_manager_reads_figures_without_small_counts(
    settings: Any, employment: Actor, measure: Measure
) -> None:
    settings.SUPPRESS = 5
    for status, many in {"employed": 6, "searching": 7, "training": 2, "declined": 6}.items():
        for _ in range(many):
            plan = made.plan_over(measure, date(2025, 12, 31))
            made.result(plan, due_on=date(2026, 1, 28), status=status, recorded_at=moment(TODAY))
    made.result(made.plan_over(measure), status="inactive", recorded_at=moment(TODAY))
    programme = factories.actor(Role.PROGRAMME, project=measure.project)
    on = date(2026, 3, 2)
    for reader, training in ((employment, 2), (programme, None)):
        with CaptureQueriesContext(connection) as asked:
            (found,) = results_figures.figures(reader, on)
        assert len(asked) == 2
        assert found.moments["exit"].answers["training"] == training
    assert "Rosa" not in repr(results_figures.figures(programme, on))
    with pytest.raises(NotFound):
        results_figures.figures(factories.actor(Role.ADMIN), on)
