"""How many points a household may put towards which debt: bounded by what it holds, owes, and by the money set aside.

Knows no table.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core.errors import Conflict, Denied, Refused
from campanello.core.errors import gettext_noop as _

OPEN_STATES = ("asked", "in_batch")


class NoDebtStated(Refused):
    """Nobody has said that anything is owed."""

    code = "points.no-debt-stated"
    text = _(
        "Nobody has told us of a debt for this home, so points can't be put towards it. "
        "Ask the landlord for a statement of what is owed, and bring it to the lab."
    )


class NothingOwed(Refused):
    """The debt is paid."""

    code = "points.nothing-owed"
    text = _("By what we know, nothing is owed here any more. Keep the points, or give them away.")


class NoDebtLeft(Refused):
    """Points asked for before take all of the debt off."""

    code = "points.no-debt-left"
    text = _(
        "Points that were asked for before take all of this debt off: %(pending)s EUR are on their way. "
        "Keep the others, or give them away."
    )


class LessThanAPoint(Refused):
    """What is left of the debt is worth less than one point."""

    code = "points.less-than-a-point"
    text = _(
        "%(left)s EUR are left of this debt, less than the %(worth)s EUR that a point is worth. "
        "A part of a point is never used: pay the rest to the landlord."
    )


class NoPointsHeld(Refused):
    """The account is empty."""

    code = "points.none-held"
    text = _("There are no points to use yet. They come from activities and from neighbours' gifts.")


class TooManyPoints(Refused):
    """More points were offered than may be put towards the debt."""

    code = "points.too-many-points"
    text = _("You offered %(offered)s points; %(allowed)s at most can go towards this debt now. Offer fewer.")


class NoTerms(Refused):
    """Nobody has agreed with the creditor how points are paid."""

    code = "points.no-terms"
    text = _(
        "It is not agreed yet how this landlord takes points. The points are kept. "
        "Ask the coordinator to write the landlord's terms down with the scheme."
    )


class RentBudgetUsedUp(Refused):
    """The money set aside for points does not reach."""

    code = "points.rent-budget-used-up"
    text = _(
        "Of the money set aside for points %(left)s EUR are left, less than the %(worth)s EUR of one point. "
        "The points are kept. Ask the coordinator when more is set aside."
    )


class NotToTakeBack(Conflict):
    """The points are no longer merely asked for."""

    code = "points.not-to-take-back"
    text = _(
        "These points can't be taken back: they are on their way to the landlord, there already, "
        "or were given back before. Load the page again to see how far they are."
    )


class NoReason(Refused):
    """Nothing says why."""

    code = "points.reason-missing"
    text = _("Say in a few words why. It stays on record.")


class NotDelegated(Denied):
    """A delegate may look, but not use the points."""

    code = "points.not-delegated"
    text = _("You may look at these points, but not use them. Whoever you stand for can allow it at the lab.")


@dataclass(frozen=True)
class Debt:
    """What a household owes one creditor for one home. `pending_cents`: what points asked for will take off.

    `way` is how the creditor takes points on the day, "" where that is not agreed. `points_cents`: what points took
    off since it was stated. `home` is its address; `is_left` says that the household has moved out since.
    """

    tenancy: UUID
    creditor: int
    creditor_name: str
    open_cents: int
    pending_cents: int
    as_of: date
    statement: int
    way: str
    stated_cents: int = 0
    paid_cents: int = 0
    points_cents: int = 0
    home: str = ""
    is_left: bool = False

    @property
    def room_cents(self) -> int:
        """What is left for further points."""
        return max(0, self.open_cents - self.pending_cents)


@dataclass(frozen=True)
class Standing:
    """What an account holds, and each debt that its points could go towards, the oldest home first.

    `budget_cents` is what is left of the money set aside; None where no such limit was set.
    """

    account: UUID
    balance: int
    cents_a_point: int
    debts: tuple[Debt, ...] = ()
    budget_cents: int | None = None

    @property
    def spendable_points(self) -> int:
        """The most that all debts together can take now."""
        room = sum(self.room_points(debt) for debt in self.debts if debt.way)
        if self.budget_cents is not None:
            room = min(room, max(0, self.budget_cents) // self.cents_a_point)
        return min(self.balance, room)

    def room_points(self, debt: Debt) -> int:
        """How many whole points a debt can still take, whoever gives them."""
        return debt.room_cents // self.cents_a_point

    def rest_cents(self, debt: Debt) -> int:
        """What of a debt no whole point meets: less than a point's worth, to be paid in money."""
        return debt.room_cents % self.cents_a_point

    def debt(self, tenancy: UUID, creditor: int) -> Debt | None:
        """One of the debts."""
        return next((one for one in self.debts if (one.tenancy, one.creditor) == (tenancy, creditor)), None)


