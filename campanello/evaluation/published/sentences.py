"""What is said of each figure, as message identifiers and facts: why figures can't be true together, or hold."""

from collections.abc import Mapping
from typing import assert_never

from campanello.core.errors import gettext_noop
from campanello.evaluation.published.records import Figure, Printed, Share, Split, Sum, Union
from campanello.evaluation.published.rules import (
    Kind,
    Rounding,
    counts_rounding_to,
    difference,
    fitting_counts,
    is_feasible_share,
    nearest_count,
    nearest_counts,
    overlap,
    rounded_share,
    total_of,
)
from campanello.evaluation.published.verdict import Fact, Sentence

UNION_TOO_LARGE = gettext_noop(
    "%(whole)s = %(count)s can't count everybody in %(parts)s: together these are %(computed)s at most."
)
UNION_TOO_SMALL = gettext_noop(
    "%(whole)s = %(count)s can't count everybody in %(parts)s: one of these alone is %(computed)s."
)
UNION_HOLDS = gettext_noop(
    "%(whole)s = %(count)s can count everybody in %(parts)s; in all of these at once: %(least)s."
)
UNION_HOLDS_BETWEEN = gettext_noop(
    "%(whole)s = %(count)s can count everybody in %(parts)s; in all of these at once: from %(least)s to %(most)s."
)
SHARE_OF_PART = gettext_noop(
    "%(part)s = %(count)s, %(of)s = %(base)s and the printed %(printed)s %% can't be true together: "
    "%(count)s of %(base)s is %(computed)s %%."
)
SHARE_OF_COUNT = gettext_noop(
    "%(count)s, %(of)s = %(base)s and the printed %(printed)s %% can't be true together: "
    "%(count)s of %(base)s is %(computed)s %%."
)
SHARE_OF_NOBODY = gettext_noop(
    "%(of)s = 0 and the printed %(printed)s %% can't be true together: there is nobody to take a share of."
)
NO_WHOLE_NUMBER = gettext_noop("No other whole number out of %(base)s rounds to %(printed)s %% either.")
SHARE_IMPOSSIBLE = gettext_noop(
    "%(of)s = %(base)s and the printed %(printed)s %% can't be true together: no whole number out of %(base)s "
    "rounds to it. The nearest, %(count)s, is %(computed)s %%."
)
SHARE_HOLDS = gettext_noop("%(count)s of %(base)s is %(computed)s %%.")
SHARE_POSSIBLE = gettext_noop("Any whole number from %(least)s to %(most)s out of %(base)s rounds to it.")
SHARE_POSSIBLE_ONCE = gettext_noop("Only %(least)s out of %(base)s rounds to it.")
NOBODY_HOLDS = gettext_noop("There is nobody to take a share of.")
SPLIT_OF_NOBODY = gettext_noop(
    "%(of)s = 0 and the printed percentages can't be true together: there is nobody to take a share of."
)
SPLIT_IMPOSSIBLE = gettext_noop(
    "%(of)s = %(base)s and the printed percentages can't be true together: no whole numbers, one a category, "
    "add up to %(base)s and round to them. The nearest, %(counts)s, are %(computed)s %%."
)
PARTIAL_SPLIT_IMPOSSIBLE = gettext_noop(
    "%(of)s = %(base)s and the printed percentages can't be true together: no whole numbers, one a category, "
    "add up to %(base)s at most and round to them. The nearest, %(counts)s, are %(computed)s %%."
)
SPLIT_POSSIBLE = gettext_noop(
    "Whole numbers out of %(base)s round to the percentages, for example %(counts)s."
)
SPLIT_SUM = gettext_noop(
    "The percentages of all categories add up to %(computed)s, further from 100 than rounding explains."
)
SUM_MISMATCH = gettext_noop(
    "The parts add up to %(computed)s and the printed total is %(printed)s: these can't be true together, "
    "they differ by %(difference)s."
)
SUM_HOLDS = gettext_noop("The parts add up to the total.")

Numbers = tuple[Printed, ...]
Said = tuple[tuple[Sentence, ...], Numbers]


def printed_numbers(figure: Figure, counts: Mapping[str, int]) -> Numbers:
    """What the report prints of a figure: a whole, a percentage, one a category, or a total."""
    match figure:
        case Union():
            return (Printed(counts[figure.whole]),)
        case Share():
            return (figure.percent,)
        case Split():
            return figure.percents
        case Sum():
            return (figure.total,)
        case _:
            assert_never(figure)


