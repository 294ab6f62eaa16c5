"""The figures of an evaluation as the dashboard shows them: a finding, a chart, a table whose lines are filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.contract import DECLINED
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.publication import share
from campanello.evaluation.registry import FIGURES, POPULATIONS
from campanello.evaluation.report import findings
from campanello.evaluation.report.wording import NOTHING, Wording, capital
from campanello.evaluation.result import Evaluation, Figure, IndicatorValue, Number, Row
from campanello.evaluation.selection import FIELDS
from campanello.staff.evaluation import charts
from campanello.staff.evaluation.address import Address
from campanello.staff.evaluation.charts import COLOURS, Bar, Group

MEAN_AGE, MEAN_AGE_NUMBER = "age.mean.all", "3.10"
MOST_ON_A_CHART = 12
# Long enough to be a description, short enough to be listened to.
MOST_SPOKEN = 6
PARTS = {
    "lab": _("only in a lab"),
    "both": _("in a lab and with a plan"),
    "plan": _("only with a plan"),
}


@dataclass(frozen=True)
class Line:
    """A line of a table: its name, the address that chooses it (empty where none does), and its cells as texts."""

    name: str
    cells: tuple[str, ...]
    category: str = ""
    href: str = ""
    is_chosen: bool = False
    is_withheld: bool = False


@dataclass(frozen=True)
class Table:
    """A table: `heads` stand above `spans` columns each, `columns` below them; `base` is its last line."""

    caption: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    heads: tuple[str, ...] = ()
    base: Line | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """One figure: where it is on the page, its finding as title, its chart (None where there is nothing to draw)."""

    anchor: str
    code: str
    kicker: str
    title: str
    sentences: str
    table: Table
    chart: dict[str, Any] | None
    alternative: str
    legend: tuple[tuple[str, str], ...] = ()
    filter: str = ""


def panels(evaluation: Evaluation, address: Address, words: Wording, *, is_rtl: bool) -> list[Panel]:
    """Figures 3.1 to 3.10, in the sources' order."""
    ordered = sorted(FIGURES.values(), key=lambda figure: [int(part) for part in figure.number.split(".")])
    shown = [_panel(evaluation, figure.code, address, words, is_rtl=is_rtl) for figure in ordered]
    return [*shown, _mean_ages(evaluation, words, is_rtl=is_rtl)]


def _panel(evaluation: Evaluation, code: str, address: Address, words: Wording, *, is_rtl: bool) -> Panel:
    figures = findings.figures_of(evaluation, code)
    chosen_by = code if code in FIELDS else ""
    drawn = _drawn(figures)
    groups = [_group(figures, category, chosen_by, words) for category in drawn]
    has_bars = any(bar.length for group in groups for bar in group.bars)
    return Panel(
        anchor=code.replace("_", "-"),
        code=code,
        kicker=_kicker(FIGURES[code].number, words.figure_title(code), words),
        title=findings.headline(evaluation, code, words),
        sentences=" ".join(findings.details(evaluation, code, words)),
        table=_table(evaluation, figures, address, words),
        chart=charts.specification(groups, is_rtl=is_rtl) if has_bars else None,
        alternative=_alternative(groups, words),
        legend=tuple((words.population(one.population), COLOURS[one.population]) for one in figures),
        filter=chosen_by,
    )


def _kicker(number: str, title: str, words: Wording) -> str:
    return words.gettext("Figure %(number)s. %(title)s", number=number, title=title)


def _drawn(figures: Sequence[Figure]) -> list[str]:
    """The categories on a figure's chart: all, or of many the commonest, those withheld, and not recorded."""
    categories = [row.category for row in figures[0].rows]
    if len(categories) <= MOST_ON_A_CHART:
        return categories
    sizes = {
        rows[0].category: max(map(_size, rows)) for rows in zip(*(one.rows for one in figures), strict=True)
    }
    there = [one for one in categories if sizes[one] and one != UNKNOWN]
    commonest = sorted(there, key=lambda one: -sizes[one])[:MOST_ON_A_CHART]
    return [*commonest, *(one for one in categories if one == UNKNOWN and sizes[one])]


