"""The pages that need no evaluation: in every language, safe, and plain when something is wrong."""

import re
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from campanello.core import error_pages, health
from campanello.core.language import LANGUAGES, RIGHT_TO_LEFT
from campanello.evaluation.output import CannotWrite
from campanello.evaluation.store import NoEvaluation

PAGES = ("/", "/privacy/", "/note-legali/", "/accessibilita/", "/salute/", "/valutazioni/", "/verifica/")
every_page = pytest.mark.parametrize("address", PAGES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' files are taken as built, whatever this machine has."""
    monkeypatch.setattr(
        health, "CHECKS", tuple((*check[:3], lambda: True) for check in health.CHECKS), raising=True
    )


def get(client: Client, address: str, language: str = "it", **headers: str) -> HttpResponse:
    return client.get(address, headers={"accept-language": language, **headers})


@every_page
@every_language
@pytest.mark.django_db
def test_a_page_speaks_the_visitors_language_and_runs_its_way(
    client: Client, address: str, language: str
) -> None:
    response = get(client, address, language)
    html = response.content.decode()
    assert response.status_code == 200
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    opening = re.search(r"<html[^>]*>", html)
    assert opening
    assert f'lang="{language}"' in opening.group(0)
    assert f'dir="{direction}"' in opening.group(0) or direction == "ltr"
    assert not re.search(r"%\(\w+\)s", html)


@every_page
@pytest.mark.django_db
def test_the_italian_page_is_not_the_english_one(client: Client, address: str) -> None:
    words = [re.sub(r"<[^>]+>|\s", "", get(client, address, one).content.decode()) for one in ("it", "en")]
    assert words[0] != words[1]


@every_page
@pytest.mark.django_db
def test_no_script_runs_without_the_pages_own_number(client: Client, address: str) -> None:
    response = get(client, address)
    policy = response["Content-Security-Policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe" not in scripts
    html = response.content.decode()
    for tag in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in tag or "nonce=" in tag or 'type="application/json"' in tag
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert "<style>" not in html


@every_page
@pytest.mark.django_db
def test_a_page_has_one_main_heading_a_way_to_skip_and_the_way_back(client: Client, address: str) -> None:
    html = get(client, address).content.decode()
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.search(r'class="[^"]*(visually-hidden-focusable|skip)', html)
    assert address == "/" or "breadcrumb" in html
    for link in ("/privacy/", "/note-legali/", "/accessibilita/"):
        assert f'href="{link}"' in html


@pytest.mark.django_db
def test_the_language_chosen_stays(client: Client) -> None:
    answer = client.post("/lingua/", {"language": "ar", "next": "/privacy/"})
    assert (answer.status_code, answer["Location"]) == (302, "/privacy/")
    assert 'dir="rtl"' in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_the_language_choice_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/lingua/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


@pytest.mark.django_db
def test_the_watcher_is_told_what_works(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    answer = get(client, "/healthz")
    assert answer.status_code == 200
    assert set(answer.json()["checks"].values()) == {"ok"}


@pytest.mark.django_db
def test_the_watcher_is_told_what_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = [(*check[:3], lambda code=check[0]: code != "database") for check in health.CHECKS]
    monkeypatch.setattr(health, "CHECKS", tuple(checks))
    answer = get(client, "/healthz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "failing"
    assert get(client, "/salute/").status_code == 503


@every_language
@pytest.mark.django_db
def test_an_address_that_is_not_there_is_said_plainly(client: Client, language: str) -> None:
    answer = get(client, "/nowhere/", language)
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.content.decode()


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret detail")


def suspicious(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("a secret detail")


urlpatterns = [path("broken/", broken), path("suspicious/", suspicious)]
handler400 = error_pages.bad_request
handler500 = error_pages.server_error


@override_settings(ROOT_URLCONF="tests.edges.public.test_pages")
@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/suspicious/", 400)])
def test_a_fault_shows_no_detail(address: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        error_pages, "render", lambda *_a, status=200, **_k: HttpResponse("told", status=status)
    )
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert b"secret" not in answer.content


REFUSALS = {
    "a missing thing is 404": (NoEvaluation(name="x"), 404, "evaluation.no-evaluation"),
    "a refusal is 422": (CannotWrite(folder="/x", why="full"), 422, "evaluation.cannot-write"),
}


@pytest.mark.parametrize(("error", "status", "code"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_a_problem_for_programs(error: Exception, status: int, code: str) -> None:
    request = RequestFactory().get("/", headers={"accept": "application/json"})
    answer = error_pages.refusal(request, error)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert f'"urn:campanello:error:{code}"' in answer.content.decode()


def test_a_database_that_does_not_answer_is_said_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        error_pages, "render", lambda *_a, status=200, **_k: HttpResponse("told", status=status)
    )
    answer = error_pages.unavailable(RequestFactory().get("/"), DatabaseError("down"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
