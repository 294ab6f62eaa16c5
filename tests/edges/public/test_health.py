"""The health page and its JSON: well, and each thing that may be missing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from campanello.core import assets
from campanello.core.language import LANGUAGES
from tests.edges.public.reading import get

pytestmark = pytest.mark.django_db
CHECKS = ("data-dir", "database", "migrations", "assets")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    """A data folder that is there and may be written to."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_all_is_well(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"status": "ok", "checks": dict.fromkeys(CHECKS, "ok")}
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_so_in_every_language(client: Client, language: str) -> None:
    html = get(client, "/salute/", language)
    assert html.count("status-badge is-success") == len(CHECKS)
    assert "notice is-success" in html


def without_folder(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = settings.DATA_DIR / "gone"


def without_assets(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "STATIC_DIR", settings.DATA_DIR)


def with_a_migration_to_apply(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")


MISSING = {
    "data-dir": (without_folder, "Create the folder"),
    "assets": (without_assets, "Run make assets and restart."),
    "migrations": (with_a_migration_to_apply, "Restart with the campanello serve command"),
}


@pytest.mark.parametrize(
    ("code", "take_away", "remedy"), [(code, *how) for code, how in MISSING.items()], ids=MISSING
)
def test_what_is_missing_is_named_with_its_remedy(
    client: Client,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    take_away: Callable[[Any, pytest.MonkeyPatch], None],
    remedy: str,
) -> None:
    take_away(settings, monkeypatch)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "status": "failing",
        "checks": {check: "failing" if check == code else "ok" for check in CHECKS},
    }
    html = get(client, "/salute/", "en", status=503)
    assert html.count("status-badge is-danger") == 1
    assert remedy in html
