"""Reports by the interface for programs: told once, listed page by page, shown as far as the reader may see."""

import json
from typing import Any

import pytest
from django.test import Client

from campanello.core.actor import Role
from campanello.lab.models import Report
from tests import factories
from tests.db.lab.towns import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def browser(role: Role, **where: Any) -> Client:
    client = Client()
    client.force_login(factories.assignment(role=role, **where).user)
    return client


def send(client: Client, body: Any, key: str = "k" * 12) -> Any:
    return client.post(
        "/api/v1/reports",
        json.dumps(body),
        content_type="application/json",
        headers={"idempotency-key": key, "accept-language": "en"},
    )


def test_a_report_sent_twice_is_told_once_and_listed_for_who_answers(town: Town) -> None:
    desk = browser(Role.DESK, project=town.project)
    officer = browser(Role.LANDLORD, organisation=town.aler)
    rosa = factories.person(town.project)
    body = {"project": town.project.code, "kind": "maintenance", "text": "No light"}
    body |= {"dwelling": str(town.flat.uid), "reporter": str(rosa.uid)}
    first, again = send(desk, body), send(desk, body)
    assert (first.status_code, first.json()) == (201, again.json())
    made = Report.objects.get()
    assert first.json()["owner"] == "ALER Prova"
    listed = officer.get("/api/v1/reports", {"state": "open"}).json()
    assert [one["number"] for one in listed["reports"]] == [made.number]
    whole = {who: who.get(f"/api/v1/reports/{made.uid}").json() for who in (desk, officer)}
    assert [whole[who]["reporter"] for who in (desk, officer)] == [str(rosa.uid), None]
    assert [step["kind"] for step in whole[officer]["steps"]] == ["state", "owner"]


WRONG = {
    "of no kind": ({"kind": "ufo"}, 422, "reports.no-such-value"),
    "in Rome": ({"latitude": 41.9, "longitude": 12.5}, 422, "reports.not-in-lombardy"),
    "of the year one": ({"made_at": "0001-01-01T00:00:00Z"}, 422, "reports.told-long-ago"),
    "of a time in no zone": ({"made_at": "2026-01-01T00:00:00"}, 422, "core.malformed"),
    "of the year 9999": ({"made_at": "9999-12-31T23:59:59Z"}, 422, "reports.told-in-the-future"),
    "with a character that can't be kept": ({"text": "a\0b"}, 422, "core.malformed"),
    "of a project that is none": ({"project": "none"}, 404, "core.not-found"),
}


@pytest.mark.parametrize(("but", "status", "code"), WRONG.values(), ids=WRONG)
def test_a_report_that_is_wrong_is_refused_with_its_reason(
    town: Town, but: dict[str, Any], status: int, code: str
) -> None:
    body = {"project": town.project.code, "kind": "other", "text": "No light"} | but
    answer = send(browser(Role.DESK, project=town.project), body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:campanello:error:{code}")
    assert not Report.objects.exists()
