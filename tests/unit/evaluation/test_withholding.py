"""What is withheld of a small figure, against every programme there could be: no withheld cell is the same in all."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from campanello.evaluation import disclosure, publication
from campanello.evaluation.alternatives import uncertain
from campanello.evaluation.distribution import Distribution, MeanAge
from campanello.evaluation.inference import Contradiction, Knowledge
from tests.unit.evaluation.cubes import Someone, cube_of, programme

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
Heads = NDArray[np.int64]
POPULATIONS = ("all", "lab", "plan")
IN_LAB, IN_PLAN = ("lab only", "both"), ("plan only", "both")
BANDS = {"under-18": (0, 17), "18-35": (18, 35)}
THRESHOLDS = (3, 5)


@dataclass(frozen=True)
class Kind:
    """What one person can be in a figure: group, category in the lab, with a plan, and in all."""

    group: str
    lab: str
    plan: str
    all: str


LASTING = [
    Kind(group, one, one, one) for group in ("lab only", "plan only", "both") for one in ("F", "M", "unknown")
]
AGED = [
    *(Kind(group, band, band, band) for group in ("lab only", "plan only") for band in (*BANDS, "unknown")),
    *(Kind("both", lab, plan, min(lab, plan, key=list(BANDS).index)) for lab in BANDS for plan in BANDS),
    Kind("both", "unknown", "unknown", "unknown"),
]
FIGURES = {"sexes of up to 7 people": (LASTING, 7), "ages of up to 6 people": (AGED, 6)}


@cache
def every_programme(kinds: int, people: int) -> Heads:
    """Every way in which so many people can be of so many kinds."""
    bars = np.array([*combinations(range(people + kinds - 1), kinds - 1)], np.int64)
    edges = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, people + kinds - 1)))
    return np.diff(edges, axis=1) - 1


def cells(kinds: list[Kind], heads: Heads) -> dict[tuple[str, str], Heads]:
    """How many people each cell has, of every programme; the cell without a category has the population's size."""
    counted = {}
    for population in POPULATIONS:
        inside = {"all": {one.group for one in kinds}, "lab": IN_LAB, "plan": IN_PLAN}[population]
        members = [(place, kind) for place, kind in enumerate(kinds) if kind.group in inside]
        counted[population, ""] = heads[..., [place for place, _kind in members]].sum(axis=-1)
        for category in {kind.all for kind in kinds}:
            places = [place for place, kind in members if getattr(kind, population) == category]
            counted[population, category] = heads[..., places].sum(axis=-1)
    return counted


def figure_of(kinds: list[Kind], heads: Heads, threshold: int) -> tuple[Distribution, set[tuple[str, str]]]:
    """A figure of people, and the cells of the populations whose size is withheld."""
    counted = {cell: int(count) for cell, count in cells(kinds, heads).items()}
    sizes = {population: counted[population, ""] for population in POPULATIONS}
    sizes["both"] = sum(int(n) for n, kind in zip(heads, kinds, strict=True) if kind.group == "both")
    gone = disclosure.withheld_sizes(sizes, threshold)
    categories = {kind.all for kind in kinds}
    figure = Distribution(
        {population: {one: counted[population, one] for one in categories} for population in POPULATIONS},
        {population: sizes[population] for population in POPULATIONS if population not in gone},
        frozenset(categories),
        is_lasting=kinds is LASTING,
    )
    if kinds is AGED:
        both = {
            (kind.lab, kind.plan): int(n)
            for n, kind in zip(heads, kinds, strict=True)
            if kind.group == "both" and kind.lab in BANDS
        }
        figure = replace(figure, bands=BANDS, both=both)
    return figure, {cell for cell in figure.cells if cell[0] in gone}


