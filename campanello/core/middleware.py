"""Around every request: a reference number, and the answer to what a feature or the database refuses."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from campanello.core.error_pages import refusal, unavailable
from campanello.core.errors import DomainError
from campanello.core.journal import current_reference, new_reference

View = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-Reference"


def request_reference(get_response: View) -> View:
    """Name each request, so that a reader's "it went wrong" can be found in the log."""

    def named(request: HttpRequest) -> HttpResponse:
        token = current_reference.set(new_reference())
        try:
            response = get_response(request)
            response[HEADER] = current_reference.get()
            return response
        finally:
            current_reference.reset(token)

    return named


class answer_refusals:  # noqa: N801 (named as middleware functions are)
    """Turn a domain error into a page, or into JSON for who asked for it; a database that is away into a 503."""

    def __init__(self, get_response: View) -> None:
        """Wrap the view."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what the view raised; None leaves it to Django, which answers 500."""
        if isinstance(error, DomainError):
            return refusal(request, error)
        if isinstance(error, OperationalError):
            return unavailable(request, error)
        return None
