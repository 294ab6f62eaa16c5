"""Log-in in a browser: by keyboard, with an app's codes, with a passkey of the browser's own, and what axe finds."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from campanello.accounts.models import User
from campanello.core.actor import Role
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOG_IN = "/accesso/"
PageAt = Callable[..., Page]


@pytest.fixture(autouse=True)
def no_memory_of_others() -> None:
    cache.clear()


@pytest.fixture
def admin() -> User:
    user = factories.user(username="ada", name="Ada Chiave", email="ada@example.org")
    factories.assignment(user=user, role=Role.ADMIN)
    return user


def log_in(page: Page, user: User, password: str = factories.PASSWORD) -> None:
    page.get_by_label("User name or e-mail address").fill(user.username)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_load_state()


def code_of(secret: str, later: int = 0) -> str:
    counter = next(iter(yield_hotp_counters_from_time())) + later
    return format_hotp_value(hotp_value(secret, counter))


def with_authenticator(page: Page) -> Any:
    """A passkey that the browser keeps itself and that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def test_by_keyboard_alone_one_comes_in_and_goes_out(page_at: PageAt, admin: User) -> None:
    page = page_at(LOG_IN, language="en")
    page.get_by_label("User name or e-mail address").focus()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    menu = page.locator(".account-menu")
    expect(menu.locator("summary")).to_contain_text("Ada Chiave")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_text("Administrator")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_text("Administrator")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".account-log-in")).to_be_visible()


def test_without_scripts_one_comes_in_too(page_at: PageAt, admin: User) -> None:
    page = page_at(LOG_IN, language="en", java_script_enabled=False)
    expect(page.get_by_role("button", name="passkey")).to_be_hidden()
    log_in(page, admin)
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.locator(".account-log-in")).to_be_visible()


def test_only_what_one_may_reach_is_in_the_navigation(page_at: PageAt, admin: User) -> None:
    page = page_at(LOG_IN, language="en")
    links = page.locator("#main-navigation .nav-link")
    visitor = links.all_inner_texts()
    assert "Accounts" not in visitor
    assert "People" not in visitor
    log_in(page, admin)
    shown = links.all_inner_texts()
    assert "Accounts" in shown
    assert "People" not in shown


def test_an_app_is_set_up_and_asked_for(page_at: PageAt, admin: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = True
    page = page_at(LOG_IN, language="en")
    log_in(page, admin)
    page.goto(page.url.replace("/accesso/", "/").split("#")[0])
    page.goto(f"{page.url.rstrip('/').split('/inizio')[0]}/utenti/")
    expect(page.get_by_text("Your role asks for a second proof of who you are.")).to_be_visible()
    page.get_by_role("link", name="Set up the app").click()
    secret = page.locator(".entry-secret").inner_text()
    image = page.locator(".entry-code")
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.locator(".entry-codes li")).to_have_count(10)
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.locator(".account-log-in").click()
    log_in(page, admin)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more proof")
    page.get_by_label("Code").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".account-menu")).to_be_visible()


def test_a_passkey_is_added_and_logs_in_alone(page_at: PageAt, admin: User, live_server: Any) -> None:
    page = page_at(LOG_IN, language="en")
    with_authenticator(page)
    log_in(page, admin)
    page.goto(f"{live_server.url}/profilo/chiavi/nuova/")
    page.get_by_label("What you call it").fill("Blue key")
    page.get_by_text("Let me log in with it alone").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".entry-codes li")).to_have_count(10)
    assert Authenticator.objects.filter(user=admin, type="webauthn").count() == 1
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.locator(".account-log-in").click()
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.locator(".account-menu")).to_be_visible()
    # One's own, and only one's own, is listed; it can be renamed and removed.
    page.goto(f"{live_server.url}/profilo/chiavi/")
    expect(page.locator(".entry-list strong")).to_have_text("Blue key")


