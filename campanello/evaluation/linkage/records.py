"""The file of records to link: which columns it has, whether it can be read, and its rows as text."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation import csv_files
from campanello.evaluation.contract import Column, Table, Type
from campanello.evaluation.dataset import (
    FORMATS,
    DatasetInvalid,
    NoDataset,
    Problem,
    Source,
    Unreadable,
    opened_file,
)

KEY = "record_id"
NAMES = ("family_name", "given_name")
COLUMNS = (
    KEY,
    "project_id",
    "code",
    *NAMES,
    "sex",
    "birth_date",
    "birth_place",
    "phone",
    "address",
    "postcode",
    "municipality",
)
TABLE = "records"
TOLD = 100


class NothingToCompare(Refused):
    """A file without names, codes or telephones can't be linked."""

    code = "linkage.nothing-to-compare"
    text = _(
        "The file has none of the columns %(columns)s: there is nothing by which to tell one person from another. "
        "Add at least one of them."
    )


@dataclass(frozen=True)
class Told:
    """What was found in the file: rows, columns that are missing, and birth dates that can't be read."""

    rows: int
    missing: tuple[str, ...]
    unread_births: int = 0


def found(source: Path) -> Source:
    """The file of records: `source` itself, or records.csv or records.parquet in the folder it is.

    Raises:
        NoDataset: There is nothing of that name.
        DatasetInvalid: The file is missing in the folder, there twice, can't be read, or has no column record_id.
        NothingToCompare.
    """
    path = source if source.is_file() else _in_folder(source)
    kind = path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        text = _("%(file)s is neither a CSV nor a Parquet file, by its name. Name it .csv or .parquet.")
        raise DatasetInvalid([Problem(TABLE, text, {"file": path.name})], 1)
    try:
        opened = opened_file(Table(TABLE, (), (KEY,)), path, kind)
    except Unreadable as error:
        raise DatasetInvalid([Problem(TABLE, error.text, error.facts, error.row)], 1) from error
    return _checked(opened)


def _in_folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise NoDataset(folder=str(folder))
    paths = {one: folder / f"{TABLE}.{one}" for one in FORMATS}
    here = [path for path in paths.values() if path.exists()]
    if len(here) == 1:
        return here[0]
    none = _("there is no %(csv)s and no %(parquet)s in the folder. Add one of them.")
    both = _("there are both %(csv)s and %(parquet)s. Keep one of them.")
    problem = Problem(TABLE, both if here else none, {one: path.name for one, path in paths.items()})
    raise DatasetInvalid([problem], 1)


def _checked(source: Source) -> Source:
    problems = []
    for name in COLUMNS:
        times = source.columns.count(name)
        if times > 1:
            text = _("the header names the column %(times)s times.")
            problems.append(Problem(TABLE, text, {"times": times}, column=name))
    if KEY not in source.columns:
        problems.append(Problem(TABLE, _("the column is missing."), {}, column=KEY))
    if problems:
        raise DatasetInvalid(problems, len(problems))
    telling = ("code", *NAMES, "phone")
    if not set(telling) & set(source.columns):
        raise NothingToCompare(columns=", ".join(telling))
    columns = tuple(Column(name, Type.TEXT) for name in COLUMNS if name in source.columns)
    return Source(Table(TABLE, columns, (KEY,)), source.path, source.format, source.columns, source.types)


def load(connection: duckdb.DuckDBPyConnection, source: Source, folder: Path | None = None) -> Told:
    """Read the file into the table `records` of the database, all columns of COLUMNS as text, null where empty.

    Raises:
        DatasetInvalid: The file can't be read to its end, or record_id is empty or there twice.
    """
    with tempfile.TemporaryDirectory(prefix="campanello-", dir=folder, ignore_cleanup_errors=True) as place:
        path = source.path
        if source.format == "csv":
            path = Path(place) / "records.parquet"
            csv_files.to_parquet(source, path)
        quoted = str(path).replace("'", "''")
        connection.execute(
            f"CREATE OR REPLACE TABLE {TABLE} AS SELECT {_cells(source)}, "
            f"file_row_number + {source.first_row} AS place FROM read_parquet('{quoted}', file_row_number = true)"
        )
    problems = _wrong_keys(connection)
    if problems:
        raise DatasetInvalid(problems[:TOLD], len(problems))
    return told(connection, tuple(name for name in COLUMNS if name not in source.columns))


def told(connection: duckdb.DuckDBPyConnection, missing: tuple[str, ...]) -> Told:
    """How many rows are in the table `records`, with the columns that its source did not have."""
    (rows,) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone() or (0,)
    return Told(rows, missing)


def _cells(source: Source) -> str:
    return ", ".join(
        f"nullif(trim(CAST({name} AS VARCHAR)), '') AS {name}"
        if name in source.columns
        else f"NULL::VARCHAR AS {name}"
        for name in COLUMNS
    )


def _wrong_keys(connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    empty = connection.execute(f"SELECT place FROM {TABLE} WHERE {KEY} IS NULL ORDER BY place").fetchall()
    again = connection.execute(
        f"SELECT place, {KEY}, first FROM (SELECT place, {KEY}, min(place) OVER (PARTITION BY {KEY}) AS first"
        f" FROM {TABLE} WHERE {KEY} IN (SELECT {KEY} FROM {TABLE} GROUP BY {KEY} HAVING count(*) > 1))"
        " WHERE place > first ORDER BY place"
    ).fetchall()
    filled = _("the cell is empty. Fill it in.")
    twice = _("“%(value)s” stands in row %(first)s too. Give each record its own.")
    return [Problem(TABLE, filled, {}, place, KEY) for (place,) in empty] + [
        Problem(TABLE, twice, {"value": value, "first": first}, place, KEY) for place, value, first in again
    ]
