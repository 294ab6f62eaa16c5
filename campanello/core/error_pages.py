"""The pages for what went wrong: in plain words, with what to do next, never with a detail of the code."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.csrf import requires_csrf_token

from campanello.core import audit
from campanello.core.actor import NOBODY
from campanello.core.edges import HTTP_STATUS, say
from campanello.core.errors import DomainError, Kind
from campanello.core.journal import current_reference

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = 30
HEADINGS = {
    Kind.REFUSED: gettext_lazy("That can't be done"),
    Kind.MISSING: gettext_lazy("Page not found"),
    Kind.DENIED: gettext_lazy("You may not do this"),
    Kind.CONFLICT: gettext_lazy("Someone else changed this in the meantime"),
}


@dataclass(frozen=True)
class ErrorPage:
    """What a reader is told of one status: what it is, what happened, and what to do now."""

    heading: "StrPromise"
    sentence: "StrPromise"
    remedy: "StrPromise"


PAGES = {
    HTTPStatus.BAD_REQUEST: ErrorPage(
        gettext_lazy("The request can't be read"),
        gettext_lazy("Something in the address or in what was sent is not as it should be."),
        gettext_lazy("Go back and try again. If you typed the address, check it letter by letter."),
    ),
    HTTPStatus.FORBIDDEN: ErrorPage(
        gettext_lazy("You may not see this page"),
        gettext_lazy("This page is for people with another task in the programme."),
        gettext_lazy("If you need it for your work, ask the person who manages the accounts."),
    ),
    HTTPStatus.NOT_FOUND: ErrorPage(
        gettext_lazy("Page not found"),
        gettext_lazy("There is nothing at this address, or it is not for you to see."),
        gettext_lazy("Check the address, or start again from the first page."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: ErrorPage(
        gettext_lazy("Something went wrong on our side"),
        gettext_lazy("It is a fault of the program, not yours. What you were doing was not saved."),
        gettext_lazy("Try again in a few minutes. If it happens again, tell us the reference number below."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ErrorPage(
        gettext_lazy("The site does not answer right now"),
        gettext_lazy("A service that the pages need is busy or being updated. Nothing was lost."),
        gettext_lazy("Wait a minute, then load the page again."),
    ),
}
EXPIRED_FORM = ErrorPage(
    gettext_lazy("The form could not be sent"),
    gettext_lazy("The page was open for a long time, or your browser refuses cookies. Nothing was saved."),
    gettext_lazy(
        "Go back, load the page again and send the form once more. Cookies of this site must be allowed."
    ),
)


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a domain error: its sentence in the reader's language, with the status of its kind."""
    note(request, error)
    status = HTTP_STATUS[error.kind]
    sentence, *details = (line.strip() for line in say(error, get_language() or "en"))
    if wants_json(request):
        return problem(error.code, sentence, status, facts=error.facts, details=details)
    page = {"heading": HEADINGS[error.kind], "sentence": sentence, "details": details, "status": status}
    return render(request, "error.html", page, status=status)


def note(request: HttpRequest, error: DomainError) -> None:
    """Leave the trace of what was refused to who is logged in: the page, the error, the keys that were asked for."""
    actor = getattr(request, "actor", NOBODY)
    if actor.user is None:
        return
    match = request.resolver_match
    # Numbers and uids alone: anything else in an address may be what somebody typed.
    keys = (
        {name: str(value) for name, value in match.kwargs.items() if isinstance(value, int | UUID)}
        if match
        else {}
    )
    view = match.view_name if match else ""
    audit.refused(actor, "core.refused", view=view, code=error.code, method=request.method, keys=keys)


def problem(code: str, title: str, status: int, **more: Any) -> JsonResponse:
    """A refusal as RFC 9457 asks: `type`, `title`, `status`, and members of our own."""
    body = {"type": f"urn:campanello:error:{code}", "title": title, "status": status, **more}
    return JsonResponse(body, status=status, content_type=PROBLEM_JSON, json_dumps_params={"default": str})


def wants_json(request: HttpRequest) -> bool:
    """Whether the one who asks prefers JSON to a page; a browser never does."""
    preferred = request.get_preferred_type(["text/html", "application/json", PROBLEM_JSON])
    return preferred in {"application/json", PROBLEM_JSON}


def unavailable(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """The database, or something else that the pages need, does not answer."""
    logger.error("A service that the pages need does not answer.", exc_info=error)
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request can't be read."""
    return _page(request, HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this reader."""
    return _page(request, HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return _page(request, HTTPStatus.NOT_FOUND)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program; the reference number is the one in the log."""
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was sent from elsewhere, or from a page that was open for too long."""
    return _page(request, HTTPStatus.FORBIDDEN, EXPIRED_FORM)


def _page(request: HttpRequest, status: HTTPStatus, page: ErrorPage | None = None) -> HttpResponse:
    page = page or PAGES[status]
    reference = current_reference.get()
    if wants_json(request):
        return problem(f"core.http-{status}", str(page.heading), status, reference=reference)
    context = {
        "heading": page.heading,
        "sentence": page.sentence,
        "remedy": page.remedy,
        "status": status.value,
        # Only a fault of the site is worth a call; a mistyped address is not.
        "reference": reference if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "",
    }
    return render(request, "error.html", context, status=status)
