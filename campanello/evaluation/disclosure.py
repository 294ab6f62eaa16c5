"""Withholds small cells, and enough others that no withheld one can be worked out from those printed.

Pure: counts in, the cells to withhold out. docs/rules/disclosure.md tells it with figures.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from campanello.evaluation.alternatives import uncertain
from campanello.evaluation.distribution import EVERYBODY, GROUPS, Cell, Distribution, MeanAge, known
from campanello.evaluation.inference import Contradiction, Knowledge, Unknown

# What is withheld where nobody says otherwise. Source: decision record 0006; the legal minimum is 3.
DEFAULT_THRESHOLD = 5


def is_small(count: int, threshold: int) -> bool:
    """Whether a count is of some people, but of fewer than `threshold`. Nobody is no small cell.

    Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5; threshold by decision record 0006.
    """
    return 0 < count < threshold


def withheld(figure: Distribution, threshold: int, at_first: Iterable[Cell] = ()) -> frozenset[Cell]:
    """The cells of a figure that may not be printed, those `at_first` among them.

    Small cells are withheld, then others, the smallest first, until nobody who adds, subtracts and compares all
    that is printed of the figure can tell a withheld cell, nor the size of a small group in the lab only, with a
    plan only, or in both. At worst the whole figure is withheld.

    Source: Regole deontologiche Sistan, art. 5(2) (tables that are linked are looked at together).
    """
    if not threshold:
        return frozenset()
    hidden = set(at_first) | {cell for cell in figure.cells if is_small(figure.count(cell), threshold)}
    while more := (
        _of_parts(figure, hidden)
        or _by_subtraction(figure, threshold, hidden)
        or _by_inference(figure, threshold, hidden)
    ):
        hidden |= more
    return frozenset(hidden - figure.unprinted)


def _of_parts(figure: Distribution, hidden: Set[Cell]) -> set[Cell]:
    """All parts of a withheld category: the share of one would give it back."""
    wholes = {cell for cell in hidden if cell[1] in figure.parts}
    return {(population, part) for population, whole in wholes for part in figure.parts[whole]} - hidden


def _by_subtraction(figure: Distribution, threshold: int, hidden: Set[Cell]) -> set[Cell]:
    """The smallest shown cell of each sum whose withheld cells are one alone, or few people together."""
    found: set[Cell] = set()
    for population in figure.base.keys() & figure.counts.keys():
        for _whole, categories in figure.sums():
            cells = {(population, one) for one in categories}
            gone = cells & hidden
            if cells & figure.unprinted or not gone:
                continue
            if len(gone) > 1 and sum(map(figure.count, gone)) >= threshold:
                continue
            shown = [(figure.count(cell), cell) for cell in cells - gone if figure.count(cell)]
            if shown:
                found.add(min(shown)[1])
    return found


def _by_inference(figure: Distribution, threshold: int, hidden: Set[Cell]) -> set[Cell]:
    """One more cell to withhold, because from what is printed a withheld cell or a small group follows."""
    leaks = _leaks(figure, threshold, hidden)
    if not leaks:
        return set()
    shown = figure.cells - hidden - figure.unprinted
    categories = {category for _place, *those in leaks for category in those}
    first = [
        # Cells of labs and plans go before those of all, and small ones before large.
        (cell[1] not in categories, cell[0] == "all", figure.count(cell), cell)
        for cell in shown
        if figure.count(cell)
    ]
    if first:
        return {min(first)[-1]}
    # Only nobody is still shown: then all of a population goes, so that who is somebody can't be told either.
    populations = {place for place, *_categories in leaks}
    return {cell for cell in shown if cell[0] in populations} or set(shown)


def _leaks(figure: Distribution, threshold: int, hidden: Set[Cell]) -> list[Unknown]:
    """The withheld cells, and the small groups, whose number of people follows from what is printed.

    So does, to be on the safe side, one for which no other programme is found that would print the same.
    """
    knowledge = known(figure, hidden)
    concluded = knowledge.conclude()
    # Of a cell withheld although nobody is in it nothing is learnt but that.
    secret: set[Unknown] = {cell for cell in hidden - figure.unprinted if figure.count(cell)}
    secret |= {
        name
        for name, count in figure.people.items()
        if name[0] in GROUPS and name[1] != EVERYBODY and is_small(count, threshold)
    }
    leaks = secret & concluded.keys()
    return sorted(leaks or secret - uncertain(knowledge, _imaginable(figure, knowledge), sorted(secret)))


def _imaginable(figure: Distribution, knowledge: Knowledge) -> Mapping[Unknown, int]:
    """The numbers that may be others in a programme whose every figure prints the same, as they are.

    Sizes that are withheld may, if more people are in both, of which `knowledge` is told: beside the size of all, a
    figure that prints no labs, or no plans, does not change when someone of the other joins them. Otherwise they stay
    as they are.
    """
    everybody_in_both = ("both", EVERYBODY)
    if "all" in figure.base and everybody_in_both in figure.people:
        knowledge.between(everybody_in_both, figure.people[everybody_in_both])
        return figure.people
    return {name: people for name, people in figure.people.items() if name[1] != EVERYBODY}


def withheld_means(
    figure: Distribution, hidden: Set[Cell], means: Mapping[str, MeanAge], threshold: int
) -> frozenset[str]:
    """The populations whose mean age may not be printed beside a figure of age bands of which `hidden` is withheld.

    Source: as withheld.
    """
    printed: dict[str, MeanAge] = {}
    for population, mean in means.items():
        beside = printed | {population: mean}
        try:
            leaks = _leaks(replace(figure, means=beside), threshold, hidden)
        except Contradiction:
            # A sum of ages that nobody reaches says that someone's is wrong.
            continue
        printed = printed if leaks else beside
    return frozenset(means.keys() - printed.keys())


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
