"""One figure over its populations, and what a reader knows of it when some of its cells are withheld.

Pure: it decides nothing. Figures hang together by the sizes of populations alone, and a population whose size is
withheld prints nothing; so what is known of each figure by itself is all that is known.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from campanello.evaluation.inference import Knowledge, Unknown

Cell = tuple[str, str]
"""A population, or a group of it, and a category."""
GROUPS = ("lab only", "plan only", "both")
# The populations, and who of the three groups is in each.
MADE_OF = {"all": GROUPS, "lab": ("lab only", "both"), "plan": ("plan only", "both")}
# The category of everybody: its cells are the sizes of populations and groups.
EVERYBODY = ""
# So many people, or more, can have any mean age of one decimal.
ANY_MEAN = 10


@dataclass(frozen=True)
class MeanAge:
    """A mean age as it is printed.

    `tenths` is the mean in tenths of a year, `years` the sum it is taken of, None where it is not printed; a mean
    of fewer than `least` people is not printed.
    """

    tenths: int
    years: int | None
    least: int


@dataclass(frozen=True)
class Distribution:
    """One figure over its populations: `counts` by population and category.

    `partition` names the categories that exclude each other and add up to the population's `base`, where that is
    printed; `parts` those that again add up to one of them, as areas of origin do to foreign people. `unprinted`
    cells are counted but never printed. `kinds` are categories that overlap: together they are at least, and
    each is at most, the category `covers`. In a figure that `is_lasting` a person is in the same category in every
    population, so that differences between populations are people, too. `bands` are ages from the youngest, by
    their first and last year: who is in both populations counts in all by the lower of two, and `both` counts those
    people by their bands in the lab and with a plan. `means` are the mean ages that are printed beside them.
    """

    counts: Mapping[str, Mapping[str, int]]
    base: Mapping[str, int]
    partition: frozenset[str]
    is_lasting: bool = False
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unprinted: frozenset[Cell] = frozenset()
    kinds: frozenset[str] = frozenset()
    covers: str = ""
    bands: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    both: Mapping[tuple[str, str], int] = field(default_factory=dict)
    means: Mapping[str, MeanAge] = field(default_factory=dict)

    @cached_property
    def cells(self) -> frozenset[Cell]:
        """Every cell."""
        return frozenset((population, one) for population, counts in self.counts.items() for one in counts)

    def count(self, cell: Cell) -> int:
        """People in a cell, or in a whole population."""
        population, category = cell
        counts = self.counts[population]
        if category == EVERYBODY:
            return sum(counts[one] for one in self.partition)
        return counts.get(category, 0)

    @cached_property
    def people(self) -> Mapping[Unknown, int]:
        """People in every cell of populations and groups, those of everybody included."""
        people: dict[Unknown, int] = {cell: self.count(cell) for cell in self.cells}
        if not (self.is_lasting or self.bands):
            return people
        for category in {EVERYBODY} | (self.counts["all"].keys() - self.bands.keys()):
            everybody, lab, plan = (self.count((one, category)) for one in ("all", "lab", "plan"))
            people |= {(one, category): self.count((one, category)) for one in MADE_OF}
            people["lab only", category] = everybody - plan
            people["plan only", category] = everybody - lab
            people["both", category] = lab + plan - everybody
        for band in self.bands:
            in_lab = sum(self.both[band, one] for one in self.bands)
            in_plan = sum(self.both[one, band] for one in self.bands)
            people["lab only", band] = self.count(("lab", band)) - in_lab
            people["plan only", band] = self.count(("plan", band)) - in_plan
        return people | {("both", *pair): count for pair, count in self.both.items()}

    def tables(self, population: str) -> Iterator[frozenset[Cell]]:
        """The cells of a population, by what is printed as one table."""
        parts = {one for several in self.parts.values() for one in several}
        for categories in (self.counts[population].keys() - parts, *self.parts.values()):
            yield frozenset((population, one) for one in categories)

    def sums(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Categories, and those that exclude each other and add up to them."""
        yield EVERYBODY, self.partition
        yield from self.parts.items()


def known(figure: Distribution, hidden: Set[Cell]) -> Knowledge:
    """What is printed of a figure when `hidden` is withheld, and what everybody knows of such figures."""
    knowledge = Knowledge()
    # Categories that are printed as nobody everywhere add nothing.
    there = {cell[1] for cell in figure.cells if cell in hidden or figure.count(cell)} | figure.parts.keys()
    there |= {figure.covers} if figure.kinds else set()
    for population in figure.counts:
        for table in figure.tables(population):
            _know_table(knowledge, figure, table, there, hidden)
        if population in figure.base:
            size = figure.base[population]
            knowledge.between((population, EVERYBODY), size, size)
    _know_sums(knowledge, figure, there)
    if figure.is_lasting or figure.bands:
        _know_groups(knowledge, {EVERYBODY} | (there - figure.bands.keys()))
    if figure.bands:
        _know_bands(knowledge, [band for band in figure.bands if band in there])
    for population, mean in figure.means.items():
        _know_mean(knowledge, figure, population, mean, there)
    return knowledge


