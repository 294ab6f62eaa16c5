"""Every number of a figure, in every format and language, is the evaluation's, written as its readers write it."""

from decimal import Decimal
from typing import Any

import pytest

from campanello.evaluation.registry import FIGURES
from campanello.evaluation.report.findings import figures_of
from campanello.evaluation.report.wording import wording
from campanello.evaluation.result import Row
from tests.indicators.report.making import evaluation, page, sheets, text, word_tables
from tests.indicators.report.parsing import squeezed

GONE = {"it": "non si può mostrare", "en": "cannot be shown"}
languages = pytest.mark.parametrize("language", ["it", "en"])
programmes = pytest.mark.parametrize("which", ["sources", "withheld"])
codes = pytest.mark.parametrize("code", list(FIGURES))


def printed(row: Row, language: str) -> list[str]:
    """A row's count and share as they should be printed, written down here a second time."""
    if row.suppressed:
        return [GONE[language], ""]
    count = f"{row.count:,}" if language == "en" else f"{row.count:,}".replace(",", ".")
    share = f"{row.share:.1f}%" if language == "en" else f"{row.share:.1f} %".replace(".", ",")
    return [count, share]


def expected(which: str, code: str, language: str) -> list[list[str]]:
    """The rows of a figure's table: name, then count and share of each population."""
    figures = figures_of(evaluation(which), code)
    rows = []
    for row in figures[0].rows:
        all_rows = [figure.row(row.category) for figure in figures]
        if code == "province" and not any(one.count for one in all_rows):
            continue
        cells = [cell for one in all_rows for cell in printed(one, language)]
        rows.append([wording(language).category(code, row.category), *cells])
    return rows


def caption(code: str, language: str) -> str:
    title = wording(language).figure_title(code)
    return f"{title}: counts and shares" if language == "en" else f"{title}: conteggi e quote"


@codes
@languages
@programmes
def test_html_prints_the_evaluations_numbers(which: str, language: str, code: str) -> None:
    tables = page(which, language).tables
    assert tables[caption(code, language)][:-1] == expected(which, code, language)


@codes
@languages
@programmes
def test_word_prints_the_evaluations_numbers(which: str, language: str, code: str) -> None:
    tables = word_tables(which, language)
    assert tables[caption(code, language)][:-1] == expected(which, code, language)


@codes
@languages
@programmes
def test_pdf_prints_the_evaluations_numbers(which: str, language: str, code: str) -> None:
    said = text(which, language, "pdf")
    for row in expected(which, code, language):
        assert " ".join(cell for cell in row if cell) in said


@codes
@languages
@programmes
def test_a_spreadsheet_holds_the_numbers_themselves(which: str, language: str, code: str) -> None:
    figures = figures_of(evaluation(which), code)
    rows = {row[0]: row for row in sheet_of(which, language, code)}
    for category in [row.category for row in figures[0].rows]:
        cells = [figure.row(category) for figure in figures]
        if code == "province" and not any(cell.count for cell in cells):
            continue
        found = rows[wording(language).category(code, category)][1:]
        for index, cell in enumerate(cells):
            count, share = found[2 * index : 2 * index + 2]
            if cell.suppressed:
                assert (count, share) == (GONE[language], None)
            else:
                assert (count, Decimal(str(round(share * 100, 6)))) == (cell.count, cell.share)


def sheet_of(which: str, language: str, code: str) -> list[list[Any]]:
    number = FIGURES[code].number
    book = sheets(which, language)
    return next(rows for name, rows in book.items() if name.startswith(f"{number} "))


@codes
@languages
@programmes
def test_a_chart_draws_the_evaluations_numbers(which: str, language: str, code: str) -> None:
    words = wording(language)
    values = page(which, language).specs[f"chart-{code.replace('_', '-')}"]["data"]["values"]
    drawn = {(value["category"].replace("\n", " "), value["series"]): value for value in values}
    checked = 0
    for figure in figures_of(evaluation(which), code):
        for row in figure.rows:
            value = drawn.get((words.category(code, row.category), words.series(figure.population)))
            if value is None:
                assert code == "province"
                continue
            checked += 1
            if row.suppressed:
                assert (value["length"], value["label"]) == (None, GONE[language])
            else:
                count, share = printed(row, language)
                assert value["length"] == float(row.share or 0)
                assert squeezed(value["label"]) == f"{share} ({count})"
    assert checked == len(values)


@languages
@pytest.mark.parametrize("format_", ["html", "docx", "pdf"])
def test_tables_3_1_and_3_2_print_the_sources_numbers(format_: str, language: str) -> None:
    said = text("sources", language, format_)
    share, mean, money = (
        ("58.4%", "42.9 years", "7,827,051.51 EUR")
        if language == "en"
        else ("58,4 %", "42,9 anni", "7.827.051,51 EUR")
    )
    for wanted in ("830", "524", "485", "179", "345", "306", share, mean, money):
        assert wanted in said
