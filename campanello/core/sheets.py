"""Reads the tables that offices send, CSV or XLSX, row by row as text. Knows no column and judges no value.

What is told by a file's name is not believed: a file is what its first bytes say. Nothing is read whole into memory.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

DELIMITERS = (",", ";", "\t", "|")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF8_BOM, UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
MOST_BYTES = 100 * 1024 * 1024
# A workbook is a zip: what it unpacks to is bounded in all, and against what it is packed.
MOST_UNPACKED, MOST_RATIO = 1024 * 1024 * 1024, 200
MOST_COLUMNS, MOST_CELL = 200, 20_000
SAMPLE = 64 * 1024
# What a spreadsheet writes where a formula came to nothing, without its exclamation or question mark.
ERRORS = frozenset({"#REF", "#N/A", "#NAME", "#VALUE", "#DIV/0", "#NUM"})


class NotATable(Refused):
    """A file is neither CSV nor XLSX."""

    code = "core.not-a-table"
    text = _(
        "%(file)s is no table that can be read: %(why)s. Save it as CSV (UTF-8) or as XLSX, and send it again."
    )


class TableProtected(Refused):
    """A workbook asks for a password, or is of the old format, which looks alike."""

    code = "core.table-protected"
    text = _(
        "%(file)s is protected by a password, or is an old .xls file. Save it without a password as .xlsx, and send "
        "it again."
    )


class TableTooLarge(Refused):
    """A file is larger than is taken."""

    code = "core.table-too-large"
    text = _("%(file)s is too large: %(found)s MB, and %(most)s are taken. Send it in parts.")


class SeveralSheets(Refused):
    """A workbook has several sheets with content, and none was named."""

    code = "core.several-sheets"
    text = _("%(file)s has several sheets with content: %(sheets)s. Say which one, or leave only one.")


class NoSuchSheet(Refused):
    """A sheet was named that the workbook does not have."""

    code = "core.no-such-sheet"
    text = _("%(file)s has no sheet %(sheet)s. It has: %(sheets)s.")


class MergedCells(Refused):
    """A sheet has merged cells: which row they belong to can't be told."""

    code = "core.merged-cells"
    text = _(
        "Sheet %(sheet)s has merged cells. Split them, so that each row has its own value, and send it again."
    )


class EmptyTable(Refused):
    """A file has no row of column names."""

    code = "core.empty-table"
    text = _("%(file)s is empty. Its first row must hold the names of the columns.")


class BadHeader(Refused):
    """The row of column names can't be used."""

    code = "core.bad-header"
    text = _("The first row of %(file)s can't be the names of the columns: %(why)s.")


EMPTY_NAME = _("column %(column)s has no name, but has values")
SAME_NAME = _("“%(name)s” stands there twice")
TOO_MANY = _("it has more than %(most)s cells")