def _know_table(
    knowledge: Knowledge, figure: Distribution, table: Set[Cell], there: Set[str], hidden: Set[Cell]
) -> None:
    # Where everything is withheld, nobody can tell that a withheld cell is somebody.
    least = 0 if table <= hidden | figure.unprinted else 1
    for cell in table:
        count = figure.count(cell)
        if cell[1] not in there:
            continue
        if cell in figure.unprinted:
            knowledge.between(cell, 0)
        elif cell in hidden:
            knowledge.between(cell, min(least, count))
        else:
            knowledge.between(cell, count, count)


def _know_sums(knowledge: Knowledge, figure: Distribution, there: Set[str]) -> None:
    """Categories add up, among people of a population and, where a group's people are in one, of a group."""
    groups = GROUPS if figure.is_lasting else ("lab only", "plan only") if figure.bands else ()
    for place in (*figure.counts, *groups):
        for whole, parts in figure.sums():
            knowledge.equals({(place, whole): -1, **{(place, one): 1 for one in parts & there}})
        kinds = figure.kinds & there
        if kinds:
            # They overlap: all together at least, and each at most, what covers them.
            covers = (place, figure.covers)
            knowledge.at_least({covers: -1, **{(place, one): 1 for one in kinds}})
            for one in kinds:
                knowledge.at_least({covers: 1, (place, one): -1})


def _know_groups(knowledge: Knowledge, categories: Set[str]) -> None:
    """Everybody of a category is in the lab only, with a plan only, or in both."""
    for category in sorted(categories):
        for population, groups in MADE_OF.items():
            knowledge.equals({(population, category): -1, **{(group, category): 1 for group in groups}})


def _know_bands(knowledge: Knowledge, bands: list[str]) -> None:
    """Who is in both has an age in the lab, another with a plan, and in all the lower of the two."""
    both: dict[tuple[int, int], Unknown] = {
        (lab, plan): ("both", in_lab, in_plan)
        for lab, in_lab in enumerate(bands)
        for plan, in_plan in enumerate(bands)
    }
    for place, band in enumerate(bands):
        lab_only, plan_only = ("lab only", band), ("plan only", band)
        in_lab = {name: 1 for (lab, _plan), name in both.items() if lab == place}
        in_plan = {name: 1 for (_lab, plan), name in both.items() if plan == place}
        in_all = {name: 1 for pair, name in both.items() if min(pair) == place}
        knowledge.equals({**in_lab, lab_only: 1, ("lab", band): -1})
        knowledge.equals({**in_plan, plan_only: 1, ("plan", band): -1})
        knowledge.equals({**in_all, lab_only: 1, plan_only: 1, ("all", band): -1})


def _know_mean(
    knowledge: Knowledge, figure: Distribution, population: str, mean: MeanAge, there: Set[str]
) -> None:
    """A sum of ages lies between the least and the most that so many people of each band may be old."""
    ages = {(population, band): span for band, span in figure.bands.items() if band in there}
    if mean.years is not None:
        knowledge.at_least({cell: last for cell, (_first, last) in ages.items()}, mean.years)
        knowledge.at_least({cell: -first for cell, (first, _last) in ages.items()}, -mean.years)
        return
    # Twentieths of a year: the mean may be half a tenth more or less than what is printed.
    low, high = 2 * mean.tenths - 1, 2 * mean.tenths + 1
    knowledge.at_least({cell: 20 * last - low for cell, (_first, last) in ages.items()})
    knowledge.at_least({cell: high - 20 * first for cell, (first, _last) in ages.items()}, 1)
    # Of few people not every mean can be had (33.3 is of 3, 6 or 9), so that it tells something of how many they are.
    aged, size = sum(map(figure.count, ages)), figure.base[population]
    least, most = min(aged, max(ANY_MEAN, mean.least)), size if aged >= ANY_MEAN else aged
    while least > mean.least and _is_mean_of(mean, least - 1):
        least -= 1
    while most < size and _is_mean_of(mean, most + 1):
        most += 1
    knowledge.at_least(dict.fromkeys(ages, 1), least)
    knowledge.at_least(dict.fromkeys(ages, -1), -most)


def _is_mean_of(mean: MeanAge, people: int) -> bool:
    """Whether some sum of whole years of so many people has this mean, half a tenth rounded up."""
    return -((1 - 2 * mean.tenths) * people // 20) * 20 < (2 * mean.tenths + 1) * people
