"""The pages of pairs in a browser: readable on a phone, from right to left, by keyboard, by a screen reader."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.people.models import DoubtfulPair
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REASONS = [
    {"field": "prior", "alike": "", "bits": -1150, "rarity": 0},
    {"field": "given", "alike": "same", "bits": 730, "rarity": -328},
    {"field": "family", "alike": "spelling", "bits": 610, "rarity": 0},
    {"field": "birth", "alike": "swapped", "bits": 890, "rarity": 0},
    {"field": "reach", "alike": "other", "bits": -330, "rarity": 0},
]
SIZES = [(360, "it"), (1280, "it"), (360, "ar"), (1280, "ar")]
Opens = Callable[..., Page]


@pytest.fixture
def project(settings: Any) -> Project:
    settings.SECOND_FACTOR_ASKED = False
    return factories.project(title="Lunetta")


@pytest.fixture
def pair(project: Project) -> DoubtfulPair:
    one = factories.person(project, given_name="Rosalba", family_name="Bianchetti", born_on=date(1971, 4, 9))
    other = factories.person(project, given_name="Rosalba", family_name="Bianketi", born_on=date(1971, 9, 4))
    return DoubtfulPair.objects.create(
        one=one, other=other, probability_ppm=912_345, reasons=REASONS, found_at=AT
    )


@pytest.fixture
def as_coordinator(project: Project, page_at: Opens) -> Opens:
    client = Client()
    client.force_login(factories.assignment(role=Role.COORDINATOR, project=project).user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
    state = {"cookies": [cookie | {"sameSite": "Lax", "httpOnly": True, "expires": -1, "secure": False}]}
    return partial(page_at, storage_state=state)


@pytest.mark.parametrize(("width", "language"), SIZES)
def test_the_pages_are_accessible(
    as_coordinator: Opens,
    assert_accessible: Callable[[Page], None],
    pair: DoubtfulPair,
    width: int,
    language: str,
) -> None:
    for address in ("/coppie/", f"/coppie/{pair.pk}/"):
        page = as_coordinator(address, width=width, language=language)
        expect(page.locator("main")).to_contain_text("Bianketi")
        assert_accessible(page)


def test_the_chart_is_drawn(as_coordinator: Opens, pair: DoubtfulPair) -> None:
    page = as_coordinator(f"/coppie/{pair.pk}/")
    image = page.locator("main img")
    assert image.evaluate("(image) => image.complete && image.naturalWidth") > 300


def test_a_pair_is_answered_by_keyboard(as_coordinator: Opens, pair: DoubtfulPair) -> None:
    page = as_coordinator(f"/coppie/{pair.pk}/", width=360)
    page.locator("[name=answer]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/coppie/{pair.pk}/")
    expect(page.locator("[name=answer]")).to_have_count(0)
    pair.refresh_from_db()
    assert pair.first_answer == "different"