@dataclass(frozen=True)
class Row:
    """A row of a table: its number as the file counts it, its cells as text, and which of them can't be read."""

    number: int
    cells: tuple[str, ...]
    # Column position and a sentence with its facts.
    problems: tuple[tuple[int, str, dict[str, Any]], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table that is open: the names of its columns, what is to be told of how it was read, and its rows."""

    columns: tuple[str, ...]
    notes: tuple[tuple[str, dict[str, Any]], ...]
    rows: Iterator[Row]


CONVERTED = _("The file is in the old Windows encoding; its letters were converted. Look at the accents.")
FORMULAS = _("Some cells hold formulas: the values they had when the file was saved are taken.")
UNCOMPUTED = _("a formula without a saved value: open the file, save it, and send it again")
TOO_LONG = _("a text of more than %(most)s characters")
TOO_MANY_CELLS = _("more cells than there are columns")
ERROR_CELL = _("an error of the spreadsheet (%(found)s)")


@contextmanager
def opened(path: Path, *, name: str = "", sheet: str = "", most_bytes: int = MOST_BYTES) -> Iterator[Sheet]:
    """A table, open for reading once from its first row to its last.

    Args:
        path: The file.
        name: What its sender called it; the file's own name when empty.
        sheet: The workbook's sheet; the only one with content when empty.
        most_bytes: Larger files are refused.

    Raises:
        NotATable, TableProtected, TableTooLarge, SeveralSheets, NoSuchSheet, MergedCells, EmptyTable, BadHeader.
    """
    name = name or path.name
    size = path.stat().st_size
    if size > most_bytes:
        raise TableTooLarge(file=name, found=_megabytes(size), most=_megabytes(most_bytes))
    with path.open("rb") as file:
        start = file.read(4)
    if start == OLE:
        raise TableProtected(file=name)
    if start == ZIP:
        with _workbook(path, name, sheet) as found:
            yield found
        return
    with _text(path, name) as found:
        yield found


def _megabytes(size: int) -> int:
    return -(-size // (1024 * 1024))


# --- CSV


@contextmanager
def _text(path: Path, name: str) -> Iterator[Sheet]:
    encoding, notes = _encoding(path, name)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
        if not sample.strip():
            raise EmptyTable(file=name)
        file.seek(0)
        reader = csv.reader(file, delimiter=_delimiter(sample), strict=True)
        try:
            header = next((row for row in reader if any(cell.strip() for cell in row)), [])
        except csv.Error as error:
            raise NotATable(file=name, why=str(error)) from error
        columns = _columns(header, name)
        yield Sheet(columns, notes, _text_rows(reader, columns, name))


def _encoding(path: Path, name: str) -> tuple[str, tuple[tuple[str, dict[str, Any]], ...]]:
    """How a text file is written: UTF-8, UTF-16 with its mark, or the old encoding of Windows."""
    with path.open("rb") as file:
        start = file.read(4)
        if start[:2] in UTF16_BOMS:
            return "utf-16", ()
        file.seek(0)
        decoder = io.TextIOWrapper(io.BufferedReader(file), encoding="utf-8-sig", newline="")
        try:
            while piece := decoder.read(1024 * 1024):
                if "\0" in piece:
                    raise NotATable(file=name, why="NUL")
        except UnicodeDecodeError:
            _refuse_binary(path, name)
            return "cp1252", ((CONVERTED, {}),)
        finally:
            decoder.detach().detach()
    return "utf-8-sig", ()


def _refuse_binary(path: Path, name: str) -> None:
    """No text of any one-byte encoding holds a NUL, and nearly every picture or program does."""
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            if b"\0" in piece:
                raise NotATable(file=name, why="NUL")


def _delimiter(sample: str) -> str:
    """What stands most often in the first line outside quotes."""
    first = sample.lstrip("\r\n").splitlines()[0]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _text_rows(reader: Any, columns: Sequence[str], name: str) -> Iterator[Row]:
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(reader.line_num, cells, len(columns))
    except (csv.Error, UnicodeDecodeError) as error:
        raise NotATable(file=name, why=str(error)) from error


# --- XLSX


@contextmanager
def _workbook(path: Path, name: str, sheet: str) -> Iterator[Sheet]:
    parts = _checked_zip(path, name)
    # As open files, because by its path a workbook is judged by its ending.
    with path.open("rb") as file, path.open("rb") as again:
        try:
            values = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise NotATable(file=name, why=type(error).__name__) from error
        formulas = openpyxl.load_workbook(again, read_only=True) if parts.has_formulas else None
        chosen = _chosen(values, name, sheet)
        if parts.merged & {chosen}:
            raise MergedCells(sheet=chosen)
        yield _sheet(values[chosen], formulas[chosen] if formulas else None, name)


@dataclass(frozen=True)
class _Parts:
    merged: frozenset[str]
    has_formulas: bool


def _checked_zip(path: Path, name: str) -> _Parts:
    """Look at a workbook's parts before anything is unpacked for good."""
    try:
        with zipfile.ZipFile(path) as file:
            unpacked = sum(one.file_size for one in file.infolist())
            if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(path.stat().st_size, 1):
                raise TableTooLarge(file=name, found=_megabytes(unpacked), most=_megabytes(MOST_UNPACKED))
            if "xl/workbook.xml" not in file.namelist():
                raise NotATable(file=name, why="xl/workbook.xml")
            found = {
                part: _marks(file, part) for part in file.namelist() if part.startswith("xl/worksheets/")
            }
    except zipfile.BadZipFile as error:
        raise NotATable(file=name, why=str(error)) from error
    merged = {part for part, marks in found.items() if b"<mergeCell " in marks}
    return _Parts(_names_of(path, merged), any(b"<f" in marks for marks in found.values()))


def _marks(file: zipfile.ZipFile, part: str) -> set[bytes]:
    """Which of the marks looked for a sheet's part holds, read in pieces."""
    wanted, found, tail = (b"<mergeCell ", b"<f>", b"<f "), set(), b""
    with file.open(part) as stream:
        while piece := stream.read(1024 * 1024):
            found |= {mark for mark in wanted if mark in tail + piece}
            tail = piece[-16:]
    return {b"<f" if mark.startswith(b"<f") else mark for mark in found}


def _names_of(path: Path, parts: set[str]) -> frozenset[str]:
    """The sheets that are kept in parts of the zip."""
    if not parts:
        return frozenset()
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return frozenset(
            one.title for one in book.worksheets if str(one._worksheet_path).lstrip("/") in parts
        )
    finally:
        book.close()


def _chosen(book: Any, name: str, sheet: str) -> str:
    names = [one.title for one in book.worksheets]
    if sheet and sheet not in names:
        raise NoSuchSheet(file=name, sheet=sheet, sheets=", ".join(names))
    if sheet:
        return sheet
    filled = [one.title for one in book.worksheets if one.sheet_state == "visible" and _has_content(one)]
    if not filled:
        raise EmptyTable(file=name)
    if len(filled) > 1:
        raise SeveralSheets(file=name, sheets=", ".join(filled))
    return str(filled[0])


def _has_content(sheet: Any) -> bool:
    return any(cell is not None for row in sheet.iter_rows(max_row=20, values_only=True) for cell in row)


def _sheet(values: Any, formulas: Any, name: str) -> Sheet:
    # The size that a file states of a sheet is often wrong.
    values.reset_dimensions()
    rows = enumerate(values.iter_rows(values_only=True), start=1)
    number, header = next(((at, row) for at, row in rows if any(cell is not None for cell in row)), (0, ()))
    columns = _columns([_told(cell) for cell in header], name)
    if formulas is None:
        return Sheet(columns, (), _value_rows(rows, columns))
    formulas.reset_dimensions()
    written = formulas.iter_rows(min_row=number + 1, values_only=True)
    return Sheet(columns, ((FORMULAS, {}),), _computed_rows(rows, written, columns))


def _value_rows(rows: Iterator[tuple[int, Sequence[Any]]], columns: Sequence[str]) -> Iterator[Row]:
    for number, cells in rows:
        if any(cell is not None for cell in cells):
            yield _row(number, [_told(cell) for cell in cells], len(columns))


def _computed_rows(
    rows: Iterator[tuple[int, Sequence[Any]]], written: Iterator[Sequence[Any]], columns: Sequence[str]
) -> Iterator[Row]:
    for (number, cells), sources in zip(rows, written, strict=False):
        missing: list[tuple[int, str, dict[str, Any]]] = [
            (place, UNCOMPUTED, {})
            for place, (cell, source) in enumerate(zip_longest(cells, sources))
            if cell is None and source is not None
        ]
        if missing or any(cell is not None for cell in cells):
            yield _row(number, [_told(cell) for cell in cells], len(columns), missing)


def _told(cell: Any) -> str:
    """A cell's value as a person would write it into a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


# --- Both


def _columns(header: Sequence[str], name: str) -> tuple[str, ...]:
    columns = [" ".join(cell.split()) for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise EmptyTable(file=name)
    if len(columns) > MOST_COLUMNS:
        raise BadHeader(file=name, why=(TOO_MANY, {"most": MOST_COLUMNS}))
    if "" in columns:
        raise BadHeader(file=name, why=(EMPTY_NAME, {"column": columns.index("") + 1}))
    folded = [one.casefold() for one in columns]
    for one, other in zip(columns, folded, strict=True):
        if folded.count(other) > 1:
            raise BadHeader(file=name, why=(SAME_NAME, {"name": one}))
    return tuple(columns)


def _row(
    number: int,
    cells: Sequence[str],
    width: int,
    problems: Sequence[tuple[int, str, dict[str, Any]]] = (),
) -> Row:
    told = [_bare(cell.replace("\u00a0", " ").strip()) for cell in cells]
    found = list(problems)
    if any(told[width:]):
        found.append((width, TOO_MANY_CELLS, {}))
    told = (told + [""] * width)[:width]
    for place, cell in enumerate(told):
        if len(cell) > MOST_CELL:
            found.append((place, TOO_LONG, {"most": MOST_CELL}))
            told[place] = ""
        elif cell.rstrip("!?").upper() in ERRORS:
            found.append((place, ERROR_CELL, {"found": cell}))
    return Row(number, tuple(told), tuple(found))


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula, as our own files have it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell
