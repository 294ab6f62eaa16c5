"""Visits as they are recorded: once each, dated within reason, of whom the operator may see; edited without loss."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound, NotYours
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import Visit
from campanello.lab.queries import visits as queries
from campanello.lab.rules import visits as rules
from campanello.lab.rules.visits import NewVisit
from campanello.lab.services.visits import (
    cancel_visit,
    edit_visit,
    record_visit,
    restore_visit,
    settle_next_step,
)
from campanello.people.models import Involvement
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def new(project: Any, **given: Any) -> NewVisit:
    return NewVisit(**{"project": project.code, "happened_at": AT, "channel": "courtyard"} | given)


@pytest.fixture
def project() -> Any:
    return factories.project()


@pytest.fixture
def desk(project: Any) -> Any:
    return factories.actor("desk", project=project)


@pytest.fixture
def case(project: Any) -> Any:
    return factories.actor("case", project=project)


def test_a_visit_of_a_person_is_recorded_with_needs_next_step_and_a_line(project: Any, desk: Any) -> None:
    person = factories.person(project)
    wanted = new(project, person=person.uid, needs=("work", "listening", "work"), next_step="  call  back ")
    made = record_visit(
        actor=desk, uid=uuid.uuid4(), visit=replace(wanted, next_step_on=date(2026, 3, 9)), at=AT
    )
    made.refresh_from_db()
    assert (made.person, made.operator_id, made.next_step) == (person, desk.user, "call back")
    assert (made.at, made.on) == (AT, date(2026, 3, 2))
    assert queries.needs_of(made) == ("listening", "work")
    line = AuditEntry.objects.get(verb="lab.visit-recorded")
    assert (line.person, line.target, line.actor_id) == (person.pk, made.pk, desk.user)


def test_saving_takes_few_queries_and_leaves_nothing_to_chance(project: Any, desk: Any) -> None:
    person = factories.person(project)
    wanted = new(project, person=person.uid, needs=("work", "money"))
    with CaptureQueriesContext(connection) as made:
        record_visit(actor=desk, uid=uuid.uuid4(), visit=wanted, at=AT)
    told = [one["sql"] for one in made if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) == 7


def test_sent_twice_it_is_recorded_once_and_answered_alike(project: Any, desk: Any) -> None:
    uid = uuid.uuid4()
    first = record_visit(actor=desk, uid=uid, visit=new(project), at=AT)
    again = record_visit(actor=desk, uid=uid, visit=new(project), at=AT + timedelta(days=900))
    assert first == again
    assert Visit.objects.count() == 1
    assert AuditEntry.objects.filter(verb="lab.visit-recorded").count() == 1
    colleague = factories.actor("desk", project=project)
    with pytest.raises(rules.EntryOfAnother):
        record_visit(actor=colleague, uid=uid, visit=new(project), at=AT)


def test_nobody_s_visit_may_have_a_building(project: Any, desk: Any) -> None:
    house = factories.building(project)
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project, building=house.uid), at=AT)
    assert (made.person, made.household, made.building) == (None, None, house)


def test_a_household_s_visit_names_no_person(project: Any, desk: Any) -> None:
    home = factories.household(factories.person(project))
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project, household=home.uid), at=AT)
    assert (made.person, made.household) == (None, home)


def test_who_is_known_to_another_of_the_operator_s_projects_is_known_here_from_then_on(project: Any) -> None:
    elsewhere = factories.project()
    user = factories.user()
    factories.assignment(user=user, role="desk", project=elsewhere)
    desk = factories.actor("desk", project=project, user=user)
    person = factories.person(elsewhere)
    record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project, person=person.uid), at=AT)
    assert Involvement.objects.get(person=person, project=project).starts_on == date(2026, 3, 2)
    assert AuditEntry.objects.filter(verb="people.person-joined", person=person.pk).count() == 1


def strangers() -> dict[str, Any]:
    other = factories.project()
    somebody = factories.person(other)
    return {
        "person": somebody.uid,
        "household": factories.household(somebody).uid,
        "building": factories.building(other).uid,
        "project": other.code,
    }


@pytest.mark.parametrize("field", ["person", "household", "building", "project"])
def test_what_is_another_project_s_is_not_found(project: Any, desk: Any, field: str) -> None:
    wanted = replace(new(project), **{field: strangers()[field]})
    with pytest.raises(NotFound):
        record_visit(actor=desk, uid=uuid.uuid4(), visit=wanted, at=AT)
    assert not Visit.objects.exists()


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "a minute beyond a fast clock": ({"happened_at": AT + timedelta(minutes=11)}, rules.VisitInTheFuture),
    "a day too old": ({"happened_at": AT - timedelta(days=367)}, rules.VisitTooLongAgo),
    "the year one": ({"happened_at": datetime(1, 1, 1)}, rules.VisitTooLongAgo),  # noqa: DTZ001
    "no time at all": ({"minutes": 0}, rules.MinutesOutOfRange),
    "more than a day's work": ({"minutes": 721}, rules.MinutesOutOfRange),
    "a day without what for": ({"next_step_on": date(2026, 3, 9)}, rules.NextDayWithoutStep),
}


@pytest.mark.parametrize(("but", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_can_t_be_is_refused_and_nothing_stays(project: Any, desk: Any, but: Any, refusal: Any) -> None:
    with pytest.raises(refusal):
        record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project, **but), at=AT)
    assert not Visit.objects.exists()


def test_a_clock_minutes_fast_is_set_to_now(project: Any, desk: Any) -> None:
    wanted = new(project, happened_at=AT + timedelta(minutes=10))
    assert record_visit(actor=desk, uid=uuid.uuid4(), visit=wanted, at=AT).at == AT


def test_an_edit_changes_what_it_names_and_leaves_the_names_of_fields(project: Any, desk: Any) -> None:
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project, needs=("work",)), at=AT)
    changes = {"needs": ("money", "home"), "minutes": 25, "note": "Rent", "channel": "courtyard"}
    edit_visit(actor=desk, uid=made.uid, version=1, changes=changes, at=AT)
    made.refresh_from_db()
    assert (made.minutes, made.note, made.version) == (25, "Rent", 2)
    assert set(queries.needs_of(made)) == {"home", "money"}
    assert AuditEntry.objects.get(verb="lab.visit-edited").facts == {"fields": ["minutes", "needs", "note"]}


def test_of_two_who_change_it_the_second_sees_both_values(project: Any, desk: Any) -> None:
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project), at=AT)
    edit_visit(actor=desk, uid=made.uid, version=1, changes={"minutes": 20, "note": "a"}, at=AT)
    with pytest.raises(ChangedMeanwhile) as stale:
        edit_visit(actor=desk, uid=made.uid, version=1, changes={"minutes": 30, "note": "a"}, at=AT)
    assert stale.value.version == 2
    assert [(one.field, one.saved, one.yours) for one in stale.value.differences] == [("minutes", 20, 30)]


def test_an_old_visit_is_corrected_but_not_moved_to_another_old_day(project: Any, desk: Any) -> None:
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project), at=AT)
    later = AT + timedelta(days=800)
    edit_visit(actor=desk, uid=made.uid, version=1, changes={"minutes": 5}, at=later)
    moved = {"happened_at": AT - timedelta(days=1)}
    with pytest.raises(rules.VisitTooLongAgo):
        edit_visit(actor=desk, uid=made.uid, version=2, changes=moved, at=later)


def test_a_confidential_note_is_read_and_changed_by_the_stricter_role_alone(
    project: Any, desk: Any, case: Any
) -> None:
    wanted = new(project, note="She is afraid", is_confidential=True)
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=wanted, at=AT)
    assert (queries.may_read_note(desk, made), queries.may_read_note(case, made)) == (False, True)
    for changes in ({"note": ""}, {"is_confidential": False}):
        with pytest.raises(rules.NoteIsSealed):
            edit_visit(actor=desk, uid=made.uid, version=1, changes=changes, at=AT)
    edit_visit(actor=desk, uid=made.uid, version=1, changes={"minutes": 15}, at=AT)
    edit_visit(actor=case, uid=made.uid, version=2, changes={"is_confidential": False}, at=AT)
    made.refresh_from_db()
    assert made.note == "She is afraid"


def test_a_cancelled_visit_says_why_takes_no_change_and_comes_back(project: Any, desk: Any) -> None:
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project), at=AT)
    with pytest.raises(rules.NoReason):
        cancel_visit(actor=desk, uid=made.uid, why=" ", at=AT)
    cancelled = cancel_visit(actor=desk, uid=made.uid, why="Recorded twice", at=AT)
    cancel_visit(actor=desk, uid=made.uid, why="Again", at=AT)
    assert (cancelled.cancelled_at, cancelled.cancelled_why) == (AT, "Recorded twice")
    with pytest.raises(rules.VisitCancelled):
        edit_visit(actor=desk, uid=made.uid, version=2, changes={"minutes": 5}, at=AT)
    restored = restore_visit(actor=desk, uid=made.uid)
    assert (restored.cancelled_at, restored.cancelled_why, restored.version) == (None, "", 3)


def test_a_next_step_is_done_and_open_again(project: Any, desk: Any) -> None:
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project, next_step="Call"), at=AT)
    assert settle_next_step(actor=desk, uid=made.uid, is_done=True, at=AT).next_step_done_at == AT
    assert settle_next_step(actor=desk, uid=made.uid, is_done=False, at=AT).next_step_done_at is None
    other = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project), at=AT)
    with pytest.raises(rules.NoNextStep):
        settle_next_step(actor=desk, uid=other.uid, is_done=True, at=AT)


@pytest.mark.parametrize("role", ["landlord", "programme", "evaluator", "admin"])
def test_who_has_no_part_in_the_lab_finds_no_visit(project: Any, desk: Any, role: str) -> None:
    made = record_visit(actor=desk, uid=uuid.uuid4(), visit=new(project), at=AT)
    outsider = factories.actor(role, organisation=project.lead)
    with pytest.raises(NotFound):
        queries.visit_read(outsider, made.uid)
    with pytest.raises(NotFound):
        cancel_visit(actor=outsider, uid=made.uid, why="x", at=AT)
    assert issubclass(rules.NoteIsSealed, NotYours)
