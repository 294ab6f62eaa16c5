"""Visits for programs: recorded once each, read as far as the reader may."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from campanello.lab.models import Visit
from tests import factories

pytestmark = pytest.mark.django_db
VISITS = "/api/v1/visits"


@pytest.fixture
def project() -> Any:
    return factories.project()


def browser(project: Any, role: str = "desk") -> Client:
    client = Client()
    client.force_login(factories.assignment(role=role, project=project).user)
    return client


def body(project: Any, **given: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"uid": str(uuid.uuid4()), "project": project.code, "happened_at": now, "channel": "phone"} | given


def post(client: Client, sent: Any) -> Any:
    return client.post(VISITS, json.dumps(sent), content_type="application/json")


def test_a_visit_sent_twice_is_recorded_once_and_read_back(project: Any) -> None:
    desk, person = browser(project), factories.person(project)
    sent = body(project, person=str(person.uid), needs=["work"], note="A form", next_step="Call")
    first, second = post(desk, sent), post(desk, sent)
    assert (first.status_code, first.json()) == (201, {"uid": sent["uid"], "version": 1})
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert Visit.objects.count() == 1
    read = desk.get(VISITS, {"project": project.code, "channel": "phone"}).json()
    (found,) = read["visits"]
    assert (found["person"], found["needs"], found["note"]) == (str(person.uid), ["work"], "A form")
    assert (read["total"], read["after"]) == (1, None)
    taken = post(browser(project), sent)
    assert (taken.status_code, taken.json()["type"]) == (422, "urn:campanello:error:lab.entry-of-another")


def test_a_confidential_note_is_for_the_stricter_role_and_pages_follow_one_another(project: Any) -> None:
    for number in range(26):
        factories.visit(
            project,
            at=datetime.now(UTC) - timedelta(minutes=number),
            on=datetime.now(UTC).date(),
            note="zz",
            is_confidential=number == 0,
        )
    desk = browser(project)
    first = desk.get(VISITS).json()
    assert (len(first["visits"]), first["total"]) == (25, 26)
    rest = desk.get(VISITS, {"after": first["after"]}).json()
    assert len(rest["visits"]) == 1
    assert [first["visits"][0]["note"], rest["visits"][0]["note"]] == ["", "zz"]


@pytest.mark.parametrize(
    "but",
    [
        {"happened_at": "2999-01-01T00:00:00Z"},
        {"happened_at": "0001-01-01T00:00:00"},
        {"minutes": 10**9},
        {"needs": ["\x00"]},
        {"needs": ["work"] * 21},
        {"channel": ""},
        {"next_step_on": "2026-03-01"},
        {"uid": "x"},
    ],
    ids=str,
)
def test_what_can_t_be_is_refused_in_the_one_form(project: Any, but: Any) -> None:
    answer = post(browser(project), body(project) | but)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert not Visit.objects.exists()
