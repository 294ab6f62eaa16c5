"""Without a network: written down, kept, the tab closed, the log-in over, then sent once each."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as LogIn
from django.core.signals import request_finished, request_started
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Route, expect

from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.homes.models import Neighbourhood
from campanello.lab.models import Activity, Attendance, Finding, Report, Session, SignUp, Visit
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/laboratorio/senza-rete/"


class Phone:
    """An operator's telephone: a browser with a log-in, whose network can be cut."""

    def __init__(self, context: BrowserContext, origin: str, user: Any) -> None:
        self.context, self.origin, self.user = context, origin, user
        self.log_in()

    def log_in(self) -> None:
        client = Client()
        client.force_login(self.user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}
        self.context.add_cookies([{**cookie, "url": self.origin, "httpOnly": True}])

    def open(self, address: str = PAGE) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.origin}{address}")
        return page

    def ready(self) -> Page:
        """The page with the device known, names taken along, and the worker in charge."""
        page = self.open()
        expect(page.locator("#news")).to_have_text("Connected: what you write is sent at once.")
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        return page


@pytest.fixture
def phone(browser: Browser, live_server: Any, settings: Any) -> Iterator[Phone]:
    settings.OFFLINE_ENTRIES = True
    project = factories.project(title="Lunetta")
    user = factories.assignment(role=Role.DESK, project=project).user
    house = factories.building(project, street="Viale Veneto", number="4")
    samira = factories.person(project, given_name="Samira", family_name="Alaoui")
    factories.tenancy(factories.dwelling(house, doorbell="Alaoui"), factories.household(samira))
    activity = Activity.objects.create(project=project, kind="dinner", titles={"it": "Cena"})
    now = timezone.now()
    session = Session.objects.create(
        activity=activity,
        project=project,
        on=today(),
        starts_at=now,
        ends_at=now + timedelta(hours=2),
    )
    SignUp.objects.create(session=session, person=samira, state="booked", made_at=now)
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="en")
    with finished_requests():
        yield Phone(context, live_server.url, user)
        context.close()


@contextmanager
def finished_requests() -> Iterator[None]:
    """At the end no request is under way: a page asks by itself, and the database is about to be emptied."""
    running: list[object] = []

    def begin(sender: object, **_: object) -> None:
        running.append(sender)

    def end(sender: object, **_: object) -> None:
        running.pop()

    request_started.connect(begin)
    request_finished.connect(end)
    try:
        yield
        until = monotonic() + 10
        while running and monotonic() < until:
            sleep(0.02)
    finally:
        request_started.disconnect(begin)
        request_finished.disconnect(end)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 40), "red").save(made, "PNG")
    return made.getvalue()


def state(page: Page, name: str) -> Any:
    return page.locator(f"#entries > li[data-is='{name}']")


