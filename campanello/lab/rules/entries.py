"""What a telephone kept without a network and sends later: its sorts, its key, how much of it at once.

Source: issue 4, part 6; docs/rules/offline.md.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.homes.rules.editing import Difference
from campanello.lab.rules.findings import NewFinding
from campanello.lab.rules.reports import NewReport
from campanello.lab.rules.visits import NewVisit

MOST_AT_ONCE = 50
_PURPOSE = b"campanello: what a device keeps, 1"


class EntryMalformed(Refused):
    """An entry has not the form that its kind asks for."""

    code = "lab.entry-malformed"
    text = _(
        "This entry could not be understood: %(fields)s. Correct it, or discard it and write it down anew with the "
        "network on."
    )


class MarkedOtherwise(Conflict):
    """Somebody who was checked in without a network was marked otherwise at the desk in the meantime."""

    code = "lab.marked-otherwise"
    text = _(
        "The register says something else of this person since %(since)s. Choose what is to hold: what the register "
        "says, or that the person was there."
    )

    def __init__(self, *, since: str, saved: str) -> None:
        """Keep both values; a register that says nothing has an empty one."""
        super().__init__(since=since)
        self.differences = (Difference("presence", saved, "present"),)


@dataclass(frozen=True)
class Photo:
    """A photograph that follows a report."""

    report: UUID
    content: bytes


@dataclass(frozen=True)
class CheckIn:
    """Somebody came to a session; with a `reason` it is to hold whatever the register says by now."""

    session: UUID
    person: UUID
    reason: str = ""


@dataclass(frozen=True)
class VisitChange:
    """Fields of a visit with their new values, and the version that they were read in."""

    visit: UUID
    version: int
    changes: Mapping[str, Any]


What = NewVisit | VisitChange | NewReport | Photo | CheckIn | NewFinding


@dataclass(frozen=True)
class Entry:
    """One entry as it arrives.

    `made_at` is by the telephone's clock; `heard_at` is the server's time that it had heard last by then, None: never.
    `is_typed`: the time in `what` is the operator's word, and is no clock's.
    """

    uid: UUID
    made_at: datetime
    heard_at: datetime | None
    is_typed: bool
    what: What


@dataclass(frozen=True)
class Secret:
    """What wraps the private key on a user's devices, and a name by which a device knows which one did."""

    name: str
    value: bytes


def secrets_of(user: int, keys: tuple[str, ...]) -> tuple[Secret, ...]:
    """A user's secrets, one for each key of the installation, the one in use first.

    Whoever has one learns nothing of the others', nor of the installation's key. The name tells nothing of the secret.

    Source: docs/decisions/0013-offline.md.
    """
    return tuple(_secret(user, key) for key in keys)


def _secret(user: int, key: str) -> Secret:
    value = hmac.digest(key.encode(), _PURPOSE + b"|" + str(user).encode(), "sha256")
    return Secret(hashlib.sha256(_PURPOSE + value).hexdigest()[:16], value)
