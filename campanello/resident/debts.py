"""A debt as the residents' pages draw it: a bar of what is left, what points will take off, what they took off."""

from dataclasses import dataclass

from campanello.points.queries.own import OwnDebt


@dataclass(frozen=True)
class Bar:
    """The parts of a bar of 100, from the start: what is left, what points asked for will take off, what they took."""

    left: float
    pending: float
    paid: float

    @property
    def pending_at(self) -> float:
        """Where the second part begins."""
        return self.left

    @property
    def paid_at(self) -> float:
        """Where the third part begins."""
        return round(self.left + self.pending, 2)


@dataclass(frozen=True)
class Drawn:
    """A debt with its bar."""

    own: OwnDebt
    bar: Bar

    @property
    def key(self) -> str:
        """What stands in an address for it."""
        return f"{self.own.debt.tenancy}.{self.own.debt.creditor}"


def drawn(debts: tuple[OwnDebt, ...], *, plus_points: int = 0, worth: int = 0) -> list[Drawn]:
    """Each debt with its bar; `plus_points` more, of so many cents, are counted as asked for."""
    return [Drawn(one, bar(one, plus_points * worth)) for one in debts]


def bar(one: OwnDebt, plus_cents: int = 0) -> Bar:
    """The bar of one debt. Where nothing is or was owed it is empty."""
    whole = one.whole_cents
    if not whole:
        return Bar(0, 0, 0)
    pending = min(one.on_its_way_cents + plus_cents, one.debt.open_cents)
    left = round(100 * (one.debt.open_cents - pending) / whole, 2)
    return Bar(left, round(100 * pending / whole, 2), round(100 * one.taken_off_cents / whole, 2))