def keep_one_of_each(page: Page) -> None:
    page.get_by_role("radio", name="Samira Alaoui").check()
    page.get_by_role("checkbox", name="Money and bonuses").check()
    page.get_by_role("button", name="5 minutes more").click()
    page.get_by_role("button", name="Keep this visit").click()
    expect(state(page, "kept")).to_have_count(1)
    page.get_by_role("radio", name="Report", exact=True).check()
    page.get_by_role("combobox", name="Street number").select_option(label="Viale Veneto 4")
    page.get_by_label("What is wrong").fill("The door does not close")
    photo = {"name": "door.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_label("Photograph").set_input_files(files=[photo])
    page.get_by_role("button", name="Keep this report").click()
    expect(state(page, "kept")).to_have_count(3)
    page.get_by_role("radio", name="Check-in").check()
    page.get_by_role("button", name="Samira Alaoui").click()
    expect(state(page, "kept")).to_have_count(4)


def counts() -> dict[str, int]:
    return {
        "visits": Visit.objects.count(),
        "reports": Report.objects.count(),
        "photos": sum(one.photos.count() for one in Report.objects.all()),
        "check-ins": Attendance.objects.count(),
        "findings": Finding.objects.count(),
    }


def test_written_in_the_courtyard_and_received_once_although_tab_and_log_in_ended(phone: Phone) -> None:
    page = phone.ready()
    phone.context.set_offline(True)
    keep_one_of_each(page)
    page.close()
    LogIn.objects.all().delete()
    # Another page of the site: the network is gone, so the one that works without it opens in its place.
    page = phone.open("/persone/nuova/")
    expect(page.get_by_text("The page that you asked for needs the network.")).to_be_visible()
    expect(state(page, "kept")).to_have_count(4)
    phone.context.set_offline(False)
    expect(page.locator("#news")).to_contain_text("You are logged out. Nothing is lost")
    expect(page.get_by_text("Names are locked until you log in.")).to_be_visible()
    expect(page.get_by_text("Samira")).to_have_count(0)
    assert not any(counts().values())
    phone.log_in()
    page.goto(f"{phone.origin}{PAGE}")
    expect(state(page, "received")).to_have_count(4)
    assert counts() == {"visits": 1, "reports": 1, "photos": 1, "check-ins": 1, "findings": 0}
    visit = Visit.objects.get()
    assert (visit.minutes, visit.channel, visit.person and visit.person.name) == (
        15,
        "courtyard",
        "Samira Alaoui",
    )
    expect(page.get_by_text(Report.objects.get().number)).to_be_visible()


def test_nothing_is_lost_when_the_telephone_restarts(
    phone: Phone, browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> None:
    def started() -> BrowserContext:
        options = {**browser_type_launch_args, "locale": "en", "viewport": {"width": 360, "height": 800}}
        return browser_type.launch_persistent_context(tmp_path, **options)

    before = started()
    # As in browsers that do not wake a worker: here it would reach the server, since only pages are cut off.
    before.add_init_script(
        "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { get: () => undefined })"
    )
    page = Phone(before, phone.origin, phone.user).ready()
    before.set_offline(True)
    page.get_by_role("radio", name="Samira Alaoui").check()
    page.get_by_role("button", name="Keep this visit").click()
    expect(state(page, "kept")).to_contain_text("Samira Alaoui")
    before.close()
    after = started()
    after.set_offline(True)
    page = after.new_page()
    page.goto(f"{phone.origin}{PAGE}")
    expect(state(page, "kept")).to_contain_text("Samira Alaoui")
    after.set_offline(False)
    Phone(after, phone.origin, phone.user).open()
    expect(state(page, "received")).to_have_count(1)
    after.close()
    assert Visit.objects.get().person is not None


def through_a_bad_connection(page: Page) -> list[str]:
    """Of the entries the first answer is lost, the second request never arrives; of all the rest every third one."""
    seen: list[str] = []

    def pass_on(route: Route) -> None:
        seen.append(route.request.method)
        posts = seen.count("POST")
        if route.request.method == "POST" and posts == 1:
            route.fetch()
            route.abort()
        elif posts == 2 or len(seen) % 3 == 0:
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/api/v1/entries(/session)?$"), pass_on)
    return seen


KEEP_MANY = """async (many) => {
  const form = document.querySelector('[data-entry="visit"]');
  const count = document.querySelector('[data-count="kept"]');
  for (let n = 1; n <= many; n += 1) {
    form.elements.note.value = `number ${n}`;
    form.requestSubmit();
    while (Number(count.textContent) < n) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}"""


def test_thirty_entries_arrive_once_each_in_order_through_a_bad_connection(phone: Phone) -> None:
    page = phone.ready()
    phone.context.set_offline(True)
    page.evaluate(KEEP_MANY, 30)
    # Woken by the browser the worker would send too, past the bad connection of the page.
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.unregister())")
    seen = through_a_bad_connection(page)
    phone.context.set_offline(False)
    expect(page.locator("[data-count='received']")).to_have_text("30", timeout=10_000)
    expect(page.locator("[data-count='kept']")).to_have_text("0")
    assert seen.count("POST") > 2
    assert list(Visit.objects.order_by("pk").values_list("note", flat=True)) == [
        f"number {n}" for n in range(1, 31)
    ]


def test_the_ten_second_visit_is_kept_where_its_page_finds_no_network(phone: Phone) -> None:
    phone.ready().close()
    for seems_online in (False, True):
        page = phone.open("/laboratorio/visite/nuova/")
        expect(page.locator("#offline-mark")).to_be_attached()
        page.wait_for_load_state("networkidle")
        phone.context.set_offline(True)
        if seems_online:
            page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
        page.get_by_text("Courtyard", exact=True).click()
        page.get_by_role("button", name="Save the visit").click()
        page.wait_for_url(f"**{PAGE}")
        expect(state(page, "kept")).to_have_count(1)
        phone.context.set_offline(False)
        expect(state(page, "kept")).to_have_count(0)
        page.close()
    assert list(Visit.objects.values_list("channel", flat=True)) == ["courtyard", "courtyard"]


def test_what_is_refused_stays_and_what_changed_meanwhile_is_asked(phone: Phone) -> None:
    page = phone.ready()
    phone.context.set_offline(True)
    page.get_by_role("radio", name="Check-in").check()
    page.get_by_role("button", name="Samira Alaoui").click()
    page.get_by_role("radio", name="Strong or weak point").check()
    page.get_by_role("combobox", name="Street number").select_option(label="Viale Veneto 4")
    page.get_by_label("What people say").fill("The lift stands still")
    page.get_by_role("button", name="Keep this point").click()
    expect(state(page, "kept")).to_have_count(2)
    session, samira = Session.objects.get(), SignUp.objects.get().person
    marked = {"presence": "absent", "recorded_at": timezone.now(), "recorded_by": phone.user}
    Attendance.objects.create(session=session, person=samira, **marked)
    Neighbourhood.objects.get().projects.clear()
    phone.context.set_offline(False)
    expect(state(page, "refused")).to_have_count(1)
    asked = state(page, "conflict")
    expect(asked).to_contain_text("Recorded: Absent. Mine: Present.")
    asked.get_by_role("button", name="Mine is to hold").click()
    expect(state(page, "received")).to_have_count(1)
    assert Attendance.objects.get().presence == "present"
    page.reload()
    refused = state(page, "refused")
    refused.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Keep it").click()
    expect(refused).to_contain_text("The lift stands still")
    refused.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Discard it").click()
    expect(refused).to_have_count(0)


EVERYTHING = """async () => {
  const bytes = (value) => new TextDecoder('latin1').decode(value);
  const spread = (_, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? bytes(value) : value;
  const database = await new Promise((resolve) => {
    const request = indexedDB.open('campanello');
    request.onsuccess = () => resolve(request.result);
  });
  const stores = await Promise.all([...database.objectStoreNames].map((name) => new Promise((resolve) => {
    const request = database.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  })));
  const addresses = [];
  const pages = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      addresses.push(new URL(request.url).pathname);
      pages.push(await (await cache.match(request)).text());
    }
  }
  const open = stores.flat().filter((row) => row.open);
  return { text: JSON.stringify(stores, spread) + pages.join(), addresses, open: open.length,
           extractable: open.some((row) => row.open.privateKey.extractable) };
}"""


def test_nothing_that_lies_on_the_device_tells_a_name_and_a_log_out_locks_it(phone: Phone) -> None:
    page = phone.ready()
    phone.context.set_offline(True)
    page.get_by_label("Note", exact=False).first.fill("She cried")
    page.get_by_role("button", name="Keep this visit").click()
    expect(state(page, "kept")).to_contain_text("She cried")
    held = page.evaluate(EVERYTHING)
    assert (held["open"], held["extractable"]) == (1, False)
    for secret in ("Samira", "Alaoui", "She cried", phone.user.name):
        assert secret not in held["text"]
    assert sorted(one for one in held["addresses"] if not one.startswith("/static/")) == [PAGE]
    page.get_by_role("button", name="Lock names now").click()
    expect(page.get_by_text("Names are locked until you log in.")).to_be_visible()
    expect(page.get_by_text("She cried")).to_have_count(0)
    assert page.evaluate(EVERYTHING)["open"] == 0
    # What is written now is sealed too: nobody reads it here before a log-in.
    page.get_by_label("Note", exact=False).first.fill("He came back")
    page.get_by_role("button", name="Keep this visit").click()
    expect(state(page, "kept")).to_have_count(2)
    expect(page.get_by_text("Can be read when you are logged in.")).to_have_count(2)
    assert "He came back" not in page.evaluate(EVERYTHING)["text"]
    phone.context.set_offline(False)
    expect(state(page, "received")).to_have_count(2)
    assert list(Visit.objects.order_by("pk").values_list("note", flat=True)) == ["She cried", "He came back"]


def test_every_page_of_the_teams_tells_the_count_and_a_log_out_takes_the_keys(phone: Phone) -> None:
    page = phone.ready()
    # Woken by the browser the worker would send it.
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.unregister())")
    page.route(re.compile("/api/v1/entries$"), lambda route: route.abort())
    page.get_by_role("button", name="Keep this visit").click()
    expect(state(page, "kept")).to_have_count(1)
    home = phone.context.new_page()
    home.route(re.compile("/api/v1/entries"), lambda route: route.abort())
    home.goto(f"{phone.origin}/inizio/")
    expect(home.locator("#offline-mark")).to_have_text(re.compile(r"Kept here:\s+1"))
    page.close()
    assert home.evaluate(EVERYTHING)["open"] == 1
    home.locator(".account-menu summary").click()
    home.get_by_role("button", name="Log out").click()
    expect(home.locator(".account-log-in")).to_be_visible()
    assert home.evaluate(EVERYTHING)["open"] == 0
    assert not Visit.objects.exists()


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_page_is_accessible_on_a_phone(phone: Phone, assert_accessible: Any, language: str) -> None:
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": phone.origin}
    phone.context.add_cookies([cookie])
    page = phone.open()
    expect(page.locator("[data-entry='visit'] [data-options] label")).to_have_count(2)
    for kind in ("visit", "report", "check-in", "finding"):
        page.locator(f"input[name='kind'][value='{kind}']").check()
        assert_accessible(page)
