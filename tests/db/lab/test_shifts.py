"""Shifts as they are started, ended and corrected, opening hours as they are set; indirect work once each."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import IndirectWork, OpeningHours, Shift
from campanello.lab.queries import shifts as queries
from campanello.lab.queries import work as work_queries
from campanello.lab.rules import shifts as rules
from campanello.lab.rules import work as work_rules
from campanello.lab.rules.shifts import Opening, Worked
from campanello.lab.rules.visits import EntryOfAnother, MinutesOutOfRange
from campanello.lab.rules.work import NewWork
from campanello.lab.services import shifts, work
from campanello.people.rules.facts import NotInTheList
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
MORNING = Opening(0, time(9), time(12))


@pytest.fixture
def project() -> Any:
    return factories.project()


@pytest.fixture
def desk(project: Any) -> Any:
    return factories.actor("desk", project=project)


def test_a_shift_is_started_once_and_ended(project: Any, desk: Any) -> None:
    first = shifts.start_shift(actor=desk, project=project.code, at=AT)
    assert shifts.start_shift(actor=desk, project=project.code, at=AT + HOUR) == first
    shifts.end_shift(actor=desk, at=AT + 3 * HOUR)
    held = Shift.objects.get()
    assert (held.starts_at, held.ends_at, held.on) == (AT, AT + 3 * HOUR, date(2026, 3, 2))
    with pytest.raises(rules.NoShiftOpen):
        shifts.end_shift(actor=desk, at=AT + 4 * HOUR)
    verbs = [*AuditEntry.objects.order_by("pk").values_list("verb", flat=True)]
    assert verbs == ["lab.shift-started", "lab.shift-ended"]


def test_nobody_is_at_two_desks(project: Any) -> None:
    user = factories.user()
    other = factories.assignment(user=user, role="desk").project
    desk = factories.actor("desk", project=project, user=user)
    shifts.start_shift(actor=desk, project=project.code, at=AT)
    with pytest.raises(rules.ShiftOpen):
        shifts.start_shift(actor=desk, project=other.code, at=AT)


def test_a_forgotten_shift_is_ended_at_the_hour_it_really_ended(project: Any, desk: Any) -> None:
    shifts.start_shift(actor=desk, project=project.code, at=AT)
    morning = AT + 17 * HOUR
    with pytest.raises(rules.ShiftForgotten):
        shifts.end_shift(actor=desk, at=morning)
    shifts.end_shift(actor=desk, at=morning, ended_at=AT + 2 * HOUR)
    assert Shift.objects.get().ends_at == AT + 2 * HOUR


REFUSED: dict[str, tuple[Worked, type[DomainError]]] = {
    "one that ends before it starts": (Worked(AT, AT - HOUR), rules.ShiftEndsTooSoon),
    "one that is still to come": (Worked(AT, AT + HOUR), rules.ShiftInTheFuture),
    "one of long ago": (Worked(AT - 40 * 24 * HOUR, AT - 40 * 24 * HOUR + HOUR), rules.ShiftTooLongAgo),
    "one over another": (Worked(AT - 6 * HOUR, AT - 4 * HOUR), rules.ShiftsOverlap),
}


@pytest.mark.parametrize(("worked", "refusal"), REFUSED.values(), ids=REFUSED)
def test_a_shift_that_can_t_be_is_not_added(project: Any, desk: Any, worked: Worked, refusal: Any) -> None:
    factories.shift(project, operator_id=desk.user)
    with pytest.raises(refusal):
        shifts.add_shift(actor=desk, project=project.code, worked=worked, at=AT)
    assert Shift.objects.count() == 1


def test_one_s_own_shift_is_added_once_corrected_and_taken_out_nobody_else_s(project: Any, desk: Any) -> None:
    worked = Worked(AT - 3 * HOUR, AT - HOUR)
    made = shifts.add_shift(actor=desk, project=project.code, worked=worked, at=AT)
    assert shifts.add_shift(actor=desk, project=project.code, worked=worked, at=AT) == made
    better = Worked(AT - 3 * HOUR, AT - 2 * HOUR)
    shifts.correct_shift(actor=desk, uid=made.uid, version=1, worked=better, at=AT)
    with pytest.raises(ChangedMeanwhile) as stale:
        shifts.correct_shift(actor=desk, uid=made.uid, version=1, worked=worked, at=AT)
    assert [one.field for one in stale.value.differences] == ["ends_at"]
    colleague = factories.actor("coordinator", project=project)
    with pytest.raises(NotFound):
        shifts.strike_shift(actor=colleague, uid=made.uid)
    shifts.strike_shift(actor=desk, uid=made.uid)
    assert not Shift.objects.exists()


def test_opening_hours_hold_from_a_day_on_and_the_days_before_keep_theirs(project: Any, desk: Any) -> None:
    def set_hours(hours: list[Opening], starts_on: date) -> None:
        mark = queries.opening_hours(desk, project.pk, TODAY).mark
        shifts.set_opening_hours(
            actor=desk, project=project.code, hours=hours, starts_on=starts_on, mark=mark
        )

    evening = Opening(3, time(17), time(19))
    set_hours([MORNING, evening], date(2026, 1, 5))
    set_hours([MORNING], TODAY)
    spans = [*OpeningHours.objects.order_by("weekday").values_list("weekday", "starts_on", "ends_on")]
    assert spans == [(0, date(2026, 1, 5), None), (3, date(2026, 1, 5), TODAY)]
    assert queries.opening_hours(desk, project.pk, TODAY).now == (MORNING,)
    with pytest.raises(rules.HoursChangedMeanwhile):
        shifts.set_opening_hours(
            actor=desk, project=project.code, hours=[], starts_on=TODAY, mark="of another state"
        )


def test_weeks_put_hours_shifts_and_visits_beside_one_another(project: Any, desk: Any) -> None:
    OpeningHours.objects.create(
        project=project, weekday=0, opens_at=time(9), closes_at=time(12), starts_on=date(2026, 2, 23)
    )
    factories.shift(project)
    for channel in ("desk", "desk", "phone"):
        factories.visit(project, channel=channel)
    factories.visit(project, cancelled_at=AT)
    counted = []
    for _size in range(2):
        with CaptureQueriesContext(connection) as captured:
            found = queries.weeks(desk, project.pk, last=TODAY, count=3)
        counted.append(len(captured))
        this, before, earlier = found
        factories.visit(project, at=AT - timedelta(days=400))
    assert (this.open_minutes, this.shift_minutes, this.visits, this.desk_visits) == (180, 180, 3, 2)
    assert this.per_hour == pytest.approx(2 / 3)
    assert (before.open_minutes, before.per_hour, earlier.open_minutes) == (180, None, 0)
    assert counted == [3, 3]
    with pytest.raises(NotFound):
        queries.weeks(factories.actor("desk"), project.pk, last=TODAY, count=3)


def some_work(project: Any, **given: Any) -> NewWork:
    return NewWork(**{"project": project.code, "kind": "host", "minutes": 45, "on": TODAY} | given)


def test_indirect_work_is_written_down_once_changed_and_taken_out(project: Any, desk: Any) -> None:
    uid = uuid.uuid4()
    person = factories.person(project)
    made = work.record_work(actor=desk, uid=uid, work=some_work(project, person=person.uid), today=TODAY)
    assert work.record_work(actor=desk, uid=uid, work=some_work(project), today=TODAY) == made
    colleague = factories.actor("desk", project=project)
    with pytest.raises(EntryOfAnother):
        work.record_work(actor=colleague, uid=uid, work=some_work(project), today=TODAY)
    work.edit_work(actor=desk, uid=uid, version=1, changes={"minutes": 60}, today=TODAY)
    with pytest.raises(ChangedMeanwhile) as stale:
        work.edit_work(actor=desk, uid=uid, version=1, changes={"minutes": 30}, today=TODAY)
    assert [(one.saved, one.yours) for one in stale.value.differences] == [(60, 30)]
    assert work.strike_work(actor=desk, uid=uid).minutes == 60
    assert not IndirectWork.objects.exists()


WORK_REFUSED: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "no time": ({"minutes": 0}, MinutesOutOfRange),
    "tomorrow": ({"on": TODAY + timedelta(days=1)}, work_rules.WorkDayOutOfRange),
    "long ago": ({"on": TODAY - timedelta(days=93)}, work_rules.WorkDayOutOfRange),
    "of no kind": ({"kind": "sleep"}, NotInTheList),
    "more than a day has, with what is there": ({"minutes": 1411}, work_rules.WorkDayTooFull),
}


@pytest.mark.parametrize(("but", "refusal"), WORK_REFUSED.values(), ids=WORK_REFUSED)
def test_work_that_can_t_be_is_refused(project: Any, desk: Any, but: Any, refusal: Any) -> None:
    factories.work(project, operator_id=desk.user)
    with pytest.raises(refusal):
        work.record_work(actor=desk, uid=uuid.uuid4(), work=some_work(project, **but), today=TODAY)


def test_totals_by_kind_are_those_of_the_lab_alone(project: Any, desk: Any) -> None:
    for kind, minutes in (("host", 30), ("host", 15), ("team", 60)):
        factories.work(project, kind=kind, minutes=minutes)
    factories.work(factories.project())
    wanted = work_queries.Wanted(first=TODAY, last=TODAY)
    found = [(one.kind, one.minutes, one.entries) for one in work_queries.totals(desk, wanted)]
    assert found == [("host", 45, 2), ("team", 60, 1)]
    with pytest.raises(NotFound):
        work_queries.totals(factories.actor("landlord"), wanted)
