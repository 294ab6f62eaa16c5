"""`python -m bench.offline`: 500 entries kept on a device, sent through a connection that drops every third request.

Starts the site as it is served, on a database of its own, opens the page without a network in a browser, writes the
entries down there, and cuts every third request: half of those before they arrive, half when the answer is on its way.
Prints how long it took from the network's return to the last entry received, and what arrived how often.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench import results

ROOT = Path("var/bench/offline")
LIMIT_SECONDS = 10.0
PORT = 8977
PAGE = "/laboratorio/senza-rete/"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
KEEP_MANY = """async (many) => {
  const form = document.querySelector('[data-entry="visit"]');
  const count = document.querySelector('[data-count="kept"]');
  for (let n = 1; n <= many; n += 1) {
    form.elements.note.value = `number ${n}`;
    form.requestSubmit();
    while (Number(count.textContent) < n) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}"""


def main() -> None:
    """Measure; exit code 1 when an entry is missing, is there twice, or the limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.offline", description=__doc__)
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--every", type=int, default=3, help="which request is dropped (default every third)")
    parser.add_argument("--port", type=int, default=PORT)
    chosen = parser.parse_args()
    if busy := results.is_busy():
        print(f"Other programs use this machine (load {busy:.1f}): expect worse figures.")
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    os.environ |= {
        "CAMPANELLO_DATA_DIR": str(ROOT.resolve()),
        "CAMPANELLO_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "campanello.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's driver runs a loop in this thread
    }
    cookie = _fill()
    server = subprocess.Popen(
        [sys.executable, "-m", "campanello.cli.main", "serve", "--port", str(chosen.port)]
    )
    try:
        raise SystemExit(_measured(chosen, cookie))
    finally:
        server.terminate()
        server.wait()


def _fill() -> str:
    """An operator of a project, logged in; the key of the session."""
    import django  # noqa: PLC0415 - the settings are read when Django starts

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    from django.test import Client  # noqa: PLC0415

    from campanello.accounts.models import Assignment, User  # noqa: PLC0415
    from campanello.core.models import Organisation, Project  # noqa: PLC0415

    lead = Organisation.objects.create(name="Invented body", kind="third_sector")
    project = Project.objects.create(code="B1", title="Invented", lead=lead)
    user = User.objects.create(username="operator", name="Invented operator")
    Assignment.objects.create(
        user=user, role="desk", organisation=lead, project=project, starts_on="2020-01-01"
    )
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _measured(chosen: argparse.Namespace, cookie: str) -> int:
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415

    origin = f"http://127.0.0.1:{chosen.port}"
    with sync_playwright() as driver:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        browser = driver.chromium.launch(executable_path=found, args=list(QUIET))
        context = browser.new_context(locale="en")
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": origin}])
        page = context.new_page()
        _open(page, origin)
        expect(page.locator("#news")).to_contain_text("Connected", timeout=60_000)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        context.set_offline(True)
        started = time.perf_counter()
        page.evaluate(KEEP_MANY, chosen.entries)
        print(f"{chosen.entries} entries written down and sealed in {time.perf_counter() - started:.1f} s")
        # Woken by the browser the worker would send too, past what is dropped here.
        page.evaluate("navigator.serviceWorker.ready.then((one) => one.unregister())")
        seen = _drop(page, chosen.every)
        started = time.perf_counter()
        context.set_offline(False)
        expect(page.locator("[data-count='received']")).to_have_text(str(chosen.entries), timeout=120_000)
        seconds = time.perf_counter() - started
        browser.close()
    return _told(chosen.entries, seconds, seen)


def _open(page: Any, origin: str) -> None:
    for _ in range(100):
        try:
            page.goto(f"{origin}{PAGE}")
        except Exception:  # noqa: BLE001 - the server is not there yet
            time.sleep(0.3)
        else:
            return
    raise SystemExit("The site did not start.")


def _drop(page: Any, every: int) -> Counter[str]:
    seen: Counter[str] = Counter()

    def pass_on(route: Any) -> None:
        seen["requests"] += 1
        if seen["requests"] % every:
            route.continue_()
            return
        seen["dropped"] += 1
        if seen["dropped"] % 2 == 0:
            seen["answers lost"] += 1
            route.fetch()
        route.abort()

    page.route("**/api/v1/entries*", pass_on)
    page.route("**/api/v1/entries/*", pass_on)
    return seen


def _told(entries: int, seconds: float, seen: Counter[str]) -> int:
    from campanello.lab.models import Visit  # noqa: PLC0415

    notes = list(Visit.objects.order_by("pk").values_list("note", flat=True))
    is_once_in_order = notes == [f"number {n}" for n in range(1, entries + 1)]
    print(
        f"received in {seconds:.2f} s: {seen['requests']} requests, {seen['dropped']} dropped, of which "
        f"{seen['answers lost']} when the answer was on its way; recorded {len(notes)} visits, "
        f"{'each once and in order' if is_once_in_order else 'NOT each once and in order'}"
    )
    is_kept = seconds <= LIMIT_SECONDS
    print(f"{'within' if is_kept else 'ABOVE'} the limit of {LIMIT_SECONDS:.0f} s")
    return 0 if is_kept and is_once_in_order else 1


if __name__ == "__main__":
    main()
