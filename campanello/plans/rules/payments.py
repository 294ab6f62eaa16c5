"""Payment runs: what is paid of what is due, to whom, why not; who may approve; how a payment's state moves.

Money is whole cents. What is due is cumulative: everything to the day, less what earlier runs set aside.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from campanello.core.errors import Conflict, Denied, Refused
from campanello.core.errors import gettext_noop as _
from campanello.plans.rules import allowance

# A payment in one of these is money set aside or gone; in another it never went, or came back, and is due again.
LIVE = ("ready", "held", "ordered", "paid")
LOST = ("failed", "returned", "void")
# Runs whose lines count: one that is void, or not computed to its end, never was.
COUNTING = ("proposed", "approved", "ordered", "closed")
PAYMENT_MOVES: Mapping[str, tuple[str, ...]] = {
    "ready": ("held", "ordered", "void"),
    "held": ("ready", "void"),
    "ordered": ("paid", "failed"),
    "paid": ("returned",),
}
RUN_MOVES: Mapping[str, tuple[str, ...]] = {
    "computing": ("proposed", "void"),
    "proposed": ("approved", "void"),
    "approved": ("ordered",),
    "ordered": ("closed",),
}
FUND = "fund"
FIRST, ACCOUNT, SHARE, FEWER, AGAIN, UNKNOWN = "first", "account", "share", "fewer", "again", "unknown"
CHANGES = {
    FIRST: _("First time"),
    ACCOUNT: _("Another account"),
    SHARE: _("Another share for the rent"),
    FEWER: _("Less than before: corrected"),
    AGAIN: _("Paid again"),
    UNKNOWN: _("A requirement is not known now"),
}
HOLDS = {
    "plans.plan-suspended": _("The plan is suspended"),
    "plans.person-restricted": _("The person's data may not be used at present"),
    "plans.requirements-not-met": _("A requirement is not met any more"),
    "plans.no-account": _("No bank account"),
    "plans.account-replaced": _("The account was replaced after the run was proposed"),
    "plans.creditor-without-account": _("The landlord has no bank account"),
    "plans.demo-values": _("The hourly values are invented ones"),
    "plans.no-hourly-value": _("A service has no hourly value"),
    "plans.overpaid": _("More was paid than is due: set against what comes"),
    "plans.cap-reached": _("The person has had all that one person may have"),
    "plans.fund-ended": _("The fund is used up"),
}
OVERPAID, CAP_REACHED, FUND_ENDED = "plans.overpaid", "plans.cap-reached", "plans.fund-ended"


class RunMoved(Conflict):
    """A run is no longer in the state, or no longer has the figures, that the page showed."""

    code = "plans.run-moved"
    text = _("This payment run has changed since you opened it. Look at it again, then decide.")


class RunNotReady(Conflict):
    """A run's state does not allow what is asked."""

    code = "plans.run-not-ready"
    text = _("This can't be done with a payment run that is “%(state)s”. Look at it again.")


class RunUnderWay(Refused):
    """The project has a run that is neither approved nor void."""

    code = "plans.run-under-way"
    text = _(
        "Run %(number)s of this project is still open. Have it approved or make it void before the next."
    )


class NothingToCount(Refused):
    """A run through a day that is not over."""

    code = "plans.run-in-future"
    text = _("%(day)s is not over yet. Count through %(last)s at the latest.")


class PaysTooSoon(Refused):
    """The bank is asked to pay on a day that is past, or far off."""

    code = "plans.pays-too-soon"
    text = _("The bank can't pay on %(day)s. Choose a day from %(first)s to %(last)s.")


class NoTreasury(Refused):
    """Nobody said from which account the project pays."""

    code = "plans.no-treasury"
    text = _(
        "It is not recorded from which account this project pays. Record it under “Accounts”, then propose."
    )


class NothingToPay(Refused):
    """A run has no payment that could be ordered."""

    code = "plans.nothing-to-pay"
    text = _("This run has no payment to order: %(held)s are held. Release one, or close the run.")


class StillOpen(Refused):
    """A run is to be closed while payments are without outcome."""

    code = "plans.run-still-open"
    text = _("%(count)s payments have no outcome yet. Say what became of them, then close the run.")


class NoReason(Refused):
    """Something is undone without a word why."""

    code = "plans.payment-without-reason"
    text = _("Write in a few words why.")


class OutcomeDay(Refused):
    """A bank paid or gave back on a day that can't be."""

    code = "plans.payment-outcome-day"
    text = _(
        "The bank can't have done so on %(day)s: the run was ordered on %(first)s and today is %(last)s."
    )


class PaymentMoved(Conflict):
    """A payment's state does not allow what is asked: somebody said so before, or it is over."""

    code = "plans.payment-moved"
    text = _("This payment is “%(state)s” by now and can't become “%(wanted)s”. Look at it again.")


class SameApprover(Denied):
    """Who proposed a run may not approve it, under whatever account."""

    code = "plans.same-approver"
    text = _("You proposed this run of %(total)s for %(plans)s plans: somebody else approves it.")


class SameHuman(Denied):
    """The approver's account seems to be another account of whoever proposed the run."""

    code = "plans.same-human"
    text = _(
        "Your account and the proposer's have the same %(what)s, so this run of %(total)s for %(plans)s plans waits "
        "for somebody else. If you are two people, ask whoever manages the accounts to correct them."
    )


