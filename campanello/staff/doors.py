"""The doors of the teams' pages: who is not logged in is asked to, who has no right is told that nothing is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, may

View = Callable[..., HttpResponseBase]


def for_right(*rights: Right) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Let in who has any of the rights anywhere; what they then see is decided by the query.

    The rights are kept on the view as `rights`, which the test of the access table reads.
    """

    def door(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor.user is None:
                return redirect_to_login(request.get_full_path())
            if not any(may(request.actor, right) for right in rights):
                raise NotFound
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]
        return guarded

    return door


def for_figures(view: Callable[..., HttpResponseBase]) -> View:
    """Let in everybody where the installation's figures are open, else who has the right to read them."""
    closed = for_right(Right.READ_FIGURES)(view)

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if settings.OPEN_FIGURES else closed)(request, *args, **kwargs)

    return guarded


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page."""
    return bool(getattr(request, "htmx", False))
