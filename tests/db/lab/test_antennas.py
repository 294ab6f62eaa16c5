"""Antennas and calls in the database: whose they are, one at a time, and that an antenna sees their own alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.accounts.queries import actor_of
from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import Antenna, CallRequest
from campanello.lab.queries import antennas as queries
from campanello.lab.queries import calls as call_queries
from campanello.lab.queries.antennas import Wanted
from campanello.lab.rules.antennas import (
    AlreadyAntenna,
    CallAnswered,
    MandateOver,
    NewCall,
    NewMandate,
    NoAntenna,
    OneArea,
)
from campanello.lab.rules.reports import NewReport
from campanello.lab.services import antennas as services
from campanello.lab.services import calls
from campanello.lab.services.reports import make_report
from campanello.people.models import Person
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def desk(lab: Project) -> Actor:
    return factories.actor(Role.DESK, project=lab)


@pytest.fixture
def rosa(lab: Project) -> Person:
    return factories.person(lab, given_name="Rosa")


def give(actor: Actor, person: Person, uid: UUID | None = None, **given: Any) -> Antenna:
    told = {"mandate": "The stairs", "starts_on": TODAY} | given
    mandate = NewMandate(person=person.uid, **told)
    return services.give_mandate(actor=actor, uid=uid or uuid4(), mandate=mandate)


def resident(person: Person) -> Actor:
    user = factories.user(person=person.pk)
    factories.assignment(user=user, role=Role.RESIDENT)
    return actor_of(user, TODAY)


def ask(actor: Actor, **given: Any) -> CallRequest:
    call = NewCall(**({"who": "the lady on the third floor"} | given))
    return calls.ask_as_antenna(actor=actor, uid=uuid4(), call=call, on=TODAY, at=NOON)


def test_a_person_holds_one_mandate_of_a_project_at_a_time(desk: Actor, rosa: Person) -> None:
    uid = uuid4()
    first = give(desk, rosa, uid)
    assert give(desk, rosa, uid).pk == first.pk
    with pytest.raises(AlreadyAntenna):
        give(desk, rosa, starts_on=TODAY + timedelta(days=400))
    services.end_mandate(actor=desk, uid=first.uid, version=1, on=TOMORROW)
    give(desk, rosa, starts_on=TOMORROW)
    with pytest.raises(MandateOver):
        services.end_mandate(actor=desk, uid=first.uid, version=2, on=TOMORROW)


def test_an_area_is_one_of_the_project_s(desk: Actor, rosa: Person, lab: Project) -> None:
    with pytest.raises(OneArea):
        give(desk, rosa, building=factories.building(factories.project()).uid)
    with pytest.raises(OneArea):
        give(desk, rosa, neighbourhood=factories.neighbourhood().uid)
    assert give(desk, rosa, building=factories.building(lab).uid).building is not None


def test_a_change_that_crossed_another_shows_both(desk: Actor, rosa: Person) -> None:
    row = give(desk, rosa)
    changed = {"actor": desk, "uid": row.uid, "version": 1, "on": TODAY}
    services.edit_mandate(**changed, changes={"ends_on": date(2026, 6, 1)})
    with pytest.raises(ChangedMeanwhile) as clash:
        services.edit_mandate(**changed, changes={"ends_on": date(2026, 7, 1)})
    assert [one.field for one in clash.value.differences] == ["ends_on"]
    assert services.edit_mandate(**changed, changes={"ends_on": date(2026, 6, 1)}).version == 2


def test_a_mandate_of_another_lab_is_not_there(desk: Actor, rosa: Person) -> None:
    row, stranger = give(desk, rosa), factories.actor(Role.COORDINATOR)
    for tried in (
        lambda: services.end_mandate(actor=stranger, uid=row.uid, version=1, on=TODAY),
        lambda: give(stranger, rosa),
        lambda: give(stranger, rosa, row.uid),
        lambda: queries.antenna(stranger, row.uid),
    ):
        with pytest.raises(NotFound):
            tried()
    assert not queries.antennas(stranger, Wanted(), TODAY).exists()


def test_an_antenna_tells_and_asks_while_the_mandate_holds_and_sees_their_own_alone(
    desk: Actor, rosa: Person, lab: Project
) -> None:
    neighbour = factories.person(lab)
    give(desk, rosa), give(desk, neighbour)
    antenna, other = resident(rosa), resident(neighbour)
    ask(antenna), ask(other, who="the man at number 9")
    report = NewReport(
        project=lab.code,
        kind="maintenance",
        text="No light",
        made_at=NOON,
        reporter=rosa.uid,
        source="antenna",
    )
    make_report(actor=antenna, uid=uuid4(), report=report, at=NOON)

    assert {one.text for one in queries.told_by(antenna)} == {"the lady on the third floor", "No light"}
    assert {one.text for one in queries.told_by(other)} == {"the man at number 9"}
    assert not queries.antennas(antenna, Wanted(), TODAY).exists()
    assert not call_queries.calls(antenna, is_done=False).exists()


def test_without_a_mandate_that_holds_nothing_is_asked(desk: Actor, rosa: Person, lab: Project) -> None:
    antenna = resident(rosa)
    row = give(desk, rosa, starts_on=TODAY - timedelta(days=9))
    services.end_mandate(actor=desk, uid=row.uid, version=1, on=TODAY)
    with pytest.raises(NoAntenna):
        ask(antenna)
    with pytest.raises(NoAntenna):
        ask(desk)
    assert not CallRequest.objects.exists()


def test_an_antenna_names_only_houses_of_their_area(desk: Actor, rosa: Person, lab: Project) -> None:
    mine, beside = factories.building(lab), factories.building(lab)
    give(desk, rosa, building=mine.uid)
    antenna = resident(rosa)
    assert ask(antenna, building=mine.uid).building == mine
    with pytest.raises(NotFound):
        ask(antenna, building=beside.uid)


def test_a_call_is_answered_once_and_the_antenna_reads_it(desk: Actor, rosa: Person) -> None:
    give(desk, rosa)
    antenna = resident(rosa)
    row = ask(antenna)
    calls.answer_call(actor=desk, uid=row.uid, text="She is well", at=NOON)
    with pytest.raises(CallAnswered):
        calls.answer_call(actor=desk, uid=row.uid, text="Again", at=NOON)
    (told,) = queries.told_by(antenna)
    assert (told.is_done, told.answer) == (True, "She is well")
    calls.reopen_call(actor=desk, uid=row.uid)
    assert [one.pk for one in call_queries.calls(desk, is_done=False)] == [row.pk]
    with pytest.raises(NotFound):
        calls.answer_call(actor=factories.actor(Role.DESK), uid=row.uid, text="Hm", at=NOON)


def test_a_colleague_s_call_names_somebody_they_may_see(desk: Actor, rosa: Person) -> None:
    given = {"actor": desk, "uid": uuid4(), "at": NOON}
    first = calls.ask_for_call(**given, call=NewCall(person=rosa.uid))
    assert calls.ask_for_call(**given, call=NewCall(person=rosa.uid)).pk == first.pk
    hidden = factories.person(factories.project())
    with pytest.raises(NotFound):
        calls.ask_for_call(actor=desk, uid=uuid4(), call=NewCall(person=hidden.uid), at=NOON)
    (line,) = call_queries.lines(desk, call_queries.calls(desk, is_done=False), TODAY + timedelta(days=4))
    assert (line.name, line.overdue_days) == (rosa.name, 1)
    assert AuditEntry.objects.filter(verb="lab.calls-listed", person=rosa.pk).count() == 1


def test_the_lists_cost_as_much_for_one_as_for_many(desk: Actor, rosa: Person, lab: Project) -> None:
    counted = []
    for _ in range(2):
        someone = factories.person(lab)
        give(desk, someone)
        ask(resident(someone))
        with CaptureQueriesContext(connection) as seen:
            queries.lines(desk, queries.antennas(desk, Wanted(), TODAY), TODAY)
            call_queries.lines(desk, call_queries.calls(desk, is_done=False), TODAY)
        counted.append(len(seen))
        for _more in range(3):
            give(desk, factories.person(lab))
    assert counted[0] == counted[1] == 4