class RolesIncompatible(Denied):
    """Somebody both proposes and approves payments in a project."""

    code = "plans.roles-incompatible"
    text = _(
        "In this project you may both propose and approve payments. One person can't do both: ask whoever manages the "
        "accounts to take one of the roles away."
    )


class SealBroken(Conflict):
    """The lines of a run are not those that were proposed."""

    code = "plans.seal-broken"
    text = _(
        "The lines of this run are not those that were proposed. Don't pay it: make it void and propose anew."
    )


class Share(NamedTuple):
    """The part of what is paid that goes against arrears, and whose."""

    numerator: int
    denominator: int
    creditor: int


@dataclass(frozen=True)
class Standing:
    """What a run may look at for one plan, in cents.

    `allowance` is all that the hours give to the day, `before` what live payments already have of it. `room` is what
    the person may still get over all plans, `fund` what was committed for the plan less `before`; None where no
    commitment limits it. `lost_person` and `lost_landlord` failed or came back and were not paid again yet. `hold` is
    a reason to pay nothing, as its code.
    """

    allowance: int
    before: int
    room: int
    fund: int | None
    share: Share | None = None
    lost_person: int = 0
    lost_landlord: int = 0
    lost_creditor: int | None = None
    hold: str = ""
    capped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """What a run pays of one plan. `held` is what would be paid if `why` did not hold it; `over` was paid too much."""

    to_person: int = 0
    to_landlord: int = 0
    creditor: int | None = None
    held: int = 0
    over: int = 0
    why: str = ""
    capped: tuple[str, ...] = ()

    @property
    def due(self) -> int:
        """All that is paid."""
        return self.to_person + self.to_landlord


def line(it: Standing) -> Line:
    """What a run pays of one plan: what is due and was not set aside before, within the person's room and the fund.

    What failed or came back is paid again to the same side first; what is newly due is split by the share, rounded
    half away from zero for the landlord. More paid than due is never asked back: it is set against what comes.

    Source: docs/rules/payments.md; PASS agreement (share), Tavola 4.2 (caps).
    """
    wanted = it.allowance - it.before
    if wanted < 0:
        return Line(over=-wanted, why=OVERPAID, capped=it.capped)
    room = max(0, it.room)
    fund = wanted if it.fund is None else max(0, it.fund)
    due = min(wanted, room, fund)
    capped = it.capped
    if room < wanted and allowance.ALLOWANCE not in capped:
        capped += (allowance.ALLOWANCE,)
    if fund < min(wanted, room):
        capped += (FUND,)
    if it.hold:
        return Line(held=due, why=it.hold if due else "", capped=capped)
    if not due:
        return Line(why=_why_nothing(wanted, room), capped=capped)
    to_landlord, creditor = _landlord(due, it)
    return Line(due - to_landlord, to_landlord, creditor if to_landlord else None, capped=capped)


def _why_nothing(wanted: int, room: int) -> str:
    if not wanted:
        return ""
    return FUND_ENDED if room else CAP_REACHED


def _landlord(due: int, it: Standing) -> tuple[int, int | None]:
    lost = it.lost_person + it.lost_landlord
    again = min(due, lost)
    part = allowance.split(again, it.lost_landlord, lost)[0] if again else 0
    if it.share is None:
        return part, it.lost_creditor
    part += allowance.split(due - again, it.share.numerator, it.share.denominator)[0]
    return part, it.share.creditor


@dataclass(frozen=True)
class Before:
    """What the plan's last line, in a run that counts, said; for what is told to have changed."""

    allowance: int
    services: int
    account: int | None
    share: tuple[int, ...]


def changes(
    last: Before | None,
    *,
    allowance: int,
    account: int | None,
    share: tuple[int, ...],
    again: bool,
    is_unknown: bool,
) -> tuple[str, ...]:
    """What whoever approves should look at: what is other than in the plan's last line, by the codes of `CHANGES`.

    Source: INTERFACE, payment run: what changed since the last.
    """
    found = (
        (FIRST, last is None),
        (ACCOUNT, last is not None and last.account is not None and account != last.account),
        (SHARE, last is not None and share != last.share),
        (FEWER, last is not None and allowance < last.allowance),
        (AGAIN, again),
        (UNKNOWN, is_unknown),
    )
    return tuple(code for code, is_so in found if is_so)


@dataclass
class Seal:
    """A digest over the lines of a run in their order: whoever changes one, breaks it."""

    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, row: tuple[Any, ...]) -> None:
        """One line more."""
        self._digest.update(json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n")

    def text(self) -> str:
        """The digest of the lines so far."""
        return str(self._digest.hexdigest())


def why_not_move(state: str, wanted: str) -> PaymentMoved | None:
    """Why a payment can't go from one state to another; None when it can."""
    return None if wanted in PAYMENT_MOVES.get(state, ()) else PaymentMoved(state=state, wanted=wanted)


def why_not_run(state: str, wanted: str) -> RunNotReady | None:
    """Why a run can't go from one state to another; None when it can."""
    return None if wanted in RUN_MOVES.get(state, ()) else RunNotReady(state=state)
