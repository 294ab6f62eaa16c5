"""The residents' app in a browser: at phone width and by keyboard, in Italian and Arabic; and without a network."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from campanello.accounts.models import User
from campanello.points.models import Donation, Redemption
from tests.app_world import App

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 360


@pytest.fixture
def app(settings: Any) -> App:
    """Amina with 200 points and 900,50 EUR to pay; the second proof is another test's."""
    settings.SECOND_FACTOR_ASKED = False
    return App()


@pytest.fixture
def state(app: App, live_server: Any) -> dict[str, Any]:
    """Of a browser in which Amina is logged in."""
    client = Client()
    client.force_login(User.objects.get(pk=app.user.pk))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "expires": -1}
    cookie |= {"domain": urlsplit(live_server.url).hostname, "path": "/"}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [cookie], "origins": []}


@pytest.fixture
def opened(state: dict[str, Any], page_at: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page as Amina on a telephone: `opened("/mio/", "it")`."""

    def visit(address: str, language: str) -> Page:
        return page_at(address, width=PHONE, language=language, storage_state=state)

    return visit


def press_on(page: Page, selector: str) -> None:
    """Go there by the keyboard alone, and press Enter."""
    wanted = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return page.keyboard.press("Enter")
    pytest.fail(f"{selector} is not reached by Tab")


@pytest.mark.parametrize("language", ["it", "ar"])
def test_what_is_earned_is_seen_redeemed_and_the_debt_shrinks_once_the_landlord_has_it(
    app: App, opened: Callable[..., Page], assert_accessible: Callable[[Page], None], language: str
) -> None:
    app.award(app.account, 20)
    page = opened("/mio/", language)
    assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
    expect(page.locator(".app-figure .figure").first).to_contain_text("220")
    expect(page.locator(".app-debt .paid")).to_have_attribute("width", "0.0")
    assert_accessible(page)

    press_on(page, 'a[href="/mio/affitto/"]')
    page.wait_for_url("**/affitto/")
    expect(page.locator("[data-shows=left]")).to_contain_text("680")
    assert_accessible(page)
    page.locator("#id_points").fill("100")
    expect(page.locator("[data-shows=left]")).to_contain_text("800")
    press_on(page, "form.app-card [type=submit]")
    expect(page.locator("button[name=yes]")).to_be_visible()
    assert_accessible(page)
    press_on(page, "button[name=yes]")
    page.wait_for_url("**/punti/*/")
    assert_accessible(page)
    assert Redemption.objects.get().points == 100

    app.confirmed(app.ordered())
    page.goto(page.url.split("/mio/")[0] + "/mio/")
    expect(page.locator(".app-debt .paid")).to_have_attribute("width", "11.1")  # 100 of 900,50
    expect(page.locator(".app-sum").first).to_contain_text("800")
    # Read from its start: the bar gets shorter towards the end, in both directions of reading.
    left, paid = (
        page.locator(".app-debt .left").bounding_box(),
        page.locator(".app-debt .paid").bounding_box(),
    )
    assert left is not None
    assert paid is not None
    assert (left["x"] < paid["x"]) is (language == "it")


@pytest.mark.parametrize("language", ["it", "ar"])
def test_points_are_given_by_keyboard(
    app: App, opened: Callable[..., Page], assert_accessible: Callable[[Page], None], language: str
) -> None:
    _, _, other = app.family("Piera", code="PERA-2346")
    page = opened("/mio/dona/?codice=PERA-2346", language)
    page.locator("[name=points]").fill("15")
    page.locator("[name=nothing_in_return]").focus()
    page.keyboard.press("Space")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.locator("button[name=yes]").focus()
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/punti/*/")
    assert_accessible(page)
    assert (Donation.objects.count(), app.balance(other)) == (1, 15)


@pytest.mark.parametrize("language", ["it", "ar"])
def test_every_page_is_accessible_and_its_targets_are_large(
    app: App, opened: Callable[..., Page], assert_accessible: Callable[[Page], None], language: str
) -> None:
    app.was_there(3)
    page = opened("/mio/altro/", language)
    start = page.url.split("/mio/")[0]
    for address in (
        "altro/",
        "punti/",
        "attivita/",
        f"attivita/{app.next.uid}/",
        "ore/",
        "dona/codice/",
        "piano/",
    ):
        page.goto(f"{start}/mio/{address}")
        assert_accessible(page)
        sizes = page.evaluate(
            "[...document.querySelectorAll('.app-bar a, .btn, .app-list a, .app-choices a, .app-language summary')]"
            ".filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect())"
            ".filter((box) => box.height < 48 || box.width < 48).length"
        )
        assert sizes == 0, address


def test_what_was_seen_opens_without_a_network_and_goes_when_one_logs_out(
    state: dict[str, Any], browser: Browser, live_server: Any, settings: Any
) -> None:
    settings.OFFLINE_ENTRIES = True
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="it", storage_state=state)
    page, start = context.new_page(), live_server.url  # a browser without a network says so on its console
    page.goto(f"{start}/mio/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.goto(f"{start}/mio/punti/")
    expect(page.locator("[data-seen]")).to_be_hidden()
    page.wait_for_function(
        "caches.keys().then((names) => names.some((name) => name.startsWith('resident-pages-')))"
    )

    context.set_offline(True)
    page.goto(f"{start}/mio/punti/")
    expect(page.locator("[data-seen]")).to_be_visible()
    expect(page.locator(".app-figure")).to_contain_text("200")
    page.goto(f"{start}/mio/ore/")  # was never opened
    expect(page.locator(".app-figure")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()

    context.set_offline(False)
    page.goto(f"{start}/mio/altro/")
    page.locator("form[data-wipes] button").click()
    page.wait_for_url(lambda address: "/mio/" not in address)
    left = page.evaluate("caches.keys().then((names) => names.filter((name) => name.includes('pages')))")
    assert left == []
    context.close()
