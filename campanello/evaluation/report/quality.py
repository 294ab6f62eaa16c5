"""The data-quality chapter: what is not recorded, per column, project and partner, worst first, and what to do."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from campanello.evaluation.publication import share
from campanello.evaluation.report import charts, overview
from campanello.evaluation.report.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Form,
    Line,
    Note,
    Paragraph,
    Section,
    Table,
)
from campanello.evaluation.report.text import one_line
from campanello.evaluation.report.wording import COLUMN_HEADS, COLUMNS, NOTHING, Wording, capital
from campanello.evaluation.result import Completeness, Evaluation, IndicatorValue, Number

# Lines of a long table on paper; the others are in the web page and the spreadsheet.
MOST_ON_PAPER = 25
WITHHELD_SIGN = "*"


def chapter(evaluation: Evaluation, words: Wording) -> tuple[Section, ...]:
    """The chapter: per column, then per project and per partner."""
    return (
        _by_column(evaluation, words),
        *(
            section
            for kind in ("project", "partner")
            if (section := _by_subject(evaluation, kind, words)) is not None
        ),
    )


def finding(evaluation: Evaluation, words: Wording) -> str:
    """Which column lacks most, as a heading."""
    worst = max(_shares(evaluation).values(), key=_per_cent, default=None)
    if worst is None or worst.value is None:
        return words.gettext("How complete the data are cannot be said")
    if not worst.value or worst.numerator is None or worst.denominator is None:
        return words.gettext("Everything shown is recorded for everybody")
    return words.gettext(
        "What is missing most is %(column)s: not recorded for %(share)s of all recipients (%(count)s of %(base)s)",
        column=_column(worst, words),
        share=words.the_share(worst.value),
        count=words.count(worst.numerator),
        base=words.count(worst.denominator),
    )


def _shares(evaluation: Evaluation) -> dict[str, IndicatorValue]:
    return {column: evaluation.indicator(f"missing.{column}") for column in COLUMNS}


def _per_cent(indicator: IndicatorValue) -> Decimal:
    return Decimal(-1) if indicator.value is None else Decimal(indicator.value)


def _column(indicator: IndicatorValue, words: Wording) -> str:
    return words.gettext(COLUMNS[indicator.code.partition(".")[2]])


def _by_column(evaluation: Evaluation, words: Wording) -> Section:
    ordered = sorted(_shares(evaluation).values(), key=_per_cent, reverse=True)
    lines = [_column_line(indicator, ordered[0].value, words) for indicator in ordered]
    table = Table(
        "table-missing",
        words.gettext("What is not recorded among all recipients"),
        (
            Column(words.gettext("Column of the data"), width=2.4, numeric=False),
            Column(words.gettext("Not recorded")),
            Column(words.gettext("Of people")),
            Column("%"),
        ),
        tuple(lines),
        tuple(overview.withheld_note(evaluation, lines, words)),
    )
    blocks: list[Block] = [
        Paragraph(
            words.gettext(
                "None found and declined to answer are answers, so they do not count as missing. "
                "What is not recorded is kept in the base of every share."
            )
        )
    ]
    if any(indicator.value is not None for indicator in ordered):
        blocks.append(_chart(ordered, words))
    advice = Note(words.gettext("What to do"), _advice(ordered, words))
    return Section(
        "quality",
        words.gettext("Data quality"),
        (Paragraph(capital(finding(evaluation, words)) + ".", lead=True), *blocks, table, advice),
        sheet=words.gettext("Data quality"),
    )


def _of_worst(part: Number | None, worst: Number | None) -> Decimal | None:
    """How long a bar is, in per cent of the longest; None where none is drawn."""
    return 100 * Decimal(part) / Decimal(worst) if part is not None and worst else None


def _column_line(indicator: IndicatorValue, worst: Number | None, words: Wording) -> Line:
    gone = indicator.suppressed
    return Line(
        (
            Cell(capital(_column(indicator, words))),
            overview.number(indicator.numerator, words, withheld=gone),
            overview.number(indicator.denominator, words, withheld=gone),
            replace(overview.cell(indicator, words), bar=_of_worst(indicator.value, worst)),
        )
    )


def _advice(ordered: Sequence[IndicatorValue], words: Wording) -> str:
    gaps = [_column(one, words) for one in ordered if one.value]
    if not gaps:
        return words.gettext("Nothing to ask for: keep recording as now.")
    return words.gettext(
        "Ask the lead partners of the projects at the top of the list below for what is missing most: %(columns)s. "
        "Where a person was asked, none found or declined to answer is to be recorded, so that an empty cell "
        "only ever means that nobody asked.",
        columns=", ".join(gaps),
    )


def _chart(ordered: Sequence[IndicatorValue], words: Wording) -> Chart:
    bars, spoken = [], []
    series = words.gettext("Not recorded")
    for one in ordered:
        name, text = capital(_column(one, words)), words.value(one)
        length = None if one.value is None else float(one.value)
        bars.append(
            charts.Bar(name, series, length, text, "recorded" if length is not None else "withheld", text)
        )
        spoken.append(f"{name} {text}")
    title, colours = words.gettext("Not recorded, by column of the data"), {series: charts.QUIET_INK}
    return Chart(
        "chart-missing",
        title,
        words.gettext("Bar chart. %(title)s: %(values)s.", title=title, values="; ".join(spoken)),
        charts.bar_chart(bars, colours=colours, legend=False),
        charts.bar_chart(bars, colours=colours, width=charts.WIDTH, legend=False),
        overview.native_bars(title, [(series, 3, charts.QUIET_INK)], len(ordered)),
    )


def _by_subject(evaluation: Evaluation, kind: str, words: Wording) -> Section | None:
    rows = [
        replace(row, name=one_line(row.name), lead=one_line(row.lead))
        for row in evaluation.completeness
        if row.kind == kind
    ]
    if not rows:
        return None
    titles = {
        "project": (
            words.gettext("What is missing, by project"),
            words.gettext("Project"),
            words.gettext("By project"),
        ),
        "partner": (
            words.gettext("What is missing, by partner"),
            words.gettext("Partner"),
            words.gettext("By partner"),
        ),
    }
    title, head, sheet = titles[kind]
    ordered = sorted(rows, key=_worst_first)
    worst = share(*least) if (least := _least_missing(ordered[0])) else None
    table = _table(
        evaluation,
        f"table-missing-by-{kind}",
        title,
        head,
        [_line(row, worst, words) for row in ordered],
        words,
    )
    return Section(
        f"quality-by-{kind}", title, (Paragraph(_worst(ordered, kind, words)), table), 2, sheet=sheet
    )


def _table(  # noqa: PLR0917
    evaluation: Evaluation, name: str, title: str, head: str, lines: list[Line], words: Wording
) -> Table:
    columns = [Column(head, width=3.2, numeric=False), Column(words.gettext("People"), width=0.9)]
    columns += [
        Column(capital(words.gettext(column)), words.gettext("Not recorded"), width=1.25)
        for column in COLUMN_HEADS.values()
    ]
    columns.append(Column(words.gettext("Of all answers"), words.gettext("Not recorded"), width=1.4))
    note = words.gettext(
        "Worst first, by what is missing of all answers asked for: the five columns times the people. "
        "Where a number cannot be shown, the share is at least what is printed."
    )
    rule = overview.withheld_note(evaluation, lines, words)
    notes = (note, *(f"{WITHHELD_SIGN} {one}" for one in rule))
    lead = words.gettext("Lead partner")
    table = Table(name, title, tuple(columns), tuple(lines), notes, detail_title=lead)
    if len(lines) <= MOST_ON_PAPER:
        return table
    more = words.ngettext(
        "%(n)s more line is in the web page and in the spreadsheet.",
        "%(n)s more lines are in the web page and in the spreadsheet.",
        len(lines) - MOST_ON_PAPER,
    )
    return replace(table, on_paper=replace(table, lines=table.lines[:MOST_ON_PAPER], notes=(more, *notes)))


def _least_missing(row: Completeness) -> tuple[int, int] | None:
    """Answers known to be missing and answers asked for; None where the people are not shown or nobody is."""
    if not row.people:
        return None
    return sum(count or 0 for count in row.missing.values()), row.people * len(row.missing)


def _worst_first(row: Completeness) -> tuple[bool, float, str, str]:
    known = _least_missing(row)
    return known is None, -known[0] / known[1] if known else 0, row.name, row.lead


def _worst(ordered: Sequence[Completeness], kind: str, words: Wording) -> str:
    known = [(row, least) for row in ordered if (least := _least_missing(row)) is not None]
    gaps = [row for row, (missing, _asked) in known if missing]
    if not gaps:
        return words.gettext("Nothing that can be shown is missing.")
    if kind == "project":
        return words.ngettext(
            "%(n)s project of %(all)s lacks something; the worst is %(name)s.",
            "%(n)s projects of %(all)s lack something; the worst is %(name)s.",
            len(gaps),
            all=words.count(len(ordered)),
            name=gaps[0].name or gaps[0].lead or NOTHING,
        )
    return words.ngettext(
        "The projects of %(n)s partner of %(all)s lack something; the worst are those of %(name)s.",
        "The projects of %(n)s partners of %(all)s lack something; the worst are those of %(name)s.",
        len(gaps),
        all=words.count(len(ordered)),
        name=gaps[0].name or gaps[0].lead or NOTHING,
    )


def _line(row: Completeness, worst: Decimal | None, words: Wording) -> Line:
    lead = row.lead if row.lead != row.name else ""
    name = Cell(row.name or NOTHING, detail=lead)
    people = overview.number(row.people, words, withheld=True)
    counts = [overview.number(row.missing[column], words, withheld=True) for column in COLUMNS]
    return Line((name, *(_short(one) for one in (people, *counts)), _of_all(row, worst, words)))


def _short(cell: Cell) -> Cell:
    # Six columns of "cannot be shown" can't be read: a sign, which the note under the table explains.
    return replace(cell, text=WITHHELD_SIGN, spoken=cell.text) if cell.withheld else cell


def _of_all(row: Completeness, worst: Decimal | None, words: Wording) -> Cell:
    least = _least_missing(row)
    if least is None:
        return Cell(NOTHING, None, Form.SHARE)
    part = share(*least)
    assert part is not None
    if None in row.missing.values():
        return Cell(
            words.gettext("≥ %(share)s", share=words.share(part)),
            None,
            Form.SHARE,
            bar=_of_worst(part, worst),
        )
    return Cell(words.share(part), part, Form.SHARE, bar=_of_worst(part, worst))
