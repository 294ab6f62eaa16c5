"""Withholds small cells, and enough others that no withheld one can be worked out from those printed.

Pure: counts in, the cells to withhold out. docs/rules/disclosure.md tells it with figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campanello.evaluation.inference import Knowledge, Unknown

Cell = tuple[str, str]
"""A population and a category."""
# What is withheld where nobody says otherwise. Source: decision record 0006; the legal minimum is 3.
DEFAULT_THRESHOLD = 5
GROUPS = ("lab only", "plan only", "both")


@dataclass(frozen=True)
class Distribution:
    """One figure over its populations: `counts` by population and category.

    `partition` names the categories that exclude each other and add up to the population's `base`. `unprinted`
    cells are counted but never printed. `kinds` are categories that overlap: together they are at least, and
    each is at most, the category `covers`. In a figure that `is_lasting` a person is in the same category in every
    population, so that differences between populations are people, too.
    """

    counts: Mapping[str, Mapping[str, int]]
    base: Mapping[str, int]
    partition: frozenset[str]
    is_lasting: bool = False
    unprinted: frozenset[Cell] = frozenset()
    kinds: frozenset[str] = frozenset()
    covers: str = ""

    def group(self, name: str, category: str) -> int:
        """People of a category in the lab only, with a plan only, or in both."""
        everybody, lab, plan = (self.counts[one].get(category, 0) for one in ("all", "lab", "plan"))
        return {"lab only": everybody - plan, "plan only": everybody - lab, "both": lab + plan - everybody}[
            name
        ]


def is_small(count: int, threshold: int) -> bool:
    """Whether a count is of some people, but of fewer than `threshold`. Nobody is no small cell.

    Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5; threshold by decision record 0006.
    """
    return 0 < count < threshold


def withheld(figure: Distribution, threshold: int, at_first: Iterable[Cell] = ()) -> frozenset[Cell]:
    """The cells of a figure that may not be printed, those `at_first` among them.

    Small cells are withheld, then others, the smallest first, until nobody who adds, subtracts and compares all
    that is printed of the figure can tell a withheld cell, nor the size of a small group in the lab only, with a
    plan only, or in both.

    Source: Regole deontologiche Sistan, art. 5(2) (tables that are linked are looked at together).
    """
    if not threshold:
        return frozenset()
    hidden = set(at_first)
    for population, counts in figure.counts.items():
        hidden |= {(population, one) for one, count in counts.items() if is_small(count, threshold)}
    groups = _small_groups(figure, threshold)
    while hidden or groups:
        more = _by_subtraction(figure, threshold, hidden) or _by_inference(figure, hidden, groups)
        if not more:
            break
        hidden |= more
    return frozenset(hidden - figure.unprinted)


def _small_groups(figure: Distribution, threshold: int) -> frozenset[Cell]:
    if not figure.is_lasting:
        return frozenset()
    return frozenset(
        (group, category)
        for category in figure.counts["all"]
        for group in GROUPS
        if is_small(figure.group(group, category), threshold)
    )


def _by_subtraction(figure: Distribution, threshold: int, hidden: set[Cell]) -> set[Cell]:
    """The smallest shown cell of each partition whose withheld cells are one alone, or few people together."""
    found = set()
    for population in figure.base.keys() & figure.counts.keys():
        counts = {one: figure.counts[population].get(one, 0) for one in figure.partition}
        if any((population, one) in figure.unprinted for one in counts):
            continue
        gone = [one for one in counts if (population, one) in hidden]
        if not gone or (len(gone) > 1 and sum(counts[one] for one in gone) >= threshold):
            continue
        shown = [(count, one) for one, count in counts.items() if one not in gone and count]
        if shown:
            found.add((population, min(shown)[1]))
    return found


def _by_inference(figure: Distribution, hidden: set[Cell], groups: frozenset[Cell]) -> set[Cell]:
    """One more cell to withhold, because from what is printed a withheld cell or a small group follows."""
    concluded = _known(figure, hidden).conclude()
    # Of a cell withheld although nobody is in it nothing is learnt but that.
    leaks = [
        cell for cell in sorted(hidden - figure.unprinted) if concluded.get(cell) and _count(figure, cell)
    ]
    leaks += [group for group in sorted(groups) if group in concluded]
    if not leaks:
        return set()
    categories = {category for _population, category in leaks}
    shown = [
        # Cells of labs and plans go before those of all, and small ones before large.
        (category not in categories, population == "all", count, (population, category))
        for population, counts in figure.counts.items()
        for category, count in counts.items()
        if count and (population, category) not in hidden | figure.unprinted
    ]
    if shown:
        return {min(shown)[-1]}
    # Only nobody is still shown: then all of a population goes, so that who is somebody can't be told either.
    gone = {population for population, _category in leaks} & figure.counts.keys() or {"lab", "plan"}
    return {(one, category) for one in gone for category in figure.counts[one]} - hidden - figure.unprinted


def _count(figure: Distribution, cell: Cell) -> int:
    population, category = cell
    return figure.counts[population].get(category, 0)


def _known(figure: Distribution, hidden: set[Cell]) -> Knowledge:
    """What is printed of a figure when `hidden` is withheld, and what everybody knows of such figures."""
    known = Knowledge()
    # Categories that are printed as nobody everywhere add nothing.
    there = {one for counts in figure.counts.values() for one, count in counts.items() if count}
    there |= {category for _population, category in hidden}
    for population, counts in figure.counts.items():
        # Where everything is withheld, nobody can tell that a withheld cell is somebody.
        least = 0 if all((population, one) in hidden | figure.unprinted for one in counts) else 1
        for category in there & counts.keys():
            cell, count = (population, category), counts[category]
            if cell in figure.unprinted:
                known.between(cell, 0)
            elif cell in hidden:
                known.between(cell, min(least, count))
            else:
                known.between(cell, count, count)
    for population in figure.base.keys() & figure.counts.keys():
        cells: dict[Unknown, int] = {(population, one): 1 for one in figure.partition & there}
        known.equals(cells, figure.base[population])
    _know_kinds(known, figure)
    if figure.is_lasting:
        _know_groups(known, figure, there)
    return known


def _know_kinds(known: Knowledge, figure: Distribution) -> None:
    """Kinds overlap: all together at least, and each at most, what covers them."""
    if not figure.kinds:
        return
    for population in figure.counts:
        covers = (population, figure.covers)
        known.at_least({**{(population, one): 1 for one in figure.kinds}, covers: -1})
        for one in figure.kinds:
            known.at_least({covers: 1, (population, one): -1})


def _know_groups(known: Knowledge, figure: Distribution, there: set[str]) -> None:
    """Everybody of a category is in the lab only, with a plan only, or in both; groups add up over a partition."""
    for category in there:
        lab_only, plan_only, both = ((group, category) for group in GROUPS)
        known.equals({("all", category): 1, lab_only: -1, plan_only: -1, both: -1})
        known.equals({("lab", category): 1, lab_only: -1, both: -1})
        known.equals({("plan", category): 1, plan_only: -1, both: -1})
    if not figure.base.keys() >= {"all", "lab", "plan"}:
        return
    everybody, lab, plan = (figure.base[one] for one in ("all", "lab", "plan"))
    totals = {"lab only": everybody - plan, "plan only": everybody - lab, "both": lab + plan - everybody}
    for group in GROUPS:
        known.equals({(group, one): 1 for one in figure.partition & there}, totals[group])


def withheld_sizes(sizes: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Which of the populations' sizes `all`, `lab`, `plan` and `both` may not be printed.

    When a part (lab only, plan only, both) is small, sizes are withheld until it can't be worked out.

    Source: as withheld.
    """
    if not threshold:
        return frozenset()
    everybody, lab, plan = (sizes[one] for one in ("all", "lab", "plan"))
    hidden = {one for one, size in sizes.items() if is_small(size, threshold)}
    # Who is with a plan only follows from all and labs, who is in the lab only from all and plans.
    hidden |= {"lab"} if is_small(everybody - lab, threshold) else set()
    hidden |= {"plan"} if is_small(everybody - plan, threshold) else set()
    if "both" in hidden and not hidden & {"lab", "plan"}:
        hidden.add("plan" if plan <= lab else "lab")
    if hidden & {"lab", "plan"}:
        # Both with all and the other of the two would give the one withheld.
        hidden.add("both")
    if "all" in hidden:
        hidden |= sizes.keys()
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
    hidden = {
        row
        for row, count in counts.items()
        if is_small(count, threshold) or is_small(people[row] - count, threshold)
    }
    others = [(counts[row], row) for row in counts.keys() - hidden if counts[row]]
    if len(hidden) == 1 and others:
        hidden.add(min(others)[1])
    return frozenset(hidden)
