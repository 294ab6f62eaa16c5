"""Titles by somebody who means harm, or was careless, are shown and do nothing, in any format."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest

from campanello.evaluation.report.text import MOST, one_line
from tests.indicators.report.evaluations import HOSTILE
from tests.indicators.report.making import made, page, sheets, text, word_tables

MARKUP = "#set page(width: 1cm) $x$ *bold* _it_ @ref <label>"
LINES = {
    "line ends and tabs become spaces": ("in two\r\nlines\twith", "in two lines with"),
    "control characters go": ("Bell\x07 null\x00", "Bell null"),
    "what turns text around goes": ("a\u202eb\u202c", "ab"),
    "non-characters and lone halves go": ("a\ufffe\ud800b", "ab"),
    "a space that does not break stays": ("a\u00a0b", "a\u00a0b"),
    "emoji stay": ("House \N{HOUSE BUILDING}", "House \N{HOUSE BUILDING}"),
    "nothing is nothing": ("", ""),
}


@pytest.mark.parametrize(("typed", "line"), LINES.values(), ids=LINES)
def test_a_title_on_one_line(typed: str, line: str) -> None:
    assert one_line(typed) == line


def test_a_long_title_is_cut() -> None:
    assert one_line("W" * 1000) == "W" * (MOST - 1) + "…"


def test_html_runs_nothing_and_names_no_address() -> None:
    elements = page("hostile", "en").elements
    scripts = [
        given for tag, given in elements if tag == "script" and given.get("type") != "application/json"
    ]
    assert len(scripts) == 1
    assert not [given for _tag, given in elements if any(name.startswith("on") for name in given)]
    assert not [
        given
        for _tag, given in elements
        if re.match(r"(?:\w+:)?//", given.get("src", "") + given.get("href", ""))
    ]
    assert '<script>alert("x")</script>' in text("hostile", "en", "html")


@pytest.mark.parametrize("format_", ["html", "docx", "pdf", "xlsx"])
def test_markup_of_any_kind_is_shown_as_it_was_typed(format_: str) -> None:
    said = text("hostile", "en", format_).replace("&lt;", "<").replace("&gt;", ">").replace("\u200b", "")
    assert MARKUP in said
    assert "{{ 7*7 }}" in said


def test_word_shows_every_title() -> None:
    rows = word_tables("hostile", "en")["What is missing, by project"]
    assert {row[0] for row in rows} == {re.sub(r"\s+", " ", one_line(title)) or "–" for title in HOSTILE}


def test_a_spreadsheet_has_no_formula_and_no_link_to_outside() -> None:
    book = openpyxl.load_workbook(BytesIO(made("hostile", "en", "xlsx")))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    targets = [
        cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink
    ]
    assert targets
    assert not [link for link in targets if link.target]
    titles = {row[0] for row in sheets("hostile", "en")["By project"]}
    assert {'=HYPERLINK("http://example.org","click")', "+39 02 1234", "-1+1", "@SUM(1)"} <= titles


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_archives_hold_no_macro_and_nothing_from_outside(format_: str) -> None:
    with zipfile.ZipFile(BytesIO(made("hostile", "en", format_))) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        relations = " ".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")
        )
    assert 'TargetMode="External"' not in relations
