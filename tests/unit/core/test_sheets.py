"""Tables as offices send them: every usual way of writing one, and what a file that can't be read is told."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from campanello.core import sheets
from campanello.core.sheets import (
    BadHeader,
    EmptyTable,
    MergedCells,
    NoSuchSheet,
    NotATable,
    SeveralSheets,
    TableProtected,
    TableTooLarge,
    opened,
)

WAYS_OF_TEXT = {
    "UTF-8 with commas": "Nome,Città\r\nÀnna,Forlì\r\n".encode(),
    "UTF-8 with its mark and semicolons": b"\xef\xbb\xbf" + "Nome;Città\nÀnna;Forlì\n".encode(),
    "the old encoding of Windows": "Nome;Città\r\nÀnna;Forlì\r\n".encode("cp1252"),
    "UTF-16, as a spreadsheet's Unicode text": "Nome\tCittà\nÀnna\tForlì\n".encode("utf-16"),
    "quotes, and a delimiter inside them": '"Nome","Città"\n"Ànna","Forlì"\n'.encode(),
    "blank lines before and between": "\n\nNome|Città\n\nÀnna|Forlì\n".encode(),
}


def read(path: Path, **given: Any) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    with opened(path, **given) as sheet:
        return sheet.columns, [row.cells for row in sheet.rows]


def written(tmp_path: Path, content: bytes, name: str = "persone.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def book(tmp_path: Path, **sheets_of: list[list[Any]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets_of.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "persone.xlsx"
    workbook.save(path)
    return path


@pytest.mark.parametrize("content", WAYS_OF_TEXT.values(), ids=WAYS_OF_TEXT)
def test_a_text_file_is_read(content: bytes, tmp_path: Path) -> None:
    assert read(written(tmp_path, content)) == (("Nome", "Città"), [("Ànna", "Forlì")])


def test_the_old_encoding_is_told(tmp_path: Path) -> None:
    with opened(written(tmp_path, "Nome\nÀnna\n".encode("cp1252"))) as sheet:
        assert [sentence for sentence, _facts in sheet.notes] == [sheets.CONVERTED]


def test_rows_are_counted_as_the_file_counts_its_lines(tmp_path: Path) -> None:
    with opened(written(tmp_path, b'Nome\n\nAnna\n"Bea\nLuce"\nCarla\n')) as sheet:
        assert [(row.number, row.cells[0]) for row in sheet.rows] == [
            (3, "Anna"),
            (5, "Bea\nLuce"),
            (6, "Carla"),
        ]


def test_a_short_row_is_filled_and_a_long_one_is_told(tmp_path: Path) -> None:
    with opened(written(tmp_path, b"a,b\n1\n1,2,3\n1,2,\n")) as sheet:
        rows = list(sheet.rows)
    assert [row.cells for row in rows] == [("1", ""), ("1", "2"), ("1", "2")]
    assert [row.problems for row in rows] == [(), ((2, sheets.TOO_MANY_CELLS, {}),), ()]


def test_a_workbook_s_values_are_told_as_one_would_write_them(tmp_path: Path) -> None:
    from_a_cell = [["Nome", "Nato", "Somma", "Ora"], ["Anna", date(1990, 5, 4), 12.0, True]]
    columns, rows = read(book(tmp_path, Foglio1=from_a_cell))
    assert columns == ("Nome", "Nato", "Somma", "Ora")
    assert rows == [("Anna", "1990-05-04", "12", "true")]


def test_a_workbook_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    path = book(tmp_path, Foglio1=[["Nome"], ["Anna"]]).rename(tmp_path / "persone.csv")
    assert read(path) == (("Nome",), [("Anna",)])


def test_the_only_sheet_with_content_is_taken(tmp_path: Path) -> None:
    assert read(book(tmp_path, Foglio1=[], Foglio2=[["Nome"], ["Anna"]])) == (("Nome",), [("Anna",)])


def test_of_several_sheets_one_is_to_be_named(tmp_path: Path) -> None:
    path = book(tmp_path, Uno=[["a"], ["1"]], Due=[["a"], ["2"]])
    with pytest.raises(SeveralSheets) as caught:
        read(path)
    assert caught.value.facts["sheets"] == "Uno, Due"
    assert read(path, sheet="Due") == (("a",), [("2",)])
    with pytest.raises(NoSuchSheet):
        read(path, sheet="Tre")


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path, Foglio1=[["a", "b"], ["1", "2"]])
    workbook = openpyxl.load_workbook(path)
    workbook.active.merge_cells("A2:B2")
    workbook.save(path)
    with pytest.raises(MergedCells) as caught:
        read(path)
    assert caught.value.facts == {"sheet": "Foglio1"}


def test_a_formula_without_a_saved_value_is_told_with_its_place(tmp_path: Path) -> None:
    path = book(tmp_path, Foglio1=[["a", "b"], ["1", "=A2*2"], ["3", "4"]])
    with opened(path) as sheet:
        assert [sentence for sentence, _facts in sheet.notes] == [sheets.FORMULAS]
        rows = list(sheet.rows)
    assert [row.cells for row in rows] == [("1", ""), ("3", "4")]
    assert rows[0].problems == ((1, sheets.UNCOMPUTED, {}),)


def test_a_spreadsheet_s_error_is_told(tmp_path: Path) -> None:
    with opened(written(tmp_path, b"a,b\n1,#REF!\n")) as sheet:
        (row,) = sheet.rows
    assert row.problems == ((1, sheets.ERROR_CELL, {"found": "#REF!"}),)


def test_a_text_without_end_is_left_out_and_told(tmp_path: Path) -> None:
    with opened(written(tmp_path, b"a,b\n1," + b"x" * 20_001 + b"\n")) as sheet:
        (row,) = sheet.rows
    assert row.cells == ("1", "")
    assert row.problems == ((1, sheets.TOO_LONG, {"most": 20_000}),)


REFUSED = {
    "an empty file": (b"", EmptyTable),
    "blank lines alone": (b"\n\n  \n", EmptyTable),
    "a file of nulls": (b"a,b\n" + b"\0" * 2000, NotATable),
    "a quote that is never closed": (b'a,b\n1,"2\n3,4\n', NotATable),
    "a password, or an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, TableProtected),
    "a zip that is no workbook": (b"PK\x03\x04" + b"\0" * 100, NotATable),
    "two columns of one name": (b"Nome,nome\n1,2\n", BadHeader),
    "a column without a name": (b"Nome,,Eta\n1,2,3\n", BadHeader),
}


@pytest.mark.parametrize(("content", "error"), REFUSED.values(), ids=REFUSED)
def test_is_refused(content: bytes, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        read(written(tmp_path, content))


def test_a_file_larger_than_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableTooLarge) as caught:
        read(written(tmp_path, b"a\n" + b"1\n" * 600_000), most_bytes=1024 * 1024)
    assert caught.value.facts["found"] == 2


def test_a_workbook_that_unpacks_to_far_more_than_it_is_packed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(TableTooLarge):
        read(path)
