"""The doorbell panel in a browser: on a desk, on a telephone, by keyboard, in Arabic, on paper."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from campanello.accounts.models import User
from tests.db.homes.houses import House, agree, skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house() -> House:
    """A house with skills on its map."""
    made = House()
    assert made.known.holder is not None
    agree(made.known.holder, "skills_map")
    skill(made.known.holder, "Cucire")
    return made


@pytest.fixture
def at_work(house: House, page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens an address as a coordinator of the house's project."""
    client = Client()
    client.force_login(User.objects.get(pk=house.actor("coordinator").user))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "expires": -1}
    cookie |= {"domain": urlsplit(live_server.url).hostname, "path": "/"}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    state = {"cookies": [cookie], "origins": []}

    def opened(address: str, **options: Any) -> Page:
        return page_at(address, storage_state=state, **options)

    return opened


def addresses(house: House) -> list[str]:
    return [
        "/case/",
        f"/case/{house.building.uid}/",
        f"/case/{house.building.uid}/?segno=empty",
        f"/case/{house.building.uid}/competenze/",
        f"/case/alloggi/{house.known.dwelling.uid}/",
        f"/case/alloggi/{house.empty.uid}/ingresso/",
        f"/case/contratti/{house.known.uid}/uscita/",
        f"/case/contratti/{house.known.uid}/morosita/",
        f"/case/{house.building.uid}/alloggi/nuovo/",
    ]


@pytest.mark.parametrize(("width", "language"), [(360, "it"), (1280, "it"), (360, "ar"), (1280, "ar")])
def test_the_pages_are_accessible(
    width: int,
    language: str,
    house: House,
    at_work: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
) -> None:
    page = at_work(addresses(house)[0], width=width, language=language)
    base = page.url.removesuffix("/case/")
    for address in addresses(house):
        page.goto(f"{base}{address}")
        expect(page.locator("h1")).to_be_visible()
        assert_accessible(page)


def test_a_telephone_shows_one_stair_and_leads_to_the_next(
    house: House, at_work: Callable[..., Page]
) -> None:
    page = at_work(f"/case/{house.building.uid}/", width=360, has_touch=True)
    first, second = page.locator(".plate").nth(0), page.locator(".plate").nth(1)
    first.scroll_into_view_if_needed()
    expect(first).to_be_in_viewport(ratio=0.1)
    expect(second).not_to_be_in_viewport(ratio=0.1)
    page.locator(".stair-choice a").nth(1).click()
    expect(second).to_be_in_viewport(ratio=0.1)
    expect(first).not_to_be_in_viewport(ratio=0.1)


def test_the_keyboard_alone_lights_up_and_opens_a_doorbell(
    house: House, at_work: Callable[..., Page]
) -> None:
    page = at_work(f"/case/{house.building.uid}/", language="en")
    page.locator(".legend-entry", has_text="Shop").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?segno=shop")
    lit = page.locator(".bell.is-lit")
    expect(lit).to_have_count(1)
    lit.focus()
    assert lit.evaluate("bell => getComputedStyle(bell).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('/case/')[0]}/famiglie/{house.shop.household.uid}/")


def test_the_list_narrows_while_one_types_and_keeps_it_in_the_address(
    house: House, at_work: Callable[..., Page]
) -> None:
    page = at_work("/case/", language="en")
    expect(page.locator("#buildings tbody tr")).to_have_count(1)
    page.locator("#search").press_sequentially("nowhere")
    expect(page.locator("#buildings")).to_contain_text("No building is like that")
    assert "q=nowhere" in page.url


def test_paper_shows_all_stairs_and_nothing_to_click(house: House, at_work: Callable[..., Page]) -> None:
    page = at_work(f"/case/{house.building.uid}/")
    page.emulate_media(media="print")
    for plate in page.locator(".plate").all():
        assert plate.bounding_box()
    assert page.locator(".plate").nth(1).bounding_box()["width"] > 100  # type: ignore[index]
    expect(page.locator(".it-header-wrapper")).to_be_hidden()
    expect(page.locator("main .btn").first).to_be_hidden()