def test_a_passkey_is_the_second_proof_after_the_password(
    page_at: PageAt, admin: User, live_server: Any
) -> None:
    page = page_at(LOG_IN, language="en")
    with_authenticator(page)
    log_in(page, admin)
    page.goto(f"{live_server.url}/profilo/chiavi/nuova/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".entry-codes li")).to_have_count(10)
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Log out").click()
    page.locator(".account-log-in").click()
    log_in(page, admin)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".account-menu")).to_be_visible()


def test_a_passkey_that_fails_is_said_in_words(page_at: PageAt, live_server: Any) -> None:
    page = page_at(LOG_IN, language="en")
    # As a browser answers whoever presses "cancel".
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()


def test_an_invitation_is_accepted_on_a_phone(page_at: PageAt, admin: User, live_server: Any) -> None:
    project = factories.project()
    page = page_at(LOG_IN, language="en", width=360)
    log_in(page, admin)
    page.goto(f"{live_server.url}/utenti/invita/")
    page.get_by_label("Name", exact=True).fill("Ines Finestra")
    page.get_by_label("User name").fill("ines")
    page.get_by_label(re.compile("^E-mail address")).fill("ines@example.org")
    page.get_by_label("Role").select_option("desk")
    page.get_by_label("Organisation").select_option(str(project.lead_id))
    page.get_by_label(re.compile("^Project")).select_option(str(project.pk))
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("The invitation is on its way to ines@example.org.")).to_be_visible()
    link = next(word for word in mail.outbox[0].body.split() if "/invito/" in word)
    guest = page_at("/invito/" + link.partition("/invito/")[2], language="en", width=360)
    guest.get_by_label("Choose a password").fill("three green doors")
    guest.get_by_label("The same password again").fill("three green doors")
    guest.get_by_role("button", name="Keep this password and log in").click()
    expect(guest.locator(".account-menu")).to_be_visible()


OWN = (
    "/profilo/",
    "/profilo/password/",
    "/profilo/accessi/",
    "/profilo/secondo-fattore/",
    "/profilo/secondo-fattore/telefono/",
    "/profilo/chiavi/",
    "/profilo/chiavi/nuova/",
    "/uscita/",
    "/utenti/",
    "/utenti/invita/",
)
WAYS = {"a phone in Italian": ("it", 360), "a phone in Arabic": ("ar", 360), "a desk in Urdu": ("ur", 1280)}


@pytest.mark.parametrize(("language", "width"), WAYS.values(), ids=WAYS)
def test_every_page_is_accessible(
    page_at: PageAt, admin: User, live_server: Any, assert_accessible: Any, language: str, width: int
) -> None:
    page = page_at(LOG_IN, language=language, width=width)
    assert_accessible(page)
    page.locator("main form[action='/accesso/'] button").click()
    assert_accessible(page)  # with errors
    page.goto(f"{live_server.url}/accesso/password/")
    assert_accessible(page)
    page.goto(f"{live_server.url}{LOG_IN}")
    page.locator("#id_login").fill("ada")
    page.locator("#id_password").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".account-menu")
    for address in (*OWN, f"/utenti/{admin.pk}/", f"/utenti/{admin.pk}/disattiva/"):
        page.goto(f"{live_server.url}{address}")
        page.locator(".account-menu summary").click()
        assert_accessible(page)


def test_a_letter_prints_on_one_sheet(
    page_at: PageAt, admin: User, live_server: Any, assert_accessible: Any
) -> None:
    page = page_at(LOG_IN, language="en")
    log_in(page, admin)
    factories.user(username="ines", name="Ines Finestra", language="ar")
    page.goto(f"{live_server.url}/utenti/{User.objects.get(username='ines').pk}/")
    page.get_by_role("button", name="Print a new letter").click()
    expect(page.locator(".letter-code svg")).to_be_visible()
    assert_accessible(page)
    page.emulate_media(media="print")
    expect(page.locator(".letter")).to_be_visible()
    expect(page.locator(".demo-notice")).to_be_hidden()
    assert page.pdf().count(b"/Type /Page\n") == 1
