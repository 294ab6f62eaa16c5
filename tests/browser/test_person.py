"""The pages about one person in a browser: readable on a phone, from right to left, by keyboard, by a screen reader."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.people.models import (
    ContactWay,
    EmploymentStatus,
    Language,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.services import search_keys
from tests import factories
from tests.factories import LONG_AGO

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS_AND_LANGUAGES = [(360, "it"), (1280, "it"), (360, "ar"), (1280, "ar")]
Opens = Callable[..., Page]
Checks = Callable[[Page], None]


@pytest.fixture
def project(settings: Any) -> Project:
    settings.SECOND_FACTOR_ASKED = False
    return factories.project(title="Lunetta")


@pytest.fixture
def amina(project: Project) -> Person:
    """Somebody with something of everything, and a code that says another birth date."""
    person = factories.person(
        project,
        given_name="Emanuele",
        family_name="Rocca",
        native_name="إيمانويل روكا",
        sex="M",
        born_on=date(1983, 11, 19),
        birth_place="Genova",
        birth_place_code="D969",
        note="Ring twice: he is hard of hearing.",
    )
    factories.code(person, kind="cf", value="RCCMNL83S18D969H", normal="RCCMNL83S18D969H", reason="")
    ContactWay.objects.create(
        person=person,
        kind="phone",
        value="347 123 4567",
        normal="+393471234567",
        is_preferred=True,
        has_consent=True,
        starts_on=LONG_AGO,
    )
    Language.objects.create(person=person, code="it")
    EmploymentStatus.objects.create(person=person, status="unemployed", starts_on=LONG_AGO)
    ResidencePermit.objects.create(
        person=person,
        kind="FAMIGLIA",
        issued_on=LONG_AGO,
        expires_on=date.today() + timedelta(days=20),  # noqa: DTZ011
    )
    SpecialFact.objects.create(person=person, kind="disability", basis="register", starts_on=LONG_AGO)
    other = factories.person(project, given_name="Rosa", family_name="Rocca", born_on=date(1950, 1, 1))
    household = factories.household(person, other)
    factories.tenancy(factories.dwelling(factories.building(project), doorbell="Rocca"), household)
    search_keys.refresh([person.pk, other.pk])
    return person


@pytest.fixture
def signed_in(project: Project) -> dict[str, Any]:
    """The browser's state of a case manager of the project."""
    client = Client()
    client.force_login(factories.assignment(role=Role.CASE, project=project).user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
    return {"cookies": [cookie | {"sameSite": "Lax", "httpOnly": True, "expires": -1, "secure": False}]}


@pytest.fixture
def as_case(signed_in: dict[str, Any], page_at: Opens) -> Opens:
    """Opens an address as a case manager of the project."""
    return partial(page_at, storage_state=signed_in)


@pytest.mark.parametrize(("width", "language"), WIDTHS_AND_LANGUAGES)
def test_the_person_page_is_accessible(
    as_case: Opens, assert_accessible: Checks, amina: Person, width: int, language: str
) -> None:
    page = as_case(f"/persone/{amina.uid}/", width=width, language=language)
    expect(page.locator("h1")).to_contain_text("Emanuele Rocca")
    assert_accessible(page)


@pytest.mark.parametrize("part", ["basic", "residence", "contacts", "codes", "permits", "special"])
@pytest.mark.parametrize(("width", "language"), [(360, "it"), (1280, "ar")])
def test_the_forms_are_accessible(
    as_case: Opens, assert_accessible: Checks, amina: Person, part: str, width: int, language: str
) -> None:
    page = as_case(f"/persone/{amina.uid}/{part}/", width=width, language=language)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert_accessible(page)


def test_a_change_is_made_by_keyboard_and_stands_in_the_history(
    as_case: Opens, assert_accessible: Checks, amina: Person
) -> None:
    page = as_case(f"/persone/{amina.uid}/basic/", width=360)
    page.locator("[name=other_names]").focus()
    page.keyboard.type("Manu")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Manu")
    page.goto(page.url + "storia/")
    expect(page.locator("table")).to_contain_text("Manu")
    assert_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_who_may_be_the_same_is_shown_before_anybody_is_registered(
    as_case: Opens, assert_accessible: Checks, amina: Person, width: int
) -> None:
    page = as_case("/persone/nuova/?q=rocca%20emanuele", width=width)
    assert_accessible(page)
    page.locator("[name=born_on]").fill("18/11/1983")
    page.locator("main form button.btn-primary[type=submit]").click()
    expect(page.locator("#likely-title")).to_be_visible()
    expect(page.locator("[name=born_on]")).to_have_value("18/11/1983")
    assert_accessible(page)
    page.locator(".likely > button").click()
    expect(page.locator("h1")).to_contain_text("Rocca")
    assert Person.objects.filter(family_name__iexact="rocca", given_name__iexact="emanuele").count() == 2


def test_the_second_of_two_chooses_in_the_browser(
    browser: Browser,
    live_server: Any,
    signed_in: dict[str, Any],
    assert_accessible: Checks,
    amina: Person,
) -> None:
    # Without the fixture that takes a refusal for a fault of the page.
    address = f"{live_server.url}/persone/{amina.uid}/basic/"
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, locale="it", storage_state=signed_in
    )
    first, second = context.new_page(), context.new_page()
    for page, place in ((first, "Milano"), (second, "Mantova")):
        page.goto(address)
        page.locator("[name=birth_place]").fill(place)
    first.locator("main form button.btn-primary[type=submit]").click()
    expect(first.locator("h1")).to_contain_text("Rocca")
    with second.expect_response(lambda answer: answer.status == 409):
        second.locator("main form button.btn-primary[type=submit]").click()
    expect(second.locator("fieldset.versions").first).to_contain_text("Milano")
    assert_accessible(second)
    second.locator("label[for$='-yours']").click()
    second.locator("main form button.btn-primary[type=submit]").click()
    expect(second.locator("h1")).to_contain_text("Rocca")
    amina.refresh_from_db()
    assert amina.birth_place == "Mantova"
    context.close()
