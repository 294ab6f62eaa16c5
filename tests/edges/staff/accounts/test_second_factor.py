"""The second proof: who must have one, what they are until then, and how it is set up and used."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from campanello import settings as shipped
from campanello.core.access import SECOND_FACTOR_ROLES
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db
INDEX, APP = "/profilo/secondo-fattore/", "/profilo/secondo-fattore/telefono/"
English = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def is_asked(settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = True


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def log_in(client: Client, user: Any) -> Any:
    return client.post("/accesso/", {"login": user.username, "password": factories.PASSWORD})


def set_up(client: Client) -> str:
    """Set up the app on the telephone; answers its secret."""
    secret: str = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_a_role_that_demands_one_leads_to_setting_it_up(
    client: Client, member: Callable[..., Any], role: Role
) -> None:
    log_in(client, member(role))
    page = "/utenti/" if role is Role.ADMIN else "/verifica/"
    answer = client.get("/utenti/", headers=English)
    assert answer.headers["Location"] == f"{INDEX}?next=/utenti/"
    assert "asks for a second proof" in client.get(INDEX, headers=English).content.decode()
    # Public pages and one's own account stay open.
    assert client.get("/privacy/").status_code == 200
    assert client.get("/profilo/").status_code == 200
    set_up(client)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - SECOND_FACTOR_ROLES - {Role.RESIDENT}))
def test_other_roles_are_not_asked(client: Client, member: Callable[..., Any], role: Role) -> None:
    log_in(client, member(role))
    assert client.get("/utenti/").status_code == 404


def test_until_then_the_role_does_not_count(client: Client, member: Callable[..., Any]) -> None:
    user = member(Role.CASE)
    factories.assignment(user=user, role=Role.DESK)
    log_in(client, user)
    assert client.get("/privacy/").wsgi_request.actor.roles == {Role.DESK}
    set_up(client)
    assert client.get("/privacy/").wsgi_request.actor.roles == {Role.DESK, Role.CASE}


def test_a_demonstration_does_not_ask(client: Client, member: Callable[..., Any], settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = False
    log_in(client, member(Role.ADMIN))
    assert client.get("/utenti/").status_code == 200


def test_only_a_demonstration_does_not_ask() -> None:
    assert shipped.MODE == "test"
    assert shipped.SECOND_FACTOR_ASKED is True


def test_with_an_app_the_password_alone_does_not_log_in(client: Client, member: Callable[..., Any]) -> None:
    user = member(Role.CASE)
    log_in(client, user)
    secret = set_up(client)
    client.logout()
    assert log_in(client, user).headers["Location"] == "/accesso/secondo-fattore/"
    assert client.get("/profilo/").status_code == 302
    assert client.post("/accesso/secondo-fattore/", {"code": "000000"}).status_code == 200
    assert client.get("/profilo/").status_code == 302
    client.get("/accesso/secondo-fattore/")
    # The code that set it up is spent; the next one is not.
    counter = int(time.time() // 30) + 1
    answer = client.post(
        "/accesso/secondo-fattore/", {"code": format_hotp_value(hotp_value(secret, counter))}
    )
    assert answer.status_code == 302
    assert client.get("/profilo/").status_code == 200
    assert AuditEntry.objects.filter(verb="accounts.logged-in").latest("pk").facts == {
        "how": ["password", "totp"]
    }


def test_a_code_for_emergencies_works_once(client: Client, member: Callable[..., Any]) -> None:
    user = member(Role.CASE)
    log_in(client, user)
    set_up(client)
    codes = client.get("/profilo/secondo-fattore/codici/").context["unused_codes"]
    assert len(codes) == 10
    for expected in (302, 200):
        client.logout()
        log_in(client, user)
        assert client.post("/accesso/secondo-fattore/", {"code": codes[0]}).status_code == expected


def test_guessing_codes_is_stopped(client: Client, member: Callable[..., Any]) -> None:
    user = member(Role.CASE)
    log_in(client, user)
    set_up(client)
    client.logout()
    log_in(client, user)
    for _ in range(30):
        page = client.post("/accesso/secondo-fattore/", {"code": "000000"}, headers=English).content.decode()
        if "Too many attempts" in page:
            break
    assert "Too many attempts" in page
    assert client.get("/profilo/").status_code == 302


def test_the_secret_is_not_kept_in_clear(client: Client, member: Callable[..., Any]) -> None:
    log_in(client, member(Role.CASE))
    secret = set_up(client)
    assert secret not in str(list(Authenticator.objects.values("data")))


def test_with_another_key_of_the_site_no_code_fits(
    client: Client, member: Callable[..., Any], settings: Any
) -> None:
    user = member(Role.CASE)
    log_in(client, user)
    secret = set_up(client)
    settings.SECRET_KEY = "another key of the site, as after a restore"
    fresh = Client()
    log_in(fresh, user)
    for guess in (code_of(secret), code_of("")):
        fresh.post("/accesso/secondo-fattore/", {"code": guess})
        assert fresh.get("/profilo/").status_code == 302


def test_a_change_asks_who_one_is_unless_one_has_just_said_so(
    client: Client, member: Callable[..., Any]
) -> None:
    log_in(client, member(Role.CASE))
    assert client.get(APP).status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    answer = client.get(APP)
    assert answer.headers["Location"].startswith("/accesso/conferma/")
    client.post(answer.headers["Location"], {"password": "wrong"})
    assert client.get(APP).status_code == 302
    client.post(answer.headers["Location"], {"password": factories.PASSWORD})
    assert client.get(APP).status_code == 200


PAGES = (INDEX, APP, "/profilo/chiavi/", "/profilo/chiavi/nuova/")


@pytest.mark.parametrize("address", PAGES)
def test_nobody_sees_these_pages_without_logging_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/accesso/")


def test_the_page_for_a_passkey_runs_only_our_scripts(client: Client, member: Callable[..., Any]) -> None:
    log_in(client, member(Role.CASE))
    answer = client.get("/profilo/chiavi/nuova/")
    page = answer.content.decode()
    nonce = page.partition('nonce="')[2].partition('"')[0]
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
    running = [
        tag for tag in page.split("<script")[1:] if 'type="application/json"' not in tag.partition(">")[0]
    ]
    assert len(running) == 4
    assert all(
        f'nonce="{nonce}"' in tag.partition(">")[0] and "src=" in tag.partition(">")[0] for tag in running
    )


@pytest.mark.parametrize("credential", ["", "x", "{}", "[]", "null", '{"id": 1}', "\N{BELL}" * 10_000])
def test_a_hostile_passkey_lets_nobody_in(client: Client, credential: str) -> None:
    client.get("/accesso/chiave/", headers={"accept": "application/json"})
    answer = client.post("/accesso/chiave/", {"credential": credential})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
