"""Keys for programs: made, listed and revoked by their user, in a browser that is logged in and never with a key."""

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Field, Router, Schema, Status

from campanello.accounts import queries
from campanello.accounts.services import tokens
from campanello.api.doors import ActingRequest, LoggedIn
from campanello.api.shapes import Problem
from campanello.core.edges import today


class TokenIn(Schema):
    """A key to make: what it is for, and for how many days."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
    days: Annotated[int, Field(ge=1, le=3650)]


class TokenOut(Schema):
    """A key of one's own."""

    id: int
    name: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class NewToken(TokenOut):
    """A key just made, with its secret, which nobody can read again."""

    secret: str


router = Router(auth=LoggedIn())
REFUSALS = {401: Problem, 404: Problem, 422: Problem}


@router.get("/keys", response={200: list[TokenOut], **REFUSALS}, url_name="keys")
def keys(request: ActingRequest) -> Any:
    """One's own keys, the newest first; their secrets are nowhere."""
    return list(queries.tokens(request.actor))


@router.post("/keys", response={201: NewToken, **REFUSALS}, url_name="key-make")
def make(request: ActingRequest, body: TokenIn) -> Any:
    """Make a key. Its secret is in this answer alone."""
    made, secret = tokens.make_token(
        actor=request.actor, name=body.name, days=body.days, at=timezone.now(), on=today()
    )
    shown = {name: getattr(made, name) for name in TokenOut.model_fields}
    return Status(201, shown | {"secret": secret})


@router.delete("/keys/{int:key}", response={204: None, **REFUSALS}, url_name="key-revoke")
def revoke(request: ActingRequest, key: int) -> Any:
    """Revoke a key: from now on nobody is let in with it."""
    tokens.revoke_token(actor=request.actor, key=key, at=timezone.now())
    return Status(204, None)
