"""Log-in through an OpenID Connect gateway, against a provider that the test runs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from campanello.core.actor import Role
from campanello.core.environment import Environment
from campanello.core.gateway import form_targets, providers
from campanello.core.models import AuditEntry
from tests import factories
from tests.edges.staff.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider, new_key, pem, running

pytestmark = pytest.mark.django_db
TAX_CODE = "RSSMRA85T10A562S"
BEGIN, END = "/accesso/gateway/", "/accesso/gateway/ritorno/"


@pytest.fixture
def client() -> Client:
    """A browser that reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as one:
        configure(settings, one)
        yield one


def configure(settings: Any, provider: Provider, **more: str) -> None:
    told = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET, **more}
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        Environment({f"CAMPANELLO_OIDC_{name}": value for name, value in told.items()})
    )


def log_in(client: Client, provider: Provider, **given: str) -> Any:
    """Press the button, approve at the gateway, come back."""
    sent = client.post(BEGIN, given)
    assert sent.status_code == 302, sent.content.decode()
    target = urlsplit(sent.headers["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == f"{provider.issuer}/authorize"
    back = urlsplit(provider.approve(target.query))
    return client.get(f"{back.path}?{back.query}")


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def operator(**given: Any) -> Any:
    user = factories.user(**{"email": "dora@example.org"} | given)
    factories.assignment(user=user, role=Role.DESK)
    return user


def test_an_operator_is_found_by_a_verified_address_and_linked(client: Client, provider: Provider) -> None:
    user = operator()
    provider.person = {"sub": "s-1", "email": "DORA@example.org", "email_verified": True}
    answer = log_in(client, provider)
    assert answer.status_code == 302
    assert who(client) == str(user.pk)
    assert SocialAccount.objects.get().user_id == user.pk
    entry = AuditEntry.objects.get(verb="accounts.logged-in")
    assert entry.facts == {"how": ["socialaccount"]}


def test_what_the_gateway_tells_of_somebody_is_not_kept(client: Client, provider: Provider) -> None:
    operator()
    provider.person = {
        "sub": "s-1",
        "email": "dora@example.org",
        "email_verified": True,
        "fiscal_number": f"TINIT-{TAX_CODE}",
        "name": "Dora Segreta",
    }
    for _ in range(2):
        log_in(client, provider)
        assert SocialAccount.objects.get().extra_data == {}


def test_a_resident_is_found_by_the_codice_fiscale(client: Client, provider: Provider) -> None:
    person = factories.person()
    factories.code(person, kind="cf", value=TAX_CODE, normal=TAX_CODE)
    resident = factories.user(person=person.pk, email="")
    factories.assignment(user=resident, role=Role.RESIDENT)
    provider.person = {"sub": "s-9", "fiscal_number": f"tinit-{TAX_CODE.lower()}"}
    log_in(client, provider)
    assert who(client) == str(resident.pk)


def test_a_resident_whose_account_is_of_a_merged_record_comes_in_by_the_codice_fiscale(
    client: Client, provider: Provider
) -> None:
    standing, absorbed = factories.person(), factories.person()
    absorbed.merged_into = standing
    absorbed.save()
    factories.code(standing, kind="cf", value=TAX_CODE, normal=TAX_CODE)
    resident = factories.user(person=absorbed.pk)
    factories.assignment(user=resident, role=Role.RESIDENT)
    provider.person = {"sub": "s-9", "fiscal_number": f"TINIT-{TAX_CODE}"}
    log_in(client, provider)
    assert who(client) == str(resident.pk)


UNKNOWN = {
    "an address that is not verified": {"email": "dora@example.org", "email_verified": False},
    "an address of which nothing is said": {"email": "dora@example.org"},
    "an address verified in words": {"email": "dora@example.org", "email_verified": "true"},
    "another address": {"email": "lando@example.org", "email_verified": True},
    "no address": {"email": "", "email_verified": True},
    "a resident's address": {"email": "rosa@example.org", "email_verified": True},
    "a code that nobody has": {"fiscal_number": "TINIT-VRDGPP70A01H501V"},
    "a code that is none": {"fiscal_number": "' or 1=1 --"},
    "a code that is a list": {"fiscal_number": ["RSSMRA85T10A562S"]},
    "somebody who left": {"email": "gone@example.org", "email_verified": True},
}


@pytest.mark.parametrize("person", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_identity_is_refused_in_a_plain_sentence(
    client: Client, provider: Provider, person: dict[str, Any]
) -> None:
    operator()
    factories.user(email="rosa@example.org", person=3)
    factories.user(email="gone@example.org", is_active=False)
    provider.person = {"sub": "s-1", **person}
    answer = log_in(client, provider)
    assert answer.status_code == 403
    assert "no account here belongs to it" in answer.content.decode()
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_a_linked_user_who_left_is_refused(client: Client, provider: Provider) -> None:
    user = operator()
    provider.person = {"sub": "s-1", "email": "dora@example.org", "email_verified": True}
    log_in(client, provider)
    client.logout()
    user.is_active = False
    user.save()
    assert log_in(client, provider).status_code == 403


def test_a_site_with_a_key_proves_itself_without_a_secret(
    client: Client, provider: Provider, settings: Any, tmp_path: Any
) -> None:
    provider.client_key = new_key()
    path = tmp_path / "key.pem"
    path.write_text(pem(provider.client_key))
    configure(settings, provider, CLIENT_SECRET="", PRIVATE_KEY_FILE=str(path), KEY_ID="ours")
    operator()
    provider.person = {"sub": "s-1", "email": "dora@example.org", "email_verified": True}
    log_in(client, provider)
    assert who(client) is not None


SPOILT = {
    "signed with another key": {"sign_with": "another"},
    "signed with no key": {"sign_with": "none"},
    "signed with the public key as a word": {"sign_with": "public"},
    "for another site": {"spoil": {"aud": "somebody-else"}},
    "from another provider": {"spoil": {"iss": "https://evil.example"}},
    "too old": {"spoil": {"exp": 1}},
    "of another log-in": {"spoil": {"nonce": "replayed"}},
    "without a nonce": {"spoil": {"nonce": ""}},
    "with somebody else's details": {"userinfo": {"sub": "s-2", "email": "dora@example.org"}},
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT)
def test_a_token_that_is_not_what_it_should_be_lets_nobody_in(
    client: Client, provider: Provider, spoilt: dict[str, Any]
) -> None:
    operator()
    provider.person = {"sub": "s-1", "email": "dora@example.org", "email_verified": True}
    provider.spoil = spoilt.get("spoil", {})
    provider.userinfo = spoilt.get("userinfo")
    match spoilt.get("sign_with"):
        case "another":
            provider.sign_with = provider.another_key
        case "none":
            provider.sign_with, provider.algorithm = None, "none"
        case "public":
            provider.sign_with, provider.algorithm = "a word of thirty-two letters or more", "HS256"
    answer = log_in(client, provider)
    assert answer.status_code == 502
    assert who(client) is None


def test_a_reply_without_the_log_in_it_answers_is_refused(client: Client, provider: Provider) -> None:
    operator()
    assert client.get(END, {"code": "x", "state": "invented"}).status_code == 502
    assert client.get(END).status_code == 502
    assert who(client) is None


def test_somebody_elses_reply_does_not_log_one_in(client: Client, provider: Provider) -> None:
    operator()
    provider.person = {"sub": "s-1", "email": "dora@example.org", "email_verified": True}
    attacker = Client()
    sent = attacker.post(BEGIN)
    back = urlsplit(provider.approve(urlsplit(sent.headers["Location"]).query))
    assert client.get(f"{back.path}?{back.query}").status_code == 502
    assert who(client) is None


def test_whoever_cancels_at_the_gateway_is_told_so(client: Client, provider: Provider) -> None:
    sent = client.post(BEGIN)
    state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
    answer = client.get(END, {"error": "access_denied", "state": state})
    assert answer.status_code == 502
    assert "It was cancelled" in answer.content.decode()


def test_a_gateway_that_is_away_is_no_failure_of_ours(client: Client, provider: Provider) -> None:
    provider.is_down = True
    answer = client.post(BEGIN)
    assert answer.status_code == 502
    assert "did not answer" in answer.content.decode()


def test_the_readers_request_does_not_change_what_the_gateway_is_asked(
    client: Client, provider: Provider
) -> None:
    address = f"{BEGIN}?scope=admin&auth_params=acr_values%3Dweak&process=connect&action=rerequest"
    sent = client.post(address)
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "acr_values" not in asked
    assert asked["code_challenge_method"] == ["S256"]


def test_the_level_asked_for_is_the_installations(client: Client, provider: Provider, settings: Any) -> None:
    configure(settings, provider, ACR_VALUES="https://www.spid.gov.it/SpidL2")
    sent = client.post(BEGIN)
    asked = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert asked["acr_values"] == ["https://www.spid.gov.it/SpidL2"]


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_on_to_another_site(client: Client, provider: Provider, next_url: str) -> None:
    operator()
    provider.person = {"sub": "s-1", "email": "dora@example.org", "email_verified": True}
    answer = log_in(client, provider, next=next_url)
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]


def test_the_log_in_page_offers_the_gateway_and_may_send_its_form_there(
    client: Client, provider: Provider
) -> None:
    page = client.get("/accesso/", headers={"accept-language": "en"}).content.decode()
    assert "Log in with SPID / CIE" in page


def test_without_a_gateway_there_is_none(client: Client) -> None:
    assert client.post(BEGIN).status_code == 404
    assert client.get(END).status_code == 404
    assert "SPID" not in client.get("/accesso/").content.decode()


def test_a_link_does_not_begin_a_log_in(client: Client, provider: Provider) -> None:
    assert client.get(BEGIN).status_code == 405


WRONG = {
    "no client": ({"ISSUER": "https://g.example", "CLIENT_SECRET": "x"}, "CLIENT_ID"),
    "neither secret nor key": ({"ISSUER": "https://g.example", "CLIENT_ID": "x"}, "PRIVATE_KEY_FILE"),
    "both secret and key": (
        {"ISSUER": "https://g.example", "CLIENT_ID": "x", "CLIENT_SECRET": "x", "PRIVATE_KEY_FILE": "/x"},
        "PRIVATE_KEY_FILE",
    ),
    "a key that is not there": (
        {"ISSUER": "https://g.example", "CLIENT_ID": "x", "PRIVATE_KEY_FILE": "/nowhere/key.pem"},
        "can't be read",
    ),
    "an address in clear": (
        {"ISSUER": "http://g.example", "CLIENT_ID": "x", "CLIENT_SECRET": "x"},
        "https://",
    ),
}


@pytest.mark.parametrize(("given", "told"), WRONG.values(), ids=WRONG)
def test_a_gateway_described_wrongly_stops_the_program(given: dict[str, str], told: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=told):
        providers(Environment({f"CAMPANELLO_OIDC_{name}": value for name, value in given.items()}))


def test_forms_may_be_sent_on_to_the_gateway_alone() -> None:
    env = Environment({"CAMPANELLO_OIDC_ISSUER": "https://g.example/realms/x"})
    assert form_targets(env) == ["https://g.example"]
    assert form_targets(Environment({})) == []
