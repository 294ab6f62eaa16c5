"""What follows for whole numbers of which some sums are known: the knowledge of one who reads a report to the end.

Pure arithmetic; it knows no figure and no threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import gcd

Unknown = tuple[str, ...]
"""The name of a number that is not known."""
MANY = 10**9
Row = tuple[dict[Unknown, int], int]
"""The weights of a sum's numbers, and what it comes to."""


class Contradiction(Exception):
    """No whole numbers satisfy what is known."""


@dataclass
class Knowledge:
    """Bounds of unknown whole numbers, and sums over them that are equal to a number or at least as large."""

    low: dict[Unknown, int] = field(default_factory=dict)
    high: dict[Unknown, int] = field(default_factory=dict)
    equalities: list[Row] = field(default_factory=list)
    inequalities: list[Row] = field(default_factory=list)

    def between(self, name: Unknown, low: int, high: int = MANY) -> None:
        """Narrow the bounds of one number."""
        self.low[name] = max(low, self.low.get(name, 0))
        self.high[name] = min(high, self.high.get(name, MANY))
        if self.low[name] > self.high[name]:
            raise Contradiction(name)

    def equals(self, terms: Mapping[Unknown, int], total: int = 0) -> None:
        """Know that a weighted sum is `total`."""
        self.equalities.append((self._named(terms), total))

    def at_least(self, terms: Mapping[Unknown, int], total: int = 0) -> None:
        """Know that a weighted sum is `total` or more."""
        self.inequalities.append((self._named(terms), total))

    def _named(self, terms: Mapping[Unknown, int]) -> dict[Unknown, int]:
        for name in terms:
            self.between(name, 0)
        return {name: weight for name, weight in terms.items() if weight}

    def conclude(self) -> dict[Unknown, int]:
        """The numbers that can only have one value, found by bounds and by elimination until nothing new follows.

        Sums are rewritten without them.
        """
        self._simplify()
        while self._narrow() or self._eliminate():
            self._simplify()
        return {name: low for name, low in self.low.items() if low == self.high[name]}

    def _simplify(self) -> None:
        equalities = [self._open(*row) for row in self.equalities]
        inequalities = [self._open(*row) for row in self.inequalities]
        if any(total for terms, total in equalities if not terms):
            raise Contradiction("a sum of known numbers")
        if any(total > 0 for terms, total in inequalities if not terms):
            raise Contradiction("a sum of known numbers that is too small")
        self.equalities = [row for row in equalities if row[0]]
        self.inequalities = [row for row in inequalities if row[0]]

    def _open(self, terms: Mapping[Unknown, int], total: int) -> Row:
        """The same sum without the numbers that are known."""
        low, high = self.low, self.high
        left = {name: weight for name, weight in terms.items() if low[name] < high[name]}
        if len(left) < len(terms):
            total -= sum(weight * low[name] for name, weight in terms.items() if name not in left)
        return left, total

    def _narrow(self) -> bool:
        changed = False
        for terms, total in self.inequalities:
            changed |= self._at_least(terms, total)
        for terms, total in self.equalities:
            changed |= self._at_least(terms, total)
            changed |= self._at_least({name: -weight for name, weight in terms.items()}, -total)
        return changed

    def _at_least(self, terms: Mapping[Unknown, int], total: int) -> bool:
        """Take in that a sum is `total` or more: each number at least makes up for the most of the others."""
        low, high = self.low, self.high
        most = sum(weight * (high if weight > 0 else low)[name] for name, weight in terms.items())
        if most < total:
            raise Contradiction(terms)
        changed = False
        for name, weight in terms.items():
            spare = (most - total) // abs(weight)
            if spare >= high[name] - low[name]:
                continue
            changed = True
            # The terms' most stays what it is: only the other bound moves.
            if weight > 0:
                low[name] = high[name] - spare
            else:
                high[name] = low[name] + spare
        return changed

    def _eliminate(self) -> bool:
        changed = False
        for terms, total in reduced(self.equalities):
            if len(terms) == 1:
                ((name, weight),) = terms.items()
                if total % weight:
                    raise Contradiction(name)
                self.between(name, total // weight, total // weight)
                changed = True
        return changed


def reduced(rows: list[Row]) -> list[Row]:
    """The same equations, each leading number eliminated from all the others (Gauss and Jordan)."""
    done: list[Row] = []
    waiting = list(rows)
    while waiting:
        pivot = waiting.pop()
        if not pivot[0]:
            continue
        lead = next(iter(pivot[0]))
        waiting = [_without(lead, pivot, row) if lead in row[0] else row for row in waiting]
        done = [_without(lead, pivot, row) if lead in row[0] else row for row in done]
        done.append(pivot)
    return done


def _without(lead: Unknown, pivot: Row, row: Row) -> Row:
    """A whole multiple of a row less one of the pivot, so that `lead` is gone."""
    ours, its = pivot[0][lead], row[0][lead]
    common = gcd(ours, its) if ours > 0 else -gcd(ours, its)
    ours, its = ours // common, its // common
    terms = row[0].copy() if ours == 1 else {name: weight * ours for name, weight in row[0].items()}
    for name, weight in pivot[0].items():
        left = terms.get(name, 0) - its * weight
        if left:
            terms[name] = left
        else:
            del terms[name]
    return terms, row[1] * ours - its * pivot[1]
