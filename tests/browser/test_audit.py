"""The audit trail and a person's rights in a browser: on a telephone, on a desk, in Italian and Arabic."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from campanello.core import audit
from campanello.core.actor import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator(page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens a page about the one person of the coordinator's project; `{uid}` in the address is theirs."""
    project = factories.project(title="Lunetta")
    rosa = factories.person(project, given_name="Rosa", family_name="Bianchi")
    factories.code(rosa)
    desk = factories.actor("desk", project=project, user=factories.user(name="Dario Desk"))
    for _ in range(60):
        audit.read(desk, "people.person-read", rosa, person=rosa.pk)
    audit.record(desk, "people.person-edited", rosa, person=rosa.pk, fields=["sex", "born_on"])
    client = Client()
    client.force_login(factories.assignment(role=Role.COORDINATOR, project=project).user)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies["sessionid"].value,
        "domain": urlsplit(live_server.url).hostname,
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
    }

    def opened(address: str, **options: Any) -> Page:
        held = {"cookies": [cookie], "origins": []}
        return page_at(address.format(uid=rosa.uid), storage_state=held, **options)

    return opened


PAGES = ("/registro/", "/registro/persona/{uid}/", "/registro/diritti/{uid}/")
READERS = {
    "a telephone": {"width": 360},
    "a desk": {"width": 1280},
    "a telephone, in Arabic": {"width": 360, "language": "ar"},
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("address", PAGES)
def test_everybody_can_read(
    address: str,
    reader: dict[str, Any],
    coordinator: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    tmp_path: Any,
) -> None:
    page = coordinator(address, **reader)
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)
    page.screenshot(path=tmp_path / "page.png", full_page=True)


def test_older_lines_are_reached_by_keyboard(coordinator: Callable[..., Page]) -> None:
    page = coordinator("/registro/")
    older = page.locator('a[rel="next"]')
    older.focus()
    page.keyboard.press("Enter")
    expect(page.locator('a[rel="prev"]')).to_be_visible()
    assert page.locator(".audit-line").count() >= 10


def test_an_erasure_asks_for_the_name(coordinator: Callable[..., Page]) -> None:
    page = coordinator("/registro/diritti/{uid}/")
    page.get_by_role("textbox", name="").last.fill("Rosa Bianchi")
    page.locator("form[action$='/cancella/'] button").click()
    expect(page.locator("body")).not_to_contain_text("Bianchi")
