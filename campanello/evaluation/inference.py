"""What follows for whole numbers of which some sums are known: the knowledge of one who reads a report to the end.

Pure arithmetic; it knows no figure and no threshold.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Unknown = Hashable
MANY = 10**9


class Contradiction(Exception):
    """No whole numbers satisfy what is known."""


@dataclass
class Knowledge:
    """Bounds of unknown whole numbers, and sums over them that are equal to a number or at least as large."""

    low: dict[Unknown, int] = field(default_factory=dict)
    high: dict[Unknown, int] = field(default_factory=dict)
    equalities: list[tuple[dict[Unknown, int], int]] = field(default_factory=list)
    inequalities: list[tuple[dict[Unknown, int], int]] = field(default_factory=list)

    def between(self, name: Unknown, low: int, high: int = MANY) -> None:
        """Narrow the bounds of one number."""
        self.low[name] = max(low, self.low.get(name, 0))
        self.high[name] = min(high, self.high.get(name, MANY))
        if self.low[name] > self.high[name]:
            raise Contradiction(name)

    def equals(self, terms: Mapping[Unknown, int], total: int = 0) -> None:
        """Know that a weighted sum is `total`."""
        self._name(terms)
        self.equalities.append((dict(terms), total))

    def at_least(self, terms: Mapping[Unknown, int], total: int = 0) -> None:
        """Know that a weighted sum is `total` or more."""
        self._name(terms)
        self.inequalities.append((dict(terms), total))

    def _name(self, terms: Mapping[Unknown, int]) -> None:
        for name in terms:
            self.between(name, 0)

    def conclude(self) -> dict[Unknown, int]:
        """The numbers that can only have one value, found by bounds and by elimination until nothing new follows."""
        while self._narrow() or self._eliminate():
            pass
        return {name: low for name, low in self.low.items() if low == self.high[name]}

    def _narrow(self) -> bool:
        changed = False
        negated = [({name: -w for name, w in terms.items()}, -total) for terms, total in self.equalities]
        for terms, total in (*self.equalities, *negated, *self.inequalities):
            most = sum(w * (self.high if w > 0 else self.low)[name] for name, w in terms.items())
            for name, weight in terms.items():
                others = most - weight * (self.high if weight > 0 else self.low)[name]
                changed |= self._must_give(name, weight, total - others)
        return changed

    def _must_give(self, name: Unknown, weight: int, least: int) -> bool:
        """Take in that `weight` times a number is `least` or more; whether that is news."""
        before = self.low[name], self.high[name]
        if weight > 0:
            self.between(name, -(-least // weight))
        else:
            self.between(name, 0, least // weight)
        return before != (self.low[name], self.high[name])

    def _eliminate(self) -> bool:
        rows = [row for terms, total in self.equalities if (row := self._open(terms, total))[0]]
        changed = False
        for terms, total in reduced(rows):
            if len(terms) == 1:
                ((name, weight),) = terms.items()
                value = total / weight
                if value.denominator != 1:
                    raise Contradiction(name)
                self.between(name, int(value), int(value))
                changed = True
        return changed

    def _open(self, terms: Mapping[Unknown, int], total: int) -> tuple[dict[Unknown, Fraction], Fraction]:
        left = {name: Fraction(w) for name, w in terms.items() if self.low[name] < self.high[name]}
        return left, Fraction(
            total - sum(w * self.low[name] for name, w in terms.items() if name not in left)
        )


Row = tuple[dict[Unknown, Fraction], Fraction]


def reduced(rows: list[Row]) -> list[Row]:
    """The same equations, each leading number eliminated from all the others (Gauss and Jordan)."""
    done: list[Row] = []
    waiting = list(rows)
    while waiting:
        terms, total = waiting.pop()
        if not terms:
            continue
        lead = next(iter(terms))
        pivot = ({name: w / terms[lead] for name, w in terms.items()}, total / terms[lead])
        waiting = [_without(lead, pivot, row) for row in waiting]
        done = [_without(lead, pivot, row) for row in done]
        done.append(pivot)
    return done


def _without(lead: Unknown, pivot: Row, row: Row) -> Row:
    factor = row[0].get(lead)
    if not factor:
        return row
    terms = dict(row[0])
    for name, weight in pivot[0].items():
        terms[name] = terms.get(name, Fraction(0)) - factor * weight
    return {name: w for name, w in terms.items() if w}, row[1] - factor * pivot[1]