def printed_alike(
    kinds: list[Kind], figure: Distribution, hidden: frozenset[tuple[str, str]], people: int
) -> dict[tuple[str, str], Heads]:
    """The cells of every programme that would be printed as this one is."""
    counted = cells(kinds, every_programme(len(kinds), people))
    alike = np.ones(len(counted["all", ""]), bool)
    for cell, counts in counted.items():
        population, category = cell
        whole = {one for one in figure.cells if one[0] == population}
        if not category:
            alike &= (counts == figure.base[population]) if population in figure.base else True
        elif cell not in hidden:
            alike &= counts == figure.count(cell)
        elif not whole <= hidden and figure.count(cell):
            alike &= counts > 0
    for population, mean in figure.means.items():
        youngest, oldest = (
            sum(counted[population, band] * span[end] for band, span in BANDS.items()) for end in (0, 1)
        )
        assert mean.years is not None
        alike &= (youngest <= mean.years) & (mean.years <= oldest)
    return {cell: counts[alike] for cell, counts in counted.items()}


def programmes(kinds: list[Kind], most: int) -> Iterator[tuple[int, Heads]]:
    """Programmes of a few people, most of them of few kinds; and a source of chance for each."""
    for seed in range(150):
        rng = random.Random(seed)
        likely = rng.sample(range(len(kinds)), rng.randint(2, len(kinds)))
        chosen = [rng.choice(likely) for _ in range(rng.randint(3, most))]
        yield seed, np.bincount(chosen, minlength=len(kinds))


@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize(("kinds", "most"), FIGURES.values(), ids=FIGURES)
def test_a_withheld_cell_may_be_another_number(kinds: list[Kind], most: int, threshold: int) -> None:
    known: dict[tuple[object, ...], int] = {}
    withheld_some = 0
    for seed, heads in programmes(kinds, most):
        figure, gone = figure_of(kinds, heads, threshold)
        hidden = disclosure.withheld(figure, threshold, gone)
        withheld_some += 0 < len(hidden) < len(figure.cells)
        possible = printed_alike(kinds, figure, hidden, int(heads.sum()))
        known |= {
            (seed, *cell): figure.count(cell)
            for cell in hidden
            if figure.count(cell) and len(set(possible[cell])) == 1
        }
    assert known == {}
    assert withheld_some > 10


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_mean_age_tells_no_withheld_band(threshold: int) -> None:
    known: dict[tuple[object, ...], int] = {}
    printed, withheld = 0, 0
    for seed, heads in programmes(AGED, 6):
        figure, gone = figure_of(AGED, heads, threshold)
        hidden = disclosure.withheld(figure, threshold, gone)
        ages = dict(mean_ages(figure, hidden, threshold, random.Random(seed)))
        not_printed = disclosure.withheld_means(figure, hidden, ages, threshold)
        printed, withheld = printed + len(ages.keys() - not_printed), withheld + len(not_printed)
        figure = replace(figure, means={one: ages[one] for one in ages.keys() - not_printed})
        possible = printed_alike(AGED, figure, hidden, int(heads.sum()))
        known |= {
            (seed, *cell): figure.count(cell)
            for cell in hidden
            if figure.count(cell) and len(set(possible[cell])) == 1
        }
    assert known == {}
    assert printed
    assert withheld


