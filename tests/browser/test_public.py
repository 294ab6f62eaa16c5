"""The public pages in a browser: what axe finds, phones, mirrored, the keyboard, and what the policy forbids."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = ("/", "/privacy/", "/note-legali/", "/accessibilita/", "/salute/", "/nowhere/", "/verifica/")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_read_every_page(browser: Browser, live_server: Any, width: int, language: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=language)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda told: wrong.append(told.text) if "Content Security Policy" in told.text else None
    )
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        assert [(address, one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()
    assert wrong == []


def test_the_keyboard_skips_to_the_content(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(locale="it")
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_be_visible()
    target = skip.get_attribute("href")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == target == "#main"
    page.close()


def test_a_question_mark_opens_the_help_and_escape_closes_it(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(locale="it")
    page.goto(live_server.url)
    help_page = page.locator("dialog")
    expect(help_page).to_be_hidden()
    page.keyboard.press("?")
    expect(help_page).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_page).to_be_hidden()
    page.keyboard.press("?")
    help_page.get_by_role("button").click()
    expect(help_page).to_be_hidden()
    page.close()


def test_a_language_is_chosen_by_hand(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(locale="it", viewport={"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/privacy/")
    page.locator("header").get_by_text("Italiano").first.click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/privacy/")
    page.close()
