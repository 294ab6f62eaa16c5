"""What a visitor, a program and the log are told when something goes wrong."""

import json
import logging
import re
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from campanello import urls
from campanello.core.errors import Conflict, Denied, DomainError, Missing, Refused
from campanello.core.journal import DiscreetFormatter, ReferenceFilter
from campanello.core.language import LANGUAGES, catalogue
from tests.edges.public.reading import NOT_FILLED_IN

SECRET = "Rossi Maria, RSSMRA80A01F205X"
KINDS: dict[str, tuple[type[DomainError], int]] = {
    "refused": (Refused, 422),
    "missing": (Missing, 404),
    "denied": (Denied, 403),
    "conflict": (Conflict, 409),
}


def refusing(kind: type[DomainError]) -> DomainError:
    class Told(kind):  # type: ignore[valid-type, misc]
        code: ClassVar[str] = "tests.told"
        text: ClassVar[str] = "%(points)s points are too many."

    return Told(points=12, details=[("Row %(row)s is empty.", {"row": 7})])


def view(error: Exception) -> Any:
    def failing(request: HttpRequest) -> HttpResponse:
        raise error

    return failing


FAULTS = {
    "400": SuspiciousOperation(SECRET),
    "403": PermissionDenied(SECRET),
    "500": RuntimeError(SECRET),
    "503": OperationalError("connection refused"),
}
urlpatterns = [
    *(path(f"fault/{status}/", view(error)) for status, error in FAULTS.items()),
    *(path(f"kind/{name}/", view(refusing(kind))) for name, (kind, _) in KINDS.items()),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
pytestmark = pytest.mark.urls(__name__)
ADDRESSES = {status: f"/fault/{status}/" for status in FAULTS} | {"404": "/niente/"}
HEADINGS = {
    "400": "The request can't be read",
    "403": "You may not see this page",
    "404": "Page not found",
    "500": "Something went wrong on our side",
    "503": "The site does not answer right now",
}


@pytest.fixture
def visitor() -> Client:
    """A visitor to whom a fault is a page, as it is outside the tests."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", HEADINGS)
def test_every_fault_is_told_in_every_language(visitor: Client, status: str, language: str) -> None:
    answer = visitor.get(ADDRESSES[status], headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == int(status)
    heading = catalogue(language).gettext(HEADINGS[status]).replace("'", "&#x27;")
    assert f"<h1>{heading}</h1>" in html
    assert SECRET not in html
    assert "Traceback" not in html
    assert not NOT_FILLED_IN.search(html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_a_refusal_is_a_page_with_its_sentence_and_what_is_wrong(
    visitor: Client, name: str, language: str
) -> None:
    answer = visitor.get(f"/kind/{name}/", headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == KINDS[name][1]
    assert "12 points are too many." in html
    assert "<li>Row 7 is empty.</li>" in html
    assert f'<html lang="{language}"' in html


@pytest.mark.parametrize("wanted", ["application/json", "application/problem+json"])
@pytest.mark.parametrize("name", KINDS)
def test_a_program_gets_a_refusal_as_rfc_9457_asks(visitor: Client, name: str, wanted: str) -> None:
    answer = visitor.get(f"/kind/{name}/", headers={"accept": wanted})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == KINDS[name][1]
    assert json.loads(answer.content) == {
        "type": "urn:campanello:error:tests.told",
        "title": "12 points are too many.",
        "status": KINDS[name][1],
        "facts": {"points": 12},
        "details": ["Row 7 is empty."],
    }


@pytest.mark.parametrize("status", HEADINGS)
def test_a_program_gets_a_fault_as_json_with_its_reference(visitor: Client, status: str) -> None:
    answer = visitor.get(ADDRESSES[status], headers={"accept": "application/json", "accept-language": "en"})
    told = json.loads(answer.content)
    assert (told["status"], told["title"]) == (int(status), HEADINGS[status])
    assert told["reference"] == answer.headers["X-Request-Reference"]


def test_a_browser_gets_a_page_though_it_would_take_anything(visitor: Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "<h1>" in visitor.get("/kind/refused/", headers={"accept": accept}).content.decode()


def test_a_database_that_is_away_asks_to_come_back(visitor: Client) -> None:
    assert visitor.get("/fault/503/").headers["Retry-After"] == "30"


def test_the_reference_on_the_page_is_the_one_in_the_log(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(ReferenceFilter())
    caplog.handler.setFormatter(DiscreetFormatter("[%(reference)s] %(message)s"))
    with caplog.at_level(logging.ERROR):
        answer = visitor.get("/fault/500/")
    shown = re.search(r'<span class="reference" dir="ltr">([\w-]+)</span>', answer.content.decode())
    assert shown
    assert shown[1] == answer.headers["X-Request-Reference"]
    assert f"[{shown[1]}] Internal Server Error: /fault/500/" in caplog.text
    assert "builtins.RuntimeError" in caplog.text
    assert __file__ in caplog.text
    assert SECRET not in caplog.text


def test_a_mistyped_address_has_no_number_to_call_about(visitor: Client) -> None:
    assert 'class="reference"' not in visitor.get("/niente/").content.decode()


def test_every_request_has_a_reference_of_its_own(visitor: Client) -> None:
    references = {visitor.get("/").headers["X-Request-Reference"] for _ in range(5)}
    assert len(references) == 5
    assert all(re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", reference) for reference in references)
