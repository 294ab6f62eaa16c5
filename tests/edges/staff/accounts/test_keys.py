"""Keys for programs on the pages: shown once, ended by their user or an administrator, never told to others."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from campanello.accounts.models import ApiToken
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db
OWN, ALL = "/profilo/programmi/", "/utenti/programmi/"
English = {"accept-language": "en"}


@pytest.fixture
def coordinator() -> Client:
    client = Client(headers=English)
    client.force_login(factories.assignment(role=Role.COORDINATOR, project=factories.project()).user)
    return client


def key_of(user: Any, **more: Any) -> ApiToken:
    now = datetime.now(UTC)
    given = {"name": "night job", "secret_sha256": f"{user.pk:064d}", "created_at": now}
    return ApiToken.objects.create(user=user, **given | {"expires_at": now + timedelta(days=9)} | more)


def test_a_key_is_shown_once_and_lets_a_program_in_until_it_is_ended(coordinator: Client) -> None:
    made = coordinator.post(OWN, {"name": "social services", "days": "30"})
    found = re.search(r'id="secret"[^>]* value="([\w-]{40,})"', made.content.decode())
    assert found
    assert "no-store" in made.headers["Cache-Control"]
    program = Client(headers={"authorization": f"Bearer {found[1]}"})
    assert program.get("/api/v1/people?q=rossi").status_code == 200
    listed = coordinator.get(OWN).content.decode()
    assert "social services" in listed
    assert found[1] not in listed
    token = ApiToken.objects.get()
    assert coordinator.post(f"{OWN}{token.pk}/fine/").status_code == 302
    assert program.get("/api/v1/people?q=rossi").status_code == 401
    assert f"{token.pk}/fine/" not in coordinator.get(OWN).content.decode()


REFUSED = {
    "longer than keys may hold": ({"name": "x", "days": "4000"}, "3650"),
    "longer than the parameter": ({"name": "x", "days": "400"}, "180 days at most"),
    "without a name": ({"name": " ", "days": "3"}, "required"),
}


@pytest.mark.parametrize(("given", "said"), REFUSED.values(), ids=REFUSED)
def test_a_key_that_can_not_be_made(coordinator: Client, given: dict[str, str], said: str) -> None:
    answer = coordinator.post(OWN, given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_nobody_ends_a_key_of_another(coordinator: Client) -> None:
    token = key_of(factories.user())
    assert coordinator.post(f"{OWN}{token.pk}/fine/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_an_administrator_sees_whose_keys_let_in_and_ends_one(client: Client, administrator: Any) -> None:
    ada, bea, resident = (
        factories.user(name="Ada Uno"),
        factories.user(name="Bea Due"),
        factories.user(person=1),
    )
    living = key_of(ada)
    key_of(bea, name="forgotten", expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    key_of(resident, name="of a resident")
    page = client.get(ALL, headers=English).content.decode()
    assert "Ada Uno" in page
    assert living.secret_sha256 not in page
    assert "Bea Due" not in page
    assert "of a resident" in page
    assert resident.name not in page
    assert "1 key lets a program in" in client.get(f"/utenti/{ada.pk}/", headers=English).content.decode()
    assert client.post(f"{ALL}{living.pk}/fine/").status_code == 302
    assert ApiToken.objects.get(pk=living.pk).revoked_at is not None
    assert AuditEntry.objects.get(verb="accounts.token-revoked").facts["user"] == ada.pk


def test_the_list_of_users_is_taken_out_as_it_is_filtered(client: Client, administrator: Any) -> None:
    factories.assignment(
        user=factories.user(name="=Ada()", username="ada.uno"), role=Role.DESK, project=factories.project()
    )
    resident = factories.user(name="Rosa Segreta", username="rosa.s", person=5)
    factories.assignment(user=resident, role=Role.RESIDENT)
    answer = client.get("/utenti/utenti.csv", headers=English)
    said = answer.content.decode("utf-8-sig")
    assert "ada.uno;'=Ada();" in said
    assert "rosa.s;;;" in said
    assert "Segreta" not in said
    assert "ada.uno" not in client.get("/utenti/utenti.csv?role=admin").content.decode()
    line = AuditEntry.objects.filter(verb="accounts.users-exported").earliest("pk")
    assert (line.sort, line.facts["rows"]) == ("export", said.count("\r\n") - 1)


def test_log_ins_are_counted_where_every_process_reads_it(client: Client, member: Callable[..., Any]) -> None:
    member(username="ada.uno")
    client.post("/accesso/", {"login": "ada.uno", "password": "wrong"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM log_in_counts")
        assert cursor.fetchone()[0] > 0
