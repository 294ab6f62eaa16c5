"""Log-in with a password: who comes in, who is locked out, where one is sent, how long a session lasts."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from campanello import settings as shipped
from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db
LOG_IN, LOG_OUT = "/accesso/", "/uscita/"
English = {"accept-language": "en"}


def try_log_in(client: Client, login: str = "dora", password: str = factories.PASSWORD, **more: Any) -> Any:
    return client.post(LOG_IN, {"login": login, "password": password, **more}, headers=English)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def dora(member: Callable[..., Any]) -> Any:
    return member(Role.DESK, username="dora", name="Dora Portone", email="dora@example.org")


NAMES = {
    "the user name": "dora",
    "in capitals": "DORA",
    "with spaces around": "  dora ",
    "the e-mail address": "dora@example.org",
    "the e-mail address in capitals": "Dora@Example.ORG",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_one_logs_in_with(client: Client, dora: Any, name: str) -> None:
    answer = try_log_in(client, name)
    assert answer.status_code == 302
    assert is_in(client)
    assert AuditEntry.objects.get().facts == {"how": ["password"]}
    assert UserSession.objects.get().user_id == dora.pk


HOSTILE = {
    "a wrong password": ("dora", "wrong"),
    "an empty password": ("dora", ""),
    "an empty name": ("", factories.PASSWORD),
    "a null in the name": ("do\0ra", factories.PASSWORD),
    "a null in the password": ("dora", "a\0b"),
    "a name of 10,000 letters": ("d" * 10_000, factories.PASSWORD),
    "a password of 10,000 letters": ("dora", "d" * 10_000),
    "a script": ("<script>alert(1)</script>", "x"),
    "right-to-left marks": ("\u202edora", factories.PASSWORD),
    "an emoji": ("\N{BELL}", "\N{BELL}"),
    "an injection": ("' or 1=1 --", "' or 1=1 --"),
    "a wildcard": ("%", factories.PASSWORD),
}


@pytest.mark.parametrize(("name", "password"), HOSTILE.values(), ids=HOSTILE)
def test_nobody_comes_in_with(client: Client, dora: Any, name: str, password: str) -> None:
    answer = try_log_in(client, name, password)
    assert answer.status_code == 200
    assert not is_in(client)
    assert "<script>alert" not in answer.content.decode()


def test_a_user_without_a_password_does_not_come_in(client: Client, dora: Any) -> None:
    dora.set_unusable_password()
    dora.save()
    assert try_log_in(client, password=dora.password).status_code == 200
    assert not is_in(client)


def test_whoever_left_is_told_only_when_they_know_the_password(client: Client, dora: Any) -> None:
    dora.is_active = False
    dora.save()
    assert try_log_in(client, password="wrong").status_code == 200
    answer = try_log_in(client)
    assert answer.headers["Location"] == "/accesso/sospeso/"
    assert not is_in(client)


def told(answer: Any) -> str:
    """The page without what is different in every one."""
    content = answer.content.decode()
    for start in ('nonce="', 'name="csrfmiddlewaretoken" value="'):
        pieces = content.split(start)
        content = pieces[0] + "".join(piece.partition('"')[2] for piece in pieces[1:])
    return content


def test_a_name_that_exists_and_one_that_does_not_are_answered_alike(client: Client, dora: Any) -> None:
    known, unknown = try_log_in(client, password="wrong"), try_log_in(Client(), "lara", "wrong")
    assert told(known).replace('"dora"', '""') == told(unknown).replace('"lara"', '""')
    assert "do not belong together" in known.content.decode()


def test_both_take_alike_long(client: Client, dora: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.AXES_ENABLED = False
    User.objects.filter(pk=dora.pk).update(
        password=get_hasher("argon2").encode(factories.PASSWORD, "somesalt")
    )

    def took(name: str) -> float:
        begun = time.perf_counter()
        try_log_in(client, name, "wrong")
        return time.perf_counter() - begun

    took("dora"), took("lara")
    known, unknown = (median(took(name) for _ in range(7)) for name in ("dora", "lara"))
    # Without the hashing for nothing, an unknown name is answered in a tenth of the time.
    assert unknown > known / 2
    assert known > unknown / 2


def test_passwords_are_kept_with_argon2() -> None:
    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_after_five_failures_nobody_tries_for_half_an_hour(client: Client, dora: Any) -> None:
    for _ in range(4):
        assert try_log_in(client, password="wrong").status_code == 200
    answer = try_log_in(client, password="wrong")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Try again in 30 minutes." in page
    assert answer.headers["Retry-After"] == "1800"
    # The right password does not help, nor the same name written otherwise.
    assert try_log_in(client).status_code == 429
    assert try_log_in(client, " DORA ").status_code == 429
    assert not is_in(client)


def test_a_name_that_does_not_exist_is_locked_in_the_same_words(client: Client, dora: Any) -> None:
    answers = {}
    for name in ("dora", "lara"):
        fresh = Client()
        for _ in range(5):
            answers[name] = try_log_in(fresh, name, "wrong")
    assert answers["lara"].status_code == 429
    assert told(answers["dora"]) == told(answers["lara"])


def test_others_and_other_addresses_are_not_locked_with_one(client: Client, dora: Any, member: Any) -> None:
    member(username="lando")
    for _ in range(5):
        try_log_in(client, password="wrong")
    assert try_log_in(Client(), "lando").status_code == 302
    assert try_log_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_an_administrator_unlocks(client: Client, dora: Any, member: Any) -> None:
    for _ in range(5):
        try_log_in(client, password="wrong")
    admin = Client()
    admin.force_login(member(Role.ADMIN))
    page = admin.get(f"/utenti/{dora.pk}/", headers=English).content.decode()
    assert "Too many wrong passwords" in page
    admin.post(f"/utenti/{dora.pk}/sblocca/")
    assert try_log_in(client).status_code == 302


def test_a_log_in_forgets_the_failures_before_it(client: Client, dora: Any) -> None:
    for _ in range(2):
        for _ in range(4):
            try_log_in(client, password="wrong")
        assert try_log_in(client).status_code == 302
        client.post(LOG_OUT)


OWN = {
    "a page": "/profilo/",
    "a page with a question": "/utenti/?q=x",
    "a page in another language": "/privacy/",
}
FOREIGN = {
    "another site": "https://evil.example/",
    "another site without a scheme": "//evil.example/",
    "three slashes": "///evil.example/",
    "a backslash": "/\\evil.example/",
    "a script": "javascript:alert(1)",
    "a name and a password": "http://testserver@evil.example/",
    "a line break": "/\nhttps://evil.example/",
    "a letter after the host": "http://testserver.evil.example/",
}


@pytest.mark.parametrize("address", OWN.values(), ids=OWN)
def test_after_log_in_one_goes_where_one_wanted(client: Client, dora: Any, address: str) -> None:
    assert try_log_in(client, next=address).headers["Location"] == address


@pytest.mark.parametrize("address", FOREIGN.values(), ids=FOREIGN)
def test_nobody_is_sent_to_another_site(client: Client, dora: Any, address: str) -> None:
    location = try_log_in(client, next=address).headers["Location"]
    assert urlsplit(urljoin("http://testserver/", location)).netloc == "testserver"
    assert is_in(client)


@pytest.mark.parametrize("address", FOREIGN.values(), ids=FOREIGN)
def test_nobody_is_sent_to_another_site_by_leaving(client: Client, dora: Any, address: str) -> None:
    client.force_login(dora)
    location = client.post(LOG_OUT, {"next": address}).headers["Location"]
    assert urlsplit(urljoin("http://testserver/", location)).netloc == "testserver"


def test_the_session_has_another_key_after_log_in(client: Client, dora: Any) -> None:
    client.get(LOG_IN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    try_log_in(client)
    assert is_in(client)
    assert client.session.session_key != planted
    assert Client(cookies={"sessionid": planted}).get("/profilo/").status_code == 302


def test_the_cookie_is_not_for_scripts_and_ends_with_the_browser(client: Client, dora: Any) -> None:
    cookie = try_log_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


def test_a_link_logs_nobody_out(client: Client, dora: Any) -> None:
    client.force_login(dora)
    assert client.get(LOG_OUT).status_code == 200
    assert is_in(client)
    client.post(LOG_OUT)
    assert not is_in(client)
    assert AuditEntry.objects.filter(verb="accounts.logged-out").count() == 1


def test_another_site_can_log_nobody_in_or_out(dora: Any) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert try_log_in(careful).status_code == 403
    careful.force_login(dora)
    assert careful.post(LOG_OUT).status_code == 403
    assert is_in(careful)


def test_a_session_ends_when_its_user_is_away_for_long(client: Client, dora: Any, settings: Any) -> None:
    try_log_in(client)
    session = client.session
    session["seen"] -= settings.IDLE_SECONDS - 5
    session.save()
    assert client.get("/profilo/").status_code == 200
    session = client.session
    session["seen"] -= settings.IDLE_SECONDS + 5
    session.save()
    assert client.get("/profilo/").status_code == 302
    assert not is_in(client)


def test_a_session_ends_after_a_day_s_work_however_busy(client: Client, dora: Any, settings: Any) -> None:
    try_log_in(client)
    session = client.session
    session["started"] -= settings.SESSION_SECONDS + 5
    session.save()
    assert client.get("/profilo/").status_code == 302


def test_a_session_is_not_written_at_every_page(
    client: Client, dora: Any, django_assert_num_queries: Any
) -> None:
    try_log_in(client)
    client.get("/privacy/")
    with django_assert_num_queries(3):  # the session, the user, the roles
        client.get("/privacy/")


def test_a_public_page_asks_the_database_nothing_of_a_visitor(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/accessibilita/")


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "socialaccount_signup", "mfa_signup_webauthn"]
)
def test_what_nobody_needs_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_forgotten_password_is_answered_alike_for_all(client: Client, dora: Any) -> None:
    answers = [
        client.post("/accesso/password/", {"email": email}, headers=English)
        for email in ("dora@example.org", "nobody@example.org")
    ]
    assert {answer.headers["Location"] for answer in answers} == {"/accesso/password/inviata/"}
    assert [message.to for message in mail.outbox] == [["dora@example.org"]]


def test_a_new_password_comes_by_a_link_that_works_once(client: Client, dora: Any) -> None:
    elsewhere = Client()
    try_log_in(elsewhere)
    client.post("/accesso/password/", {"email": "dora@example.org"})
    link = next(word for word in mail.outbox[0].body.split() if "/accesso/password/" in word)
    link = link.partition("http://testserver")[2]
    page = client.get(link)
    assert page.status_code == 302  # the secret goes into the session, out of the address
    chosen = {"password1": "three green doors", "password2": "three green doors"}
    assert client.post(page.headers["Location"], chosen).status_code == 302
    assert User.objects.get(pk=dora.pk).check_password("three green doors")
    assert elsewhere.get("/profilo/").status_code == 302
    again = Client()
    assert "was used already" in again.get(link, headers=English).content.decode()


def test_a_changed_password_ends_other_sessions_and_keeps_this(client: Client, dora: Any) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        try_log_in(one)
    answer = client.post(
        "/profilo/password/",
        {
            "oldpassword": factories.PASSWORD,
            "password1": "three green doors",
            "password2": "three green doors",
        },
    )
    assert answer.status_code == 302
    assert client.get("/profilo/").status_code == 200
    assert elsewhere.get("/profilo/").status_code == 302
    assert [message.to for message in mail.outbox] == [["dora@example.org"]]


@pytest.mark.parametrize("weak", ["short", "123456789012", "1q2w3e4r5t6y", "doraportone12"])
def test_a_weak_password_is_refused(client: Client, dora: Any, weak: str) -> None:
    client.force_login(dora)
    answer = client.post(
        "/profilo/password/", {"oldpassword": factories.PASSWORD, "password1": weak, "password2": weak}
    )
    assert answer.status_code == 200
    assert User.objects.get(pk=dora.pk).check_password(factories.PASSWORD)


def test_one_sees_and_ends_ones_other_log_ins(client: Client, dora: Any) -> None:
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    for one in (client, elsewhere):
        try_log_in(one)
    page = client.get("/profilo/accessi/").content.decode()
    assert "192.0.2.7" in page
    other = UserSession.objects.get(ip="192.0.2.7")
    client.post("/profilo/accessi/", {"session": other.pk})
    assert elsewhere.get("/profilo/").status_code == 302
    assert client.get("/profilo/").status_code == 200


@pytest.mark.parametrize("chosen", ["x", "-1", "9" * 40, "1; drop table"])
def test_ending_a_log_in_that_is_none_ends_only_ones_own(
    client: Client, dora: Any, member: Any, chosen: str
) -> None:
    member(username="lando")
    other = Client()
    try_log_in(other, "lando")
    try_log_in(client)
    assert client.post("/profilo/accessi/", {"session": chosen}).status_code == 302
    assert other.get("/profilo/").status_code == 200
    assert client.get("/profilo/").status_code == 200


def test_one_changes_ones_name_and_language(client: Client, dora: Any) -> None:
    client.force_login(dora)
    hostile = "<b>Dora</b> \u202e\N{BELL}"
    client.post("/profilo/", {"name": hostile, "language": "ar"})
    dora.refresh_from_db()
    assert (dora.name, dora.language) == (hostile, "ar")
    page = client.get("/profilo/").content.decode()
    assert "<b>Dora</b>" not in page
    assert "&lt;b&gt;Dora&lt;/b&gt;" in page


def test_a_name_too_long_is_refused_in_words(client: Client, dora: Any) -> None:
    client.force_login(dora)
    answer = client.post("/profilo/", {"name": "x" * 10_000, "language": "it"})
    assert answer.status_code == 200
    dora.refresh_from_db()
    assert dora.name == "Dora Portone"
