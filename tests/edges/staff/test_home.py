"""The page the teams start from: three stacks of what waits, each for whom it is, and silent about everybody else."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry, Project
from campanello.people.models import DoubtfulPair, Person, ResidencePermit, RightsRequest
from tests import factories
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
BORN: dict[str, Any] = {"born_on": date(1983, 1, 1)}
MOMENT = "2026-02-01T10:00:00Z"


@pytest.fixture
def lunetta() -> Project:
    return factories.project(title="Lunetta")


def logged_in(client: Client, role: Role, project: Project | None) -> Client:
    client.force_login(factories.assignment(role=role, **({"project": project} if project else {})).user)
    return client


@pytest.fixture
def desk(client: Client, lunetta: Project) -> Client:
    return logged_in(client, Role.DESK, lunetta)


@pytest.fixture
def coordinator(client: Client, lunetta: Project) -> Client:
    return logged_in(client, Role.COORDINATOR, lunetta)


def known(project: Project, name: str, **more: Any) -> Person:
    given, family = name.split()
    return factories.person(project, given_name=given, family_name=family, **more)


def permit(person: Person, days: int, **more: Any) -> None:
    ResidencePermit.objects.create(
        person=person, kind="FAMIGLIA", expires_on=today() + timedelta(days=days), **more
    )


def pair(one: Person, other: Person, **more: Any) -> None:
    DoubtfulPair.objects.create(
        one=one, other=other, probability_ppm=600_000, reasons=[], found_at=MOMENT, **more
    )


def asked_for(person: Person, kind: str, days: int) -> None:
    RightsRequest.objects.create(
        person=person, kind=kind, asked_on=LONG_AGO, due_on=today() + timedelta(days=days)
    )


def home(client: Client) -> str:
    response = client.get("/inizio/", headers={"accept-language": "en"})
    assert response.status_code == 200
    return str(response.content.decode())


def stacks(client: Client) -> dict[str, str]:
    """What stands on each stack, by its name."""
    parts = re.split(r'aria-labelledby="pile-([a-z-]+)"', home(client))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_what_waits_about_people_stands_on_the_stack_of_what_to_do(desk: Client, lunetta: Project) -> None:
    permit(known(lunetta, "Ada Ended", **BORN), -3)
    permit(known(lunetta, "Bea Ending", **BORN), 10)
    permit(known(lunetta, "Cleo Later", **BORN), 400)
    permit(known(lunetta, "Dora Asked", **BORN), 10, renewal_asked_on=today())
    renewed = known(lunetta, "Emma Renewed", **BORN)
    permit(renewed, -3)
    permit(renewed, 700)
    permit(known(factories.project(), "Fay Theirs", **BORN), -3)
    for name, months in (("Gaia Due", 7), ("Hana Young", 2)):
        starts_on = today() - timedelta(days=31 * months)
        factories.code(known(lunetta, name, **BORN), kind="cf_provisional", reason="", starts_on=starts_on)
    known(lunetta, "Ines Unasked")
    known(lunetta, "Joy Declined", has_declined_birth=True)
    found = stacks(desk)
    assert list(found) == ["call-back", "sign", "overdue"]
    assert [name for name in ("Ada Ended", "Gaia Due") if name not in found["overdue"]] == []
    assert [name for name in ("Bea Ending", "Ines Unasked") if name not in found["call-back"]] == []
    assert "Nothing to sign or decide." in found["sign"]
    hidden = ("Later", "Dora Asked", "Emma Renewed", "Fay Theirs", "Hana Young", "Joy Declined")
    assert [name for name in hidden if any(name in text for text in found.values())] == []


def test_a_coordinator_sees_pairs_and_requests_and_when_they_are_due(
    coordinator: Client, lunetta: Project
) -> None:
    late, soon, theirs = (
        known(where, name, **BORN)
        for where, name in (
            (lunetta, "Lia Late"),
            (lunetta, "Sara Soon"),
            (factories.project(), "Fay Theirs"),
        )
    )
    asked_for(late, "erasure", -1)
    asked_for(soon, "copy", 0)
    asked_for(theirs, "copy", -1)
    pair(late, soon)
    found = stacks(coordinator)
    assert "Lia Late" in found["overdue"]
    assert "Erasure of their data" in found["overdue"]
    assert "Sara Soon" not in found["overdue"]
    assert "A copy of their data" in found["sign"]
    assert "Lia Late · Sara Soon" in found["sign"]
    assert "Fay" not in "".join(found.values())


def test_who_may_not_decide_is_told_nothing_of_pairs_and_requests(desk: Client, lunetta: Project) -> None:
    ada, bea = known(lunetta, "Ada One", **BORN), known(lunetta, "Bea Two", **BORN)
    asked_for(ada, "copy", -1)
    pair(ada, bea)
    assert "Ada One" not in home(desk)


def test_projects_are_named_with_their_people(desk: Client, lunetta: Project) -> None:
    known(lunetta, "Ada One")
    known(lunetta, "Bea Two")
    page = home(desk)
    assert f'href="/cerca/?project={lunetta.pk}"' in page
    assert "2 people known" in page


def test_each_name_that_is_shown_leaves_a_line(coordinator: Client, lunetta: Project) -> None:
    ines, asking = known(lunetta, "Ines Unasked"), known(lunetta, "Ada One", **BORN)
    asked_for(asking, "copy", 3)
    home(coordinator)
    lines = dict(AuditEntry.objects.exclude(person=None).values_list("verb", "person"))
    assert lines == {"people.waiting-shown": ines.pk, "people.requests-listed": asking.pk}


@pytest.mark.parametrize("role", [Role.PROGRAMME, Role.EVALUATOR, Role.LANDLORD])
def test_who_sees_no_people_is_told_no_name(client: Client, lunetta: Project, role: Role) -> None:
    permit(known(lunetta, "Ada Ended"), -3)
    assert "Ended" not in home(logged_in(client, role, None if role is Role.LANDLORD else lunetta))


def test_a_resident_starts_elsewhere(client: Client) -> None:
    client.force_login(factories.assignment(role=Role.RESIDENT).user)
    assert client.get("/inizio/").status_code == 404
    assert 'href="/inizio/"' not in client.get("/privacy/").content.decode()


def test_queries_do_not_grow(coordinator: Client, lunetta: Project) -> None:
    home(coordinator)
    counted = []
    for _size in range(2):
        people = [known(lunetta, f"Ada {chr(97 + number)}Ended") for number in range(12)]
        for one in people:
            permit(one, -3)
            asked_for(one, "copy", 2)
        for one, other in zip(people[::2], people[1::2], strict=True):
            pair(one, other)
        with CaptureQueriesContext(connection) as queries:
            home(coordinator)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 30
