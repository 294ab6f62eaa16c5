"""From a summary to what is printed: indicators, figures, completeness and profiles, small cells withheld."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import numpy as np

from campanello.evaluation import contract, disclosure, figures, quality
from campanello.evaluation.cube import AGE_BANDS, BAND_LIMITS, BAND_UNKNOWN, Cube, Programme
from campanello.evaluation.distribution import Cell, Distribution, MeanAge
from campanello.evaluation.figures import FOREIGN, UNKNOWN
from campanello.evaluation.registry import FIGURES, INDICATORS, POPULATIONS, Measured
from campanello.evaluation.result import (
    Completeness,
    Evaluation,
    Figure,
    IndicatorValue,
    Profile,
    Row,
    Trait,
)

Counts = dict[str, dict[str, dict[str, int]]]
"""Counts by figure, population and category."""
Bases = dict[str, dict[str, int]]
VULNERABLE = "vulnerable"
ORIGIN = "origin_area"
# The first and the last year of every age band. Nobody is taken to be older than 120.
YEARS = {
    band: (first, following - 1)
    for band, (first, following) in zip(AGE_BANDS, pairwise((0, *BAND_LIMITS, 121)), strict=True)
}
# The one category of a figure that an indicator of completeness also tells.
TOLD_AS_MISSING = {
    "sex": "sex",
    "citizenship": "citizenship",
    "education": "education",
    "disadvantages": "disadvantage",
    "residence_province": "province",
}
PROFILE = ("sex", "citizenship", "age_band", "education", "disadvantage", "occupational_status", "province")


@dataclass(frozen=True)
class Withheld:
    """What may not be printed: populations' sizes, cells by figure, and populations' mean ages."""

    sizes: frozenset[str]
    cells: Mapping[str, frozenset[Cell]]
    means: frozenset[str] = frozenset()

    def cell(self, code: str, population: str, category: str) -> bool:
        """Whether a figure's cell is withheld."""
        return population in self.sizes or (population, category) in self.cells[code]


NOTHING = Withheld(frozenset(), {})


