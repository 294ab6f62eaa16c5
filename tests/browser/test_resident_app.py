"""The residents' app in a browser: at phone width and by keyboard, in Italian and Arabic; and without a network."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from campanello.accounts.models import User
from campanello.letters.models import Letter
from campanello.points.models import Donation, Redemption, Settlement
from tests import factories
from tests.app_world import App
from tests.working import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 360
MOST_TABS = 90


@pytest.fixture
def app(settings: Any) -> App:
    """Amina with 200 points and 900,50 EUR to pay; the second proof is another test's."""
    settings.SECOND_FACTOR_ASKED = False
    made = App()
    made.tenancy.holder = made.amina
    made.tenancy.save()
    return made


@pytest.fixture
def state_of(live_server: Any) -> Callable[[int], dict[str, Any]]:
    """Of a browser in which somebody is logged in."""

    def made(user: int) -> dict[str, Any]:
        client = Client()
        client.force_login(User.objects.get(pk=user))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "expires": -1}
        cookie |= {"domain": urlsplit(live_server.url).hostname, "path": "/"}
        cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
        return {"cookies": [cookie], "origins": []}

    return made


@pytest.fixture
def opened(
    state_of: Callable[[int], dict[str, Any]], page_at: Callable[..., Page], app: App
) -> Callable[..., Page]:
    """Opens a page on a telephone, as Amina or as somebody else: `opened("/mio/", "it")`."""

    def visit(address: str, language: str, user: int | None = None) -> Page:
        state = state_of(user or app.user.pk)
        return page_at(address, width=PHONE, language=language, storage_state=state)

    return visit


def go_to(page: Page, selector: str) -> None:
    """Go there by the keyboard alone."""
    wanted = page.locator(selector).first
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{selector} is not reached by Tab")


def press_on(page: Page, selector: str) -> None:
    """Go there by the keyboard alone, and press Enter."""
    go_to(page, selector)
    page.keyboard.press("Enter")


def type_in(page: Page, selector: str, text: str) -> None:
    """Go there by the keyboard alone, and write over what is there."""
    go_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


class Office:
    """Those who work there, each at a telephone of their own, in one language."""

    def __init__(
        self, app: App, opened: Callable[..., Page], check: Callable[[Page], None], language: str
    ) -> None:
        self.app, self.opened, self.check, self.language = app, opened, check, language

    def at(self, address: str, role: str, name: str) -> Page:
        """A page, opened by somebody with a role of their own."""
        user = factories.user(name=name)
        factories.assignment(user=user, role=role, project=self.app.project)
        page = self.opened(address, self.language, user.pk)
        self.check(page)
        return page

    def award(self) -> None:
        """Two hours of the day before yesterday become ten points."""
        address = reverse("staff:register-award", args=[self.app.was_there(2).uid])
        page = self.at(address, "desk", "Dora Sportello")
        press_on(page, "main form [type=submit]")
        expect(page.locator("main form")).to_have_count(0)
        self.check(page)

    def settle(self) -> None:
        """One proposes, another approves, the first orders the payment and writes down that it arrived."""
        page = self.at(reverse("staff:settlement-new"), "coordinator", "Anna Verdi")
        press_on(page, "main a[href*='/liquidazioni/nuova/']")
        page.wait_for_url("**/nuova/*/*/")
        self.check(page)
        press_on(page, "main form [type=submit]")
        page.wait_for_url("**/liquidazioni/*-*-*/")
        expect(page.locator("form[action$='/approva/']")).to_have_count(0)

        other = self.at(urlsplit(page.url).path, "programme", "Petra Bando")
        press_on(other, "form[action$='/approva/'] [type=submit]")
        expect(other.locator("form[action$='/approva/']")).to_have_count(0)

        page.reload()
        press_on(page, "a[href$='/ordina/']")
        page.wait_for_url("**/ordina/")
        self.check(page)
        press_on(page, "main form [type=submit]")
        press_on(page, "a[href$='/conferma/']")
        page.wait_for_url("**/conferma/")
        self.check(page)
        type_in(page, "#id_proof", "CRO 42")
        page.keyboard.press("Enter")
        page.wait_for_url("**/liquidazioni/*-*-*/")
        expect(page.locator("a[href$='/conferma/']")).to_have_count(0)
        self.check(page)

    def sees_that_it_was_read(self, letter: Letter) -> None:
        page = self.at(reverse("staff:letter", args=[letter.uid]), "desk", "Delia Sportello")
        expect(page.locator("main .lead .status-badge.is-success")).to_be_visible()


