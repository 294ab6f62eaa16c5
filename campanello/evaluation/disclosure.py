"""Withholds small cells, and enough others that no withheld one can be worked out from those printed.

Pure: counts in, the cells to withhold out. docs/rules/disclosure.md tells it with figures.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Cell = tuple[str, str]
"""A population and a category."""


@dataclass(frozen=True)
class Distribution:
    """One figure over its populations: `counts` by population and category.

    `partition` names the categories that exclude each other and add up to the population's `base`; in
    populations that are not a key of `base` the sum is not printed, so nothing follows from it.
    """

    counts: Mapping[str, Mapping[str, int]]
    base: Mapping[str, int]
    partition: frozenset[str]


def is_small(count: int, threshold: int) -> bool:
    """Whether a count is of some people, but of fewer than `threshold`. Nobody is no small cell.

    Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5; threshold by decision record 0006.
    """
    return 0 < count < threshold


def withheld(figure: Distribution, threshold: int, at_first: Iterable[Cell] = ()) -> frozenset[Cell]:
    """The cells of a figure that may not be printed, those `at_first` among them.

    A cell is withheld when it is small; when its difference to another population's cell is a small group
    (in the lab only, with a plan only, in both); and when it would let a withheld cell be found by subtraction.

    Source: Regole deontologiche Sistan, art. 5(2) (tables that are linked are looked at together).
    """
    if not threshold:
        return frozenset()
    hidden = set(at_first)
    for population, counts in figure.counts.items():
        hidden |= {(population, one) for one, count in counts.items() if is_small(count, threshold)}
    while True:
        more = _by_difference(figure, threshold, hidden) | _by_subtraction(figure, threshold, hidden)
        if not more:
            return frozenset(hidden)
        hidden |= more


def _by_difference(figure: Distribution, threshold: int, hidden: set[Cell]) -> set[Cell]:
    """Cells of labs or plans from which, with those of all, a small group could be read off."""
    if not {"all", "lab", "plan"} <= figure.counts.keys():
        return set()
    found = set()
    for category, everybody in figure.counts["all"].items():
        lab, plan = (figure.counts[one].get(category, 0) for one in ("lab", "plan"))
        shown = {one for one in ("all", "lab", "plan") if (one, category) not in hidden}
        if {"all", "plan"} <= shown and is_small(everybody - plan, threshold) and plan:
            found.add(("plan", category))
        elif {"all", "lab"} <= shown and is_small(everybody - lab, threshold) and lab:
            found.add(("lab", category))
        elif len(shown) == 3 and is_small(lab + plan - everybody, threshold):
            found.add(("lab" if lab <= plan else "plan", category))
    return found


def _by_subtraction(figure: Distribution, threshold: int, hidden: set[Cell]) -> set[Cell]:
    """The smallest shown cell of each partition whose withheld cells are one alone, or few people together."""
    found = set()
    for population in figure.base.keys() & figure.counts.keys():
        counts = {one: figure.counts[population].get(one, 0) for one in figure.partition}
        gone = [one for one in counts if (population, one) in hidden]
        if not gone or (len(gone) > 1 and sum(counts[one] for one in gone) >= threshold):
            continue
        shown = [(count, one) for one, count in counts.items() if one not in gone and count]
        if shown:
            found.add((population, min(shown)[1]))
    return found


def withheld_sizes(sizes: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Which of the populations' sizes `all`, `lab`, `plan` and `both` may not be printed.

    When a part (lab only, plan only, both) is small, sizes are withheld until it can't be worked out.

    Source: as withheld.
    """
    if not threshold:
        return frozenset()
    everybody, lab, plan, both = (sizes[one] for one in ("all", "lab", "plan", "both"))
    hidden = {one for one, size in sizes.items() if is_small(size, threshold)}
    if is_small(everybody - plan, threshold) or is_small(both, threshold):
        hidden |= {"both", "plan" if plan <= lab else "lab"}
    if is_small(everybody - lab, threshold):
        hidden |= {"both", "lab" if plan > lab else "plan"}
    if is_small(lab - both, threshold) or is_small(plan - both, threshold):
        hidden.add("both")
    if hidden & {"lab", "plan"}:
        # One of the two with both and all gives the other.
        hidden.add("both")
    return frozenset(hidden)


def withheld_of_column(
    counts: Mapping[str, int], people: Mapping[str, int], threshold: int
) -> frozenset[str]:
    """Which rows of a column of counts may not be printed, where rows are projects or partners.

    A count is withheld when it, or the rest of its row's people, is small; and if one row alone is withheld
    the next smallest goes too, since the column's total is printed elsewhere.

    Source: as withheld.
    """
    if not threshold:
        return frozenset()
    rest: Callable[[str], int] = lambda row: people[row] - counts[row]  # noqa: E731
    hidden = {row for row in counts if is_small(counts[row], threshold) or is_small(rest(row), threshold)}
    others = [(counts[row], row) for row in counts.keys() - hidden if counts[row]]
    if len(hidden) == 1 and others:
        hidden.add(min(others)[1])
    return frozenset(hidden)