def mean_ages(
    figure: Distribution, hidden: frozenset[tuple[str, str]], threshold: int, rng: random.Random
) -> Iterator[tuple[str, MeanAge]]:
    """Mean ages of people who are mostly as old as their band begins, or as it ends."""
    end = rng.choice((0, 1))
    for population in figure.base:
        aged = sum(figure.count((population, band)) for band in BANDS)
        if aged >= threshold and (population, "unknown") not in hidden:
            years = sum(figure.count((population, band)) * span[end] for band, span in BANDS.items())
            yield population, MeanAge(10 * years // aged, years, threshold)


AGED_OF_FEW = {
    "five of six, for five it must be if one is unknown": (5, 1, 300, False),
    "six of eight, as it might be five or seven": (6, 2, 300, True),
    "six of eight with a mean that only six of them can have": (6, 2, 305, False),
}


@pytest.mark.parametrize(("aged", "unknown", "tenths", "is_printed"), AGED_OF_FEW.values(), ids=AGED_OF_FEW)
def test_a_mean_age_tells_over_how_many_it_is_taken(
    aged: int, unknown: int, tenths: int, is_printed: bool
) -> None:
    in_labs = {("lab only", "18-35"): aged, ("lab only", "unknown"): unknown}
    figure, gone = figure_of(AGED, np.array([in_labs.get((kind.group, kind.all), 0) for kind in AGED]), 5)
    hidden = disclosure.withheld(figure, 5, gone)
    assert {("all", "18-35"), ("all", "unknown")} <= hidden
    assert ("all", "under-18") not in hidden
    ages = {"all": MeanAge(tenths, None, 5)}
    assert disclosure.withheld_means(figure, hidden, ages, 5) == (set() if is_printed else {"all"})


def test_ages_that_nobody_has_are_no_mean_to_print() -> None:
    in_labs = {("lab only", "under-18"): 6, ("lab only", "18-35"): 6}
    figure, _gone = figure_of(AGED, np.array([in_labs.get((kind.group, kind.all), 0) for kind in AGED]), 5)
    ages = {"all": MeanAge(1000, 1200, 5), "lab": MeanAge(200, 240, 5)}
    assert disclosure.withheld_means(figure, frozenset(), ages, 5) == {"all"}


def test_what_is_not_recorded_in_the_only_project_is_withheld_where_the_figure_withholds_it() -> None:
    people = [Someone(sex=sex) for sex, count in {"F": 12, "M": 2, None: 6}.items() for _ in range(count)]
    published = publication.evaluation(
        cube_of(people), programme("P1"), engine="test", generated_at=MOMENT, threshold=5, as_of=None
    )
    assert published.figure("sex", "all").row("unknown").suppressed
    assert published.completeness[0].people == 20
    assert published.completeness[0].missing["sex"] is None
    assert published.completeness[0].missing["education"] == 0


NAMES: list[tuple[str, ...]] = [(name,) for name in "abcd"]


def systems() -> Iterator[tuple[Knowledge, dict[tuple[str, ...], int], list[tuple[int, ...]]]]:
    """Sums of four numbers that are true of some, those numbers, and all numbers up to 4 of which they are true."""
    for seed in range(200):
        rng = random.Random(seed)
        truth = {name: rng.randint(0, 4) for name in NAMES}
        known = Knowledge()
        possible = [*product(range(5), repeat=len(NAMES))]
        for name in NAMES:
            known.between(name, 0, 4)
        for _ in range(rng.randint(1, 3)):
            terms = {name: rng.choice((-2, -1, 1, 1, 2, 3)) for name in rng.sample(NAMES, rng.randint(2, 4))}
            total = sum(weight * truth[name] for name, weight in terms.items())
            is_equal = rng.random() < 0.6
            (known.equals if is_equal else known.at_least)(terms, total)
            sums = [
                sum(terms.get(name, 0) * n for name, n in zip(NAMES, one, strict=True)) for one in possible
            ]
            possible = [
                one
                for one, n in zip(possible, sums, strict=True)
                if n == total or (n > total and not is_equal)
            ]
        yield known, truth, possible


def test_what_is_concluded_is_so_in_every_case_and_what_is_uncertain_is_not() -> None:
    told_apart = 0
    for known, truth, possible in systems():
        values = {name: {one[place] for one in possible} for place, name in enumerate(NAMES)}
        concluded = known.conclude()
        assert all(values[name] == {value} for name, value in concluded.items())
        may_differ = uncertain(known, truth, NAMES)
        assert all(len(values[name]) > 1 for name in may_differ)
        told_apart += len(concluded) + len(may_differ)
    assert told_apart > 0.9 * 200 * len(NAMES)


def test_what_is_not_true_together_is_a_contradiction() -> None:
    known = Knowledge()
    known.equals({("a",): 1, ("b",): 1}, 5)
    known.at_least({("a",): 1, ("b",): 1}, 6)
    with pytest.raises(Contradiction):
        known.conclude()
