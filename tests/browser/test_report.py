"""The HTML report opened from a disk: charts drawn without a network, readable on a phone, by keyboard and by ear."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from campanello.evaluation.report.write import write_report
from tests.indicators.report.making import evaluation

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
sizes = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
CHARTS = 12


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    (path,) = write_report(evaluation("hostile"), formats=["html"], language="it", directory=folder)
    return Path(path).as_uri()


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the browser complains of, and every address that is asked for."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: said.append(f"request: {request.url[:60]}"))
    page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    return said


@sizes
def test_every_chart_is_drawn_and_nothing_is_fetched(
    page: Page, heard: list[str], report: str, size: dict[str, Any]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(report)
    expect(page.locator("figure.drawn .live svg")).to_have_count(CHARTS)
    expect(page.locator("figure.drawn .still").first).to_be_hidden()
    assert [one for one in heard if not one.startswith(("request: data:", "request: file:"))] == []
    assert sum(one.startswith("request: file:") for one in heard) == 1


@sizes
def test_nothing_scrolls_sideways_but_tables_in_their_box(
    page: Page, report: str, size: dict[str, Any]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(report)
    expect(page.locator("figure.drawn")).to_have_count(CHARTS)
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


@sizes
def test_axe_finds_nothing(page: Page, report: str, size: dict[str, Any]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(report)
    expect(page.locator("figure.drawn")).to_have_count(CHARTS)
    found = Axe().run(page)
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]] == []


def test_where_scripts_do_not_run_the_still_charts_are_seen(browser: Any, report: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report)
    expect(page.locator(".still svg").first).to_be_visible()
    expect(page.locator(".still svg")).to_have_count(CHARTS)
    context.close()


def test_on_paper_the_still_charts_are_printed(page: Page, report: str) -> None:
    page.goto(report)
    expect(page.locator("figure.drawn")).to_have_count(CHARTS)
    page.emulate_media(media="print")
    expect(page.locator(".still svg").first).to_be_visible()
    expect(page.locator(".live").first).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()


def test_a_click_on_the_key_fades_the_other_populations(page: Page, report: str) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(report)
    chart = page.locator("#chart-sex")
    # Reached through the drawing: to who cannot see it the chart is one image with a description.
    chart.locator("g.role-legend-symbol path").nth(1).click(force=True)
    bars = chart.locator("g.mark-rect.role-mark path")
    expect(bars.first).to_have_attribute("opacity", "0.25")
