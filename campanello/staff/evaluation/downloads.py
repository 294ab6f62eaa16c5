"""What the dashboard shows, as files: CSV, a workbook, the contract's JSON. Each says filter, day and threshold.

CSV is for people's spreadsheets: UTF-8 with a byte order mark, and for every language but English semicolons and
decimal commas, as spreadsheets set to Italian expect. The JSON and the workbook hold numbers as numbers.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.text import slugify

from campanello.core.errors import gettext_noop as _
from campanello.evaluation import selection
from campanello.evaluation.output import as_contract
from campanello.evaluation.registry import FIGURES, INDICATORS
from campanello.evaluation.report import findings
from campanello.evaluation.report.text import one_line
from campanello.evaluation.report.wording import Wording
from campanello.evaluation.result import Evaluation, Figure, IndicatorValue, Number, Row
from campanello.staff.evaluation.stored import Kept

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "kind",
    "code",
    "name",
    "population",
    "category",
    "category_name",
    "value",
    "unit",
    "count",
    "base",
    "share_pct",
    "withheld",
    "definition",
    "source",
    "evaluation",
    "filter",
    "as_of",
    "threshold",
)
INDICATOR_HEADS = (
    _("Code"),
    _("Indicator"),
    _("Value"),
    _("Unit"),
    _("Numerator"),
    _("Denominator"),
    _("Definition"),
    _("Source"),
)
WIDE, NARROW = 34, 14
Value = str | Number | None


@dataclass(frozen=True)
class Sheet:
    """What is to be written: an evaluation of a selection, all of it or one `figure`."""

    kept: Kept
    evaluation: Evaluation
    selection: selection.Selection
    words: Wording
    figure: str = ""

    @property
    def filter(self) -> str:
        """The selection in words."""
        return one_line(selection.described(self.selection, self.kept.programme, self.words), 2000)

    @property
    def as_of(self) -> str:
        """The day that the data describe, as ISO 8601 writes it."""
        return self.evaluation.as_of.isoformat() if self.evaluation.as_of else ""

    def figures(self) -> list[Figure]:
        """The figures to write."""
        return [one for one in self.evaluation.figures if self.figure in {"", one.code}]

    def indicators(self) -> list[IndicatorValue]:
        """The indicators to write: all, or none beside a single figure."""
        return [] if self.figure else list(self.evaluation.indicators)

    def file_name(self, extension: str) -> str:
        """A name that says which evaluation, what of it, of which day, and whether it is filtered."""
        words = self.words
        what = (
            slugify(words.figure_name(self.figure)) if self.figure else slugify(words.gettext("evaluation"))
        )
        parts = [slugify(self.kept.stored.name), what or slugify(self.figure) or "evaluation", self.as_of]
        parts += [slugify(words.gettext("filtered")) or "filtered"] if self.selection else []
        return f"{'-'.join(part for part in parts if part)}.{extension}"


def written(sheet: Sheet, extension: str, *, at: datetime) -> bytes:
    """The file's content in one of TYPES; `at` is the moment that it says it was made."""
    if extension == "csv":
        return _csv(sheet)
    if extension == "xlsx":
        return _xlsx(sheet, at)
    return _json(sheet, at)


def rows(sheet: Sheet) -> Iterator[dict[str, Value]]:
    """A row an indicator and a row a category of a figure, each with all that explains it."""
    everywhere: dict[str, Value] = {
        "evaluation": sheet.kept.stored.title,
        "filter": sheet.filter,
        "as_of": sheet.as_of,
        "threshold": sheet.evaluation.threshold,
    }
    for indicator in sheet.indicators():
        yield _of_indicator(indicator, sheet.words) | everywhere
    for figure in sheet.figures():
        for row in figure.rows:
            yield _of_row(figure, row, sheet.words) | everywhere


def _of_indicator(one: IndicatorValue, words: Wording) -> dict[str, Value]:
    definition = INDICATORS[one.code]
    return {
        "kind": "indicator",
        "code": one.code,
        "name": words.indicator_name(one.code),
        "population": definition.population,
        "value": one.value,
        "unit": one.unit,
        "count": one.numerator,
        "base": one.denominator,
        "withheld": str(one.suppressed).lower(),
        "definition": words.indicator_definition(one.code),
        "source": words.source(definition.source),
    }


def _of_row(figure: Figure, row: Row, words: Wording) -> dict[str, Value]:
    return {
        "kind": "figure",
        "code": figure.code,
        "name": words.figure_title(figure.code),
        "population": figure.population,
        "category": row.category,
        "category_name": words.category(figure.code, row.category),
        "unit": "plans" if figure.code == "plan_status" else "people",
        "count": row.count,
        "base": figure.base,
        "share_pct": row.share,
        "withheld": str(row.suppressed).lower(),
        "definition": words.figure_definition(figure.code),
        "source": words.source(FIGURES[figure.code].source),
    }


