"""Finding somebody by keyboard alone, on a telephone and on a desk, in Italian and Arabic."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.people.models import ResidencePermit
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens a page as a desk operator whose project knows a few people."""
    project = factories.project(title="Lunetta")
    user = factories.assignment(role=Role.DESK, project=project).user
    for given, family in (("Samira", "Alaoui"), ("Adil", "Alaoui"), ("Ugo", "Rossi")):
        person = factories.person(project, given_name=given, family_name=family, born_on=date(1983, 11, 9))
        house = factories.building(project, street="Via Verdi", number="4", search="via verdi 4")
        factories.tenancy(factories.dwelling(house, doorbell=family), factories.household(person))
        ResidencePermit.objects.create(
            person=person, kind="FAMIGLIA", expires_on=today() + timedelta(days=10)
        )
        search_keys.refresh([person.pk])
    client = Client()
    client.force_login(user)
    host = urlsplit(live_server.url).hostname
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}
    held = {**cookie, "domain": host, "path": "/", "expires": -1, "httpOnly": True, "secure": False}

    def opened(address: str, **options: Any) -> Page:
        state = {"cookies": [{**held, "sameSite": "Lax"}], "origins": []}
        return page_at(address, storage_state=state, **options)

    return opened


# The tests' SQLite is in memory and shared: it answers "locked" at once where two requests of a page meet, which a file
# with its waiting time never does.
ONE_AT_A_TIME = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="two requests of a page at once need PostgreSQL here"
)


@ONE_AT_A_TIME
def test_a_person_is_found_and_opened_by_keyboard_alone(desk: Callable[..., Page]) -> None:
    page = desk("/inizio/", language="en")
    page.keyboard.press("/")
    page.keyboard.type("alawi")
    # The page is there before its script listens to keys.
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_have_count(2)
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-result]").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#find-box")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/persone/*/")


@ONE_AT_A_TIME
def test_results_come_while_typing_and_stand_in_the_address(desk: Callable[..., Page]) -> None:
    page = desk("/cerca/", language="en")
    page.locator("#find-box").press_sequentially("samira al", delay=20)
    expect(page.locator("[data-result]")).to_have_text(["Samira Alaoui"])
    expect(page.locator("#find-news")).to_have_text("1 person may be meant")
    assert urlsplit(page.url).query == "q=samira+al"
    page.locator("#find-box").fill("nobody at all")
    expect(page.get_by_role("heading", name="Nobody whom you may see answers to this")).to_be_visible()
    expect(page.get_by_role("link", name="Register somebody new")).to_be_visible()


def test_filters_narrow_down_at_once(desk: Callable[..., Page]) -> None:
    page = desk("/cerca/?q=alaoui", language="en")
    page.get_by_text("Narrow down").click()
    page.get_by_label("Age", exact=True).select_option("65")
    expect(page.get_by_text("Nobody whom you may see answers to this")).to_be_visible()
    page.get_by_role("link", name="Search without filters").click()
    expect(page.locator("[data-result]")).to_have_count(2)


def test_help_tells_the_keys(desk: Callable[..., Page]) -> None:
    page = desk("/inizio/", language="en")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/cerca/")


@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "address", ["/inizio/", "/cerca/", "/cerca/?q=alawi+1983", "/cerca/?q=nessuno&age=65"]
)
def test_pages_are_accessible(
    desk: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    address: str,
    width: int,
    language: str,
) -> None:
    assert_accessible(desk(address, width=width, language=language))
