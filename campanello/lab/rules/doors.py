"""The code that the door of a session shows: made from its secret and the minute, so that a photograph of it dies."""

import hashlib
import hmac
from datetime import datetime

LENGTH = 16


def code(secret: str, *, at: datetime, seconds: int, ago: int = 0) -> str:
    """The code of the span of `seconds` in which a moment is, or of one so many spans `ago`."""
    slot = int(at.timestamp()) // seconds - ago
    return hmac.new(secret.encode(), str(slot).encode(), hashlib.sha256).hexdigest()[:LENGTH]


def is_of_now(secret: str, given: str, *, at: datetime, seconds: int) -> bool:
    """Whether a code is that of now or of the span before: who scans late in one span answers in the next."""
    if not secret:
        return False
    wanted = (code(secret, at=at, seconds=seconds, ago=ago).encode() for ago in (0, 1))
    return any(hmac.compare_digest(one, given.encode()) for one in wanted)
