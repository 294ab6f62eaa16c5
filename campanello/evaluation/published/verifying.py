"""`verify`: every published figure checked against the others. Pure; reads and prints nothing."""

from collections.abc import Iterator, Mapping

from campanello.evaluation.published.records import Figure, Published, Split
from campanello.evaluation.published.rules import Kind, fault, is_within_rounding_of_100, overlap
from campanello.evaluation.published.sentences import printed_numbers, said, said_of_split_sum
from campanello.evaluation.published.suggestions import Suggestions
from campanello.evaluation.published.verdict import Checked, Derived, Finding, Severity, Verdict


def verify(published: Published) -> Verdict:
    """Every figure of a report, with what can't be true together and what would be.

    Source: contract of published figures.
    """
    counts = published.counts
    faults = {figure.id: fault(figure, counts) for figure in published.figures()}
    suggestions = Suggestions(published, frozenset(name for name, kind in faults.items() if kind))
    return Verdict(
        title=published.title,
        source=published.source,
        derived=tuple(_derived(published, faults)),
        checked=tuple(
            _checked(figure, counts, faults[figure.id], suggestions) for figure in published.figures()
        ),
    )


def _checked(
    figure: Figure, counts: Mapping[str, int], kind: Kind | None, suggestions: Suggestions
) -> Checked:
    printed = printed_numbers(figure, counts)
    message, computed = said(figure, kind, counts)
    findings = []
    if kind is not None:
        found = suggestions.of(figure)
        findings.append(Finding(figure, kind, Severity.CONTRADICTION, message, printed, computed, found))
    if isinstance(figure, Split) and _is_oddly_summed(figure, counts[figure.of]):
        warning, total = said_of_split_sum(figure)
        findings.append(Finding(figure, Kind.SPLIT_SUM, Severity.WARNING, warning, printed, total))
        message = (*message, *warning)
    return Checked(figure, printed, computed, message, tuple(findings))


def _is_oddly_summed(split: Split, base: int) -> bool:
    # The percentages of nobody are all zero, and add up to that.
    return split.complete and base > 0 and not is_within_rounding_of_100(split.percents)


def _derived(published: Published, faults: Mapping[str, Kind | None]) -> Iterator[Derived]:
    """How many are in every part of each possible union.

    `both` is the first union of two parts; the others are called after their wholes, `all.both`, and numbered
    from the second of the same whole on, `all.both.2`.
    """
    taken: set[str] = set()
    for union in published.unions:
        number, wanted = 1, f"{union.whole}.both"
        name = "both" if len(union.parts) == 2 and "both" not in taken else wanted
        while name in taken:
            number += 1
            name = f"{wanted}.{number}"
        taken.add(name)
        if faults[union.id] is None:
            yield Derived(
                name, *overlap(published.counts[union.whole], [published.counts[p] for p in union.parts])
            )
