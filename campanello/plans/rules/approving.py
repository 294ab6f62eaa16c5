"""Who may not approve a payment run: whoever proposed it, under whatever account. Knows no table."""

from campanello.core.errors import Denied
from campanello.people.rules.humans import Account, same_human
from campanello.plans.rules.funds import euros
from campanello.plans.rules.payments import RolesIncompatible, SameApprover, SameHuman


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
