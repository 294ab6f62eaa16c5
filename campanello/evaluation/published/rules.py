"""Which printed figures can't be true together. Pure and exact: whole numbers only, never a float."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from campanello.evaluation.published.records import Figure, Printed, Share, Split, Union


class Kind(StrEnum):
    """What is wrong between figures."""

    UNION_IMPOSSIBLE = "union-impossible"
    SHARE_MISMATCH = "share-mismatch"
    INFEASIBLE_SHARE = "infeasible-share"
    INFEASIBLE_SPLIT = "infeasible-split"
    SUM_MISMATCH = "sum-mismatch"
    SPLIT_SUM = "split-sum"


class Rounding(StrEnum):
    """What becomes of a number halfway between two printable ones."""

    HALF_AWAY = "half away from zero"
    HALF_EVEN = "half to even"


def _power_of_ten(places: int) -> int:
    return int(10**places)


def counts_rounding_to(percent: Printed, of: int, rounding: Rounding) -> range:
    """The whole numbers whose share of `of` rounds to `percent`: an interval, perhaps empty.

    It isn't cut at `of`: more than 100 per cent of a base has whole numbers too. Nobody's share of nobody is
    taken to be printed as zero.

    Source: contract of published figures, "What is checked".
    """
    if of == 0:
        return range(0 if percent.units else 1)
    below, above, whole = (
        (2 * percent.units - 1) * of,
        (2 * percent.units + 1) * of,
        200 * _power_of_ten(percent.places),
    )
    first, past = -(-below // whole), -(-above // whole)
    if rounding is Rounding.HALF_EVEN and percent.units % 2:
        first = below // whole + 1
    elif rounding is Rounding.HALF_EVEN:
        past = above // whole + 1
    return range(max(first, 0), max(past, 0))


def is_feasible_share(percent: Printed, of: int) -> bool:
    """Whether a whole number out of `of` rounds to `percent`, under one rounding at least.

    Source: contract of published figures, `infeasible-share`.
    """
    fits = (counts_rounding_to(percent, of, rounding) for rounding in Rounding)
    return any(fit and fit.start <= of for fit in fits)


def is_share(count: int, percent: Printed, of: int) -> bool:
    """Whether `count` out of `of` rounds to `percent`, under one rounding at least.

    Source: contract of published figures, `share-mismatch`.
    """
    return any(count in counts_rounding_to(percent, of, rounding) for rounding in Rounding)


def totals_near_share(count: int, percent: Printed) -> range:
    """The totals among which are all those that `count` is `percent` of, which isn't 0; hardly any others.

    Source: docs/rules/verify.md.
    """
    whole = 200 * _power_of_ten(percent.places) * count
    return range(max(1, whole // (2 * percent.units + 1)), whole // (2 * percent.units - 1) + 2)


def split_intervals(
    percents: Sequence[Printed], of: int, *, complete: bool, rounding: Rounding
) -> list[range] | None:
    """For each category the counts that round to its percentage, when they can add up to `of`; else None.

    When not `complete`, they can when they add up to at most `of`.

    Source: contract of published figures, `infeasible-split`.
    """
    least, most, fits = 0, 0, []
    for percent in percents:
        fit = counts_rounding_to(percent, of, rounding)
        least += fit.start
        most += fit.stop - 1
        if not fit or least > of:
            return None
        fits.append(fit)
    return None if complete and most < of else fits


def is_feasible_split(percents: Sequence[Printed], of: int, *, complete: bool) -> bool:
    """Whether whole numbers, one a category, add up to `of` and round to `percents`, all by the same rounding.

    Source: contract of published figures, `infeasible-split`.
    """
    return any(
        split_intervals(percents, of, complete=complete, rounding=rounding) is not None
        for rounding in Rounding
    )


def total_of(parts: Sequence[Printed]) -> Printed:
    """What the parts add up to, exactly, with as many decimals as the part that has most.

    Source: docs/rules/verify.md.
    """
    places = max((part.places for part in parts), default=0)
    return Printed(sum(part.units * _power_of_ten(places - part.places) for part in parts), places)


def difference(total: Printed, parts: Sequence[Printed]) -> Printed:
    """What is missing from the parts to make the total; below zero when they are more.

    Source: docs/rules/verify.md.
    """
    return total_of([total, *(Printed(-part.units, part.places) for part in parts)])


def is_within_rounding_of_100(percents: Sequence[Printed], *, complete: bool = True) -> bool:
    """Whether percentages differ from 100 in all by at most half a unit of the last digit a category.

    When not `complete`, whether they exceed it by at most that. No base has whole numbers for those that don't.

    Source: contract of published figures, `split-sum`.
    """
    off = difference(Printed(100), percents)
    half_units = sum(_power_of_ten(off.places - percent.places) for percent in percents)
    return -2 * off.units <= half_units and (not complete or 2 * off.units <= half_units)


def fault(figure: Figure, counts: Mapping[str, int]) -> Kind | None:
    """The contradiction between a figure and the named counts; None when they can be true together.

    A figure is in one contradiction at most: a share whose numerator doesn't round to it is a mismatch,
    whether or not another whole number would.

    Source: contract of published figures, "What is checked".
    """
    if isinstance(figure, Union):
        parts = [counts[part] for part in figure.parts]
        return None if max(parts) <= counts[figure.whole] <= sum(parts) else Kind.UNION_IMPOSSIBLE
    if isinstance(figure, Share):
        return _share_fault(figure, counts)
    if isinstance(figure, Split):
        fits = is_feasible_split(figure.percents, counts[figure.of], complete=figure.complete)
        return None if fits else Kind.INFEASIBLE_SPLIT
    return Kind.SUM_MISMATCH if difference(figure.total, figure.parts).units else None


def _share_fault(share: Share, counts: Mapping[str, int]) -> Kind | None:
    count, base = share.numerator(counts), counts[share.of]
    if count is not None and not is_share(count, share.percent, base):
        return Kind.SHARE_MISMATCH
    return None if is_feasible_share(share.percent, base) else Kind.INFEASIBLE_SHARE


def overlap(whole: int, parts: Sequence[int]) -> tuple[int, int]:
    """The least and the most that can be in every part at once, when `whole` are in one part at least.

    The bounds are sharp, and meet where there are two parts. The union must be possible.

    Source: inclusion and exclusion; docs/rules/verify.md shows why.
    """
    excess = sum(parts) - whole
    return max(0, excess - whole * (len(parts) - 2)), min(*parts, excess // (len(parts) - 1))


def rounded_share(count: int, of: int, places: int) -> Printed:
    """`count` in per cent of `of`, which isn't 0, to so many decimals, half away from zero.

    Source: docs/rules/verify.md.
    """
    return Printed((200 * count * _power_of_ten(places) + of) // (2 * of), places)


def nearest_count(percent: Printed, of: int) -> int:
    """The whole number out of `of` whose share is nearest to `percent`; the greater of two as near.

    Source: docs/rules/verify.md.
    """
    whole = 100 * _power_of_ten(percent.places)
    return min(of, (2 * percent.units * of + whole) // (2 * whole))


def nearest_counts(percents: Sequence[Printed], of: int, *, complete: bool) -> list[int]:
    """Whole numbers, one a category, that come nearest to `percents` and add up to `of` (at most, if not complete).

    By largest remainder, on the percentages as parts of their own sum: earlier categories win ties.

    Source: docs/rules/verify.md.
    """
    counts = [nearest_count(percent, of) for percent in percents]
    if sum(counts) <= of and not complete:
        return counts
    places = max(percent.places for percent in percents)
    weights = [percent.units * _power_of_ten(places - percent.places) for percent in percents]
    if not any(weights):
        return counts
    exact = [divmod(weight * of, sum(weights)) for weight in weights]
    counts = [quotient for quotient, _ in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: exact[i][1], reverse=True)
    for i in by_remainder[: of - sum(counts)]:
        counts[i] += 1
    return counts


def fitting_counts(percents: Sequence[Printed], of: int, *, complete: bool) -> list[int]:
    """Whole numbers that make a feasible split, near to its percentages.

    Raises:
        StopIteration: The split isn't feasible.

    Source: docs/rules/verify.md.
    """
    options = (split_intervals(percents, of, complete=complete, rounding=rounding) for rounding in Rounding)
    fits = next(fit for fit in options if fit is not None)
    near = nearest_counts(percents, of, complete=complete)
    counts = [min(max(n, fit.start), fit.stop - 1) for n, fit in zip(near, fits, strict=True)]
    for i, fit in enumerate(fits):
        room = of - sum(counts)
        if room < 0 or complete:
            counts[i] = min(max(counts[i] + room, fit.start), fit.stop - 1)
    return counts
