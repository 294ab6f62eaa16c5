"""Two evaluations side by side: every indicator, and of the figures what is not the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from campanello.evaluation.registry import FIGURES, INDICATORS
from campanello.evaluation.report import numbers
from campanello.evaluation.report.wording import NOTHING, Wording
from campanello.evaluation.result import Evaluation, Figure, IndicatorValue, Row
from campanello.staff.evaluation import cards


@dataclass(frozen=True)
class Pair:
    """One number in both: as the first and the second have it, and by how much the second is more.

    Where both withhold it, it is not known whether they differ.
    """

    name: str
    first: str
    second: str
    differs: bool
    is_known: bool = True
    more: str = ""
    code: str = ""
    detail: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Difference:
    """A figure: its lines that differ, of how many."""

    code: str
    title: str
    lines: tuple[Pair, ...]
    total: int


def indicators(first: Evaluation, second: Evaluation, words: Wording) -> list[Pair]:
    """Every indicator, whether it differs or not."""
    return [_indicator(first.indicator(code), second.indicator(code), words) for code in INDICATORS]


def _indicator(first: IndicatorValue, second: IndicatorValue, words: Wording) -> Pair:
    differs = (first.value, first.suppressed) != (second.value, second.suppressed)
    return Pair(
        words.indicator_name(first.code),
        cards.with_unit(first, words),
        cards.with_unit(second, words),
        differs,
        not (first.suppressed and second.suppressed),
        _more(first, second, words) if differs else "",
        first.code,
        (cards.behind(first, words), cards.behind(second, words)),
    )


def _more(first: IndicatorValue, second: IndicatorValue, words: Wording) -> str:
    if first.value is None or second.value is None:
        return NOTHING
    gap = Decimal(second.value) - Decimal(first.value)
    sign = "+" if gap > 0 else "\N{MINUS SIGN}"
    if first.unit == "%":
        return words.gettext("%(number)s points", number=f"{sign}{words.decimal(abs(gap))}")
    told = words.decimal(abs(gap)) if first.unit == "years" else numbers.count(int(abs(gap)), words.language)
    return f"{sign}{told}"


def figures(first: Evaluation, second: Evaluation, words: Wording) -> list[Difference]:
    """Every figure with its lines that differ."""
    found = []
    for code in FIGURES:
        lines = [pair for one in first.figures if one.code == code for pair in _lines(one, second, words)]
        differing = tuple(line for line in lines if line.differs)
        found.append(Difference(code, words.figure_title(code), differing, len(lines)))
    return found


def _lines(figure: Figure, second: Evaluation, words: Wording) -> Iterator[Pair]:
    other = second.figure(figure.code, figure.population)
    for row in figure.rows:
        beside = other.row(row.category)
        if row.count or beside.count or row.suppressed or beside.suppressed:
            name = f"{words.population(figure.population)}: {words.in_sentence(figure.code, row.category)}"
            is_known = not (row.suppressed and beside.suppressed)
            cells = _cell(row, words), _cell(beside, words)
            yield Pair(name, *cells, row != beside, is_known, _points(row, beside, words))


def _cell(row: Row, words: Wording) -> str:
    if row.suppressed or row.count is None:
        return words.withheld()
    return (
        words.count(row.count)
        if row.share is None
        else f"{words.share(row.share)} ({words.count(row.count)})"
    )


def _points(first: Row, second: Row, words: Wording) -> str:
    if first.share is None or second.share is None:
        return NOTHING
    gap = second.share - first.share
    sign = "+" if gap > 0 else "\N{MINUS SIGN}" if gap < 0 else ""
    return words.gettext("%(number)s points", number=f"{sign}{words.decimal(abs(gap))}")
