"""What a mistake may be undone by: the same points back, once. What went to the rent has ways of its own."""

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _

REVERSIBLE = frozenset({"award", "donation", "expiry"})


class CantBeReversed(Refused):
    """Movements of this kind are undone in another way, or not at all."""

    code = "points.cant-be-reversed"
    text = _(
        "Only what was earned, given or expired can be taken back here. "
        "Points on their way to a landlord are given back on the redemption's own page."
    )


class ReversedAlready(Conflict):
    """It was taken back before."""

    code = "points.reversed-already"
    text = _("This was taken back already, on %(on)s. Nothing more is to be done.")


class NoReason(Refused):
    """A reversal says why."""

    code = "points.no-reason"
    text = _("Write why it is taken back, in a few words and without names.")


def why_not_reverse(kind: str, why: str) -> Refused | None:
    """Why a movement of a kind can't be taken back; None when it can."""
    if kind not in REVERSIBLE:
        return CantBeReversed()
    return None if why.strip() else NoReason()
