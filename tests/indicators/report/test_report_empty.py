"""A dataset of empty tables gives a proper report, in every format."""

import pytest

from tests.indicators.report.making import page, report, text

FORMATS = ["html", "docx", "pdf", "xlsx"]


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_of_nobody(format_: str, language: str) -> None:
    said = text("nobody", language, format_)
    assert {"it": "Non c’è ancora nessuno", "en": "nobody to count yet"}[language].lower() in said.lower()
    assert "None" not in said.replace("None found", "").replace("None and", "").replace("None was", "")


def test_every_figure_is_there_with_zeros_and_dashes() -> None:
    tables = page("nobody", "en").tables
    assert tables["Recipients by sex: counts and shares"][0] == ["Women", *["0", "–"] * 3]
    assert tables["Recipients by province of residence: counts and shares"] == [
        ["Base of the shares", *["0", ""] * 3]
    ]


def test_no_chart_is_drawn_of_nobody() -> None:
    assert page("nobody", "en").specs == {}


def test_a_figure_without_a_finding_still_says_what_it_is() -> None:
    titles = {section.id: section.title for section in report("nobody", "en").sections}
    assert titles["figure-3-2"] == "3.2\N{EN SPACE}Recipients by sex: there is nobody to count yet"
