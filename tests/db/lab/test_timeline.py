"""A person's story in the lab: everything that one may see, the latest first, a page at a time, in one query."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.lab.models import Activity, Attendance, Message, Referral, Session
from campanello.lab.queries import timeline
from campanello.people.queries.records import person_record
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def project() -> Any:
    return factories.project()


def told(actor: Any, person: Any, before: datetime | None = None) -> timeline.Story:
    return timeline.story(actor, person_record(actor, person.uid, TODAY), before=before)


def fill(project: Any, person: Any) -> None:
    factories.visit(project, person=person, at=AT, note="zz-note", is_confidential=True)
    Referral.objects.create(project=project, person=person, to_service="CAF", reason="x", sent_on=TODAY)
    activity = Activity.objects.create(project=project, kind="course", titles={"it": "Cucito"})
    session = Session.objects.create(
        activity=activity,
        project=project,
        on=TODAY,
        starts_at=AT - timedelta(days=1),
        ends_at=AT - timedelta(hours=22),
    )
    Attendance.objects.create(session=session, person=person, presence="present", minutes=60, recorded_at=AT)
    Message.objects.create(
        project=project, person=person, channel="sms", text="x", prepared_at=AT - timedelta(days=2)
    )


def test_what_happened_stands_in_order_and_the_rest_is_for_the_next_page(project: Any) -> None:
    desk, case = (factories.actor(role, project=project) for role in ("desk", "case"))
    person = factories.person(project)
    fill(project, person)
    assert [one.kind for one in told(desk, person).happenings] == ["visit", "referral", "activity", "message"]
    assert [told(who, person).happenings[0].words for who in (desk, case)] == ["", "zz-note"]
    first = told(desk, person).happenings[2]
    assert first.facts["title"] == "Cucito"
    for number in range(timeline.PER_PAGE):
        factories.visit(project, person=person, at=AT + timedelta(minutes=number + 1))
    page = told(desk, person)
    assert len(page.happenings) == timeline.PER_PAGE
    assert page.following
    rest = told(desk, person, before=page.following)
    assert [one.kind for one in rest.happenings] == ["visit", "referral", "activity", "message"]
    assert rest.following is None


def test_one_query_at_any_size_and_none_for_who_reads_no_lab(project: Any) -> None:
    desk = factories.actor("desk", project=project)
    person = factories.person(project)
    record = person_record(desk, person.uid, TODAY)
    for size in (0, 30):
        for number in range(size):
            factories.visit(project, person=person, at=AT + timedelta(minutes=number))
        with CaptureQueriesContext(connection) as captured:
            timeline.story(desk, record)
        assert len(captured) == 1
    admin = factories.actor("admin")
    with CaptureQueriesContext(connection) as captured:
        assert timeline.story(admin, record).happenings == ()
    assert not captured


def test_others_projects_cancelled_visits_and_households_left_are_not_told(project: Any) -> None:
    desk = factories.actor("desk", project=project)
    person = factories.person(project)
    home = factories.household(person)
    factories.visit(factories.project(), person=person)
    factories.visit(project, person=person, cancelled_at=AT, cancelled_why="x")
    factories.visit(project, household=home, at=AT)
    factories.visit(project, household=factories.household(factories.person(project)))
    assert [one.at for one in told(desk, person).happenings] == [AT]
    home.memberships.update(ends_on=date(2026, 3, 1))
    assert told(desk, person).happenings == ()


def test_a_merged_record_s_visits_are_the_person_s(project: Any) -> None:
    desk = factories.actor("desk", project=project)
    person, absorbed = factories.person(project), factories.person(project)
    factories.visit(project, person=absorbed)
    absorbed.merged_into = person
    absorbed.save()
    assert len(told(desk, person).happenings) == 1
