"""A dataset on disk: which file holds which table, whether it can be read at all, and what is wrong with it."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation.contract import Table, tables

FORMATS = ("csv", "parquet")
# A header longer than this is no header: the file isn't CSV, and is not read to its end to find that out.
HEADER_BYTES = 1 << 20


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a dataset: where, and a sentence with its facts.

    `row` counts as the file does: a CSV file's header is row 1, a Parquet file's first row is row 1.
    """

    table: str
    text: str
    facts: dict[str, Any]
    row: int | None = None
    column: str | None = None


class DatasetInvalid(Refused):
    """The dataset breaks its contract; nothing was evaluated or stored."""

    code = "evaluation.dataset-invalid"
    text = _("Errors found in the dataset: %(errors)s. Nothing was evaluated; correct them and try again.")

    def __init__(self, problems: list[Problem], errors: int) -> None:
        """Keep the problems that are told; `errors` counts those that are not, too."""
        super().__init__(details=[_line(problem) for problem in problems], errors=errors)
        self.problems = problems


class NoDataset(Refused):
    """The folder named is not there, or is not a folder."""

    code = "evaluation.no-dataset"
    text = _("There is no folder %(folder)s. Name the folder that holds the tables of the dataset.")


ANYWHERE = _("%(table)s: %(problem)s")
IN_COLUMN = _("%(table)s, column %(column)s: %(problem)s")
IN_ROW = _("%(table)s, row %(row)s: %(problem)s")
IN_CELL = _("%(table)s, row %(row)s, column %(column)s: %(problem)s")


def _line(problem: Problem) -> tuple[str, dict[str, Any]]:
    place = {"table": problem.table, "row": problem.row, "column": problem.column}
    if problem.row is None:
        template = ANYWHERE if problem.column is None else IN_COLUMN
    else:
        template = IN_ROW if problem.column is None else IN_CELL
    return template, place | {"problem": (problem.text, problem.facts)}


@dataclass(frozen=True)
class Source:
    """The file of one table. `columns` are the names in its header, `types` a Parquet file's Arrow types."""

    table: Table
    path: Path
    format: str
    columns: tuple[str, ...]
    types: dict[str, pyarrow.DataType]

    @property
    def first_row(self) -> int:
        """The number of the first data row, as the file counts."""
        return 2 if self.format == "csv" else 1


def sources(folder: Path) -> dict[str, Source]:
    """The files of a dataset by table name; an optional table that is absent is left out.

    Raises:
        NoDataset: `folder` is not a folder.
        DatasetInvalid: A table is missing, in two formats, or its header can't be read or lacks a column.
    """
    if not folder.is_dir():
        raise NoDataset(folder=str(folder))
    problems: list[Problem] = []
    found = {}
    for table in tables().values():
        source = _source(folder, table, problems)
        if source is not None:
            found[table.name] = source
    if problems:
        raise DatasetInvalid(problems, len(problems))
    return found


def _source(folder: Path, table: Table, problems: list[Problem]) -> Source | None:
    paths = {one: folder / f"{table.name}.{one}" for one in FORMATS}
    here = [one for one in FORMATS if paths[one].exists()]
    if len(here) == 2:
        text = _("there are both %(csv)s and %(parquet)s. Keep one of them.")
        problems.append(Problem(table.name, text, {one: paths[one].name for one in FORMATS}))
    elif not here and table.required:
        text = _("there is no %(csv)s and no %(parquet)s in the folder. Add one of them.")
        problems.append(Problem(table.name, text, {one: paths[one].name for one in FORMATS}))
    if len(here) != 1:
        return None
    try:
        source = opened_file(table, paths[here[0]], here[0])
    except Unreadable as error:
        problems.append(Problem(table.name, error.text, error.facts, error.row))
        return None
    return source if _has_columns(source, problems) else None


class Unreadable(Exception):
    """A file that is not what its name says; `text`, `facts` and `row` become a problem."""

    def __init__(self, text: str, row: int | None = None, **facts: Any) -> None:
        """Keep the sentence and its facts."""
        super().__init__(text % facts)
        self.text, self.row, self.facts = text, row, facts


def opened_file(table: Table, path: Path, kind: str) -> Source:
    """A file with the columns of its header; nothing else of it is read.

    Raises:
        Unreadable: It is not what its name says.
    """
    if not path.is_file():
        raise Unreadable(_("%(file)s is not a file."), file=path.name)
    if kind == "csv":
        return Source(table, path, kind, csv_header(path), {})
    try:
        schema = pyarrow.parquet.read_schema(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise Unreadable(_("%(file)s can't be read as Parquet. Write it again."), file=path.name) from error
    return Source(table, path, kind, tuple(schema.names), {f.name: f.type for f in schema})


def csv_header(path: Path) -> tuple[str, ...]:
    """The column names of a CSV file, a byte order mark left aside; none of an empty file.

    Raises:
        Unreadable: The file can't be opened, or its first line is not UTF-8 text of at most 1 MiB.
    """
    try:
        with path.open("rb") as file:
            start = file.readline(HEADER_BYTES)
            while (
                start.count(b'"') % 2 and len(start) < HEADER_BYTES and (more := file.readline(HEADER_BYTES))
            ):
                start += more
    except OSError as error:
        raise Unreadable(
            _("%(file)s can't be opened: %(why)s."), file=path.name, why=error.strerror
        ) from error
    if b"\0" in start or len(start) >= HEADER_BYTES:
        raise Unreadable(
            _("%(file)s is not a CSV file: its first line is not a list of columns."), file=path.name
        )
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_UTF8, row=1, file=path.name) from error
    return tuple(next(csv.reader(io.StringIO(text, newline="")), ()))


NOT_UTF8 = _("%(file)s is not UTF-8 text. Save it as “CSV UTF-8”.")


def _has_columns(source: Source, problems: list[Problem]) -> bool:
    names = [column.name for column in source.table.columns]
    before = len(problems)
    for name in names:
        times = source.columns.count(name)
        if times != 1:
            text = (
                _("the column is missing.")
                if not times
                else _("the header names the column %(times)s times.")
            )
            problems.append(Problem(source.table.name, text, {"times": times}, column=name))
    return len(problems) == before