def read_the_letter(page: Page, assert_accessible: Callable[[Page], None], language: str) -> None:
    press_on(page, 'a[href="/mio/lettere/"]')
    page.wait_for_url("**/lettere/")
    assert_accessible(page)
    press_on(page, ".letter-line a")
    page.wait_for_url("**/lettere/*/")
    expect(page.locator("#letter-title")).to_have_attribute("lang", language)
    expect(page.locator(".letter-sheet > div").first).to_contain_text("800,50")
    expect(page.locator(".letter-receipt")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("language", ["it", "ar"])
def test_hours_become_points_the_points_a_smaller_debt_and_a_letter_that_is_read(
    app: App, opened: Callable[..., Page], assert_accessible: Callable[[Page], None], language: str
) -> None:
    app.amina.languages.create(code=language)
    office = Office(app, opened, assert_accessible, language)
    office.award()
    page = opened("/mio/", language)
    home = page.url
    assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
    expect(page.locator(".app-figure .figure").first).to_contain_text("210")
    expect(page.locator(".app-debt .paid")).to_have_attribute("width", "0.0")
    assert_accessible(page)

    press_on(page, 'a[href="/mio/affitto/"]')
    page.wait_for_url("**/affitto/")
    expect(page.locator("[data-shows=left]")).to_contain_text("690")
    assert_accessible(page)
    type_in(page, "#id_points", "100")
    expect(page.locator("[data-shows=left]")).to_contain_text("800")
    press_on(page, "form.app-card [type=submit]")
    expect(page.locator("button[name=yes]")).to_be_visible()
    assert_accessible(page)
    press_on(page, "button[name=yes]")
    page.wait_for_url("**/punti/*/")
    assert_accessible(page)
    assert Redemption.objects.get().points == 100

    if language == "it":
        office.settle()
    else:
        app.confirmed(app.ordered())
    work_off()
    held = Settlement.objects.get()
    assert (held.state, held.settled_cents, held.proof) == ("confirmed", 100_00, "CRO 42")
    page.goto(home)
    expect(page.locator(".app-debt .paid")).to_have_attribute("width", "11.1")  # 100 of 900,50
    expect(page.locator(".app-sum").first).to_contain_text("800")
    # Read from its start: the bar gets shorter towards the end, in both directions of reading.
    left = page.locator(".app-debt .left").bounding_box()
    paid = page.locator(".app-debt .paid").bounding_box()
    assert left is not None
    assert paid is not None
    assert (left["x"] < paid["x"]) is (language == "it")

    read_the_letter(page, assert_accessible, language)
    office.sees_that_it_was_read(Letter.objects.get())


@pytest.mark.parametrize("language", ["it", "ar"])
def test_points_are_given_by_a_neighbours_code(
    app: App, opened: Callable[..., Page], assert_accessible: Callable[[Page], None], language: str
) -> None:
    _, _, other = app.family("Piera", code="PERA-2346")
    page = opened("/mio/dona/", language)
    type_in(page, "[name=code]", "pera 2346")
    type_in(page, "[name=points]", "15")
    go_to(page, "[name=nothing_in_return]")
    page.keyboard.press("Space")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.locator("button[name=yes]")).to_be_visible()
    assert_accessible(page)
    press_on(page, "button[name=yes]")
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
    app: App,
    state_of: Callable[[int], dict[str, Any]],
    browser: Browser,
    live_server: Any,
    settings: Any,
) -> None:
    settings.OFFLINE_ENTRIES = True
    phone = {"width": PHONE, "height": 800}
    context = browser.new_context(viewport=phone, locale="it", storage_state=state_of(app.user.pk))
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
