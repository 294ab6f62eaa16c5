"""A resident's door: which PINs are too easy, and what becomes of a door at which PINs are guessed.

Knows no secret and no clock. docs/rules/doors.md has the cases.
"""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from unicodedata import digit

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

PIN_LENGTH = 6
# Those that people choose first, beside the patterns below.
_POPULAR = frozenset({"112233", "123123", "121212", "159753", "147258", "246810", "102030", "696969"})
_ROW = "01234567890"


class NotAPin(Refused):
    """A PIN is six figures."""

    code = "accounts.not-a-pin"
    text = _("A PIN has %(figures)s figures, like a cash card. Type %(figures)s figures.")


class WeakPin(Refused):
    """A PIN that others guess first."""

    code = "accounts.weak-pin"
    text = _("This PIN is easy to guess: a row, the same figures, or your birthday. Choose another.")


class DoorClosed(Refused):
    """This PIN and this code do not open: which of the two is wrong is not told, nor whether there is such a door."""

    code = "accounts.door-closed"
    text = _(
        "This PIN does not open here. Type it again. If your letter is old or was replaced, ask the lab for a new one."
    )


class DoorLocked(Refused):
    """Too many PINs were tried at this door."""

    code = "accounts.door-locked"
    text = _("Too many wrong PINs. Wait %(minutes)s minutes and try again, or ask the lab for a new letter.")


class TooManyPins(Refused):
    """Too many PINs were tried from one address, at whatever doors."""

    code = "accounts.too-many-pins"
    text = _("Too many wrong PINs from here. Wait %(minutes)s minutes and try again.")


class ResidentShutOut(Refused):
    """An administrator deactivated the account."""

    code = "accounts.resident-shut-out"
    text = _("An administrator closed this person's access. Ask them to open it again.")


class TeamMember(Refused):
    """Whoever works in the programme has an account of another kind."""

    code = "accounts.resident-is-of-the-team"
    text = _("This person's account is one of the team. Nobody opens a resident's door to it.")


@dataclass(frozen=True)
class Limits:
    """The dated parameters of a day: after how many wrong PINs a door is locked, how long, and ended."""

    tries: int
    minutes: int
    in_all: int


@dataclass(frozen=True)
class Consequence:
    """What a wrong PIN brings: minutes for which the door is locked, or its end."""

    minutes: int = 0
    is_revoked: bool = False


def after_wrong(wrong: int, limits: Limits) -> Consequence:
    """What the `wrong`-th wrong PIN in a row brings: each `tries`-th locks, the first for `minutes`, then doubling."""
    if wrong >= limits.in_all:
        return Consequence(is_revoked=True)
    if wrong == 0 or wrong % limits.tries:
        return Consequence()
    return Consequence(minutes=limits.minutes * 2 ** (wrong // limits.tries - 1))


def why_not_pin(pin: str, born_on: date | None = None) -> Refused | None:
    """Why somebody born on a day can't have this PIN, or None."""
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdecimal()):
        return NotAPin(figures=PIN_LENGTH)
    return WeakPin() if is_weak(pin) or pin in _birthdays(born_on) else None


def read_pin(text: str) -> str:
    """A PIN as it was typed, in whatever figures, with or without spaces between them."""
    return "".join(str(digit(sign)) for sign in text[:40] if sign.isdigit())


def minutes_left(locked_until: datetime, at: datetime) -> int:
    """For how many minutes a door is still locked, a begun one as a whole."""
    return max(1, ceil((locked_until - at).total_seconds() / 60))


def is_weak(pin: str) -> bool:
    """Whether a PIN is one of those that are guessed first: repeated figures, rows up or down, keys in a line."""
    half, third = pin[: PIN_LENGTH // 2], pin[: PIN_LENGTH // 3]
    repeats = pin in {half * 2, third * 3} or len(set(pin)) == 1
    mirrored = pin == pin[::-1] and len(set(pin)) <= PIN_LENGTH // 2 and half in _ROW + _ROW[::-1]
    pairs = pin[0::2] == pin[1::2] and pin[0::2] in _ROW + _ROW[::-1]
    in_a_row = pin in _ROW or pin in _ROW[::-1]
    return repeats or mirrored or pairs or in_a_row or pin in _POPULAR


def _birthdays(born_on: date | None) -> frozenset[str]:
    if born_on is None:
        return frozenset()
    ways = ("%d%m%y", "%m%d%y", "%y%m%d", "%d%m%Y", "%Y%m", "%m%Y", "%Y%d", "%d%Y")
    return frozenset(f"{born_on:{way}}" for way in ways) | {f"{born_on:%Y}"[-2:] * 3}
