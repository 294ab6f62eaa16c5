"""What the ledger takes: whole points, from where they are, once. Knows no table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _


class NoPoints(Refused):
    """Nothing, or less than nothing, is to be moved."""

    code = "points.no-points"
    text = _("%(points)s points can't be moved. Write a whole number from 1 up.")


class NotEnoughPoints(Refused):
    """More is to be moved than the account holds."""

    code = "points.not-enough-points"
    text = _("There are %(held)s points, and %(asked)s were asked for. Ask for %(held)s at most.")


class BudgetUsedUp(Refused):
    """More is to be issued than the project's budget of points has left."""

    code = "points.budget-used-up"
    text = _(
        "The project has %(held)s points left to issue, and %(asked)s were asked for. "
        "Raise the budget with the act that allows it, or award less."
    )


class MovedOtherwise(Conflict):
    """What was sent twice is not the same the second time."""

    code = "points.moved-otherwise"
    text = _("This was recorded before with other figures. Load the page again to see what stands.")


class AwardedAlready(Conflict):
    """An attendance or an award by hand is to be turned into points a second time."""

    code = "points.awarded-already"
    text = _("This was awarded already, perhaps by somebody else just now. Load the page again.")


@dataclass(frozen=True)
class Move:
    """A transfer to be written: accounts by their keys, and what it is for. `uid` makes it happen once."""

    uid: UUID
    source: int
    target: int
    points: int
    kind: str
    earned_by: int | None = None
    earned_on: date | None = None
    minutes: int | None = None
    rate: int | None = None
    attendance: int | None = None
    award: int | None = None
    redemption: int | None = None
    reverses: int | None = None


@dataclass(frozen=True)
class Held:
    """What an account holds before: its balance, and how low it may go."""

    kind: str
    balance: int
    floor: int = 0

    @property
    def free(self) -> int:
        """How many points may leave it."""
        return self.balance - self.floor


def changes(moves: Iterable[Move]) -> dict[int, int]:
    """By how many points each account changes, all moves together."""
    found: dict[int, int] = {}
    for one in moves:
        found[one.source] = found.get(one.source, 0) - one.points
        found[one.target] = found.get(one.target, 0) + one.points
    return found


def why_not_move(moves: Iterable[Move], held: Mapping[int, Held]) -> Refused | None:
    """Why some moves can't be made together; None when they can. All of them or none.

    What comes in with one of them may go out with another: they happen at once.
    """
    listed = list(moves)
    for one in listed:
        if one.points < 1:
            return NoPoints(points=one.points)
    for account, change in sorted(changes(listed).items()):
        there = held[account]
        if change < 0 and -change > there.free:
            wrong = BudgetUsedUp if there.kind == "issuer" else NotEnoughPoints
            return wrong(held=there.free, asked=-change)
    return None
