"""Lists of visits: of the reader's labs alone, filtered, from page to page by key, in a constant number of queries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.models import AuditEntry
from campanello.lab.queries import recent, steps, visit_lists
from campanello.lab.queries.visit_lists import BY_STEP, OLDEST, Wanted
from campanello.people.services import search_keys
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def project() -> Any:
    return factories.project()


@pytest.fixture
def desk(project: Any) -> Any:
    return factories.actor("desk", project=project)


def keys(listed: visit_lists.Listed) -> list[int]:
    return [row.visit.pk for row in listed.rows]


def test_each_filter_leaves_what_it_says(project: Any, desk: Any) -> None:
    search_keys.refresh([(rosa := factories.person(project, given_name="Rosa", family_name="Zanetti")).pk])
    by_desk = factories.visit(project, person=rosa, needs=("work", "money"), outcome="answered")
    step = {"next_step": "Call", "next_step_on": TODAY}
    phone = factories.visit(
        project, channel="phone", at=AT - timedelta(days=40), operator_id=desk.user, **step
    )
    gone = factories.visit(project, cancelled_at=AT)
    home = factories.visit(project, household=factories.household(rosa), at=AT - timedelta(days=1))
    factories.visit(factories.project())
    every = Wanted(project=project.pk)
    cases = {
        "everything that counts": ({}, [by_desk, home, phone]),
        "the oldest first": ({"sort": OLDEST}, [phone, home, by_desk]),
        "a channel": ({"channel": "phone"}, [phone]),
        "a need": ({"need": "money"}, [by_desk]),
        "an outcome": ({"outcome": "answered"}, [by_desk]),
        "an operator": ({"operator": desk.user}, [phone]),
        "from a day on": ({"first": date(2026, 3, 1)}, [by_desk, home]),
        "up to a day": ({"last": date(2026, 3, 1)}, [home, phone]),
        "with something to do": ({"is_waiting": True}, [phone]),
        "by the day of the next step": ({"sort": BY_STEP}, [phone]),
        "cancelled": ({"is_cancelled": True}, [gone]),
        "a person, also through the household": ({"words": "zanetti"}, [by_desk, home]),
        "nobody": ({"words": "nobody is called so"}, []),
    }
    for name, (but, wanted) in cases.items():
        found = visit_lists.visits(desk, replace(every, **but), on=TODAY)
        assert keys(found) == [one.pk for one in wanted], name
        assert found.total == len(wanted), name


@pytest.mark.parametrize("sort", visit_lists.SORTS)
def test_from_page_to_page_every_visit_comes_once(project: Any, desk: Any, sort: str) -> None:
    # Many at one moment: the key tells them apart.
    step = {"next_step": "Call", "next_step_on": TODAY}
    for number in range(60):
        factories.visit(project, at=AT - timedelta(minutes=number // 40), **step)
    seen: list[int] = []
    after = None
    for _page in range(3):
        listed = visit_lists.visits(desk, Wanted(project=project.pk, sort=sort), on=TODAY, after=after)
        seen += keys(listed)
        after = visit_lists.cursor(str(listed.following)) if listed.following else None
    assert after is None
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize(
    "text", ["", "x", "2026-03-02~1~", "2026-03-02T10:00:00~5", "9999~1", "~", "2026-03-02~" + "9" * 40]
)
def test_a_place_in_the_list_that_is_none_is_its_beginning(text: str) -> None:
    assert visit_lists.cursor(text) is None


def test_queries_are_the_same_for_one_visit_and_for_many(project: Any, desk: Any) -> None:
    counted = []
    for size in (1, 40):
        for _number in range(size):
            person = factories.person(project)
            factories.visit(project, person=person, needs=("work",), operator_id=desk.user)
            factories.visit(project, household=factories.household(person))
        with CaptureQueriesContext(connection) as captured:
            visit_lists.visits(desk, Wanted(project=project.pk), on=TODAY)
            recent.met_lately(desk, project.pk, TODAY)
            steps.own_steps(desk, TODAY, most=5)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 16


def test_another_s_lab_is_not_there_and_names_seen_leave_lines(project: Any, desk: Any) -> None:
    person = factories.person(project)
    factories.visit(project, person=person)
    with pytest.raises(NotFound):
        visit_lists.visits(factories.actor("desk"), Wanted(project=project.pk), on=TODAY)
    visit_lists.visits(desk, Wanted(project=project.pk), on=TODAY)
    assert AuditEntry.objects.get(verb="lab.visits-read").person == person.pk


def test_a_restricted_person_is_named_to_those_alone_who_answer_rights(project: Any, desk: Any) -> None:
    factories.visit(project, person=factories.person(project, given_name="Rita", restricted_at=AT))
    rows = [
        visit_lists.visits(who, Wanted(project=project.pk), on=TODAY).rows[0]
        for who in (desk, factories.actor("coordinator", project=project))
    ]
    assert [(bool(row.who), row.is_untold, row.person_uid is None) for row in rows] == [
        (False, True, True),
        (True, False, False),
    ]
    assert recent.met_lately(desk, project.pk, TODAY) == []


def test_a_file_names_people_for_those_alone_who_take_people_along(
    project: Any, desk: Any, monkeypatch: Any
) -> None:
    factories.visit(project, person=factories.person(project))
    coordinator = factories.actor("coordinator", project=project)
    assert [
        visit_lists.exported(who, Wanted(project=project.pk), on=TODAY)[1] for who in (desk, coordinator)
    ] == [
        False,
        True,
    ]
    assert AuditEntry.objects.filter(verb="lab.visits-exported").count() == 2
    assert AuditEntry.objects.filter(verb="people.person-exported").count() == 1
    monkeypatch.setattr(visit_lists, "MOST_ROWS", 0)
    with pytest.raises(visit_lists.TooManyRows):
        visit_lists.exported(desk, Wanted(project=project.pk), on=TODAY)


def test_whom_one_met_oneself_comes_first_then_whom_the_lab_met(project: Any, desk: Any) -> None:
    mine, theirs = factories.person(project), factories.person(project)
    home = factories.household(theirs)
    building = factories.building(project)
    factories.tenancy(factories.dwelling(building, doorbell="Neri"), home)
    factories.visit(project, person=theirs, at=AT)
    factories.visit(project, household=home, at=AT)
    factories.visit(project, person=mine, at=AT - timedelta(days=9), operator_id=desk.user)
    met = recent.met_lately(desk, project.pk, TODAY)
    assert [one.value for one in met] == [
        f"person:{mine.uid}",
        f"person:{theirs.uid}",
        f"household:{home.uid}",
    ]
    assert met[1].beside == f"Neri, Via Esempio {building.number}"
    assert met[2].name == "Neri"


def test_steps_past_their_day_are_told_from_those_to_come(project: Any, desk: Any) -> None:
    given = {"next_step": "Call", "operator_id": desk.user}
    late = factories.visit(project, next_step_on=TODAY - timedelta(days=1), **given)
    due = factories.visit(project, next_step_on=TODAY, **given)
    factories.visit(project, next_step="Call", next_step_on=TODAY)
    factories.visit(project, next_step_on=TODAY, next_step_done_at=AT, **given)
    found = steps.own_steps(desk, TODAY, most=5)
    assert ([one.visit for one in found.steps], found.late, found.due) == ([late, due], 1, 1)
