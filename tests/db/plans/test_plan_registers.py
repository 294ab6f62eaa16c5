"""Registers of plans: who is expected, what can't be marked, signed once, corrected, kept by the database."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound, NotYours
from campanello.core.actor import Actor, Role
from campanello.core.errors import DomainError
from campanello.core.idempotency import KeyReused
from campanello.core.models import AuditEntry, Project
from campanello.lab.rules.activities import (
    NoReason,
    NotCancelled,
    SessionCancelled,
    SessionSigned,
    SessionTooLong,
)
from campanello.lab.rules.registers import Mark, MarkedMeanwhile, NotSignable, PeopleUnmarked
from campanello.plans.models import Attendance, Measure, Plan, PlanAct, Service, Session
from campanello.plans.queries import allowance
from campanello.plans.queries import registers as queries
from campanello.plans.rules import registers as rules
from campanello.plans.rules.registers import Series
from campanello.plans.services import registers, sessions
from campanello.plans.services.registers import Marked
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 2)
STARTS = datetime(2026, 2, 2, 8, tzinfo=UTC)
DURING = STARTS + timedelta(minutes=30)
PRESENT, EXCUSED = Mark("present"), Mark("excused")


@dataclass
class Course:
    """A service of a project, with plans that contain it, and an operator of its employment desk."""

    project: Project = field(default_factory=factories.project)
    hours: int = 10

    def __post_init__(self) -> None:
        self.measure: Measure = factories_plans.measure(self.project)
        self.service: Service = factories_plans.service(self.project)
        self.actor: Actor = factories.actor(Role.EMPLOYMENT, project=self.project)

    def plan(self, person: Any = None, **given: Any) -> Plan:
        made = factories_plans.plan(self.measure, person, **given)
        factories_plans.plan_service(made, self.service, minutes=self.hours * 60)
        return made

    def session(self, starts_at: datetime = STARTS, minutes: int = 90, **given: Any) -> Session:
        made = sessions.make_sessions(
            actor=self.actor,
            service=self.service.pk,
            uid=given.pop("uid", None) or uuid.uuid4(),
            series=Series(starts_at, starts_at + timedelta(minutes=minutes)),
            on=DAY,
            **given,
        )
        return made.sessions[0]

    def mark(self, session: Session, *marks: tuple[Plan, Mark], at: datetime = DURING) -> int:
        sheet = [Marked(plan.uid, one) for plan, one in marks]
        return registers.mark(actor=self.actor, session=session.uid, marks=sheet, at=at)

    def sign(self, session: Session, **given: Any) -> Session:
        return registers.sign(actor=self.actor, session=session.uid, at=session.ends_at, **given)

    def correct(self, session: Session, plan: Plan, mark: Mark, reason: str = "Came late") -> Attendance:
        return registers.correct(
            actor=self.actor, session=session.uid, plan=plan.uid, mark=mark, reason=reason, at=session.ends_at
        )


def test_a_series_is_made_once_and_expects_whose_plan_holds_that_day_and_has_the_service() -> None:
    course = Course()
    rosa, ends_soon = course.plan(), course.plan(ends_on=date(2026, 2, 10))
    course.plan(state="signed")
    factories_plans.plan(course.measure)  # without the service
    series = Series(STARTS, STARTS + timedelta(minutes=90), frozenset({0, 2}), date(2026, 2, 16))
    given: dict[str, Any] = {
        "actor": course.actor,
        "service": course.service.pk,
        "uid": uuid.uuid4(),
        "on": DAY,
    }
    made = sessions.make_sessions(series=series, **given)
    assert [one.on.day for one in made.sessions] == [2, 4, 9, 11, 16]
    assert [queries.expected(one) for one in made.sessions] == 3 * [{rosa.pk, ends_soon.pk}] + 2 * [{rosa.pk}]
    assert sessions.make_sessions(series=series, **given) == made
    assert AuditEntry.objects.get(verb="plans.sessions-made").facts == {"sessions": 5, "expected": 8}


def _suspended(plan: Plan) -> None:
    given = {"plan": plan, "before": "active", "at": STARTS}
    PlanAct.objects.create(kind="suspend", on=date(2026, 1, 20), after="suspended", **given)
    PlanAct.objects.create(kind="resume", on=date(2026, 2, 3), after="active", **given)


def test_what_is_impossible_is_refused_in_figures() -> None:
    course = Course()
    over, ended, early, paused, other, rosa = (
        course.plan(),
        course.plan(ends_on=DAY),
        course.plan(starts_on=date(2026, 2, 3)),
        course.plan(),
        factories_plans.plan(course.measure),
        course.plan(),
    )
    _suspended(paused)
    session = course.session()
    for one in (ended, early, paused, other):
        with pytest.raises(DomainError) as refused:
            sessions.expect(actor=course.actor, session=session.uid, plan=one.uid)
        assert isinstance(
            refused.value, rules.AfterPlan | rules.BeforePlan | rules.PlanSuspended | rules.NotInPlan
        )
    with pytest.raises(rules.MoreThanPlanned) as too_many:
        course.mark(session, (over, Mark("present", 91)), (rosa, PRESENT))
    assert too_many.value.facts == {"plan": over.code, "minutes": 91, "most": 90}
    with pytest.raises(rules.MarksRefused) as both:
        course.mark(session, (over, Mark("present", 91)), (rosa, Mark("present", 1_500)))
    assert len(both.value.details) == 2
    assert not Attendance.objects.exists()
    with pytest.raises(rules.NotExpected):
        course.mark(session, (other, PRESENT))


def test_nobody_is_at_two_overlapping_sessions_longer_than_both_last_together() -> None:
    course = Course()
    rosa = course.plan()
    elsewhere = Course(factories.project())
    twice = elsewhere.plan(factories.person(elsewhere.project, merged_into=rosa.person))
    first, second = course.session(minutes=120), elsewhere.session(STARTS + timedelta(hours=1), minutes=120)
    course.mark(first, (rosa, PRESENT))
    with pytest.raises(rules.TwoPlacesAtOnce) as refused:
        elsewhere.mark(second, (twice, PRESENT))
    assert refused.value.facts | {"plan": ""} == {
        "plan": "", "starts": "09:00", "ends": "11:00", "others": 120, "most": 60, "minutes": 120,
    }  # fmt: skip
    assert elsewhere.mark(second, (twice, Mark("present", 60))) == 1


def test_minutes_are_planned_as_far_as_the_plan_has_any_left() -> None:
    course = Course(hours=2)
    rosa = course.plan()
    first, second, third = (course.session(STARTS + timedelta(days=day)) for day in range(3))
    course.mark(first, (rosa, PRESENT))
    course.mark(second, (rosa, PRESENT), at=DURING + timedelta(days=1))
    assert list(Attendance.objects.values_list("planned_minutes", "minutes")) == [(90, 90), (30, 30)]
    with pytest.raises(rules.PlanUsedUp):
        course.mark(third, (rosa, PRESENT))
    course.mark(third, (rosa, EXCUSED))


def test_two_hands_on_one_sheet_are_told_both_values() -> None:
    course = Course()
    rosa, amir = course.plan(), course.plan()
    session = course.session()
    assert course.mark(session, (rosa, PRESENT)) == 1
    assert course.mark(session, (amir, EXCUSED)) == 1  # what the sheet does not say of Rosa stays
    with pytest.raises(MarkedMeanwhile) as two_minds:
        course.mark(session, (rosa, EXCUSED))
    assert two_minds.value.differences[0].saved == Mark("present", 90)
    back = Marked(rosa.uid, Mark(""), Mark("present", 90))
    assert registers.mark(actor=course.actor, session=session.uid, marks=[back], at=DURING) == 1
    assert queries.standing_rows(session, [rosa.pk]) == {}


def test_a_register_is_signed_once_and_then_counts() -> None:
    course = Course()
    rosa, _absent = course.plan(), course.plan()
    session = course.session()
    course.mark(session, (rosa, Mark("present", 45)))
    with pytest.raises(NotSignable):
        registers.sign(actor=course.actor, session=session.uid, at=STARTS - timedelta(minutes=1))
    with pytest.raises(PeopleUnmarked):
        course.sign(session)
    assert not allowance.counting().exists()
    course.sign(session, rest_unexcused=True)
    marks = Attendance.objects.order_by("pk").values_list(
        "presence", "minutes", "planned_minutes", "is_signed"
    )
    assert list(marks) == [("present", 45, 90, True), ("unexcused", 0, 90, True)]
    assert allowance.counting().count() == 1
    for again in (course.sign, lambda held: course.mark(held, (rosa, PRESENT))):
        with pytest.raises(DomainError) as signed:
            again(session)
        assert signed.value.code == "lab.session-signed"


def test_what_can_t_be_so_any_more_is_not_signed() -> None:
    course = Course()
    rosa = course.plan()
    session = course.session()
    course.mark(session, (rosa, PRESENT))
    Plan.objects.filter(pk=rosa.pk).update(ends_on=DAY)
    with pytest.raises(rules.AfterPlan):
        course.sign(session)
    unexcused = Marked(rosa.uid, Mark("unexcused"), Mark("present", 90))
    registers.mark(actor=course.actor, session=session.uid, marks=[unexcused], at=DURING)
    assert course.sign(session).signed_at


def test_a_correction_is_a_new_row_and_only_it_counts() -> None:
    course = Course()
    rosa, late = course.plan(), course.plan()
    session = course.session(expects=False)
    sessions.expect(actor=course.actor, session=session.uid, plan=rosa.uid)
    course.mark(session, (rosa, PRESENT))
    course.sign(session)
    made = course.correct(session, rosa, Mark("present", 60))
    assert course.correct(session, rosa, Mark("present", 60)) == made
    course.correct(session, late, PRESENT, "Was forgotten")
    assert [(one.plan_id, one.minutes) for one in allowance.counting()] == [(rosa.pk, 60), (late.pk, 90)]
    with pytest.raises(DomainError) as refused:
        course.correct(session, rosa, EXCUSED, " ")
    assert refused.value.code == "lab.reason-missing"
    row = next(one for one in queries.register(course.actor, session.uid).rows if one.plan == rosa.uid)
    assert [one.minutes for one in row.corrected] == [90]


def test_what_is_asked_twice_is_done_once_and_another_s_key_is_refused() -> None:
    course, other = Course(), Course()
    rosa = course.plan()
    session = course.session(deliverer=course.project.lead_id)
    with pytest.raises(KeyReused):
        other.session(uid=session.uid)
    with pytest.raises(NotFound):
        course.session(deliverer=factories.organisation().pk)
    given: dict[str, Any] = {"actor": course.actor, "session": session.uid}
    assert sessions.expect(**given) == 0
    assert sessions.leave_out(plan=rosa.uid, **given)
    assert not sessions.leave_out(plan=rosa.uid, **given)
    assert sessions.expect(**given) == 1
    changes = {"place": "", "deliverer_id": None}
    moved = sessions.edit_session(version=1, changes=changes, on=DAY, **given)
    assert sessions.edit_session(version=1, changes=changes, on=DAY, **given).version == moved.version == 2
    course.mark(session, (rosa, PRESENT))
    for act in (
        lambda: sessions.leave_out(plan=rosa.uid, **given),
        lambda: sessions.edit_session(version=2, changes={"place": "Elsewhere"}, on=DAY, **given),
        lambda: sessions.cancel_session(reason="Rain", at=DURING, **given),
    ):
        with pytest.raises(rules.MarkedAlready):
            act()
    course.sign(session)
    again: dict[str, Any] = {"plan": rosa.uid, "mark": Mark("present", 60), "reason": "Late", "at": DURING}
    first = registers.correct(uid=moved.uid, **again, **given)
    assert registers.correct(uid=moved.uid, **again, **given) == first
    with pytest.raises(KeyReused):
        registers.correct(uid=moved.uid, **again | {"plan": course.plan().uid}, **given)


def test_a_cancelled_session_is_neither_filled_nor_cancelled_again() -> None:
    course = Course()
    rosa, session = course.plan(), course.session()
    given: dict[str, Any] = {"actor": course.actor, "session": session.uid}
    with pytest.raises(NotCancelled):
        sessions.restore_session(**given)
    with pytest.raises(NoReason):
        sessions.cancel_session(reason=" ", at=DURING, **given)
    assert sessions.cancel_session(reason="Rain", at=DURING, **given) == 1
    for act in (
        lambda: course.mark(session, (rosa, PRESENT)),
        lambda: course.sign(session),
        lambda: sessions.expect(**given),
        lambda: sessions.cancel_session(reason="Rain", at=DURING, **given),
    ):
        with pytest.raises(SessionCancelled):
            act()
    assert sessions.restore_session(**given).cancelled_at is None
    course.mark(session, (rosa, PRESENT))
    course.sign(session)
    with pytest.raises(SessionSigned):
        sessions.expect(**given)
    wrong = Series(STARTS, STARTS + timedelta(hours=25))
    with pytest.raises(SessionTooLong):
        sessions.make_sessions(
            actor=course.actor, service=course.service.pk, uid=uuid.uuid4(), series=wrong, on=DAY
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plans_attendance SET minutes = 10",
        "UPDATE plans_attendance SET is_signed = (1 = 0)",
        "DELETE FROM plans_attendance",
        "UPDATE plans_session SET signed_at = NULL, signed_by_id = NULL",
        "DELETE FROM plans_expected; DELETE FROM plans_session",
    ],
)
def test_the_database_keeps_a_signed_register(change: str) -> None:
    course = Course()
    session = course.session()
    rosa = course.plan()
    sessions.expect(actor=course.actor, session=session.uid)
    course.mark(session, (rosa, PRESENT))
    course.sign(session)
    *before, last = change.split("; ")
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
            cursor.execute(last)


def test_others_see_no_register_and_the_desk_none_at_all() -> None:
    course = Course()
    rosa = course.plan()
    session = course.session()
    strangers = [factories.actor(Role.CASE, project=factories.project())]
    strangers += [factories.actor(role, project=course.project) for role in (Role.DESK, Role.PROGRAMME)]
    for stranger in strangers:
        with pytest.raises(NotFound):
            queries.register(stranger, session.uid)
        with pytest.raises((NotFound, NotYours)):
            registers.sign(actor=stranger, session=session.uid, at=DURING)
    restricted = factories.person(course.project, restricted_at=STARTS)
    hidden = course.plan(restricted)
    with pytest.raises(NotFound):
        sessions.expect(actor=course.actor, session=session.uid, plan=hidden.uid)
    assert [one.code for one in queries.register(course.actor, session.uid).rows] == [rosa.code]


def test_a_register_takes_as_many_queries_for_two_as_for_twelve() -> None:
    course = Course()
    asked = []
    for number in (2, 10):
        for _each in range(number):
            course.plan()
        session = course.session(STARTS + timedelta(days=number))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = queries.register(course.actor, session.uid)
        asked.append((len(found.rows), len(captured)))
    assert [rows for rows, _queries in asked] == [2, 12]
    assert asked[0][1] == asked[1][1] <= 16
