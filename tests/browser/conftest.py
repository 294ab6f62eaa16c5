"""What the tests in a browser share: which browser, and that there may be none."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.conftest import BROWSERS

# The browser's driver runs an event loop in the test's thread; Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NOWHERE = "/nowhere/"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own browser, which does nothing on its own; no browser, no test, unless one is required."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        message = "there is no Chromium here"
        if os.environ.get("CAMPANELLO_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return {**browser_type_launch_args, "executable_path": found, "args": list(QUIET)}


@pytest.fixture(autouse=True)
def nothing_taken_along(settings: Any) -> None:
    """No page asks for anything by itself: the tests' SQLite in memory answers "locked" where two requests meet."""
    settings.OFFLINE_ENTRIES = False


@pytest.fixture
def page_at(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site: `page_at("/", width=360, language="ar")`; options are the browser context's.

    At the end nothing may have gone wrong on any page opened: no script failed, nothing was refused by the
    security policy or not found.
    """
    contexts, wrong = [], []

    def heard(said: ConsoleMessage) -> None:
        # The page for an address that is not there is told as an error too, as it should be.
        if said.type in {"error", "warning"} and said.location["url"] != f"{live_server.url}{NOWHERE}":
            wrong.append(said.text)

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", heard)

    def opened(address: str, *, width: int = 1280, language: str = "it", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale=language, **options)
        contexts.append(context)
        page = context.new_page()
        listen(page)
        page.goto(f"{live_server.url}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fails with what axe finds on a page against WCAG A and AA, and when the page scrolls sideways."""
    axe = Axe()

    def check(page: Page) -> None:
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
        assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found] == []
        viewport = page.viewport_size
        assert viewport is not None
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    return check
