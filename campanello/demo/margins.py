"""Whole numbers of people that round to printed percentages: one count a category and group, adding up exactly."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from campanello.demo.targets import Sizes, Target

LAB_ONLY, BOTH, PLAN_ONLY = GROUPS = ("lab_only", "both", "plan_only")
POPULATIONS = ("all", "lab", "plan")
ONE_DECIMAL = Decimal("0.1")

Counts = dict[str, int]
Range = tuple[int, int]


class NoWholeNumbers(ValueError):
    """Targets that no whole numbers of people can meet together; the table of targets is then wrong."""


def rounds_to(count: int, total: int, printed: str) -> bool:
    """Whether `count` of `total`, in per cent, is printed with these digits, however it is rounded.

    It must hold half away from zero, half to even, and after a first rounding to one decimal: a reader who
    rounds the evaluation's own shares finds the printed figure as well.
    """
    exact, digits = Decimal(100 * count) / total, Decimal(printed)
    once = exact.quantize(ONE_DECIMAL, ROUND_HALF_UP)
    return all(
        value.quantize(digits, rounding) == digits
        for value in (exact, once)
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
    )


def whole_numbers(printed: str | None, total: int) -> Range:
    """The least and the greatest count out of `total` that round to the printed percentage; all, if none is.

    Raises:
        NoWholeNumbers: No count does.
    """
    if printed is None:
        return 0, total
    counts = [count for count in range(total + 1) if rounds_to(count, total, printed)]
    if not counts:
        raise NoWholeNumbers(f"no count out of {total} rounds to {printed}")
    return counts[0], counts[-1]


def apportion(total: int, aims: Mapping[str, float], limits: Mapping[str, Range]) -> Counts:
    """Whole numbers that add up to `total`, each within its limits and together as near the aims as may be.

    Raises:
        NoWholeNumbers: The limits leave no way to reach the total.
    """
    counts = {name: min(max(round(aim), limits[name][0]), limits[name][1]) for name, aim in aims.items()}
    while missing := total - sum(counts.values()):
        step = 1 if missing > 0 else -1
        movable = [name for name in counts if limits[name][0] <= counts[name] + step <= limits[name][1]]
        if not movable:
            raise NoWholeNumbers(f"{total} is out of reach of {dict(limits)}")
        counts[max(movable, key=lambda name: step * (aims[name] - counts[name]))] += step
    return counts


def group_counts(
    targets: Iterable[Target], sizes: Sizes, already: Mapping[str, int] | None = None
) -> dict[str, Counts]:
    """Counts by group and category that meet every printed share of all, of labs and of plans together.

    Args:
        targets: Every category of one figure, for the three populations.
        sizes: What the shares are taken of.
        already: People who count in a category beside the one they are dealt, in all.

    Raises:
        NoWholeNumbers: No whole numbers meet the targets.
    """
    shares = list(targets)
    counts: dict[str, Counts] = {}
    for population in POPULATIONS:
        own = [target for target in shares if target.population == population]
        total = sizes.of(population)
        beside = already if already and population == "all" else {}
        limits = {target.category: _limits(target, total, counts, beside) for target in own}
        counts[population] = apportion(total, _aims(own, total), limits)
    every, lab, plan = (counts[population] for population in POPULATIONS)
    return {
        LAB_ONLY: {name: every[name] - plan[name] for name in every},
        BOTH: {name: lab[name] + plan[name] - every[name] for name in every},
        PLAN_ONLY: {name: every[name] - lab[name] for name in every},
    }


def _aims(targets: Iterable[Target], total: int) -> dict[str, float]:
    return {target.category: float(target.aim) * total / 100 for target in targets}


def _limits(target: Target, total: int, found: Mapping[str, Counts], already: Mapping[str, int]) -> Range:
    """What rounding allows, less those counted already, and what leaves no group of people below zero."""
    least, most = whole_numbers(target.printed, total)
    beside = already.get(target.category, 0)
    least, most = max(0, least - beside), most - beside
    if "all" in found:
        most = min(most, found["all"][target.category])
    if "lab" in found:
        least = max(least, found["all"][target.category] - found["lab"][target.category])
    return least, most


def population_counts(targets: Iterable[Target], total: int) -> Counts:
    """Counts by category that add up to `total` and meet every printed share of one population.

    Raises:
        NoWholeNumbers: No whole numbers meet the targets.
    """
    shares = list(targets)
    limits = {target.category: whole_numbers(target.printed, total) for target in shares}
    return apportion(total, _aims(shares, total), limits)


def least_total(targets: Iterable[Target], at_least: int) -> int:
    """The smallest total, from `at_least` up, that can be split into whole numbers as printed.

    485 people cannot have plans that are 64.7, 34.5 and 0.8 per cent of one plan each; 487 plans can.
    """
    shares = list(targets)
    total = at_least
    while True:
        try:
            population_counts(shares, total)
        except NoWholeNumbers:
            total += 1
        else:
            return total
