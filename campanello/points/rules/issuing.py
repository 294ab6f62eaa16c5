"""How a project's budget of points is parted over several accounts: awards do not wait for each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

STRIPS = 8  # as many desks at once as do not wait for one another
_AWARDS = UUID("5e2c1d0a-3f64-4c0b-9f5e-2f7d1a90c6b1")


class BudgetBelowIssued(Refused):
    """A budget is to be lower than what is out already."""

    code = "points.budget-below-issued"
    text = _(
        "%(issued)s points are out already, and a budget of %(asked)s was asked for. "
        "Write %(issued)s at least."
    )


@dataclass(frozen=True)
class AwardLine:
    """Points for one account: by whom and when earned, by which rate, for which attendance or award by hand.

    `account` is a household's, or a person's own. Without a `uid` an award is known by its attendance or its award by
    hand; one that names neither is told apart by the `uid` that its maker gives.
    """

    account: int
    points: int
    uid: UUID | None = None
    earned_by: int | None = None
    earned_on: date | None = None
    minutes: int | None = None
    rate: int | None = None
    attendance: int | None = None
    award: int | None = None

    @property
    def known_by(self) -> UUID:
        """By what it happens once."""
        if self.uid is not None:
            return self.uid
        assert self.attendance or self.award, "an award needs something to be known by"
        return uuid5(_AWARDS, f"{self.attendance or ''}/{self.award or ''}")


@dataclass(frozen=True)
class Strip:
    """One of a project's issuers' accounts: what is out of it, as a number below zero, and how low it may go."""

    key: int
    balance: int
    floor: int
    room: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out how many points it may still issue."""
        object.__setattr__(self, "room", self.balance - self.floor)


def parts(total: int, number: int) -> list[int]:
    """A total in so many parts that differ by one at most; the first are the larger."""
    each, rest = divmod(total, number)
    return [each + (place < rest) for place in range(number)]


def chosen(strips: Sequence[Strip], by: int, points: int) -> Strip | None:
    """The strip to issue from: where a household's key leads, or else the one with the most room; None if none has."""
    first = strips[by % len(strips)]
    best = first if first.room >= points else max(strips, key=lambda one: one.room)
    return best if best.room >= points else None


def moved_room(strips: Sequence[Strip], to: int, points: int) -> Mapping[int, int] | None:
    """The floors after room moved to one strip for what it has to issue, the rest shared; None if there is too little.

    Args:
        strips: All of a project's, as they are under a lock.
        to: The key of the strip that issues.
        points: How many it is to issue.
    """
    rest = sum(one.room for one in strips) - points
    if rest < 0:
        return None
    shares = parts(rest, len(strips))
    return {
        one.key: one.balance - share - (points if one.key == to else 0)
        for one, share in zip(strips, shares, strict=True)
    }


def new_floors(strips: Sequence[Strip], budget: int) -> Mapping[int, int]:
    """The floors under a budget: what is out stays out, what is left is shared evenly.

    Raises:
        BudgetBelowIssued.
    """
    issued = -sum(one.balance for one in strips)
    if budget < issued:
        raise BudgetBelowIssued(issued=issued, asked=budget)
    shares = parts(budget - issued, len(strips))
    return {one.key: one.balance - share for one, share in zip(strips, shares, strict=True)}
