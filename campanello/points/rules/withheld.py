"""Who decides what was withheld, and when it can be given after all. Knows no table.

Source: docs/rules/points.md.
"""

from campanello.core.errors import Conflict, Denied, Refused
from campanello.core.errors import gettext_noop as _

MOST_WORDS = 200


class OwnHouseholdWithheld(Denied):
    """Somebody decides about points of their own household."""

    code = "points.withheld-own-household"
    text = _("You said that you belong to this household. A colleague who does not must decide this.")


class WithheldSettled(Conflict):
    """What was withheld is decided twice."""

    code = "points.withheld-settled"
    text = _("Somebody decided this on %(day)s already. Load the list again to see how.")


class NoWord(Refused):
    """What was withheld is decided without a word."""

    code = "points.no-word"
    text = _("Write why, in up to %(most)s letters: whoever checks reads it.")


class RegisterCorrected(Refused):
    """The row of the register that would have earned was replaced."""

    code = "points.register-corrected"
    text = _(
        "The register was corrected since. Take the correction up on the register's page; this row is out."
    )


class StillRestricted(Refused):
    """The person's data may still not be used."""

    code = "points.still-restricted"
    text = _(
        "Use of this person's data is restricted, or it was erased. Nothing can be given while that holds."
    )


def why_not_settle(
    *, settled_on: str, word: str, is_own: bool, is_replaced: bool, is_untold: bool, gives: bool
) -> Refused | Conflict | Denied | None:
    """Why what was withheld can't be given, or left, by whoever asks."""
    if settled_on:
        return WithheldSettled(day=settled_on)
    if is_own:
        return OwnHouseholdWithheld()
    if not 0 < len(word.strip()) <= MOST_WORDS:
        return NoWord(most=MOST_WORDS)
    if not gives:
        return None
    if is_replaced:
        return RegisterCorrected()
    return StillRestricted() if is_untold else None
