"""Who may act for whom in the residents' app: for what, until when, and how they are told from a stranger.

Source: docs/rules/doors.md; for what a person may let another do, `values.SCOPES`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campanello.core.access import NotFound
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.requests import answer_due as months_later
from campanello.people.rules.values import DELEGATION_BASES, SCOPES

# Without letters and figures that are taken for each other when read aloud or written by hand.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
LONGEST_EVIDENCE = 200
_NEEDS_PAPER = frozenset({"paper", "court"})


class DelegationForNothing(Refused):
    """A delegation names nothing that may be done, or something that nobody may do for another."""

    code = "people.delegation-for-nothing"
    text = _("Choose at least one thing that they may do for you.")


class DelegationDays(Refused):
    """A delegation ends before it begins, or too late."""

    code = "people.delegation-days"
    text = _("Choose a last day from today to %(last)s. After that day it can be given again.")


class DelegationToOneself(Refused):
    """Nobody needs to let themselves do something."""

    code = "people.delegation-to-oneself"
    text = _("This is your own code. Ask the person who is to help you for theirs.")


class DelegationWithoutBasis(Refused):
    """At the desk it is written down how the wish is known."""

    code = "people.delegation-without-basis"
    text = _("Say how you know that the person wants this. For a paper or a court, say which one you saw.")


class DelegateWithoutAccess(Refused):
    """The delegate can't log in, so that the delegation would be of no use."""

    code = "people.delegate-without-access"
    text = _("This person cannot log in yet. Open their access first, then write this down.")


class DelegatedAlready(Refused):
    """The same two have a delegation that holds."""

    code = "people.delegated-already"
    text = _("This person already acts for them, until %(last)s. End that first to change what they may do.")


class DelegateUnknown(Refused):
    """Nobody shows this code now. Codes that never were and codes that are over are not told apart."""

    code = "people.delegate-unknown"
    text = _("Nobody shows this code now. Ask for a new one: each holds for %(minutes)s minutes.")


class TooManyCodesTried(Refused):
    """Somebody tries one code after another."""

    code = "people.too-many-codes-tried"
    text = _(
        "You tried %(most)s codes that nobody shows. Wait an hour, or go to the lab: they help you there."
    )


class DelegationOver(NotFound):
    """Whoever acted for somebody may no longer: the term ended, or one of the two ended it."""

    code = "people.delegation-over"
    text = _("You no longer act for this person, since %(since)s. These are your own pages.")


@dataclass(frozen=True)
class NewDelegation:
    """What is to be allowed: to which scopes, until when (the day is out), how the wish is known."""

    scopes: frozenset[str]
    ends_on: date
    basis: str = "app"
    evidence: str = ""


def last_possible(on: date, months: int) -> date:
    """The latest day on which a delegation that begins on a day may hold."""
    return months_later(on, months)


def why_not_give(given: NewDelegation, *, on: date, months: int) -> Refused | None:
    """Why a delegation can't be given on a day, or None."""
    if not given.scopes or given.scopes - SCOPES.keys():
        return DelegationForNothing()
    last = last_possible(on, months)
    if not on < given.ends_on <= last + timedelta(days=1):
        return DelegationDays(last=f"{last:%d/%m/%Y}")
    lacks_paper = given.basis in _NEEDS_PAPER and not given.evidence.strip()
    if given.basis not in DELEGATION_BASES or lacks_paper or len(given.evidence) > LONGEST_EVIDENCE:
        return DelegationWithoutBasis()
    return None


def holds(ends_on: date, ended_at: datetime | None, on: date) -> bool:
    """Whether a delegation holds on a day: its last day is the one before `ends_on`."""
    return ended_at is None and on < ends_on


def written(scopes: Collection[str]) -> str:
    """Scopes as they are kept: in the order of `SCOPES`, with commas."""
    return ",".join(name for name in SCOPES if name in scopes)


def read(scopes: str) -> frozenset[str]:
    """Scopes as they are kept, taken apart; one that is no longer known counts for nothing."""
    return frozenset(scopes.split(",")) & SCOPES.keys()


def read_code(text: str) -> str:
    """A code as somebody typed it, without spaces and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[: CODE_LENGTH * 2]


def shown_code(code: str) -> str:
    """A code in two halves, as it is read aloud."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"
