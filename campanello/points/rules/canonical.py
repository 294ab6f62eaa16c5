"""How a transfer is written down in one line, and a day's transfers under one seal.

The text is law (docs/rules/ledger.md). Whoever holds the rows can compute seals and check them without this program.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

# In this order, with a bar between; what is not there is empty.
FIELDS = (
    "id", "uid", "project", "source", "target", "points", "kind", "on", "recorded_at", "recorded_by", "earned_by",
    "earned_on", "minutes", "rate", "attendance", "award", "redemption", "reverses",
)  # fmt: skip
DIGEST_BYTES = 8
_LINKS = frozenset({
    "project", "source", "target", "recorded_by", "earned_by", "rate", "attendance", "award", "redemption",
    "reverses",
})  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TITLE = "campanello points 1"


def attribute(field: str) -> str:
    """By which name a record holds a field: what points to another record, by that one's key."""
    return f"{field}_id" if field in _LINKS else field


def row_text(row: Any) -> str:
    """A transfer in one line: keys and figures in decimal, days as 2026-03-02, the moment in microseconds since 1970.

    Args:
        row: A record of a transfer; `project_id` holds the key of its project, and so on.
    """
    return "|".join(_written(getattr(row, attribute(field))) for field in FIELDS)


def header(project: int, on: date, transfers: int, points: int, previous: str) -> str:
    """The first line under a seal: whose day it is, how many rows follow, what they come to, and the seal before."""
    return f"{TITLE}|{project}|{on.isoformat()}|{transfers}|{points}|{previous}"


def seal_of(first_line: str, rows: Iterable[str]) -> str:
    """SHA-256 of the lines in UTF-8 with a line feed between them, in hexadecimal."""
    digest = hashlib.sha256(first_line.encode())
    for row in rows:
        digest.update(b"\n" + row.encode())
    return digest.hexdigest()


def row_digest(text: str) -> bytes:
    """The first eight bytes of a row's own SHA-256: enough to tell which row of a broken day was changed."""
    return hashlib.sha256(text.encode()).digest()[:DIGEST_BYTES]


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str((value - _EPOCH) // timedelta(microseconds=1))
    return value.isoformat() if isinstance(value, date) else str(value)
