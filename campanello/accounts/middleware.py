"""Gives each request its actor, ends sessions that are over, asks for a second factor where a role demands one."""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from campanello.accounts import queries
from campanello.accounts.apps import SEEN, STARTED
from campanello.accounts.rules import needs_second_factor, without_second_factor
from campanello.core.actor import Actor
from campanello.core.edges import today

View = Callable[[HttpRequest], HttpResponse]
# A session is written at most this often only to say that its user is still here.
SECONDS_BETWEEN_NOTES = 60


class ActingRequest(HttpRequest):
    """A request as the pages get it: with whoever acts."""

    actor: Actor


def acting(get_response: View) -> View:
    """Set `request.actor`; looked up when it is first asked for."""

    def answered(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return get_response(request)

    return answered


def _actor(request: HttpRequest) -> Actor:
    actor, has_proof = queries.actor_and_proof(request.user, today())
    request.lacks_second_factor = is_asked_for_proof(actor) and not has_proof  # type: ignore[attr-defined]
    return without_second_factor(actor) if request.lacks_second_factor else actor  # type: ignore[attr-defined]


def lacks_second_factor(actor: Actor) -> bool:
    """Whether an actor, with all roles held, must first set up a second factor."""
    return is_asked_for_proof(actor) and not queries.has_second_factor(actor.user or 0)


def is_asked_for_proof(actor: Actor) -> bool:
    """Whether an actor holds a role that asks for a second factor, where the installation asks for any."""
    return settings.SECOND_FACTOR_ASKED and actor.user is not None and needs_second_factor(actor)


class ask_second_factor:  # noqa: N801 (named as middleware functions are)
    """Send to the page where a second factor is set up whoever holds a role that demands one and has none."""

    def __init__(self, get_response: View) -> None:
        """Wrap the view."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        """Turn away from the teams' pages, which carry the rights that they ask for; None lets pass."""
        if not settings.SECOND_FACTOR_ASKED or not getattr(view, "rights", ()):
            return None
        if request.actor.user is None or not request.lacks_second_factor:  # type: ignore[attr-defined]
            return None
        messages.warning(
            request, gettext("Your role asks for a second proof of who you are. Set one up now.")
        )
        return redirect_to_login(request.get_full_path(), login_url=reverse("mfa_index"))


def ending_sessions(get_response: View) -> View:
    """End a session that lasts too long, or whose user has been away too long; note now and then that they are here."""

    def answered(request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            _end_or_note(request, time.time())
        return get_response(request)

    return answered


def _end_or_note(request: HttpRequest, now: float) -> None:
    started, seen = request.session.get(STARTED), request.session.get(SEEN)
    if started is None or seen is None:
        request.session[STARTED] = request.session[SEEN] = int(now)
    elif now - started > settings.SESSION_SECONDS or now - seen > settings.IDLE_SECONDS:
        logout(request)
        messages.info(
            request, gettext("You were logged out after a while, so that nobody else works in your name.")
        )
    elif now - seen > SECONDS_BETWEEN_NOTES:
        request.session[SEEN] = int(now)
        UserSession.objects.create_from_request(request)  # says when it was last used, and from where
