"""Who asks: a browser's session, or a program that shows a user's key. Both act with the user's own rights."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from campanello.accounts import queries
from campanello.accounts.middleware import ActingRequest, lacks_second_factor
from campanello.accounts.rules import without_second_factor
from campanello.accounts.services import tokens
from campanello.core.actor import Actor
from campanello.core.edges import today


class Key(HttpBearer):
    """`Authorization: Bearer …` with a key that its user made; it holds until it expires or is revoked."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor of a key; None for one that does not hold, or does no longer."""
        at = timezone.now()
        held = queries.token(token, at=at)
        if held is None:
            return None
        tokens.note_token(held, at=at)
        actor = queries.actor_of(held.user, today())
        if actor.user is None:
            return None
        if lacks_second_factor(actor):
            actor = without_second_factor(actor)
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class LoggedIn(SessionAuth):
    """The session of a browser that is logged in; what changes something carries the token against forged requests."""

    def __call__(self, request: HttpRequest) -> Any:
        """The actor of the session; no session, no check of a token that would not matter."""
        if not request.user.is_authenticated:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor of the session, None when nobody is logged in."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.user is not None else None


__all__ = ["ActingRequest", "Key", "LoggedIn"]
