"""The ten-second visit in a browser: by keyboard on a phone's screen, saved, undone; nothing that axe finds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from campanello.core.models import Project
from campanello.lab.models import Visit
from campanello.people.services import search_keys
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project() -> Project:
    return factories.project(title="Lunetta")


@pytest.fixture
def signed_in(project: Project) -> dict[str, Any]:
    client = Client()
    client.force_login(factories.assignment(role="desk", project=project).user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
    return {"cookies": [cookie | {"sameSite": "Lax", "httpOnly": True, "expires": -1, "secure": False}]}


def test_a_visit_is_found_saved_and_undone_without_a_mouse(
    page_at: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    signed_in: dict[str, Any],
    project: Project,
) -> None:
    person = factories.person(project, given_name="Rosa", family_name="Zanetti")
    search_keys.refresh([person.pk])
    factories.visit(project, person=factories.person(project, given_name="Ada", family_name="Ferri"))
    page = page_at("/laboratorio/", width=360, storage_state=signed_in)
    expect(page.locator("html")).to_have_attribute("lang", "it")
    page.keyboard.press("v")
    expect(page.locator("#visit-form")).to_be_visible()
    expect(page.locator("#visit-met")).to_contain_text("Ada Ferri")
    assert_accessible(page)
    page.keyboard.press("/")
    page.keyboard.type("zanetti")
    expect(page.locator("#visit-found")).to_contain_text("Rosa Zanetti")
    page.locator(f"#found-person-{person.uid}").press("Space")
    # Enter in the search looks for somebody: it saves nothing, and whoever was chosen stays so.
    with page.expect_response("**/visite/chi/**"):
        page.locator("#visit-q").press("Enter")
    expect(page.locator(f"#found-person-{person.uid}")).to_be_checked()
    page.locator("#channel-courtyard").press("Space")
    page.locator("#need-work").press("Space")
    page.locator("[data-step='5']").press("Enter")
    expect(page.locator("[name=minutes]")).to_have_value("15")
    page.locator("[data-save]").press("Enter")
    expect(page.locator("#visit-saved")).to_contain_text("Rosa Zanetti")
    assert_accessible(page)
    made = Visit.objects.get(person=person)
    assert (made.channel, made.minutes, [one.need for one in made.needs.all()]) == ("courtyard", 15, ["work"])
    page.locator("#visit-saved form button").press("Enter")
    expect(page.locator("#visit-saved")).to_have_count(0)
    made.refresh_from_db()
    assert made.cancelled_at is not None


def test_the_pages_around_it_are_accessible_from_right_to_left(
    page_at: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    signed_in: dict[str, Any],
    project: Project,
) -> None:
    visit = factories.visit(project, person=factories.person(project), next_step="Call", needs=("work",))
    page = page_at("/laboratorio/", width=360, language="ar", storage_state=signed_in)
    base = page.url.removesuffix("/laboratorio/")
    for address in ("visite/nuova/", "visite/", f"visite/{visit.uid}/", "turni/", "orari/", "lavoro/"):
        page.goto(f"{base}/laboratorio/{address}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        assert_accessible(page)