def _size(row: Row) -> int:
    return 1 if row.suppressed else row.count or 0


def _group(figures: Sequence[Figure], category: str, chosen_by: str, words: Wording) -> Group:
    bars = tuple(_bar(figure, figure.row(category), words) for figure in figures)
    return Group(words.category(figures[0].code, category), bars, category if chosen_by else "")


def _bar(figure: Figure, row: Row, words: Wording) -> Bar:
    series, colour = words.population(figure.population), COLOURS[figure.population]
    if row.suppressed:
        return Bar(series, colour, None, words.withheld())
    if row.count is None or row.share is None:
        return Bar(series, colour, None, NOTHING)
    label = f"{words.share(row.share)} ({words.count(row.count)})"
    return Bar(series, colour, float(row.share), label, row.category in {UNKNOWN, DECLINED})


def _alternative(groups: Sequence[Group], words: Wording) -> str:
    spoken = [f"{group.name}: {group.bars[0].label}" for group in groups[:MOST_SPOKEN]]
    return words.gettext(
        "Bar chart; the table below it has the same numbers. %(values)s.", values="; ".join(spoken)
    )


def _table(evaluation: Evaluation, figures: Sequence[Figure], address: Address, words: Wording) -> Table:
    code = figures[0].code
    lines = [_line(figures, category, address, words) for category in _listed(figures, address)]
    unit = words.gettext("plans") if code == "plan_status" else words.gettext("people")
    base = tuple(cell for figure in figures for cell in (_base(figure, words), ""))
    hidden = any(line.is_withheld for line in lines) or words.withheld() in base
    notes = [words.gettext("Shares are of: %(base)s.", base=words.figure_base(code))]
    notes += [words.withheld_rule(evaluation.threshold)] if hidden else []
    return Table(
        caption=words.gettext("%(title)s: counts and shares", title=words.figure_title(code)),
        first=words.figure_name(code),
        heads=tuple(words.population(figure.population) for figure in figures),
        columns=(unit, "%") * len(figures),
        lines=tuple(lines),
        base=Line(words.gettext("Base of the shares"), base),
        notes=tuple(notes),
    )


def _listed(figures: Sequence[Figure], address: Address) -> list[str]:
    """The categories in a figure's table: all, but of provinces those where somebody lives, or that are chosen."""
    rows = list(zip(*(figure.rows for figure in figures), strict=True))
    if figures[0].code != "province":
        return [first.category for first, *_others in rows]
    chosen = address.selection.values("province")
    return [row[0].category for row in rows if row[0].category in chosen or any(map(_size, row))]


def _base(figure: Figure, words: Wording) -> str:
    return words.withheld() if figure.base is None else words.count(figure.base)


def _line(figures: Sequence[Figure], category: str, address: Address, words: Wording) -> Line:
    code = figures[0].code
    rows = [figure.row(category) for figure in figures]
    return Line(
        name=words.category(code, category),
        cells=tuple(cell for row in rows for cell in _cells(row, words)),
        category=category,
        href=address.toggled(code, category) if code in FIELDS else "",
        is_chosen=category in address.selection.values(code),
        is_withheld=any(row.suppressed for row in rows),
    )


def _cells(row: Row, words: Wording) -> tuple[str, str]:
    if row.suppressed or row.count is None:
        return words.withheld(), NOTHING
    return words.count(row.count), NOTHING if row.share is None else words.share(row.share)


