"""The dashboard in a browser: bars that filter, keyboard alone, no scripts, phones, mirrored, and what axe finds."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from campanello.demo.dataset import write_dataset
from campanello.evaluation import runner, store

pytestmark = pytest.mark.browser

DASHBOARD = "/valutazioni/printed/"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def stored_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo's two readings."""
    home = tmp_path_factory.mktemp("dashboard")
    for reading in ("printed", "swapped"):
        write_dataset(home / reading, people=830, reading=reading, format="csv")
        folder = home / "evaluations" / reading
        folder.mkdir(parents=True)
        summary = runner.summarise(home / reading, by_project=True)
        store.save(summary, folder, title=f"Reading {reading}", made_at=datetime(2026, 3, 1, tzinfo=UTC))
    return home


@pytest.fixture
def site(stored_demo: Path, live_server: Any, settings: Any) -> str:
    """The address of a site that has the demo's evaluations."""
    settings.DATA_DIR = stored_demo
    return str(live_server.url)


def visitor(browser: Browser, size: dict[str, int], language: str, **options: Any) -> BrowserContext:
    return browser.new_context(viewport=size, locale=language, **options)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page in English on a wide screen; at the end nothing may have gone wrong on it."""
    context = visitor(browser, DESKTOP, "en")
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


def opened(page: Page, address: str) -> Page:
    """A dashboard whose charts are drawn."""
    page.goto(address)
    expect(page.locator("details[data-folds]")).to_have_count(0)
    return page


def card(page: Page, name: str) -> str:
    return page.locator(".number-card", has=page.get_by_role("heading", name=name, exact=True)).inner_text()


def test_a_click_on_a_bar_filters_everything_and_the_address_keeps_it(site: str, desk: Page) -> None:
    opened(desk, site + DASHBOARD)
    assert "830" in card(desk, "Recipients in all")
    # The second bar is that of the first category's labs: all bars of a category choose it.
    desk.locator("#citizenship .mark-rect path").nth(1).click()
    expect(desk).to_have_url(f"{site}{DASHBOARD}?citizenship=italian")
    expect(desk.locator(".filter-chip")).to_contain_text("Citizenship: Italian citizens")
    assert "586" in card(desk, "Recipients in all")
    expect(desk.locator("#sex .chart svg.marks")).to_be_visible()
    expect(desk.get_by_role("status").first).to_contain_text("586 recipients")
    desk.reload()
    assert "586" in card(desk, "Recipients in all")


def test_back_brings_the_wider_view_with_its_charts(site: str, desk: Page) -> None:
    opened(desk, f"{site}{DASHBOARD}?sex=F")
    desk.locator("#citizenship .mark-rect path").first.click()
    expect(desk.locator(".filter-chip")).to_have_count(2)
    desk.go_back()
    expect(desk.locator(".filter-chip")).to_have_count(1)
    expect(desk.locator("#citizenship .chart svg.marks")).to_be_visible()


def test_a_chip_takes_its_filter_away(site: str, desk: Page) -> None:
    opened(desk, f"{site}{DASHBOARD}?sex=F&citizenship=italian")
    desk.locator(".filter-chip", has_text="Citizenship").click()
    expect(desk).to_have_url(f"{site}{DASHBOARD}?sex=F")
    desk.get_by_role("link", name="Clear all filters").click()
    expect(desk).to_have_url(f"{site}{DASHBOARD}")
    assert "830" in card(desk, "Recipients in all")


def test_the_keyboard_alone_filters_and_keeps_its_place(site: str, desk: Page) -> None:
    opened(desk, site + DASHBOARD)
    desk.locator("#filter-sex summary").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    expect(desk).to_have_url(f"{site}{DASHBOARD}?sex=F")
    expect(desk.locator("#sex-1")).to_be_focused()
    expect(desk.locator("#sex-1")).to_be_checked()
    desk.keyboard.press("Escape")
    expect(desk.locator("#filter-sex")).not_to_have_attribute("open", "")
    expect(desk.locator("#filter-sex summary")).to_be_focused()
    summary = desk.locator("#education-table summary")
    summary.focus()
    desk.keyboard.press("Enter")
    line = desk.locator("#education a[data-category=primary]")
    line.focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{site}{DASHBOARD}?sex=F&education=primary")
    expect(desk.locator("#education-table")).to_have_attribute("open", "")


def test_the_slash_goes_to_the_search_of_the_definitions(site: str, desk: Page) -> None:
    desk.goto(f"{site}{DASHBOARD}definizioni/")
    desk.keyboard.press("/")
    expect(desk.get_by_role("searchbox")).to_be_focused()
    desk.keyboard.type("vulnerable")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"\?q=vulnerable$"))
    expect(desk.get_by_role("heading", level=2)).to_have_count(1)


def test_a_definition_is_one_click_away(site: str, desk: Page) -> None:
    opened(desk, site + DASHBOARD)
    opening = desk.locator(".number-card", has_text="People with a plan among all recipients")
    opening.locator("summary").click()
    expect(opening.locator("details p")).to_contain_text(
        "Of all recipients, those with at least one personal plan."
    )
    opening.get_by_role("link").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("People with a plan among all recipients")


def test_sorting_changes_the_tables_alone(site: str, desk: Page) -> None:
    opened(desk, site + DASHBOARD)
    desk.locator("#quality").get_by_role("link", name="Education").first.click()
    expect(desk).to_have_url(f"{site}{DASHBOARD}?sort=education")
    expect(desk.locator("th[aria-sort=descending]").first).to_contain_text("Education")


def test_without_scripts_everything_is_there(site: str, browser: Browser) -> None:
    context = visitor(browser, DESKTOP, "en", java_script_enabled=False)
    page = context.new_page()
    page.goto(site + DASHBOARD)
    expect(page.locator("#age-band-table table")).to_be_visible()
    page.locator("#filter-sex summary").click()
    page.locator("label[for=sex-1]").click()
    page.locator("#filter-sex").get_by_role("button", name="Show").click()
    expect(page.locator(".filter-chip")).to_contain_text("Sex: Women")
    page.locator("#education a[data-category=primary]").click()
    expect(page.locator(".filter-chip")).to_have_count(2)
    page.locator(".number-meaning summary").first.click()
    expect(page.locator(".number-meaning p").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["on a phone", "on a desk"])
@pytest.mark.parametrize(
    "address",
    {
        "the list": "/valutazioni/",
        "the dashboard": f"{DASHBOARD}?sex=F",
        "the definitions": f"{DASHBOARD}definizioni/",
        "a definition": f"{DASHBOARD}definizioni/plan_share/",
        "the comparison": "/valutazioni/confronto/",
    }.values(),
    ids=["the list", "the dashboard", "the definitions", "a definition", "the comparison"],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: str, browser: Browser, address: str, size: dict[str, int], language: str
) -> None:
    context = visitor(browser, size, language)
    page = opened(context.new_page(), site + address)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


def test_arabic_bars_grow_from_the_right(site: str, browser: Browser) -> None:
    context = visitor(browser, DESKTOP, "ar")
    page = opened(context.new_page(), site + DASHBOARD)
    chart = page.locator("#sex .chart").bounding_box()
    bar = page.locator("#sex .mark-rect path").first.bounding_box()
    assert chart
    assert bar
    assert abs(chart["x"] + chart["width"] - bar["x"] - bar["width"]) < 4
    context.close()


def test_on_paper_every_table_is_open_and_there_is_nothing_to_click(site: str, desk: Page) -> None:
    opened(desk, site + DASHBOARD)
    desk.emulate_media(media="print")
    desk.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(desk.locator("#education-table table")).to_be_visible()
    expect(desk.locator("#filters")).to_be_hidden()
    desk.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(desk.locator("#education-table")).not_to_have_attribute("open", "")
