"""The public pages in a browser: axe, phones, mirrored, the keyboard alone, no scripts, charts under the policy."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NOWHERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "the first page": "/",
    "privacy": "/privacy/",
    "legal notes": "/note-legali/",
    "accessibility": "/accessibilita/",
    "health": "/salute/",
    "the check of figures": "/verifica/",
    "no page": NOWHERE,
}
PHONE, DESK = 360, 1280
PageAt = Callable[..., Page]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Any, settings: Any) -> None:
    """A data folder, without which the health page would rightly complain."""
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("width", [PHONE, DESK], ids=["on a phone", "on a desk"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page_at: PageAt, assert_accessible: Callable[[Page], None], address: str, width: int, language: str
) -> None:
    assert_accessible(page_at(address, width=width, language=language))


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["on a phone", "on a desk"])
def test_what_opens_is_accessible_too(
    page_at: PageAt, assert_accessible: Callable[[Page], None], width: int
) -> None:
    page = page_at("/", width=width, language="ar")
    page.locator(".language-choice summary").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help-dialog")).to_be_visible()
    assert_accessible(page)


START = """() => ['.it-header-slim-wrapper .navbar-brand', '.navbar-nav .nav-link span', 'main h1'].map(name => {
  const found = document.querySelector(name);
  const { left, right } = found.getBoundingClientRect();
  return Math.round(document.dir === 'rtl' ? right : left);
})"""


@pytest.mark.parametrize("language", ["it", "ar"])
def test_on_a_desk_the_header_begins_where_the_page_does(page_at: PageAt, language: str) -> None:
    starts = page_at("/privacy/", width=DESK, language=language).evaluate(START)
    assert len(set(starts)) == 1, starts


def test_the_first_tab_skips_to_the_content(page_at: PageAt) -> None:
    page = page_at("/privacy/", language="en")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".breadcrumb a")).to_be_focused()


def test_the_keyboard_reaches_everything_and_one_always_sees_where_one_is(page_at: PageAt) -> None:
    page = page_at("/", language="en")
    ring = "getComputedStyle(document.activeElement)"
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.innerText").strip()
        if page.evaluate("document.activeElement === document.body"):
            break
        outline = page.evaluate(f"{ring}.outlineStyle + {ring}.outlineWidth + {ring}.boxShadow")
        assert outline != "none0pxnone", text
        reached.append(text)
    for wanted in ("Evaluations", "Check published figures", "Privacy", "Keyboard shortcuts"):
        assert wanted in reached


def test_the_language_is_chosen_by_keyboard_and_kept(page_at: PageAt) -> None:
    page = page_at("/privacy/", language="it")
    page.locator(".language-choice summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="اردو").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/privacy/")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ur")


def test_escape_and_a_click_elsewhere_close_the_choice_of_language(page_at: PageAt) -> None:
    page = page_at("/")
    choice = page.locator(".language-choice")
    choice.locator("summary").click()
    page.keyboard.press("Escape")
    expect(choice).not_to_have_attribute("open", "")
    expect(choice.locator("summary")).to_be_focused()
    choice.locator("summary").click()
    page.locator("h1").click()
    expect(choice).not_to_have_attribute("open", "")


def test_without_scripts_a_language_can_be_chosen_and_every_page_reached(page_at: PageAt) -> None:
    page = page_at("/", width=PHONE, java_script_enabled=False)
    page.locator(".language-choice summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#footer").get_by_role("link", name="Check published figures").click()
    assert page.url.endswith("/verifica/")


def test_the_menu_opens_and_closes_on_a_phone(page_at: PageAt) -> None:
    page = page_at("/", width=PHONE, language="en")
    menu = page.locator("#main-navigation")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Open the menu").click()
    expect(menu.get_by_role("link", name="Evaluations")).to_be_visible()
    # While it is still sliding in, the framework takes no click.
    page.wait_for_timeout(500)
    menu.get_by_role("button", name="Close the menu").click()
    expect(menu).to_be_hidden()


def test_help_opens_by_its_key_until_that_is_switched_off(page_at: PageAt) -> None:
    page = page_at("/", language="en")
    help_dialog = page.locator("#help-dialog")
    page.keyboard.press("?")
    expect(help_dialog).to_be_visible()
    page.get_by_text("Use these shortcuts in this browser").click()
    page.keyboard.press("Escape")
    expect(help_dialog).to_be_hidden()
    page.reload()
    page.keyboard.press("?")
    expect(help_dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_label("Use these shortcuts in this browser")).not_to_be_checked()


def test_the_page_is_mirrored_for_who_reads_from_the_right(page_at: PageAt) -> None:
    places = {}
    for language in ("it", "ar"):
        box = page_at("/", language=language).locator(".it-brand-wrapper").first.bounding_box()
        assert box is not None
        places[language] = box["x"] + box["width"] / 2
    assert places["it"] < DESK / 2 < places["ar"]


def test_the_first_page_is_light(page_at: PageAt) -> None:
    page = page_at("/")
    names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [name for name in names if "charts" in name or "htmx" in name]
    fonts = [name for name in names if name.endswith(".woff2")]
    assert 0 < len(fonts) <= 4
    assert all("titillium" in name for name in fonts)
    size = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js'))"
        ".reduce((sum, one) => sum + one.decodedBodySize, 0)"
    )
    assert 0 < size < 60_000


def test_paper_gets_the_content_and_nothing_to_click(page_at: PageAt) -> None:
    page = page_at("/privacy/")
    page.emulate_media(media="print")
    for gone in (".it-header-wrapper", ".it-footer", ".breadcrumb-container"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("table")).to_be_visible()


CHART = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"part": "a", "people": 1234.5}, {"part": "b", "people": 7000}]},
    "transform": [{"calculate": "datum.people * 2", "as": "twice"}],
    "layer": [
        {"mark": {"type": "bar", "tooltip": True}},
        {
            "mark": {"type": "text"},
            "encoding": {"text": {"field": "twice", "type": "quantitative", "format": ",.1f"}},
        },
    ],
    "encoding": {
        "x": {"field": "twice", "type": "quantitative"},
        "y": {"field": "part", "type": "nominal"},
    },
}
NUMBERS = {"it": "2.469,0", "en": "2,469.0", "fr": "2\u202f469,0", "ar": "2.469,0"}


@pytest.mark.parametrize(("language", "number"), NUMBERS.items(), ids=NUMBERS)
def test_a_chart_is_drawn_under_the_policy_in_the_reader_s_numbers(
    page_at: PageAt, language: str, number: str
) -> None:
    page = page_at("/", language=language)
    page.add_script_tag(url="/static/built/js/charts.js")
    page.evaluate(
        "(spec) => { const box = document.createElement('div'); box.id = 'chart'; document.body.append(box);"
        " return campanelloCharts.render(box, spec).then(() => null); }",
        json.loads(json.dumps(CHART)),
    )
    expect(page.locator("#chart svg .mark-rect path")).to_have_count(2)
    expect(page.locator("#chart svg")).to_contain_text(number)
    page.locator("#chart .mark-rect path").first.hover()
    expect(page.locator("#vg-tooltip-element")).to_be_visible()
