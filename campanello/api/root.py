"""The interface's root: its address, who may ask, and the one form in which it says no (RFC 9457)."""

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language, gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from campanello.api import (
    audit,
    homes,
    lab_activities,
    lab_entries,
    lab_reports,
    lab_visits,
    letters,
    people,
    plans_applications,
    plans_plans,
    plans_registers,
    points_accounts,
    points_awards,
    points_settlements,
    points_spending,
    tokens,
)
from campanello.api.doors import Key, LoggedIn
from campanello.core.edges import HTTP_STATUS, say
from campanello.core.error_pages import RETRY_SECONDS, note, problem
from campanello.core.errors import DomainError
from campanello.core.journal import current_reference
from campanello.people.rules.person import StalePerson

logger = logging.getLogger(__name__)
DESCRIPTION = """
People, households, homes and the audit trail, for programs. Rights are those of the user who asks, either by the
session of a browser or by a key (`Authorization: Bearer …`) that users make for themselves. What is absent and what is
not yours answer alike, 404. Each refusal is a problem document (RFC 9457): `type`, `title`, `status`, `facts`. Every
reading of a person's record leaves a line in the audit trail.
"""

api = NinjaAPI(
    title="campanello",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    auth=[Key(), LoggedIn()],
)
api.add_router("/", people.router, tags=["people"])
api.add_router("/", homes.router, tags=["homes"])
api.add_router("/", audit.router, tags=["audit"])
api.add_router("/", lab_visits.router, tags=["visits"])
api.add_router("/", tokens.router, tags=["keys"])
api.add_router("/", lab_activities.router, tags=["activities"])
api.add_router("/", lab_entries.router, tags=["entries"])
api.add_router("/", lab_reports.router, tags=["reports"])
api.add_router("/", plans_applications.router, tags=["applications"])
api.add_router("/", plans_plans.router, tags=["plans"])
api.add_router("/", plans_registers.router, tags=["plans"])
api.add_router("/", points_awards.router, tags=["points"])
api.add_router("/", letters.router, tags=["letters"])
api.add_router("/", points_accounts.router, tags=["points"])
api.add_router("/", points_spending.router, tags=["points"])
api.add_router("/", points_settlements.router, tags=["points"])


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A rule's no, or nothing there, in the language that was asked for."""
    note(request, error)
    title, *details = (line.strip() for line in say(error, get_language() or "en"))
    more: dict[str, Any] = {"facts": error.facts, "details": details}
    if isinstance(error, StalePerson):
        more |= {
            "version": error.version,
            "versions": [
                {"field": one.field, "base": one.base, "theirs": one.theirs, "yours": one.yours}
                for one in error.versions
            ],
        }
    return problem(error.code, title, HTTP_STATUS[error.kind], **more)


@api.exception_handler(AuthenticationError)
def not_logged_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody in particular asks."""
    response = problem("core.not-logged-in", gettext("Log in, or send a key that holds."), 401, facts={})
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent has not the form that the documentation asks for: which parts, never what stood there."""
    wrong = [{"where": [str(part) for part in one["loc"]], "what": one["type"]} for one in error.errors]
    return problem(
        "core.malformed",
        gettext("Something in the request is not of the form asked for."),
        422,
        facts={"wrong": wrong},
    )


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The request can't be read, or comes from a page of somebody else's."""
    return problem(
        f"core.http-{error.status_code}", gettext("The request can't be read."), error.status_code, facts={}
    )


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """What was sent breaks off, is too much, or is of another kind than it says."""
    return problem("core.http-400", gettext("The request can't be read."), 400, facts={})


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such address."""
    return problem(
        "core.http-404",
        gettext("There is nothing at this address, or it is not for you to see."),
        404,
        facts={},
    )


@api.exception_handler(OperationalError)
def away(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The database does not answer."""
    logger.error("The database does not answer.", exc_info=error)
    response = problem("core.http-503", gettext("The site does not answer right now"), 503, facts={})
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of the program: the reference number is the one in the log."""
    logger.error("A request of the interface failed.", exc_info=error)
    return problem(
        "core.http-500",
        gettext("Something went wrong on our side"),
        500,
        facts={},
        reference=current_reference.get(),
    )
