"""Whether other numbers would be printed alike: what a reader can't tell from the true ones, however well he reckons.

Pure arithmetic; it knows no figure. An alternative that is found is a proof; one that is not found may exist still.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from campanello.evaluation.inference import Knowledge, Unknown

# How many numbers may change in an alternative, the simplest first, and how many changes are tried of each length.
LENGTHS = (4, 6, 8, 12, 24)
PATIENCE = 200


def uncertain(knowledge: Knowledge, truth: Mapping[Unknown, int], names: Iterable[Unknown]) -> set[Unknown]:
    """Those of `names` that have another value in some whole numbers that satisfy all that is known.

    `truth` has the true numbers, all of those in inequalities among them; what it does not name keeps its value in
    every alternative.
    """
    search = _search(knowledge, truth)
    found: set[Unknown] = set()
    for name in names:
        if name in found or name not in search.room:
            continue
        for step in (1, -1):
            changes = search.alternative(name, step)
            if changes:
                found |= changes.keys()
                break
    return found


@dataclass
class _Search:
    """How far each number may go down and up, and the sums it is in.

    A sum may grow by no more than `above` and shrink by no more than `below`, None for without limit.
    """

    room: dict[Unknown, tuple[int, int]]
    of: dict[Unknown, list[tuple[int, int]]]
    sums: list[dict[Unknown, int]] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    above: list[int | None] = field(default_factory=list)
    changes: dict[Unknown, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    patience: int = 0

    def add(self, terms: Mapping[Unknown, int], below: int, above: int | None) -> None:
        """Take in a sum; what is in it and has no room never changes."""
        free = {name: weight for name, weight in terms.items() if name in self.room}
        for name, weight in free.items():
            self.of[name].append((len(self.sums), weight))
        self.sums.append(free)
        self.below.append(below)
        self.above.append(above)

    def alternative(self, name: Unknown, step: int) -> dict[Unknown, int]:
        """Changes that leave all that is known as it is, `name` among them; nothing when none is found."""
        self.changes, self.changed = {}, {}
        for length in LENGTHS:
            self.patience = PATIENCE
            if self._may(name, step) and self._try(name, step, length - 1):
                break
        return self.changes

    def _try(self, name: Unknown, step: int, more: int) -> bool:
        """Change a number by one, and up to `more` others until every sum is right again; undone where that fails."""
        self.patience -= 1
        self._change(name, step)
        remedies = self._remedies()
        if remedies is None:
            return True
        for other, its_step in remedies:
            if not more or self.patience <= 0:
                break
            if self._try(other, its_step, more - 1):
                return True
        self._change(name, -step)
        return False

    def _change(self, name: Unknown, step: int) -> None:
        self.changes[name] = self.changes.get(name, 0) + step
        if not self.changes[name]:
            del self.changes[name]
        for number, weight in self.of[name]:
            self.changed[number] = self.changed.get(number, 0) + weight * step
            if not self.changed[number]:
                del self.changed[number]

    def _remedies(self) -> list[tuple[Unknown, int]] | None:
        """The changes that mend the sum for which there are fewest, the best first; None if every sum is right."""
        fewest: list[tuple[Unknown, int]] | None = None
        for number, change in self.changed.items():
            if not self._is_wrong(number, change):
                continue
            up = change < 0
            possible = [
                (name, step)
                for name, weight in self.sums[number].items()
                if self._may(name, step := 1 if (weight > 0) is up else -1)
            ]
            if fewest is None or len(possible) < len(fewest):
                fewest = possible
            if len(fewest) < 2:
                break
        return fewest and sorted(fewest, key=self._wrong_after)

    def _is_wrong(self, number: int, change: int) -> bool:
        above = self.above[number]
        return change < -self.below[number] or (above is not None and change > above)

    def _may(self, name: Unknown, step: int) -> bool:
        """Whether a number may go that way: never back where it came from."""
        so_far = self.changes.get(name, 0)
        down, up = self.room[name]
        return 0 <= so_far < up if step > 0 else -down < so_far <= 0

    def _wrong_after(self, change: tuple[Unknown, int]) -> int:
        """How many sums of a number are wrong after a change of it."""
        name, step = change
        return sum(
            self._is_wrong(number, self.changed.get(number, 0) + weight * step)
            for number, weight in self.of[name]
        )


def _search(knowledge: Knowledge, truth: Mapping[Unknown, int]) -> _Search:
    room = {
        name: (truth[name] - low, knowledge.high[name] - truth[name])
        for name, low in knowledge.low.items()
        if name in truth and low < knowledge.high[name]
    }
    search = _Search(room, {name: [] for name in room})
    for terms, _total in knowledge.equalities:
        search.add(terms, 0, 0)
    for terms, total in knowledge.inequalities:
        search.add(terms, sum(weight * truth[name] for name, weight in terms.items()) - total, None)
    return search