def share(numerator: int, denominator: int, scale: int = 100) -> Decimal | None:
    """`scale` times numerator / denominator to one decimal, half away from zero; None of nothing."""
    if not denominator:
        return None
    return Decimal((20 * scale * numerator + denominator) // (2 * denominator)).scaleb(-1)


def evaluation(
    cube: Cube,
    programme: Programme,
    *,
    engine: str,
    generated_at: datetime,
    threshold: int,
    as_of: date | None,
    source: dict[str, object] | None = None,
    also: Withheld = NOTHING,
) -> Evaluation:
    """Everything that is printed of a cube, with cells of fewer than `threshold` people withheld.

    `also` names what must be withheld for what else is printed, such as the same figures of more people.
    """
    counts, bases = _counted(cube)
    hidden = _withheld(cube, programme, counts, bases, threshold=threshold, also=also)
    shown = tuple(_figures(counts, bases, hidden))
    indicators = tuple(_indicators(cube, programme, hidden, threshold))
    return Evaluation(
        generated_at=generated_at,
        engine=engine,
        as_of=as_of,
        threshold=threshold,
        source=source or {},
        indicators=indicators,
        figures=shown,
        completeness=_completeness(quality.completeness(cube, programme, threshold), hidden),
        profiles=_profiles(shown, indicators),
    )


def _counted(cube: Cube) -> tuple[Counts, Bases]:
    counts: Counts = {}
    bases: Bases = {}
    for code, definition in FIGURES.items():
        counts[code], bases[code] = {}, {}
        for population in definition.populations:
            base, rows = figures.counts(cube, code, population)
            counts[code][population], bases[code][population] = dict(rows), base
    return counts, bases


def _withheld(
    cube: Cube, programme: Programme, counts: Counts, bases: Bases, *, threshold: int, also: Withheld
) -> Withheld:
    sizes = {population: bases["sex"][population] for population in POPULATIONS}
    sizes["both"] = cube.count(cube.inside("lab") & cube.inside("plan"))
    gone = disclosure.withheld_sizes(sizes, threshold) | also.sizes
    cells: dict[str, frozenset[Cell]] = {}
    means: frozenset[str] = frozenset()
    for code in counts.keys() - {ORIGIN}:
        whole = _distribution(cube, code, counts, bases[code])
        printed = {population: base for population, base in whole.base.items() if population not in gone}
        figure = replace(whole, base=printed)
        at_first = _of_populations(figure, gone) | also.cells.get(code, frozenset())
        if code == "citizenship":
            at_first |= also.cells.get(ORIGIN, frozenset())
        cells[code] = disclosure.withheld(figure, threshold, at_first)
        if code == "age_band" and threshold:
            ages = _mean_ages(cube, programme, printed, cells[code], threshold)
            means = disclosure.withheld_means(figure, cells[code], ages, threshold)
    # Areas are worked out with citizenship: foreign people are the sum of them.
    cells[ORIGIN] = frozenset(cell for cell in cells["citizenship"] if cell[1] in contract.ORIGIN_AREAS)
    return Withheld(gone, cells, means)


def _mean_ages(
    cube: Cube, programme: Programme, populations: Iterable[str], hidden: Set[Cell], threshold: int
) -> dict[str, MeanAge]:
    """The mean ages that may be printed as far as the number of people goes."""
    means = {}
    for population in populations:
        measured = INDICATORS[f"age.mean.{population}"].formula(cube, programme)
        years, people = measured.numerator or 0, measured.denominator or 0
        mean = share(years, people, measured.scale)
        if mean is not None and people >= threshold:
            told = None if (population, UNKNOWN) in hidden else years
            means[population] = MeanAge(int(mean * 10), told, threshold)
    return means


def _of_populations(figure: Distribution, populations: Set[str]) -> set[Cell]:
    """Every cell of a figure over some populations."""
    return {
        (population, category)
        for population, counts in figure.counts.items()
        for category in counts
        if population in populations
    }


def _distribution(cube: Cube, code: str, counts: Counts, base: dict[str, int]) -> Distribution:
    """A figure's counts with what everybody knows of how they hang together."""
    partition = frozenset(FIGURES[code].categories)
    if code == "citizenship":
        together = {
            population: rows | counts[ORIGIN][population] for population, rows in counts[code].items()
        }
        parts = {FOREIGN: frozenset(contract.ORIGIN_AREAS)}
        return Distribution(together, base, partition, is_lasting=True, parts=parts)
    if code == "age_band":
        # Ages are taken at each population's own first entry, so a person may be in two bands.
        return Distribution(counts[code], base, partition, bands=YEARS, both=_bands_of_both(cube))
    if code != "disadvantage":
        return Distribution(counts[code], base, partition, is_lasting=len(counts[code]) == len(POPULATIONS))
    vulnerable = {
        p: people.count(people.vulnerable()) for p in POPULATIONS for people in [cube.population(p)]
    }
    return Distribution(
        {
            population: rows | {VULNERABLE: vulnerable[population]}
            for population, rows in counts[code].items()
        },
        base,
        # Kinds may overlap, but vulnerable, none, declined and not recorded add up. Of all recipients the first
        # is printed, as an indicator.
        frozenset((VULNERABLE, contract.NO_DISADVANTAGE, contract.DECLINED, UNKNOWN)),
        is_lasting=True,
        unprinted=frozenset({("lab", VULNERABLE), ("plan", VULNERABLE)}),
        kinds=frozenset(contract.DISADVANTAGES),
        covers=VULNERABLE,
    )


def _bands_of_both(cube: Cube) -> dict[tuple[str, str], int]:
    """People in labs and with plans, by their age band in the one and in the other."""
    both = cube.where(cube.inside("lab") & cube.inside("plan"))
    pairs = both.fields["band_lab"] * (BAND_UNKNOWN + 1) + both.fields["band_plan"]
    counts = np.bincount(pairs, weights=both.measures["people"], minlength=(BAND_UNKNOWN + 1) ** 2)
    return {
        (lab, plan): int(counts[(BAND_UNKNOWN + 1) * row + column])
        for row, lab in enumerate(AGE_BANDS, 1)
        for column, plan in enumerate(AGE_BANDS, 1)
    }


def _figures(counts: Counts, bases: Bases, hidden: Withheld) -> list[Figure]:
    return [
        _figure(code, population, rows, bases[code][population], hidden)
        for code, by_population in counts.items()
        for population, rows in by_population.items()
    ]


def _figure(code: str, population: str, rows: dict[str, int], base: int, hidden: Withheld) -> Figure:
    of_foreign = code == ORIGIN and hidden.cell("citizenship", population, FOREIGN)
    return Figure(
        code,
        population,
        None if population in hidden.sizes or of_foreign else base,
        tuple(
            Row(category, None, None, suppressed=True)
            if hidden.cell(code, population, category)
            else Row(category, count, share(count, base))
            for category, count in rows.items()
        ),
    )


def _indicators(cube: Cube, programme: Programme, hidden: Withheld, threshold: int) -> list[IndicatorValue]:
    return [
        _indicator(code, definition.formula(cube, programme), hidden, threshold)
        for code, definition in INDICATORS.items()
    ]


def _indicator(code: str, measured: Measured, hidden: Withheld, threshold: int) -> IndicatorValue:
    unit = INDICATORS[code].unit
    if _is_withheld(code, hidden):
        return IndicatorValue(code, None, unit, suppressed=True)
    numerator, denominator = measured.numerator, measured.denominator
    value = measured.value
    if numerator is not None and denominator is not None:
        value = share(numerator, denominator, measured.scale)
    if code.startswith("age.mean.") and _leaks_unknown_ages(code, hidden):
        # The people the mean is taken over would tell how many ages are unknown.
        numerator = denominator = None
        suppressed = disclosure.is_small(measured.denominator or 0, threshold)
        return IndicatorValue(code, None if suppressed else value, unit, suppressed=suppressed)
    return IndicatorValue(code, value, unit, numerator, denominator)


def _leaks_unknown_ages(code: str, hidden: Withheld) -> bool:
    population = code.rpartition(".")[2]
    return any((population, band) in hidden.cells["age_band"] for band in (UNKNOWN,))


def _is_withheld(code: str, hidden: Withheld) -> bool:
    kind, _dot, what = code.partition(".")
    if kind == "recipients":
        return ("all" if what == "total" else what) in hidden.sizes
    if code == "plan_share":
        return bool({"all", "plan"} & hidden.sizes)
    if kind == "plans":
        return _plans_withheld(what.removesuffix("_share"), hidden)
    if code == "vulnerable_share":
        return hidden.cell("disadvantage", "all", VULNERABLE)
    if kind == "missing":
        return hidden.cell(TOLD_AS_MISSING[what], "all", UNKNOWN)
    return code.startswith("age.mean.") and what.rpartition(".")[2] in hidden.sizes | hidden.means


def _plans_withheld(status: str, hidden: Withheld) -> bool:
    if status == "total":
        return "plan" in hidden.sizes
    return hidden.cell("plan_status", "plan", status)


def _completeness(rows: tuple[Completeness, ...], hidden: Withheld) -> tuple[Completeness, ...]:
    """The same without the columns that would tell how many people a figure withholds as not recorded."""
    gone = {column for column, code in TOLD_AS_MISSING.items() if hidden.cell(code, "all", UNKNOWN)}
    return tuple(
        replace(
            row,
            missing={
                column: None if count and column in gone else count for column, count in row.missing.items()
            },
        )
        for row in rows
    )


def _profiles(shown: tuple[Figure, ...], indicators: tuple[IndicatorValue, ...]) -> tuple[Profile, ...]:
    values = {indicator.code: indicator.value for indicator in indicators}
    profiles = []
    for population in POPULATIONS:
        mine = {figure.code: figure for figure in shown if figure.population == population}
        traits = [trait for code in PROFILE if code in mine and (trait := _trait(mine[code]))]
        size = values["recipients.total" if population == "all" else f"recipients.{population}"]
        age = values[f"age.mean.{population}"]
        profiles.append(
            Profile(
                population,
                None if size is None else int(size),
                None if age is None else Decimal(age),
                tuple(traits),
            )
        )
    return tuple(profiles)


def _trait(figure: Figure) -> Trait | None:
    """The commonest recorded category, unless a withheld one might be commoner."""
    shown = [row for row in figure.rows if row.count and row.category != UNKNOWN and row.share is not None]
    if not shown or figure.base is None:
        return None
    top = max(shown, key=lambda row: row.count or 0)
    withheld = figure.base - sum(row.count or 0 for row in figure.rows)
    if any(row.suppressed for row in figure.rows) and withheld >= (top.count or 0):
        return None
    assert top.share is not None
    return Trait(figure.code, top.category, top.share)
