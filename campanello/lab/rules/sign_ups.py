"""Who gets a place in a session: first come, first served. Knows no table."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.activities import SessionCancelled, SessionSigned


class State(StrEnum):
    """Where somebody stands: the values of `values.SIGN_UP_STATES`."""

    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class SessionOver(Refused):
    """The session has ended."""

    code = "lab.session-over"
    text = _("This session is over. Sign up for one of the next dates.")


class NotSignedUp(Refused):
    """There is no place to give back."""

    code = "lab.not-signed-up"
    text = _("This sign-up was cancelled already.")


class NotTakenBack(Conflict):
    """The person signed up again after the sign-up that is to be taken back."""

    code = "lab.signed-up-again"
    text = _("The person has signed up again since. Nothing is to be taken back.")


@dataclass(frozen=True)
class Room:
    """What of a session decides on a sign-up; `capacity` None is no limit."""

    capacity: int | None
    booked: int
    ends_at: datetime
    is_cancelled: bool = False
    is_signed: bool = False

    @property
    def free(self) -> int | None:
        """Places that nobody holds; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.booked)


def why_not_sign_up(room: Room, *, at: datetime) -> Refused | Conflict | None:
    """Why nobody can sign up any more."""
    if room.is_cancelled:
        return SessionCancelled()
    if room.is_signed:
        return SessionSigned()
    return SessionOver() if at >= room.ends_at else None


def place_in(room: Room) -> State:
    """What whoever comes next gets: a place while there is one, else the end of the waiting list."""
    return State.WAITING if room.free == 0 else State.BOOKED
