"""Keys with which programs act for a user: made, ended, noted when they are used."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from campanello.accounts import queries, rules
from campanello.accounts.models import ApiToken
from campanello.core import audit, params
from campanello.core.actor import Actor


@transaction.atomic
def make_token(*, actor: Actor, name: str, days: int, at: datetime, on: date) -> tuple[ApiToken, str]:
    """Make a key with which a program acts for its user, with a secret told this once. Raises KeyLastsTooLong."""
    user = queries.oneself(actor)
    most = params.value("accounts.api_token_days", on)
    if days > most:
        raise rules.KeyLastsTooLong(days=days, most=most)
    secret = secrets.token_urlsafe(32)
    hashed, ends = queries.hashed(secret), at + timedelta(days=days)
    made = ApiToken.objects.create(
        user=user, name=name.strip(), secret_sha256=hashed, created_at=at, expires_at=ends
    )
    audit.record(actor, "accounts.token-made", made, days=days)
    return made, secret


@transaction.atomic
def revoke_token(*, actor: Actor, key: int, at: datetime) -> None:
    """Let nobody in with a key of one's own any more. Raises NotFound for another's."""
    _revoke(actor, queries.own_token(actor, key), at)


@transaction.atomic
def end_token(*, actor: Actor, key: int, at: datetime) -> None:
    """Let nobody in with a key of anybody's. Raises NotFound for who manages no accounts."""
    _revoke(actor, queries.any_token(actor, key), at)


def _revoke(actor: Actor, held: ApiToken, at: datetime) -> None:
    if held.revoked_at is None:
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        audit.record(actor, "accounts.token-revoked", held, user=held.user_id)


def note_token(token: ApiToken, *, at: datetime) -> None:
    """Keep when a key was last shown, to the day."""
    if token.used_at is None or at - token.used_at > timedelta(days=1):
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)
