"""Who may not approve a payment run: whoever proposed it, under whatever account. Knows no table."""

import re
from dataclasses import dataclass

from campanello.core.errors import Denied
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import plain
from campanello.plans.rules.funds import euros
from campanello.plans.rules.payments import RolesIncompatible, SameApprover, SameHuman

EMAIL, NAME, PERSON = _("e-mail address"), _("name"), _("person")
# What a mail service leaves aside in the part before the @: a label after a plus.
_LABEL = re.compile(r"\+[^@]*(?=@)")


@dataclass(frozen=True)
class Account:
    """An account as far as it tells who is behind it."""

    user: int
    name: str
    email: str
    person: int | None


def mailbox(email: str) -> str:
    """An address as its mailbox is one: in small letters, without a label."""
    return _LABEL.sub("", email.strip().casefold())


def same_human(one: Account, other: Account) -> str | None:
    """What two accounts have in common that one human has: the word for it; None when nothing tells.

    Two accounts without an address, or of no person, have nothing in common by that. Names are compared without
    accents, case and order; of two colleagues of the same name neither approves the other's.
    """
    if one.email and mailbox(one.email) == mailbox(other.email):
        return EMAIL
    if one.person is not None and one.person == other.person:
        return PERSON
    return NAME if plain(one.name) and plain(one.name) == plain(other.name) else None


def why_not_approve(
    approver: Account, proposer: Account, *, proposes_too: bool, cents: int, plans: int
) -> Denied | None:
    """Why somebody may not approve a run; None when they may.

    Source: D.lgs. 267/2000 art. 182 (the phases of spending are apart); docs/rules/payments.md.
    """
    if approver.user == proposer.user:
        return SameApprover(total=euros(cents), plans=plans)
    if what := same_human(approver, proposer):
        return SameHuman(what=(what, {}), total=euros(cents), plans=plans)
    return RolesIncompatible() if proposes_too else None
