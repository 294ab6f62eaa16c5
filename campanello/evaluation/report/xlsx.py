"""The report as a spreadsheet: a sheet a figure with its own chart, numbers as numbers, texts never as formulas."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from campanello.evaluation.report import numbers
from campanello.evaluation.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Form,
    Kind,
    Line,
    NativeChart,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    Terms,
)
from campanello.evaluation.report.text import readable

NUMBER_FORMATS = {
    Form.TEXT: "@",
    Form.COUNT: "#,##0",
    Form.SHARE: "0.0%",
    Form.DECIMAL: "#,##0.0",
    Form.MONEY: '#,##0.00 "EUR"',
}
INK, QUIET, WASH, LINE = "#17324D", "#4C6074", "#E9EFF5", "#D0D9E2"
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
MOST_OF_A_NAME, MOST_OF_A_CELL = 31, 32767
# How many columns a paragraph spans, and about how many characters fit its line.
SPAN, CHARACTERS, LINE_HEIGHT = 8, 110, 15.5
FIRST_WIDTH, WIDTH, DETAIL_WIDTH = 34, 14, 26
CHART_WIDTH, BAR_HEIGHT, CHART_EXTRA = 760, 17, 150


@dataclass
class Sheet:
    """A sheet while it is filled: the next free row, and where the tables' rows began."""

    book: Workbook
    paper: Worksheet
    formats: dict[Any, Format]
    row: int = 0
    tables: list[tuple[Table, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)

    def widen(self, place: int, width: float) -> None:
        """Make a column that wide, in characters."""
        self.widths[place] = width
        self.paper.set_column(place, place, width)

    def make_room(self, texts: dict[int, str]) -> None:
        """Make the row as high as its longest text needs in its column."""
        lines = [
            -(-len(text) // max(1, int(self.widths.get(place, WIDTH)) - 1)) for place, text in texts.items()
        ]
        self.paper.set_row(self.row, LINE_HEIGHT * max(1, *lines))

    def format(self, **properties: Any) -> Format:
        """The format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
            self.formats[key] = self.book.add_format(base | properties)
        return self.formats[key]


def workbook(report: Report) -> bytes:
    """The report as .xlsx, dated by the evaluation; the same report gives the same bytes."""
    written = BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": readable(report.title),
            "subject": readable(report.subtitle),
            "author": "campanello",
            "created": numbers.universal(report.made_at).replace(tzinfo=None),
        }
    )
    sheets = {section.id: _name(section.sheet) for section in report.sections if section.sheet}
    formats: dict[Any, Format] = {}
    for index, section in enumerate(report.sections):
        if section.sheet:
            sheet = Sheet(book, book.add_worksheet(sheets[section.id]), formats)
            _fill(sheet, section, report if index == 0 else None, sheets)
            _set_for_print(sheet, section, report)
    book.close()
    return written.getvalue()


def _name(text: str) -> str:
    return NOT_IN_A_NAME.sub(" ", text)[:MOST_OF_A_NAME]


def _fill(sheet: Sheet, section: Section, first: Report | None, sheets: dict[str, str]) -> None:
    sheet.paper.hide_gridlines(2)
    sheet.paper.set_column(1, 14, WIDTH)
    sheet.widen(0, FIRST_WIDTH)
    _paragraph(sheet, first.title if first else section.title, bold=True, font_size=16)
    if first:
        _paragraph(sheet, first.subtitle)
        _pairs(sheet, first.details)
        _pairs(
            sheet,
            tuple(
                (fact.name, f"{fact.value} ({fact.detail})" if fact.detail else fact.value)
                for fact in first.facts
            ),
        )
    for block in section.blocks:
        _block(sheet, block, sheets)
    for block in section.blocks:
        if isinstance(block, Chart) and block.native and sheet.tables:
            _chart(sheet, block, block.native)


def _block(sheet: Sheet, block: Block, sheets: dict[str, str]) -> None:
    match block:
        case Paragraph():
            _paragraph(sheet, block.text, bold=block.lead)
        case Note():
            _paragraph(sheet, block.title, bold=True)
            _paragraph(sheet, block.text)
        case Bullets():
            _bullets(sheet, block, sheets)
        case Terms():
            _pairs(sheet, block.items)
        case Table():
            _table(sheet, block)


def _paragraph(sheet: Sheet, text: str, **look: Any) -> None:
    lines = -(-len(text) // (CHARACTERS if "font_size" not in look else CHARACTERS * 2 // 3))
    sheet.paper.set_row(sheet.row, LINE_HEIGHT * max(1, lines) * look.get("font_size", 11) / 11)
    sheet.paper.merge_range(sheet.row, 0, sheet.row, SPAN - 1, "", sheet.format(text_wrap=True, **look))
    sheet.paper.write_string(sheet.row, 0, _text(text), sheet.format(text_wrap=True, **look))
    sheet.row += 1


def _text(text: str) -> str:
    return readable(text)[:MOST_OF_A_CELL]


def _pairs(sheet: Sheet, pairs: tuple[tuple[str, str], ...]) -> None:
    for name, text in pairs:
        sheet.paper.write_string(sheet.row, 0, _text(name), sheet.format(bold=True, text_wrap=True))
        sheet.paper.merge_range(sheet.row, 1, sheet.row, SPAN - 1, "", sheet.format(text_wrap=True))
        sheet.paper.write_string(sheet.row, 1, _text(text), sheet.format(text_wrap=True))
        room = CHARACTERS - FIRST_WIDTH
        sheet.paper.set_row(
            sheet.row, LINE_HEIGHT * max(1, -(-len(text) // room), -(-len(name) // FIRST_WIDTH))
        )
        sheet.row += 1
    sheet.row += 1


def _bullets(sheet: Sheet, bullets: Bullets, sheets: dict[str, str]) -> None:
    targets = bullets.linked or ("",) * len(bullets.items)
    for item, target in zip(bullets.items, targets, strict=True):
        row = sheet.row
        _paragraph(sheet, item)
        if target in sheets:
            place = "internal:'{}'!A1".format(sheets[target].replace("'", "''"))
            sheet.paper.write_url(row, 0, place, sheet.format(text_wrap=True, underline=1), _text(item))
    sheet.row += 1


def _table(sheet: Sheet, table: Table) -> None:
    extra = 1 if table.detail_title else 0
    _paragraph(sheet, table.caption, bold=True)
    _set_widths(sheet, table, extra)
    if table.has_groups:
        _group_heads(sheet, table, extra)
    heads = [column.title for column in table.columns]
    if extra:
        heads.insert(1, table.detail_title)
    sheet.make_room(dict(enumerate(heads)))
    for place, title in enumerate(heads):
        column = table.columns[max(0, place - extra)] if place else table.columns[0]
        sheet.paper.write_string(
            sheet.row, place, _text(title), _head(sheet, right=column.numeric and place > extra)
        )
    sheet.row += 1
    if not sheet.tables:
        sheet.paper.freeze_panes(sheet.row, 1)
        sheet.paper.repeat_rows(sheet.row - (2 if table.has_groups else 1), sheet.row - 1)
    sheet.tables.append((table, sheet.row))
    for line in table.lines:
        _line(sheet, line, table, extra)
    _data_bars(sheet, table, extra)
    for note in table.notes:
        _paragraph(sheet, note, italic=True)
    sheet.row += 1


def _head(sheet: Sheet, *, right: bool = False, centre: bool = False) -> Format:
    align = "center" if centre else "right" if right else "left"
    return sheet.format(bold=True, bg_color=WASH, align=align, text_wrap=True, bottom=1, bottom_color=INK)


def _set_widths(sheet: Sheet, table: Table, extra: int) -> None:
    if sheet.tables:
        return
    for place, column in enumerate(table.columns[1:], 1 + extra):
        sheet.widen(place, WIDTH if column.numeric else max(WIDTH, column.width * 14))
    if extra:
        sheet.widen(1, DETAIL_WIDTH)


def _group_heads(sheet: Sheet, table: Table, extra: int) -> None:
    at = 0
    for title, span in table.groups:
        start, end = (at + extra if at else 0), at + extra + span - 1
        if end > start:
            sheet.paper.merge_range(sheet.row, start, sheet.row, end, "", _head(sheet, centre=True))
        sheet.paper.write_string(sheet.row, start, _text(title), _head(sheet, centre=True))
        at += span
    sheet.row += 1


def _line(sheet: Sheet, line: Line, table: Table, extra: int) -> None:
    if line.kind is Kind.GROUP:
        for place in range(len(table.columns) + extra):
            sheet.paper.write_blank(sheet.row, place, None, _head(sheet))
        sheet.paper.write_string(sheet.row, 0, _text(line.cells[0].text), _head(sheet))
        sheet.row += 1
        return
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    if line.kind is Kind.BASE:
        look |= {"bold": True, "top": 1}
    if line.kind is Kind.QUIET:
        look |= {"italic": True, "font_color": QUIET}
    detail = line.cells[0].detail
    texts = {place + extra if place else 0: cell.text for place, cell in enumerate(line.cells)}
    sheet.make_room(texts | ({1: detail} if extra else {}))
    for place, cell in enumerate(line.cells):
        is_set_in = line.kind is Kind.PART if place == 0 else not table.columns[place].numeric
        _write(sheet, place + extra if place else 0, cell, look | ({"indent": 1} if is_set_in else {}))
    if extra:
        sheet.paper.write_string(sheet.row, 1, _text(detail), sheet.format(text_wrap=True, **look))
    sheet.row += 1


def _write(sheet: Sheet, place: int, cell: Cell, look: dict[str, Any]) -> None:
    if cell.value is not None and cell.form is not Form.TEXT:
        format_ = sheet.format(num_format=NUMBER_FORMATS[cell.form], align="right", **look)
        sheet.paper.write_number(sheet.row, place, float(_stored(cell)), format_)
        return
    if cell.withheld:
        look = look | {"italic": True, "font_color": QUIET}
    format_ = sheet.format(align="right" if cell.is_number else "left", text_wrap=True, **look)
    if cell.text:
        sheet.paper.write_string(sheet.row, place, _text(cell.text), format_)
    else:
        sheet.paper.write_blank(sheet.row, place, None, format_)


def _stored(cell: Cell) -> Decimal:
    """The number a cell holds: a share is a part of one, which the cell's format shows in per cent."""
    value = Decimal(cell.value if cell.value is not None else 0)
    return value / 100 if cell.form is Form.SHARE else value


def _data_bars(sheet: Sheet, table: Table, extra: int) -> None:
    first = sheet.row - len(table.lines)
    for place in range(len(table.columns)):
        if any(place < len(line.cells) and line.cells[place].bar is not None for line in table.lines):
            rule = {
                "type": "data_bar",
                "bar_solid": True,
                "bar_color": "#9DB2C6",
                "min_type": "num",
                "min_value": 0,
            }
            sheet.paper.conditional_format(first, place + extra, sheet.row - 1, place + extra, rule)


def _chart(sheet: Sheet, chart: Chart, native: NativeChart) -> None:
    table, first = sheet.tables[0]
    last = first + native.lines - 1
    name = sheet.paper.get_name()
    drawn = sheet.book.add_chart({"type": "bar"})
    for series in native.series:
        cells = [line.cells[series.column] for line in table.lines[: native.lines]]
        drawn.add_series(
            {
                "name": _text(series.name),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, series.column, last, series.column],
                "fill": {"color": series.colour},
                "gap": 60,
                "data_labels": {
                    "value": True,
                    "num_format": NUMBER_FORMATS[native.form],
                    # Excel draws a text as 0, which a withheld number is not.
                    "custom": [{"value": cell.text} if cell.value is None else None for cell in cells],
                },
            }
        )
    drawn.set_title({"name": _text(native.title), "name_font": {"size": 13, "color": INK}})
    drawn.set_y_axis({"reverse": True, "line": {"color": INK}})
    drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    drawn.set_legend({"position": "bottom"} if len(native.series) > 1 else {"none": True})
    drawn.set_size(
        {"width": CHART_WIDTH, "height": CHART_EXTRA + BAR_HEIGHT * native.lines * (len(native.series) + 1)}
    )
    options = {"description": _text(chart.alternative), "object_position": 3}
    sheet.paper.insert_chart(sheet.row + 1, 0, drawn, options)


def _set_for_print(sheet: Sheet, section: Section, report: Report) -> None:
    sheet.paper.set_paper(9)
    # A figure is one page; a long table goes on to others.
    has_chart = any(isinstance(block, Chart) and block.native for block in section.blocks)
    if has_chart:
        sheet.paper.set_portrait()
    else:
        sheet.paper.set_landscape()
    sheet.paper.fit_to_pages(1, 1 if has_chart else 0)
    title = _text(report.title).replace("&", "&&")
    sheet.paper.set_footer(f"&L{title}&C&A&R&P / &N")
    sheet.paper.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