def said(figure: Figure, kind: Kind | None, counts: Mapping[str, int]) -> Said:
    """The sentences on a figure that is in a contradiction of that kind, or holds; and the computed numbers.

    The computed number of a union is the whole that would be nearest.
    """
    match figure:
        case Union():
            return _said_of_union(figure, kind, counts)
        case Share():
            return _said_of_share(figure, kind, counts[figure.of], figure.numerator(counts))
        case Split():
            return _said_of_split(figure, kind, counts[figure.of])
        case Sum():
            return _said_of_sum(figure, kind)
        case _:
            assert_never(figure)


def said_of_split_sum(split: Split) -> Said:
    """The sentence that percentages add up too far from 100, and what they add up to."""
    total = total_of(split.percents)
    return (Sentence(SPLIT_SUM, {"computed": total}),), (total,)


def _said_of_union(union: Union, kind: Kind | None, counts: Mapping[str, int]) -> Said:
    whole, parts = counts[union.whole], [counts[part] for part in union.parts]
    facts: dict[str, Fact] = {"whole": union.whole, "count": whole, "parts": ", ".join(union.parts)}
    if kind is None:
        least, most = overlap(whole, parts)
        text = UNION_HOLDS if least == most else UNION_HOLDS_BETWEEN
        return (Sentence(text, {**facts, "least": least, "most": most}),), (Printed(whole),)
    text, nearest = (UNION_TOO_LARGE, sum(parts)) if whole > sum(parts) else (UNION_TOO_SMALL, max(parts))
    return (Sentence(text, {**facts, "computed": nearest}),), (Printed(nearest),)


def _said_of_share(share: Share, kind: Kind | None, base: int, count: int | None) -> Said:
    facts: dict[str, Fact] = {"of": share.of, "base": base, "printed": share.percent}
    if base == 0:
        return (Sentence(SHARE_OF_NOBODY if kind else NOBODY_HOLDS, facts),), ()
    if kind is Kind.SHARE_MISMATCH and count is not None:
        computed = rounded_share(count, base, share.percent.places)
        text = SHARE_OF_COUNT if share.part is None else SHARE_OF_PART
        sentences = [
            Sentence(text, {**facts, "part": share.part or "", "count": count, "computed": computed})
        ]
        if not is_feasible_share(share.percent, base):
            sentences.append(Sentence(NO_WHOLE_NUMBER, facts))
        return tuple(sentences), (computed,)
    if kind is None and count is None:
        return (_possible_counts(share.percent, facts, base),), (share.percent,)
    near = nearest_count(share.percent, base) if count is None or kind else count
    computed = rounded_share(near, base, share.percent.places)
    text = SHARE_IMPOSSIBLE if kind else SHARE_HOLDS
    return (Sentence(text, {**facts, "count": near, "computed": computed}),), (computed,)


def _possible_counts(percent: Printed, facts: dict[str, Fact], base: int) -> Sentence:
    fits = [fit for fit in (counts_rounding_to(percent, base, rounding) for rounding in Rounding) if fit]
    least, most = min(fit.start for fit in fits), min(base, max(fit.stop - 1 for fit in fits))
    text = SHARE_POSSIBLE_ONCE if least == most else SHARE_POSSIBLE
    return Sentence(text, {**facts, "least": least, "most": most})


def _said_of_split(split: Split, kind: Kind | None, base: int) -> Said:
    if base == 0:
        return (Sentence(SPLIT_OF_NOBODY if kind else NOBODY_HOLDS, {"of": split.of}),), ()
    find, text = fitting_counts, SPLIT_POSSIBLE
    if kind is not None:
        find, text = nearest_counts, SPLIT_IMPOSSIBLE if split.complete else PARTIAL_SPLIT_IMPOSSIBLE
    counts = find(split.percents, base, complete=split.complete)
    computed = tuple(
        rounded_share(count, base, percent.places)
        for count, percent in zip(counts, split.percents, strict=True)
    )
    facts: dict[str, Fact] = {"of": split.of, "base": base, "counts": tuple(counts), "computed": computed}
    return (Sentence(text, facts),), computed if kind else split.percents


def _said_of_sum(figure: Sum, kind: Kind | None) -> Said:
    total = total_of(figure.parts)
    if kind is None:
        return (Sentence(SUM_HOLDS, {}),), (total,)
    off = difference(figure.total, figure.parts)
    facts: dict[str, Fact] = {
        "printed": figure.total,
        "computed": total,
        "difference": Printed(abs(off.units), off.places),
    }
    return (Sentence(SUM_MISMATCH, facts),), (total,)
