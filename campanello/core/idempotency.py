"""Does something once for a key that whoever asks has chosen: asked again, the first answer is given again."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.models import IdempotentAnswer

CREATED = 201


class KeyReused(Refused):
    """The key stands for another request."""

    code = "core.key-reused"
    text = _(
        "This idempotency key was sent with another request before. Choose a new key for each thing to do."
    )


def once(
    *, actor: Actor, key: str, request: bytes, at: datetime, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do something and keep what is answered, or give the answer that was kept. What is refused is not kept.

    Args:
        actor: Who asks; keys of two users have nothing to do with each other.
        key: As it was chosen.
        request: What is asked for: the same key with anything else is refused.
        at: When.
        do: Does it, and answers keys and figures alone, no name: they are kept for a day.

    Raises:
        KeyReused: The key came with another request before.
    """
    assert actor.user is not None  # nobody in particular is let in to what does something
    digest = hashlib.sha256(request).hexdigest()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = IdempotentAnswer.objects.create(
                    user_id=actor.user, key=key, request_sha256=digest, status=CREATED, body={}, made_at=at
                )
        except IntegrityError:
            return _before(actor, key, digest)
        kept.body = do()
        kept.save(update_fields=["body"])
        return dict(kept.body)


def _before(actor: Actor, key: str, digest: str) -> dict[str, Any]:
    kept = IdempotentAnswer.objects.get(user=actor.user, key=key)
    if kept.request_sha256 != digest:
        raise KeyReused
    return dict(kept.body)