def _mean_ages(evaluation: Evaluation, words: Wording, *, is_rtl: bool) -> Panel:
    values = {one: evaluation.indicator(f"age.mean.{one}") for one in POPULATIONS}
    bars = [
        Bar(words.population(one), COLOURS[one], _length(value.value), words.value(value))
        for one, value in values.items()
    ]
    groups = [Group(bar.series, (bar,)) for bar in bars]
    lines = [
        Line(words.population(one), (words.value(value), _people(value, words)), is_withheld=value.suppressed)
        for one, value in values.items()
    ]
    title = words.gettext("Mean age of the recipients")
    hidden = any(words.withheld() in line.cells for line in lines)
    return Panel(
        anchor="mean-age",
        code=MEAN_AGE,
        kicker=_kicker(MEAN_AGE_NUMBER, title, words),
        title=findings.ages(evaluation, words),
        sentences="",
        table=Table(
            caption=title,
            first=words.gettext("Population"),
            columns=(words.gettext("Mean age"), words.gettext("People with a recorded birth date")),
            lines=tuple(lines),
            notes=(words.withheld_rule(evaluation.threshold),) if hidden else (),
        ),
        chart=charts.specification(groups, is_rtl=is_rtl) if any(bar.length for bar in bars) else None,
        alternative=_alternative(groups, words),
    )


def _length(value: Number | None) -> float | None:
    return None if value is None else float(value)


def _people(value: IndicatorValue, words: Wording) -> str:
    if value.denominator is not None:
        return words.count(value.denominator)
    return words.withheld() if value.suppressed or value.value is not None else NOTHING


def overlap(evaluation: Evaluation, words: Wording, *, is_rtl: bool) -> Panel:
    """Table 3.1's people in three parts that share nobody: only in a lab, in both, only with a plan."""
    sizes = {one: evaluation.indicator(f"recipients.{one}").value for one in ("total", "lab", "plan", "both")}
    parts = _parts(
        {one: None if size is None else int(size) for one, size in sizes.items()}, evaluation.threshold
    )
    total = None if sizes["total"] is None else int(sizes["total"])
    bars, lines = [], []
    for part, message in PARTS.items():
        name = capital(words.gettext(message))
        size = None if parts is None else parts[part]
        per_cent = None if size is None or total is None else share(size, total)
        told = words.withheld() if size is None else words.count(size)
        of_all = NOTHING if per_cent is None else words.share(per_cent)
        label = f"{of_all} ({told})" if per_cent is not None else told
        bars.append(Bar(name, COLOURS[part], None if per_cent is None else float(per_cent), label))
        lines.append(Line(name, (told, of_all), is_withheld=size is None))
    groups = [Group(bar.series, (bar,)) for bar in bars]
    title = words.gettext("Recipients by lab and plan")
    return Panel(
        anchor="overlap",
        code="recipients.both",
        kicker=title,
        title=_overlap_title(parts, words),
        sentences=words.gettext(
            "People are counted once, however many projects, labs or plans they take part in."
        ),
        table=Table(
            caption=title,
            first=words.gettext("Population"),
            columns=(words.gettext("people"), "%"),
            lines=tuple(lines),
            base=Line(
                words.gettext("All recipients"),
                (words.withheld() if total is None else words.count(total), ""),
            ),
            notes=(words.withheld_rule(evaluation.threshold),) if parts is None else (),
        ),
        chart=charts.specification(groups, is_rtl=is_rtl) if total and parts else None,
        alternative=_alternative(groups, words),
    )


def _parts(sizes: dict[str, int | None], threshold: int) -> dict[str, int] | None:
    lab, plan, both = sizes["lab"], sizes["plan"], sizes["both"]
    if lab is None or plan is None or both is None or sizes["total"] is None:
        return None
    parts = {"lab": lab - both, "both": both, "plan": plan - both}
    return None if any(0 < size < threshold for size in parts.values()) else parts


def _overlap_title(parts: dict[str, int] | None, words: Wording) -> str:
    if parts is None:
        return words.gettext("How many were in a lab and had a plan cannot be shown")
    return words.gettext(
        "%(both)s were in a lab and had a plan, %(lab)s were only in a lab, %(plan)s only had a plan",
        **{part: words.count(size) for part, size in parts.items()},
    )
