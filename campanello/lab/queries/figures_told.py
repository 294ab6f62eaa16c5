"""A lab's figures in the reader's words: the rows that the dashboard shows, the file holds and the paper prints.

Formats what `figures` answers and counts nothing itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from campanello.core.errors import gettext_noop as _
from campanello.lab.queries.figures import LabFigures
from campanello.lab.rules.figures import Cell, Days, Figures, month_days
from campanello.lab.rules.figures_meaning import BREAKDOWNS, DAYS, HOURS, MEANINGS, MONTHLY, SECTIONS

NOTHING = "–"
_HEAD = (
    _("Project"),
    _("Period"),
    _("Figure"),
    _("Part"),
    _("Value"),
    _("Unit"),
    _("How it is counted"),
)
_ALL_TIME = _("All days up to %(last)s")
_RULE = _(
    "Counts of less than %(threshold)s are withheld, and others from which they could be worked out. Only months that "
    "are over are counted."
)


@dataclass(frozen=True)
class Row:
    """A figure or a part of one as it is read; `cell` has its number."""

    code: str
    name: str
    value: str
    unit: str
    counted: str
    cell: Cell


@dataclass(frozen=True)
class Block:
    """Rows under a heading; of a divided figure `unit` is that of all its rows."""

    code: str
    title: str
    rows: tuple[Row, ...]
    unit: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is something to tell, were it only that it is withheld."""
        return any(one.cell.value or one.cell.is_withheld for one in self.rows)

    @property
    def is_withheld(self) -> bool:
        """Whether nothing of it is told, because it is withheld."""
        return self.is_told and not any(one.cell.value for one in self.rows)


@dataclass(frozen=True)
class MonthRow:
    """A month with the figures that are told month by month."""

    month: date
    name: str
    rows: tuple[Row, ...]


def period(days: Days) -> str:
    """The days in words: a month, a span, or all up to a day."""
    if days.first is None:
        return gettext(_ALL_TIME) % {"last": _day(days.last)}
    if days.first.day == 1 and days.last <= month_days(days.first).last:
        whole = days.last == month_days(days.first).last
        name = date_format(days.first, "F Y")
        return (
            name if whole else gettext("%(month)s, up to %(last)s") % {"month": name, "last": _day(days.last)}
        )
    return gettext("From %(first)s to %(last)s") % {"first": _day(days.first), "last": _day(days.last)}


def rule(found: LabFigures) -> str:
    """What is withheld from the reader; nothing where nothing is."""
    return gettext(_RULE) % {"threshold": found.threshold} if found.threshold else ""


def sections(figures: Figures) -> list[Block]:
    """The single figures under their headings."""
    return [
        Block("", gettext(title), tuple(single(figures, code) for code in codes))
        for title, codes in SECTIONS.items()
    ]


def single(figures: Figures, code: str) -> Row:
    """One figure."""
    return _row(code, figures.single[code])


def breakdowns(figures: Figures) -> list[Block]:
    """The figures by channel, need and kind."""
    return [_breakdown(code, figures.parts[code]) for code in BREAKDOWNS]


def months(figures: Figures, *, most: int) -> list[MonthRow]:
    """The figures month by month, the latest first."""
    return [
        MonthRow(month, date_format(month, "F Y"), tuple(_row(code, cells[code]) for code in MONTHLY))
        for month, cells in list(figures.months.items())[:most]
    ]


def month_heads() -> list[tuple[str, str]]:
    """Name and unit of what is told month by month."""
    return [(gettext(MEANINGS[code].name), gettext(MEANINGS[code].unit)) for code in MONTHLY]


def table(labs: Iterable[LabFigures]) -> tuple[list[str], list[list[str]]]:
    """Every figure of labs as a table's head and rows: whose, when, what, how much, its unit, how it is counted."""
    rows: list[list[str]] = []
    for lab in labs:
        code, when = lab.project.code, period(lab.days)
        for block in sections(lab.figures):
            rows += [[code, when, row.name, "", row.value, row.unit, row.counted] for row in block.rows]
        for block in breakdowns(lab.figures):
            rows += [
                [code, when, block.title, row.name, row.value, row.unit, row.counted] for row in block.rows
            ]
        for month in months(lab.figures, most=len(lab.figures.months)):
            rows += [
                [code, f"{month.month:%Y-%m}", row.name, "", row.value, row.unit, row.counted]
                for row in month.rows
            ]
    return [gettext(one) for one in _HEAD], rows


def said(cell: Cell, decimals: int) -> str:
    """A value as it is read, in the reader's language."""
    if cell.is_withheld:
        return gettext("withheld")
    if cell.value is None:
        return NOTHING
    return number_format(f"{cell.value:.{decimals}f}", decimals, force_grouping=True)


def _row(code: str, cell: Cell) -> Row:
    meaning = MEANINGS[code]
    name, unit, counted = (gettext(one) for one in (meaning.name, meaning.unit, meaning.counted))
    return Row(code, name, said(cell, meaning.decimals), unit, counted, cell)


def _breakdown(code: str, parts: Mapping[str, Cell]) -> Block:
    title, unit, names = BREAKDOWNS[code]
    decimals = 1 if unit in {HOURS, DAYS} else 0
    rows = tuple(
        Row(part, gettext(names[part]), said(cell, decimals), gettext(unit), "", cell)
        for part, cell in parts.items()
    )
    return Block(code, gettext(title), rows, gettext(unit))


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
