"""The page that works without a network: nobody's, versioned, at the right scope; and who is offered it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.staticfiles import finders
from django.test import Client

from campanello.core.actor import Role
from tests import factories

pytestmark = pytest.mark.django_db
PAGE, WORKER, APP = (f"/laboratorio/senza-rete/{part}" for part in ("", "custode.js", "app.webmanifest"))


def browser(role: Role = Role.DESK, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    project = {} if role in {Role.DESK, Role.CASE} else {"project": None}
    client.force_login(factories.assignment(role=role, **project).user)
    return client


def shell(client: Client) -> dict[str, Any]:
    first_line = client.get(WORKER).content.decode().splitlines()[0]
    told: dict[str, Any] = json.loads(first_line.removeprefix("self.shell = ").rstrip(";"))
    return told


def test_the_page_is_the_same_for_everybody_and_holds_no_token() -> None:
    pages = {browser(role).get(PAGE).content for role in (Role.DESK, Role.CASE, Role.DESK)}
    assert len(pages) == 1
    text = pages.pop().decode()
    assert "csrf" not in text.casefold()
    assert "nonce" not in text


def test_its_scripts_are_allowed_by_the_security_policy_as_it_stands_in_the_cache() -> None:
    response = browser().get(PAGE)
    assert "script-src 'self';" in response["Content-Security-Policy"].replace("; ", ";") + ";"
    scripts = re.findall(r"<script(?![^>]*application/json)([^>]*)>", response.content.decode())
    assert scripts
    assert all('src="/static/' in one for one in scripts)


def test_the_worker_is_served_for_the_whole_site_and_is_another_one_for_every_language() -> None:
    response = browser().get(WORKER)
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert "no-store" in response["Cache-Control"]
    english, again, arabic = (shell(browser(language=one)) for one in ("en", "en", "ar"))
    assert english == again
    assert english["version"] != arabic["version"]
    assert "/static/built/css/campanello.rtl.css" in arabic["files"]


def test_all_that_it_keeps_is_there_and_is_no_page_of_anybody_s() -> None:
    told = shell(browser())
    assert told["page"] == PAGE
    files = told["files"]
    assert isinstance(files, list)
    for file in files:
        found = finders.find(file.removeprefix(site.STATIC_URL))
        assert found, file
        assert Path(found).stat().st_size > 0


def test_a_new_build_is_a_new_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    client = browser()
    before = shell(client)
    stamp = tmp_path / "built-from.txt"
    stamp.write_text("another build", encoding="ascii")
    monkeypatch.setattr("campanello.staff.lab.offline.pages.BUILT_FROM", stamp)
    assert shell(client)["version"] != before["version"]


def test_the_staff_area_can_be_installed() -> None:
    response = browser().get(APP)
    told = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (told["scope"], told["start_url"], told["display"]) == ("/", "/inizio/", "standalone")
    assert {one["sizes"] for one in told["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(one["src"].removeprefix(site.STATIC_URL)) for one in told["icons"])
    assert told["shortcuts"][0]["url"] == PAGE


def test_only_who_writes_in_a_lab_is_offered_it() -> None:
    roles = (Role.DESK, Role.CASE, Role.PROGRAMME, Role.ADMIN)
    offered = {role: b"offline-mark" in browser(role).get("/inizio/").content for role in roles}
    assert offered == {Role.DESK: True, Role.CASE: True, Role.PROGRAMME: False, Role.ADMIN: False}


def test_where_it_is_forbidden_devices_clean_up(settings: Any) -> None:
    settings.OFFLINE_ENTRIES = False
    client = browser()
    assert client.get(PAGE).status_code == 404
    assert b"offline-mark" not in client.get("/inizio/").content
    worker = client.get(WORKER).content
    assert b"unregister" in worker
    assert b"importScripts" not in worker
