"""What would make a contradicted figure hold: other counts, counts swapped, other totals, a missing part.

Only what works is suggested. A suggestion shows what would be consistent, never which figure is wrong.
"""

from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import assert_never

from campanello.evaluation.published.records import Figure, Printed, Published, Share, Split, Sum, Union
from campanello.evaluation.published.rules import (
    difference,
    fault,
    is_feasible_share,
    is_feasible_split,
    is_share,
    is_within_rounding_of_100,
    totals_near_share,
)
from campanello.evaluation.published.verdict import (
    MissingPart,
    OtherBase,
    OtherPart,
    OtherTotal,
    Suggestion,
    Swap,
)

MOST_OF_A_KIND = 20
MOST_TOTALS = 5
FARTHEST_TOTAL = 10_000
MOST_TOTALS_TRIED = 400_000


class Suggestions:
    """Looks for suggestions among the counts of one file; what a swap does to the others is worked out once."""

    def __init__(self, published: Published, contradicted: frozenset[str]) -> None:
        """Know the file's figures, and by their ids which are contradicted."""
        self._counts = dict(published.counts)
        self._place = {name: i for i, name in enumerate(self._counts)}
        self._contradicted = contradicted
        self._effects: dict[tuple[str, str], tuple[int, int]] = {}
        self._touching: dict[str, list[Figure]] = defaultdict(list)
        for figure in published.figures():
            for name in figure.names:
                self._touching[name].append(figure)
        # A file with thousands of infeasible figures is answered too, only less far.
        self._farthest = min(FARTHEST_TOTAL, MOST_TOTALS_TRIED // (2 * len(contradicted) or 1))

    def of(self, figure: Figure) -> tuple[Suggestion, ...]:
        """What would make a contradicted figure hold: bases, parts, swaps, totals, then what is missing.

        At most `MOST_OF_A_KIND` of each kind, the nearest counts first; the swaps that break least and resolve
        most first; the `MOST_TOTALS` nearest totals, of two as near the greater first.
        """
        match figure:
            case Sum():
                return (MissingPart(difference(figure.total, figure.parts)),)
            case Union():
                return self._for_union(figure)
            case Share():
                return self._for_share(figure)
            case Split():
                return self._for_split(figure)
            case _:
                assert_never(figure)

    def _for_union(self, union: Union) -> tuple[Suggestion, ...]:
        wholes = self._others(union, lambda name: replace(union, whole=name))
        pairs = [(union.whole, name) for name in wholes] + list(self._union_pairs(union))
        return (*self._bases(union.whole, wholes), *self._swaps(union, pairs))

    def _for_share(self, share: Share) -> tuple[Suggestion, ...]:
        bases = self._others(share, lambda name: replace(share, of=name))
        count, parts = share.numerator(self._counts), []
        if count is not None:
            parts = self._others(share, lambda name: replace(share, part=name, count=None))
        pairs = [(share.of, name) for name in bases]
        if share.part is not None:
            pairs += [(share.part, name) for name in parts]
            pairs += self._turned(share, share.part, share.of)
        nearest = self._nearest(parts, count or 0)
        return (
            *self._bases(share.of, bases),
            *(OtherPart(name, self._counts[name]) for name in nearest),
            *self._swaps(share, pairs),
            *self._totals_for_share(share),
        )

    def _for_split(self, split: Split) -> tuple[Suggestion, ...]:
        bases = self._others(split, lambda name: replace(split, of=name))
        return (
            *self._bases(split.of, bases),
            *self._swaps(split, [(split.of, name) for name in bases]),
            *self._totals_for_split(split),
        )

    def _others(self, figure: Figure, with_other: Callable[[str], Figure]) -> list[str]:
        own = set(figure.names)
        return [
            name for name in self._counts if name not in own and not fault(with_other(name), self._counts)
        ]

    def _nearest(self, names: Iterable[str], count: int) -> list[str]:
        return sorted(names, key=lambda name: abs(self._counts[name] - count))[:MOST_OF_A_KIND]

    def _bases(self, base: str, others: list[str]) -> list[OtherBase]:
        return [OtherBase(name, self._counts[name]) for name in self._nearest(others, self._counts[base])]

    def _turned(self, figure: Figure, first: str, second: str) -> list[tuple[str, str]]:
        return [] if fault(figure, self._swapped(first, second)) else [(first, second)]

    def _union_pairs(self, union: Union) -> Iterator[tuple[str, str]]:
        whole, parts = self._counts[union.whole], [self._counts[part] for part in union.parts]
        own, largest = set(union.names), sorted(parts)
        for name, count in zip(union.parts, parts, strict=True):
            yield from self._turned(union, union.whole, name)
            largest_other = largest[-2] if count == largest[-1] else largest[-1]
            if largest_other <= whole:
                fits = range(whole - sum(parts) + count, whole + 1)
                yield from (
                    (name, other) for other, n in self._counts.items() if n in fits and other not in own
                )

    def _swapped(self, first: str, second: str) -> ChainMap[str, int]:
        return ChainMap({first: self._counts[second], second: self._counts[first]}, self._counts)

    def _swaps(self, figure: Figure, pairs: list[tuple[str, str]]) -> list[Swap]:
        nearest = sorted(pairs, key=lambda pair: abs(self._counts[pair[0]] - self._counts[pair[1]]))
        found = []
        for pair in nearest[:MOST_OF_A_KIND]:
            first, second = sorted(pair, key=self._place.__getitem__)
            resolved, broken = self._effect(first, second)
            found.append(Swap(first, second, also_resolves=resolved - 1, breaks=broken))
        return sorted(found, key=lambda swap: (swap.breaks, -swap.also_resolves))

    def _effect(self, first: str, second: str) -> tuple[int, int]:
        """How many contradictions the swap resolves, and how many figures it breaks that hold."""
        if (first, second) not in self._effects:
            counts, resolved, broken = self._swapped(first, second), 0, 0
            touched = {figure.id: figure for name in (first, second) for figure in self._touching[name]}
            for figure in touched.values():
                was, is_now = figure.id in self._contradicted, fault(figure, counts) is not None
                resolved += was and not is_now
                broken += is_now and not was
            self._effects[first, second] = resolved, broken
        return self._effects[first, second]

    def _totals_for_share(self, share: Share) -> list[OtherTotal]:
        count, base, percent = share.numerator(self._counts), self._counts[share.of], share.percent
        is_above_100 = difference(Printed(100), [percent]).units < 0
        if is_above_100 or is_feasible_share(percent, base):
            return []
        if count is None:
            return self._totals(base, lambda total: is_feasible_share(percent, total))
        return self._totals(
            base,
            lambda total: is_share(count, percent, total) and is_feasible_share(percent, total),
            among=totals_near_share(count, percent),
        )

    def _totals_for_split(self, split: Split) -> list[OtherTotal]:
        if not is_within_rounding_of_100(split.percents, complete=split.complete):
            return []
        return self._totals(
            self._counts[split.of],
            lambda total: is_feasible_split(split.percents, total, complete=split.complete),
        )

    def _totals(
        self, base: int, is_possible: Callable[[int], bool], among: range | None = None
    ) -> list[OtherTotal]:
        """The nearest totals that are possible, none farther than is looked and all of them `among` those given."""
        among = range(max(1, base - self._farthest), base + self._farthest + 1) if among is None else among
        nearest = max(1, among.start - base, base - among.stop + 1)
        farthest = min(self._farthest, max(base - among.start, among.stop - 1 - base))
        totals = (
            total
            for away in range(nearest, farthest + 1)
            for total in (base + away, base - away)
            if total in among and is_possible(total)
        )
        return [OtherTotal(total) for total in islice(totals, MOST_TOTALS)]
