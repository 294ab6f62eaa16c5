"""Activities and sign-ups for programs: in figures, once per key, and the resident's own."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campanello.accounts.models import User
from campanello.lab.models import SignUp
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings: object) -> tuple[Client, object]:
    settings.SECOND_FACTOR_ASKED = False  # type: ignore[attr-defined]
    project = factories.project()
    return browser("desk", project=project), project


def browser(role: str, **given: object) -> Client:
    user = factories.assignment(role=role, **given).user
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def sign_up(client: Client, session: object, body: object, key: str) -> object:
    path = f"/api/v1/sessions/{session.uid}/sign-ups"  # type: ignore[attr-defined]
    return client.post(path, body, content_type="application/json", headers={"idempotency-key": key})


def test_dates_are_listed_in_figures_and_filtered(desk: tuple[Client, object]) -> None:
    client, project = desk
    soon = timezone.now() + timedelta(days=3)
    one = factories.session(factories.activity(project, languages="it,ar"), starts_at=soon, capacity=3)
    factories.session(factories.activity(project, kind="cinema"), starts_at=soon + timedelta(days=9))
    factories.session(factories.activity(factories.project()), starts_at=soon)
    told = json.loads(client.get(f"/api/v1/activities?until={one.on + timedelta(days=1)}").content)
    assert [row["uid"] for row in told["sessions"]] == [str(one.uid)]
    row = told["sessions"][0]
    assert (row["capacity"], row["booked"], row["languages"]) == (3, 0, ["it", "ar"])
    assert json.loads(client.get("/api/v1/activities?kind=cinema").content)["total"] == 1
    assert client.get("/api/v1/activities?since=yesterday").status_code == 422


def test_a_sign_up_is_made_once_per_key_and_waits_when_it_is_full(desk: tuple[Client, object]) -> None:
    client, project = desk
    session = factories.session(
        factories.activity(project), starts_at=timezone.now() + timedelta(days=3), capacity=1
    )
    rosa, bea = factories.person(project), factories.person(project)
    for _ in range(2):
        answer = sign_up(client, session, {"person": str(rosa.uid)}, "first-key")
        assert (answer.status_code, json.loads(answer.content)["state"]) == (201, "booked")  # type: ignore[attr-defined]
    answer = sign_up(client, session, {"person": str(bea.uid)}, "second-key")
    assert json.loads(answer.content)["state"] == "waiting"  # type: ignore[attr-defined]
    assert SignUp.objects.count() == 2
    for body in ({"person": str(uuid.uuid4())}, {"person": str(factories.person(factories.project()).uid)}):
        assert sign_up(client, session, body, uuid.uuid4().hex).status_code == 404  # type: ignore[attr-defined]
    assert sign_up(client, session, {"person": "Rosa"}, "third-key").status_code == 422  # type: ignore[attr-defined]


def test_a_resident_signs_themselves_up(desk: tuple[Client, object]) -> None:
    _, project = desk
    session = factories.session(factories.activity(project), starts_at=timezone.now() + timedelta(days=3))
    rosa, bea = factories.person(project), factories.person(project)
    resident = browser("resident", user=factories.user(person=rosa.pk))
    assert sign_up(resident, session, {"person": str(bea.uid)}, "not-mine-key").status_code == 404  # type: ignore[attr-defined]
    assert sign_up(resident, session, {"person": str(rosa.uid)}, "mine-key-1").status_code == 201  # type: ignore[attr-defined]
    assert resident.get("/api/v1/activities").status_code == 404
