"""The register of a session: who came and for how long, signed once, afterwards corrected. Knows no table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.activities import NoReason, SessionCancelled, SessionSigned
from campanello.lab.rules.values import PRESENCES

MOST_GUESTS = 100_000


class Presence(StrEnum):
    """Whether somebody came: the values of `values.PRESENCES`."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class NoSuchPresence(Refused):
    """A mark that is none."""

    code = "lab.no-such-presence"
    text = _("People are present, excused or absent. Choose one of the three.")


class TooManyMinutes(Refused):
    """More minutes than the session lasts."""

    code = "lab.too-many-minutes"
    text = _("You wrote %(minutes)s minutes; the session lasts %(most)s. Write 1 to %(most)s.")


class TooManyGuests(Refused):
    """A number of guests that is none."""

    code = "lab.too-many-guests"
    text = _("%(guests)s is not a number of guests. Write 0 to %(most)s.")


class NotYetBegun(Refused):
    """A register is signed, or people are checked in, long before the session."""

    code = "lab.not-yet-begun"
    text = _("The session begins on %(starts)s; people are checked in from %(opens)s on.")


class NotSignable(Refused):
    """A register is signed before the session has begun."""

    code = "lab.not-signable"
    text = _("The session begins on %(starts)s. Sign the register when it has begun.")


class CheckInOver(Refused):
    """Somebody checks in long after the session."""

    code = "lab.check-in-over"
    text = _("Check-in closed on %(closed)s. Mark the person in the register.")


class PeopleUnmarked(Refused):
    """A register is signed while nobody has said of some people whether they came."""

    code = "lab.people-unmarked"
    text = _(
        "Of %(unmarked)s people nothing is marked. Mark them, or tick that those who are not marked were absent."
    )


class NotSigned(Refused):
    """A correction of what is not signed: it can still be changed."""

    code = "lab.register-not-signed"
    text = _("The register is not signed yet. Change it there; no reason is needed.")


class WrongKey(Refused):
    """The code at the door was photographed some time ago, or is of another session."""

    code = "lab.wrong-key"
    text = _("This code has expired. Scan the one that the door shows now, or ask at the desk.")


class MarkedMeanwhile(Conflict):
    """Somebody else marked the same people while the sheet was open."""

    code = "lab.marked-meanwhile"
    text = _("Somebody else marked %(people)s of these people meanwhile. Choose below what is to hold.")

    def __init__(self, differences: "tuple[MarkDifference, ...]") -> None:
        """Keep both values of each."""
        super().__init__(people=len(differences))
        self.differences = differences


@dataclass(frozen=True)
class Mark:
    """What is said of a person; `presence` "" is: nothing yet. Minutes are of who came, None: the whole session."""

    presence: str
    minutes: int | None = None


NOTHING = Mark("")


@dataclass(frozen=True)
class MarkDifference:
    """One person marked in two ways at once."""

    person: int
    saved: Mark
    yours: Mark


@dataclass(frozen=True)
class Totals:
    """A register in figures; `minutes` are those of all who came together, without guests."""

    present: int = 0
    excused: int = 0
    absent: int = 0
    unmarked: int = 0
    guests: int = 0
    minutes: int = 0

    @property
    def came(self) -> int:
        """Everybody who came, with those who gave no name."""
        return self.present + self.guests


@dataclass(frozen=True)
class Window:
    """When people are checked in."""

    opens_at: datetime
    closes_at: datetime


def length_of(starts_at: datetime, ends_at: datetime) -> int:
    """Minutes that a session lasts."""
    return int((ends_at - starts_at) / timedelta(minutes=1))


def whole(mark: Mark, length: int) -> Mark:
    """A mark with its minutes said: the whole session for who came without any, none for who did not come."""
    if mark.presence != Presence.PRESENT:
        return Mark(mark.presence, 0)
    return Mark(mark.presence, length if mark.minutes is None else mark.minutes)


def why_not_mark(mark: Mark, length: int) -> Refused | None:
    """Why a mark can't be so; it is whole."""
    if mark.presence not in PRESENCES:
        return NoSuchPresence()
    if mark.presence == Presence.PRESENT and not 1 <= (mark.minutes or 0) <= length:
        return TooManyMinutes(minutes=mark.minutes, most=length)
    return None


def why_not_open(*, is_cancelled: bool, is_signed: bool) -> Refused | Conflict | None:
    """Why a register can't be filled any more."""
    if is_signed:
        return SessionSigned()
    return SessionCancelled() if is_cancelled else None


def why_not_count(guests: int) -> Refused | None:
    """Why there can't be so many guests."""
    return None if 0 <= guests <= MOST_GUESTS else TooManyGuests(guests=guests, most=MOST_GUESTS)


def why_not_check_in(window: Window, *, at: datetime, told: "Told") -> Refused | None:
    """Why nobody is checked in at a moment: people come a little earlier and stay a little longer."""
    if at < window.opens_at:
        return NotYetBegun(starts=told.starts, opens=told.opens)
    return CheckInOver(closed=told.closes) if at > window.closes_at else None


@dataclass(frozen=True)
class Told:
    """The hours of a session in the words of an error: by the clocks of Rome."""

    starts: str
    opens: str
    closes: str


def why_not_sign(*, starts_at: datetime, at: datetime, unmarked: int, starts: str) -> Refused | None:
    """Why a register can't be signed yet."""
    if at < starts_at:
        return NotSignable(starts=starts)
    return PeopleUnmarked(unmarked=unmarked) if unmarked else None


def why_not_correct(*, is_signed: bool, reason: str) -> Refused | None:
    """Why a signed register can't be corrected so."""
    if not is_signed:
        return NotSigned()
    return None if reason.strip() else NoReason()


def merged(saved: Mark, base: Mark, yours: Mark) -> Mark | None:
    """Of a mark as it is saved, as the sheet showed it and as it was sent: what is to be saved; None for two minds.

    What the sheet did not change stays as others saved it; what others saved alike is no conflict.
    """
    if yours in {base, saved}:
        return saved
    return yours if saved == base else None


def totals(marks: Iterable[Mark], guests: int) -> Totals:
    """The figures of a register; marks are whole."""
    marks = list(marks)
    count = {one: sum(mark.presence == one for mark in marks) for one in ("", *Presence)}
    return Totals(
        present=count[Presence.PRESENT],
        excused=count[Presence.EXCUSED],
        absent=count[Presence.ABSENT],
        unmarked=count[""],
        guests=guests,
        minutes=sum(mark.minutes or 0 for mark in marks),
    )
