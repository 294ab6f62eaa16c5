"""The interface for programs: same rights, one form of refusal, nothing done twice."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis import openapi

from campanello.api.root import api
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from campanello.people.models import Person
from campanello.wsgi import application
from tests import factories
from tests.edges import access_world
from tests.edges.access_world import World

pytestmark = pytest.mark.django_db
NINA = {"family_name": "Nuovi", "given_name": "Nina", "born_on": "1990-05-17", "sex": "F"}


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    settings.DATA_DIR = tmp_path
    return access_world.build()


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(
        method, f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=sent
    )


def registration(world: World, **facts: Any) -> dict[str, Any]:
    return {"project": world.own.project.code, "facts": NINA | facts}


def test_a_person_registered_is_found_read_and_edited(world: World) -> None:
    desk = world.browser(Role.DESK)
    made = send(desk, "POST", "/people", registration(world), idempotency_key="k" * 12)
    assert made.status_code == 201
    uid = made.json()["uid"]
    assert [one["uid"] for one in desk.get("/api/v1/people", {"q": "Nuovi 1990"}).json()["people"]] == [uid]
    saved = send(desk, "PATCH", f"/people/{uid}", {"version": 1, "facts": {"education": "primary"}})
    assert saved.json() == {"uid": uid, "version": 2}
    read = desk.get(f"/api/v1/people/{uid}").json()
    assert (read["facts"]["education"], read["facts"]["born_on"], read["special"]) == (
        "primary",
        "1990-05-17",
        None,
    )


def test_the_same_key_is_answered_alike_and_registers_once(world: World) -> None:
    desk = world.browser(Role.DESK)
    first, second = (
        send(desk, "POST", "/people", registration(world), idempotency_key="once-and-for-all")
        for _ in range(2)
    )
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Person.objects.filter(family_name="Nuovi").count() == 1
    other = send(
        desk, "POST", "/people", registration(world, given_name="Lia"), idempotency_key="once-and-for-all"
    )
    assert (other.status_code, other.json()["type"]) == (422, "urn:campanello:error:core.key-reused")


def test_a_refused_request_leaves_its_key_free(world: World) -> None:
    desk = world.browser(Role.DESK)
    wrong = send(
        desk, "POST", "/people", registration(world, family_name="", given_name=""), idempotency_key="k" * 9
    )
    assert wrong.status_code == 422
    assert send(desk, "POST", "/people", registration(world), idempotency_key="k" * 9).status_code == 201


def test_who_is_second_sees_both_values(world: World) -> None:
    case, uid = world.browser(Role.CASE), world.own.records["person"]
    send(case, "PATCH", f"/people/{uid}", {"version": 1, "facts": {"education": "primary"}})
    late = send(case, "PATCH", f"/people/{uid}", {"version": 1, "facts": {"education": "tertiary"}})
    assert late.status_code == 409
    assert late.json()["versions"] == [
        {"field": "education", "base": "", "theirs": "primary", "yours": "tertiary"}
    ]


REFUSALS = {
    "nobody is logged in": (None, "GET", "/people/{other}", 401),
    "somebody else's person is nowhere": (Role.DESK, "GET", "/people/{other}", 404),
    "a programme manager finds nobody": (Role.PROGRAMME, "GET", "/people?q=Rosa", 404),
    "a day that is none": (Role.COORDINATOR, "GET", "/audit?first=2026-02-31", 422),
    "a field that is a number": (Role.DESK, "PATCH", "/people/{own}", 422),
}


@pytest.mark.parametrize(("role", "method", "path", "status"), REFUSALS.values(), ids=REFUSALS)
def test_each_refusal_has_one_form(
    role: Role | None, method: str, path: str, status: int, world: World
) -> None:
    path = path.format(other=world.other.records["person"], own=world.own.records["person"])
    answer = send(world.browser(role), method, path, {"version": 1, "facts": {"education": 7}})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "facts"} <= told.keys()
    assert (told["status"], told["type"].startswith("urn:campanello:error:")) == (status, True)


def test_what_was_sent_is_not_said_again(world: World) -> None:
    answer = send(
        world.browser(Role.DESK), "PATCH", f"/people/{world.own.records['person']}", {"version": "Rosa"}
    )
    assert "Rosa" not in answer.content.decode()


def test_a_key_acts_with_its_user_s_rights_until_it_is_revoked(world: World) -> None:
    desk = world.browser(Role.DESK)
    made = send(desk, "POST", "/keys", {"name": "night job", "days": 30}).json()
    program, shown = Client(), {"authorization": f"Bearer {made['secret']}"}
    own, other = world.own.records["person"], world.other.records["person"]
    assert program.get(f"/api/v1/people/{own}", headers=shown).status_code == 200
    assert AuditEntry.objects.filter(verb="people.person-read").latest("pk").actor == world.users[Role.DESK]
    assert program.get(f"/api/v1/people/{other}", headers=shown).status_code == 404
    assert program.get("/api/v1/keys", headers=shown).status_code == 401  # a key makes and shows no keys
    assert made["secret"] not in str(desk.get("/api/v1/keys").json())
    assert send(desk, "DELETE", f"/keys/{made['id']}").status_code == 204
    assert program.get(f"/api/v1/people/{own}", headers=shown).status_code == 401


def test_a_key_does_not_last_for_ever(world: World) -> None:
    answer = send(world.browser(Role.DESK), "POST", "/keys", {"name": "night job", "days": 3650})
    assert (answer.status_code, answer.json()["type"]) == (
        422,
        "urn:campanello:error:accounts.key-lasts-too-long",
    )


def test_a_session_s_change_needs_the_token_against_forged_requests(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[Role.DESK])
    assert send(client, "POST", "/keys", {"name": "forged", "days": 1}).status_code == 403


def test_arrears_are_for_those_entitled(world: World) -> None:
    flat = world.own.records["dwelling"]
    assert world.browser(Role.DESK).get(f"/api/v1/dwellings/{flat}/arrears").status_code == 404
    told = world.browser(Role.LANDLORD).get(f"/api/v1/dwellings/{flat}/arrears").json()
    assert [one["amount_cents"] for one in told["statements"]] == [123_400]
    assert told["statements"][0]["as_of"] == date(2026, 1, 1).isoformat()


schema = openapi.from_dict(api.get_openapi_schema())
schema.app = application
seen: set[int] = set()


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """What Django's own test client does: the test's connection, in its transaction, outlives each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
def test_no_request_of_any_form_makes_the_program_fail(case: Any, db: None, kept_connection: None) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(factories.assignment(role=Role.COORDINATOR).user)
    token = "t" * 32
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}
    answer = case.call(cookies=cookies, headers={**(case.headers or {}), "X-CSRFToken": token})
    assert answer.status_code < 500, answer.text
    seen.add(answer.status_code)


def test_the_requests_above_reached_the_routes() -> None:
    assert {200, 422} <= seen
