"""The files themselves: standards, structure, dates, alternative texts, and that the same report is the same file."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from campanello.evaluation.report import html
from campanello.evaluation.report.blocks import Chart
from campanello.evaluation.report.content import content
from campanello.evaluation.report.write import WRITERS, NoSuchFormat, NoSuchLanguage, write_report
from tests.indicators.report import evaluations
from tests.indicators.report.making import made, page, report, sheets

GENERATED = datetime(2020, 12, 1, 9, 30, tzinfo=UTC)
FORMATS = list(WRITERS)


def charts(language: str) -> list[Chart]:
    return [
        block
        for section in report("sources", language).sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]


def pdf() -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(made("sources", "it", "pdf")))


def test_the_pdf_calls_itself_an_archive_copy_and_accessible() -> None:
    metadata = pdf().trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert re.search(r"pdfuaid:part>1<", metadata)


def test_the_pdf_is_tagged_has_its_language_and_title_and_the_evaluations_date() -> None:
    root: Any = pdf().trailer["/Root"]
    assert root["/Lang"] == "it"
    assert root["/MarkInfo"]["/Marked"]
    about = pdf().metadata
    assert about is not None
    assert about.title == "Valutazione dei Progetti Integrati"
    assert about.creation_date == GENERATED


def test_the_pdf_has_bookmarks_for_every_section() -> None:
    titles: list[str] = []

    def collect(entries: list[Any]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                collect(entry)
            else:
                titles.append(entry.title)

    collect(pdf().outline)
    assert titles == [section.title for section in report("sources", "it").sections]


def test_the_pdf_describes_every_chart() -> None:
    found = [text for text in alternatives(pdf().trailer["/Root"]["/StructTreeRoot"]) if text]
    assert sorted(found) == sorted(chart.alternative for chart in charts("it"))


def alternatives(element: Any) -> list[str]:
    element = element.get_object()
    if isinstance(element, list):
        return [text for child in element for text in alternatives(child)]
    if not isinstance(element, dict):
        return []
    # Links have alternatives of their own.
    mine = [str(element["/Alt"])] if "/Alt" in element and element.get("/S") == "/Figure" else []
    return mine + (alternatives(element["/K"]) if "/K" in element else [])


def test_word_has_headings_a_contents_field_and_a_language() -> None:
    document = docx.Document(BytesIO(made("sources", "it", "docx")))
    headings = [
        (p.text, p.style.name) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")
    ]
    assert headings == [(s.title, f"Heading {s.level}") for s in report("sources", "it").sections]
    body = document.element.xml
    assert 'TOC \\o "1-2"' in body
    begun, ended = (body.count(f'w:fldCharType="{kind}"') for kind in ("begin", "end"))
    assert begun == ended == 1
    assert 'w:val="it-IT"' in document.styles.element.xml
    anchors = set(re.findall(r'w:anchor="([^"]+)"', body))
    assert anchors <= set(re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', body))


def test_word_repeats_heads_describes_charts_and_is_dated_by_the_evaluation() -> None:
    document = docx.Document(BytesIO(made("sources", "it", "docx")))
    with_heads = [table for table in document.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert len(with_heads) == len(document.tables) - 1  # the large numbers have no head
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [chart.alternative for chart in charts("it")]
    assert document.core_properties.created == GENERATED
    assert document.core_properties.author == "campanello"


def test_word_holds_what_its_relations_name() -> None:
    with zipfile.ZipFile(BytesIO(made("sources", "it", "docx"))) as archive:
        names = set(archive.namelist())
        targets = re.findall(r'Target="([^"]+)"', archive.read("_rels/.rels").decode())
    assert targets
    assert {target.lstrip("/") for target in targets} <= names


def test_a_spreadsheet_has_a_sheet_a_figure_each_with_its_own_chart() -> None:
    book = openpyxl.load_workbook(BytesIO(made("sources", "it", "xlsx")))
    figures = [sheet for sheet in book if re.match(r"3\.\d+ ", sheet.title)]
    assert [sheet.title.partition(" ")[0] for sheet in figures] == [f"3.{n}" for n in range(1, 11)]
    assert all(len(sheet._charts) == 1 for sheet in figures)
    assert all(sheet.freeze_panes for sheet in figures)
    assert all(sheet.print_title_rows for sheet in figures)
    assert book.properties.created == GENERATED.replace(tzinfo=None)


def test_a_spreadsheets_shares_are_shown_in_per_cent() -> None:
    book = openpyxl.load_workbook(BytesIO(made("sources", "en", "xlsx")))
    cell = next(row[2] for row in book["3.2 Sex"].iter_rows() if row[0].value == "Women")
    assert (cell.value, cell.number_format) == (0.692, "0.0%")


def test_a_spreadsheet_lists_every_project_that_pages_leave_out() -> None:
    rows = sheets("sources", "en")["By project"]
    assert len([row for row in rows if str(row[0]).startswith("Quartiere")]) == 33


def test_html_says_which_language_it_is_and_describes_every_chart() -> None:
    elements = page("sources", "it").elements
    assert ("html", {"lang": "it"}) in elements
    described = [given["aria-label"] for tag, given in elements if given.get("role") == "img"]
    assert described == [chart.alternative for chart in charts("it")]


def test_html_needs_nothing_from_anywhere() -> None:
    source = made("sources", "it", "html").decode()
    policy = next(g["content"] for _t, g in page("sources", "it").elements if "http-equiv" in g)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http:" not in policy
    assert "https:" not in policy
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', source.partition("<script>")[0]) == []


def test_html_has_no_identifier_twice() -> None:
    names = [given["id"] for _tag, given in page("sources", "it").elements if "id" in given]
    assert len(names) == len(set(names))


def test_links_of_the_html_lead_somewhere() -> None:
    elements = page("sources", "it").elements
    targets = {given["href"].removeprefix("#") for tag, given in elements if tag == "a"}
    assert targets <= {given["id"] for _tag, given in elements if "id" in given}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_evaluation_gives_the_same_file(format_: str) -> None:
    again = WRITERS[format_](content(evaluations.sources(), "it"))
    assert again == made("sources", "it", format_)


def test_reports_are_written_by_format_in_one_folder(tmp_path: Path) -> None:
    paths = write_report(evaluations.sources(), formats=["xlsx", "html"], language="en", directory=tmp_path)
    assert paths == [tmp_path / "report.html", tmp_path / "report.xlsx"]
    assert all(path.stat().st_size > 10_000 for path in paths)


REFUSED = {
    "an unknown format": ({"formats": ["odt"], "language": "it"}, NoSuchFormat, "odt"),
    "a known format beside an unknown one": (
        {"formats": ["pdf", "odt"], "language": "it"},
        NoSuchFormat,
        "odt",
    ),
    "a language without a translation": ({"formats": ["pdf"], "language": "de"}, NoSuchLanguage, "de"),
}


@pytest.mark.parametrize(("asked", "error", "named"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_made_is_refused_before_anything_is_written(
    asked: dict[str, Any], error: type[Exception], named: str, tmp_path: Path
) -> None:
    with pytest.raises(error) as refusal:
        write_report(evaluations.sources(), directory=tmp_path, **asked)
    assert named in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_without_the_built_script_the_html_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "BUILT", tmp_path)
    with pytest.raises(html.ChartScriptMissing) as refusal:
        write_report(evaluations.sources(), formats=["pdf", "html"], language="it", directory=tmp_path)
    assert "make assets" in str(refusal.value)
    assert list(tmp_path.iterdir()) == []