def spendable(standing: Standing, debt: Debt) -> int:
    """Most points that an account may put towards one debt now.

    Bounded by the points held, by what is left of the debt once the points asked for before are taken off, and by the
    money set aside, where there is such a limit. Whole points alone; none while the creditor's terms are not agreed.

    Source: ARCHITECTURE, the ledger: redemption <= min(balance, open arrears, budget left); STANDARDS 7.
    """
    if not debt.way:
        return 0
    worth = standing.cents_a_point
    budget = debt.room_cents if standing.budget_cents is None else max(0, standing.budget_cents)
    return min(max(0, standing.balance), debt.room_cents // worth, budget // worth)


def why_not_spend(standing: Standing, debt: Debt | None) -> Refused | None:
    """Why not a single point can go towards a debt; None where one can."""
    if debt is None:
        return NoDebtStated()
    if debt.open_cents == 0 and debt.pending_cents == 0:
        return NothingOwed()
    if debt.room_cents == 0:
        return NoDebtLeft(pending=_euros(debt.pending_cents))
    if not debt.way:
        return NoTerms()
    worth = standing.cents_a_point
    if debt.room_cents < worth:
        return LessThanAPoint(left=_euros(debt.room_cents), worth=_euros(worth))
    if standing.budget_cents is not None and standing.budget_cents < worth:
        return RentBudgetUsedUp(left=_euros(max(0, standing.budget_cents)), worth=_euros(worth))
    return NoPointsHeld() if standing.balance < 1 else None


def why_not_redeem(standing: Standing, debt: Debt | None, points: int) -> Refused | None:
    """Why so many points can't go towards a debt; None where they can."""
    if refusal := why_not_spend(standing, debt):
        return refusal
    assert debt is not None
    allowed = spendable(standing, debt)
    return None if 0 < points <= allowed else TooManyPoints(offered=points, allowed=allowed)


@dataclass(frozen=True)
class Effect:
    """What so many points would do: to what is held, and to the debt once they are paid."""

    points: int
    cents: int
    held_before: int
    owed_before: int

    @property
    def held_after(self) -> int:
        """How many points remain."""
        return self.held_before - self.points

    @property
    def owed_after(self) -> int:
        """What is then left of the debt, once all that is on its way has arrived."""
        return max(0, self.owed_before - self.cents)

    @property
    def taken_pct(self) -> int:
        """How much of the debt goes, in hundredths rounded up: the smallest part is seen."""
        return min(100, -(-100 * self.cents // self.owed_before)) if self.owed_before else 0


def effect(standing: Standing, debt: Debt, points: int) -> Effect:
    """What so many points would do to a debt. The debt before is what is left when all asked for has arrived."""
    return Effect(points, points * standing.cents_a_point, standing.balance, debt.room_cents)


def state_after(state: str, *, points: int, settled: int, returned: int) -> str:
    """Where a redemption stands once some of its points are given back: closed when none is open."""
    if settled + returned < points:
        return state
    return "settled" if settled else "returned"


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
