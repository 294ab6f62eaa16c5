"""Writes datasets of text cells to files as people deliver them, CSV or Parquet; reads them from CSV."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from campanello.evaluation import contract
from campanello.evaluation.contract import Type
from tests.indicators.oracle import Tables

ARROW_TYPES: dict[Type, tuple[pa.DataType, Callable[[str], Any]]] = {
    Type.DATE: (pa.date32(), date.fromisoformat),
    Type.DECIMAL: (pa.decimal128(18, 2), Decimal),
    Type.INTEGER: (pa.int32(), int),
    Type.BOOLEAN: (pa.bool_(), lambda cell: cell == "true"),
}
TEXT: tuple[pa.DataType, Callable[[str], Any]] = (pa.string(), str)


def write_csv(tables: Tables, folder: Path, *, line_end: str = "\r\n", encoding: str = "utf-8") -> Path:
    """A CSV file a table; an empty table is its header alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = [column.name for column in contract.tables()[name].columns]
        with (folder / f"{name}.csv").open("w", newline="", encoding=encoding) as file:
            writer = csv.DictWriter(file, columns, lineterminator=line_end)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def read_csv(folder: Path) -> Tables:
    """The tables of a folder of CSV files as text."""
    return {
        path.stem: list(csv.DictReader(path.read_text("utf-8").splitlines(keepends=True)))
        for path in folder.glob("*.csv")
    }


def write_typed_parquet(tables: Tables, folder: Path) -> Path:
    """A Parquet file a table: dates, decimals, whole numbers and booleans as such, NULL for what is not recorded."""
    return _write_parquet(tables, folder, typed=True, text=pa.string(), empty=None)


def write_text_parquet(tables: Tables, folder: Path) -> Path:
    """A Parquet file a table in which every column is text and an empty one is not recorded."""
    return _write_parquet(tables, folder, typed=False, text=pa.string(), empty="")


def write_coded_parquet(tables: Tables, folder: Path) -> Path:
    """A typed Parquet file a table whose texts are dictionary-encoded, as data frames write their categories."""
    return _write_parquet(
        tables, folder, typed=True, text=pa.dictionary(pa.int32(), pa.large_string()), empty=None
    )


def _write_parquet(
    tables: Tables, folder: Path, *, typed: bool, text: pa.DataType, empty: str | None
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        arrays = {}
        for column in contract.tables()[name].columns:
            as_type, parse = ARROW_TYPES.get(column.type, TEXT) if typed else TEXT
            cells = [parse(row[column.name]) if row[column.name] else empty for row in rows]
            arrays[column.name] = pa.array(cells, text if as_type == pa.string() else as_type)
        pq.write_table(pa.table(arrays), folder / f"{name}.parquet")
    return folder


WRITERS: dict[str, Callable[[Tables, Path], Path]] = {
    "CSV": write_csv,
    "typed Parquet": write_typed_parquet,
    "Parquet of text": write_text_parquet,
    "Parquet with dictionaries": write_coded_parquet,
}
