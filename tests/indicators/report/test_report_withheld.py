"""What is withheld is in no format, neither as number nor in a sentence, a chart, a description or a difference."""

import re
from dataclasses import replace

import pytest

from campanello.evaluation.registry import FIGURES
from campanello.evaluation.report.blocks import Chart
from campanello.evaluation.report.findings import figures_of
from campanello.evaluation.report.wording import wording
from tests.indicators.report.making import evaluation, page, report, text

CODES = [
    code
    for code in FIGURES
    if any(row.suppressed for f in figures_of(evaluation("withheld"), code) for row in f.rows)
]


def secrets(code: str) -> set[int]:
    """Counts that are withheld of a figure and that no shown number of it happens to equal."""
    hidden, shown = set(), set()
    for figure in figures_of(evaluation("withheld"), code):
        full = evaluation("everything").figure(code, figure.population)
        shown.add(figure.base)
        for row in figure.rows:
            if row.suppressed:
                hidden.add(full.row(row.category).count or 0)
            else:
                shown.add(row.count)
    # Figures print points, years and numbers of provinces too: small numbers mean something else somewhere.
    return {one for one in hidden - shown if one > 20}


def everything_said(code: str) -> str:
    """A figure's section with all its sentences, cells, notes, descriptions and chart data."""
    number = FIGURES[code].number.replace(".", "-")
    section = next(one for one in report("withheld", "en").sections if one.id == f"figure-{number}")
    said = [section.title]
    for block in section.blocks:
        # Of a chart's specification only the data say something; the rest are sizes and colours.
        parts = (
            replace(block, spec=block.spec["data"], still=block.still["data"])
            if isinstance(block, Chart)
            else block
        )
        said.append(repr(parts))
    return " ".join(said)


def test_the_programme_has_figures_to_withhold() -> None:
    assert len(CODES) >= 3
    assert sum(len(secrets(code)) for code in CODES) >= 5


@pytest.mark.parametrize("code", CODES)
def test_no_withheld_count_is_said_of_its_figure(code: str) -> None:
    said = everything_said(code)
    found = {secret for secret in secrets(code) if re.search(rf"(?<![\d.,]){secret}(?![\d.,%]\d|\d)", said)}
    assert found == set()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("format_", ["html", "docx", "pdf", "xlsx"])
def test_no_withheld_category_stands_beside_its_count(format_: str, code: str) -> None:
    said = text("withheld", "en", format_)
    for figure in figures_of(evaluation("withheld"), code):
        full = evaluation("everything").figure(code, figure.population)
        for row in figure.rows:
            cell = full.row(row.category)
            if row.suppressed and cell.count:
                name = wording("en").category(code, row.category)
                assert f"{name} {cell.count:,} {cell.share}%" not in said


@pytest.mark.parametrize("format_", ["html", "docx", "pdf", "xlsx"])
def test_the_rule_stands_where_something_is_withheld(format_: str) -> None:
    said = text("withheld", "en", format_)
    assert "fewer than 20 people, or a number from which so few could be worked out" in said
    assert "cannot be shown" in said


def test_where_nothing_is_withheld_the_report_says_that_it_is_not_for_the_public() -> None:
    said = text("sources", "en", "html")
    assert "or a number from which so few could be worked out" not in said
    assert "it is for the authority and not to be published" in said


def test_provinces_that_cannot_be_shown_are_counted_not_named() -> None:
    rows = figures_of(evaluation("withheld"), "province")
    left_out = [
        row.category
        for row in rows[0].rows
        if not any(figure.row(row.category).count for figure in rows)
        and any(figure.row(row.category).suppressed for figure in rows)
    ]
    assert left_out
    names = {wording("en").category("province", one) for one in left_out}
    table = page("withheld", "en").tables["Recipients by province of residence: counts and shares"]
    assert names.isdisjoint(row[0] for row in table)
    assert f"{len(left_out)} more provinces are left out: their numbers cannot be shown." in text(
        "withheld", "en", "html"
    )
