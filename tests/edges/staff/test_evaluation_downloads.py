"""Downloads: what is shown, as files that say what they are, harm no spreadsheet and hide what is withheld."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from campanello.evaluation.runner import Summary
from campanello.staff.evaluation.downloads import COLUMNS, harmless
from tests.edges.staff.conftest import keep
from tests.unit.evaluation.cubes import Someone, cube_of, programme

PRINTED = "/valutazioni/printed/"


def download(client: Client, address: str, language: str = "it") -> tuple[str, bytes]:
    """The file's name and content."""
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return response["Content-Disposition"], response.content


def table(content: bytes, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_csv_is_as_italian_spreadsheets_expect(client: Client, demo: Path) -> None:
    _name, content = download(client, f"{PRINTED}dati.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = {row["code"]: row for row in table(content, ";") if row["kind"] == "indicator"}
    assert (rows["plan_share"]["value"], rows["plan_share"]["count"], rows["plan_share"]["base"]) == (
        "58,4",
        "485",
        "830",
    )
    assert rows["projects.cost"]["value"] == "7827051,51"


def test_csv_in_english_has_commas_and_points(client: Client, demo: Path) -> None:
    _name, content = download(client, f"{PRINTED}dati.csv", "en")
    rows = table(content, ",")
    assert tuple(rows[0]) == COLUMNS
    assert next(row["value"] for row in rows if row["code"] == "plan_share") == "58.4"


def test_every_row_says_filter_day_threshold_and_definition(client: Client, demo: Path) -> None:
    _name, content = download(client, f"{PRINTED}dati.csv?sex=F&province=MI", "en")
    for row in table(content, ","):
        assert row["filter"] == "Province of residence: Milano; Sex: Women"
        assert (row["as_of"], row["threshold"]) == ("2020-11-30", "5")
        assert row["definition"]
        assert row["source"]


NAMES = {
    "all": ("dati.csv", "printed-evaluation-2020-11-30.csv"),
    "filtered": ("dati.xlsx?sex=F", "printed-evaluation-2020-11-30-filtered.xlsx"),
    "one figure": ("dati.csv?figure=age_band", "printed-age-2020-11-30.csv"),
    "JSON": ("dati.json", "printed-evaluation-2020-11-30.json"),
}


@pytest.mark.parametrize(("address", "name"), NAMES.values(), ids=NAMES)
def test_file_names_speak(client: Client, demo: Path, address: str, name: str) -> None:
    assert download(client, PRINTED + address, "en")[0] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_file_names_are_plain_letters_in_every_language(client: Client, demo: Path, language: str) -> None:
    name, _content = download(client, f"{PRINTED}dati.csv?figure=age_band&sex=F", language)
    assert name.isascii()
    assert name.startswith('attachment; filename="printed-')


def test_one_figure_alone(client: Client, demo: Path) -> None:
    _name, content = download(client, f"{PRINTED}dati.csv?figure=sex", "en")
    rows = table(content, ",")
    assert {row["code"] for row in rows} == {"sex"}
    assert {row["population"] for row in rows} == {"all", "lab", "plan"}


def test_an_unknown_figure_is_all_of_them(client: Client, demo: Path) -> None:
    assert download(client, f"{PRINTED}dati.json?figure=zzz")[1].count(b'"population"') > 20


HARMFUL = {
    "a formula": "=1+1",
    "plus": "+1",
    "minus": "-1",
    "at": "@SUM(A1)",
    "a tab": "\t=1",
    "a carriage return": "\r=1",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"x{text}") == f"x{text}"


@pytest.fixture
def hostile(home: Path) -> Path:
    """An evaluation whose title and projects are formulas, markup and separators."""
    summary = Summary(cube_of([Someone()] * 9), programme("P1"), {}, None, None)
    keep(home, "hostile", summary, title='=HYPERLINK("http://x";"y")</script><b>')
    return home


def test_a_title_that_is_a_formula_does_nothing(client: Client, hostile: Path) -> None:
    _name, content = download(client, "/valutazioni/hostile/dati.csv")
    assert {row["evaluation"][:2] for row in table(content, ";")} == {"'="}
    book = openpyxl.load_workbook(BytesIO(download(client, "/valutazioni/hostile/dati.xlsx")[1]))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    page = client.get("/valutazioni/hostile/").content.decode()
    assert "</script><b>" not in page


def test_the_workbook_has_numbers_a_sheet_a_figure_and_its_filter(client: Client, demo: Path) -> None:
    _name, content = download(client, f"{PRINTED}dati.xlsx?sex=F", "en")
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames[:3] == ["About", "Indicators", "3.1 Age"]
    assert len(book.sheetnames) == 2 + 9
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Filter"] == "Sex: Women"
    assert about["Data as of"] == "2020-11-30"
    shares = {row[0].value: row[2].value for row in book["Indicators"].iter_rows(min_row=2)}
    assert isinstance(shares["plan_share"], float)


def test_json_has_the_contract_and_says_its_filter(client: Client, demo: Path) -> None:
    document = json.loads(download(client, f"{PRINTED}dati.json?sex=F", "en")[1])
    assert document["schema"] == "1"
    assert document["suppression"] == {"threshold": 5}
    assert document["source"]["filter"] == {"sex": ["F"]}
    assert document["source"]["as_of"] == "2020-11-30"
    assert document["definitions"]["plan_share"]["numerator"] == "people with at least one plan"
    codes = {one["code"] for one in (*document["indicators"], *document["figures"])}
    assert codes == set(document["definitions"])


@pytest.fixture
def reported(home: Path) -> Path:
    """An evaluation with reports beside it; its folder."""
    folder = keep(home, "one", Summary(cube_of([Someone()] * 9), programme("P1"), {}, None, None))
    (folder / "report.pdf").write_bytes(b"%PDF-1.7 a report")
    (folder / "report.html").write_text("<html>", encoding="utf-8")
    return folder


def say_threshold(folder: Path, threshold: Any) -> None:
    (folder / "evaluation.json").write_text(json.dumps({"suppression": {"threshold": threshold}}))


def test_reports_that_withhold_enough_are_handed_out(client: Client, reported: Path) -> None:
    say_threshold(reported, 5)
    page = client.get("/valutazioni/one/").content.decode()
    assert "/valutazioni/one/rapporto.pdf" in page
    assert "/valutazioni/one/rapporto.docx" not in page
    response = client.get("/valutazioni/one/rapporto.pdf")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 a report"
    assert response["Content-Disposition"] == 'attachment; filename="one-report.pdf"'
    assert client.get("/valutazioni/one/rapporto.docx").status_code == 404


@pytest.mark.parametrize("threshold", [0, 4, None, "5"], ids=str)
def test_reports_that_show_more_than_this_site_are_not(
    client: Client, reported: Path, threshold: Any
) -> None:
    say_threshold(reported, threshold)
    assert "rapporto" not in client.get("/valutazioni/one/").content.decode()
    assert client.get("/valutazioni/one/rapporto.pdf").status_code == 404


def test_reports_of_which_nobody_knows_what_they_show_are_not(client: Client, reported: Path) -> None:
    assert client.get("/valutazioni/one/rapporto.html").status_code == 404