def _csv(sheet: Sheet) -> bytes:
    is_english = sheet.words.language == "en"
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if is_english else ";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(sheet):
        writer.writerow([_csv_cell(row.get(column), "." if is_english else ",") for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value, point: str) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", point)
    return "" if value is None else harmless(value) if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _json(sheet: Sheet, at: datetime) -> bytes:
    evaluation = replace(
        sheet.evaluation,
        generated_at=at,
        indicators=tuple(sheet.indicators()),
        figures=tuple(sheet.figures()),
    )
    content = as_contract(evaluation) | {"definitions": _definitions(sheet)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _definitions(sheet: Sheet) -> dict[str, dict[str, str]]:
    words = sheet.words
    found = {
        one.code: {
            "name": words.indicator_name(one.code),
            "definition": words.indicator_definition(one.code),
            "population": INDICATORS[one.code].population,
            "numerator": words.gettext(INDICATORS[one.code].numerator),
            "denominator": words.gettext(INDICATORS[one.code].denominator),
            "source": words.source(INDICATORS[one.code].source),
        }
        for one in sheet.indicators()
    }
    for figure in sheet.figures():
        found[figure.code] = {
            "name": words.figure_title(figure.code),
            "definition": words.figure_definition(figure.code),
            "denominator": words.figure_base(figure.code),
            "source": words.source(FIGURES[figure.code].source),
        }
    return found


def _xlsx(sheet: Sheet, at: datetime) -> bytes:
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        _write_about(book, sheet, at)
        if sheet.indicators():
            _write_indicators(book, sheet)
        for code in dict.fromkeys(figure.code for figure in sheet.figures()):
            _write_figure(book, sheet, code)
    return content.getvalue()


def _write_about(book: Any, sheet: Sheet, at: datetime) -> None:
    words, stored = sheet.words, sheet.kept.stored
    page, bold = book.add_worksheet(words.gettext("About")), book.add_format({"bold": True})
    page.set_column(0, 0, WIDE)
    page.set_column(1, 1, 2 * WIDE)
    lines = {
        words.gettext("Evaluation"): stored.title,
        words.gettext("Filter"): sheet.filter,
        words.gettext("Data as of"): sheet.as_of,
        words.gettext("File made at"): at.isoformat(timespec="seconds"),
        words.gettext("Small numbers"): words.withheld_rule(sheet.evaluation.threshold),
    }
    for row, (term, text) in enumerate(lines.items()):
        page.write_string(row, 0, term, bold)
        page.write_string(row, 1, text)


def _write_indicators(book: Any, sheet: Sheet) -> None:
    words = sheet.words
    page = _sheet(book, words.gettext("Indicators"), [words.gettext(head) for head in INDICATOR_HEADS])
    for line, one in enumerate(sheet.indicators(), start=1):
        cells: list[Value] = [
            one.code,
            words.indicator_name(one.code),
            words.withheld() if one.suppressed else one.value,
            words.unit(one.unit),
            one.numerator,
            one.denominator,
            words.indicator_definition(one.code),
            words.source(INDICATORS[one.code].source),
        ]
        _write_line(page, line, cells)


def _write_figure(book: Any, sheet: Sheet, code: str) -> None:
    words, figures = sheet.words, findings.figures_of(sheet.evaluation, code)
    heads = [words.figure_name(code)]
    for figure in figures:
        heads += [words.population(figure.population), f"{words.population(figure.population)} %"]
    page = _sheet(book, f"{FIGURES[code].number} {words.figure_name(code)}"[:31], heads)
    for line, first in enumerate(figures[0].rows, start=1):
        cells: list[Value] = [words.category(code, first.category)]
        for row in (figure.row(first.category) for figure in figures):
            cells += [words.withheld() if row.suppressed else row.count, row.share]
        _write_line(page, line, cells)
    last = len(figures[0].rows) + 1
    bases: list[Value] = [words.gettext("Base of the shares")]
    for figure in figures:
        bases += [words.withheld() if figure.base is None else figure.base, None]
    _write_line(page, last, bases)
    for offset, text in enumerate(
        (words.figure_definition(code), words.figure_base(code), sheet.filter), start=2
    ):
        page.write_string(last + offset, 0, text)


def _sheet(book: Any, name: str, heads: list[str]) -> Any:
    page = book.add_worksheet("".join(letter for letter in name if letter not in r"[]:*?/\\"))
    page.set_column(0, 1, WIDE)
    page.set_column(2, len(heads), NARROW)
    page.freeze_panes(1, 1)
    for column, head in enumerate(heads):
        page.write_string(0, column, head, book.add_format({"bold": True, "text_wrap": True, "bottom": 1}))
    return page


def _write_line(page: Any, line: int, cells: list[Value]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(line, column, cell)
        elif cell is not None:
            page.write_number(line, column, float(cell))
