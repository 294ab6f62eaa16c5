"""Points given away: to whom, how a code is read, until when the giver may take them back, what is a fair share.

Knows no table.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _

# What is read or heard for signs that no code has.
_HEARD_AS = str.maketrans({"I": "L", "1": "L", "|": "L"})
_LENGTH = 8


class NoSuchCode(Refused):
    """No household of the project has the code."""

    code = "points.no-such-gift-code"
    text = _(
        "No household here has this code. Ask for it again, sign by sign: "
        "it has eight letters and figures, and none of I, O, S, 0, 1 and 5."
    )


class TooManyWrongCodes(Refused):
    """Somebody tries codes."""

    code = "points.too-many-wrong-codes"
    text = _(
        "%(most)s wrong codes were tried within an hour. Wait %(minutes)s minutes, or give at the lab, "
        "with the neighbour there."
    )


class ToOneself(Refused):
    """Who gives is who would receive."""

    code = "points.gift-to-oneself"
    text = _("This is the code of your own household. Ask for the code of the one you want to give to.")


class AsksInReturn(Refused):
    """It was not said that nothing is asked in return."""

    code = "points.gift-asks-in-return"
    text = _("Points are given, never sold: say that nothing is asked in return.")


class GiftUsed(Conflict):
    """The points can't come back: they are not there any more."""

    code = "points.gift-used"
    text = _("These points can't be taken back any more: they are already on their way to somewhere else.")


class GiftKept(Conflict):
    """The time for taking a gift back is over, or it was taken back before."""

    code = "points.gift-kept"
    text = _("A gift can be taken back within %(minutes)s minutes, once. If it was a mistake, tell the lab.")


class NotForOwnHousehold(Refused):
    """Somebody would give points of the pool to the household that they belong to."""

    code = "points.own-household"
    text = _("You belong to this household, so another coordinator decides about it.")


class NothingToAssign(Refused):
    """No household was chosen, or none gets a point."""

    code = "points.nothing-to-assign"
    text = _("Choose at least one household, and at least one point for it.")


def read_code(written: str) -> str:
    """A gift code as it is kept, out of how people write it: small letters, spaces, without the line; "" if none.

    A sign that no code has is read as the one it looks like.
    """
    signs = "".join(sign for sign in written.upper() if sign.isalnum() or sign == "|").translate(_HEARD_AS)
    return f"{signs[:4]}-{signs[4:]}" if len(signs) == _LENGTH and signs.isascii() else ""


def share_uid(parting: UUID, household: UUID) -> UUID:
    """The uid of what a household gets when the pool is parted once: sent twice, it moves once."""
    return uuid5(parting, str(household))


def kept_from(given_at: datetime, minutes: int) -> datetime:
    """From when on a gift can't be taken back by who gave it."""
    return given_at + timedelta(minutes=minutes)


def fair_share(available: int, needs: Mapping[int, int]) -> dict[int, int]:
    """The same for everybody, and for nobody more than they need: what one does not need goes to the others.

    What can't be parted evenly stays where it is: fewer points than there are households that still need one.

    Args:
        available: The points to be parted.
        needs: How many each could use.

    Source: house rule, STANDARDS 7: solidarity points go by need, without ranking people.
    """
    shares: dict[int, int] = {}
    left, waiting = available, sorted((need, key) for key, need in needs.items() if need > 0)
    for done, (need, key) in enumerate(waiting):
        share = min(need, left // (len(waiting) - done))
        if share < need:
            # From here on everybody needs more than there is for each.
            return shares | {other: share for _need, other in waiting[done:] if share}
        shares[key] = share
        left -= share
    return shares
