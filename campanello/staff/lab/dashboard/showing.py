"""A lab's figures as the dashboard shows them: cards, charts with the table behind each, labs side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language_bidi, gettext

from campanello.lab.queries import figures_told as told
from campanello.lab.queries.figures import LabFigures
from campanello.lab.queries.figures_told import Block, MonthRow, Row
from campanello.lab.rules.figures_meaning import MEANINGS
from campanello.staff.evaluation import charts
from campanello.staff.evaluation.charts import Bar, Group

MONTHS_SHOWN, MONTHS_DRAWN = 36, 13
COLOURS = {
    "visits": "#2b7fd4",
    "reports": "#c4570a",
    "work": "#6d4c8c",
    "answer": "#17324d",
    "solution": "#17324d",
}
COMPARED = ("people", "visits", "visits_per_person", "reports", "days_to_answer", "sessions", "shift_hours")


@dataclass(frozen=True)
class Panel:
    """A figure with its parts: the finding as title, the chart (None where there is nothing to draw), the table."""

    anchor: str
    kicker: str
    title: str
    unit: str
    rows: tuple[Row, ...]
    is_withheld: bool
    chart: dict[str, Any] | None
    alternative: str


@dataclass(frozen=True)
class Compared:
    """A lab among others."""

    code: str
    title: str
    is_chosen: bool
    rows: tuple[Row, ...]


def panels(found: LabFigures) -> list[Panel]:
    """The months, then what is told by channel, need and kind; without what nothing is known of."""
    by_month = _of_months(told.months(found.figures, most=MONTHS_DRAWN))
    blocks = [one for one in told.breakdowns(found.figures) if one.is_told]
    return [*([_panel(by_month)] if len(by_month.rows) > 1 else []), *(_panel(one) for one in blocks)]


def compared(labs: Sequence[LabFigures], chosen: str) -> list[Compared]:
    """Labs side by side: each line is what the lab's own page says. They are never summed."""
    return [
        Compared(
            one.project.code,
            one.project.title,
            one.project.code == chosen,
            tuple(told.single(one.figures, code) for code in COMPARED),
        )
        for one in labs
    ]


def compared_heads() -> list[tuple[str, str]]:
    """Names and units of what labs are compared by."""
    return [(gettext(MEANINGS[code].name), gettext(MEANINGS[code].unit)) for code in COMPARED]


def _of_months(months: Sequence[MonthRow]) -> Block:
    rows = tuple(_named(one.rows[0], one.month, one.name) for one in reversed(months))
    return Block("visits.month", gettext("Visits by month"), rows, gettext(MEANINGS["visits"].unit))


def _named(row: Row, month: date, name: str) -> Row:
    return Row(f"{month:%Y-%m}", name, row.value, row.unit, row.counted, row.cell)


def _panel(block: Block) -> Panel:
    anchor = block.code.replace(".", "-")
    colour = COLOURS[block.code.split(".")[0]]
    groups = [Group(row.name, (Bar(block.unit, colour, row.cell.value, _label(row)),)) for row in block.rows]
    is_drawn = any(bar.length for group in groups for bar in group.bars)
    values = "; ".join(f"{row.name}: {row.value}" for row in block.rows)
    return Panel(
        anchor=anchor,
        kicker=block.title,
        title=_finding(block),
        unit=block.unit,
        rows=block.rows,
        is_withheld=block.is_withheld,
        chart=charts.specification(groups, is_rtl=get_language_bidi()) if is_drawn else None,
        alternative=gettext("Bar chart; the table below it has the same numbers. %(values)s.")
        % {"values": values},
    )


def _label(row: Row) -> str:
    return row.value if row.cell.is_withheld or row.cell.value is None else f"{row.value} {row.unit}"


def _finding(block: Block) -> str:
    if block.is_withheld:
        return gettext("Withheld: too few to be told")
    first = max(block.rows, key=lambda row: row.cell.value or 0)
    facts = {"name": first.name, "value": first.value, "unit": first.unit}
    if block.code in {"answer", "solution"}:
        return gettext("Longest: %(name)s, %(value)s %(unit)s") % facts
    return gettext("Most: %(name)s, %(value)s %(unit)s") % facts
