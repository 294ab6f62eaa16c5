"""A table's CSV file as Parquet, every cell as text. Arrow reads it: DuckDB drops a row it finds too long to be one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.csv
import pyarrow.parquet

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.dataset import NOT_UTF8, DatasetInvalid, Problem, Source

# What is read at a time; no row may be longer.
BLOCK_BYTES = 8 << 20
TOO_LONG = _(
    "%(file)s is not CSV from row %(row)s on: a row is longer than 8 MB. Is a quotation mark left open?"
)
NO_CSV = _("%(file)s can't be read as CSV after row %(row)s. Save it as “CSV UTF-8” again.")
WRONG_COUNT = _(
    "the row has %(found)s cells, the header %(expected)s. Is a quotation mark or comma out of place?"
)


def to_parquet(source: Source, path: Path) -> None:
    """Write the contract's columns of a CSV file to `path`, in the order of its rows.

    Raises:
        DatasetInvalid: The file is not CSV in UTF-8 to its end, or a row has not the header's number of cells.
    """
    names = [column.name for column in source.table.columns]
    schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
    rows = 0
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        try:
            for batch in _without_blank_end(_batches(source, names)):
                writer.write_batch(batch.cast(schema))
                rows += batch.num_rows
        except pyarrow.ArrowInvalid as error:
            raise DatasetInvalid([_problem(source, str(error), source.first_row + rows)], 1) from error


def _batches(source: Source, names: list[str]) -> Iterator[pyarrow.RecordBatch]:
    if _has_only_a_header(source.path):
        return
    with pyarrow.csv.open_csv(
        source.path,
        pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False),
        pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        pyarrow.csv.ConvertOptions(
            column_types={name: pyarrow.string() for name in names},
            strings_can_be_null=False,
            include_columns=names,
        ),
    ) as reader:
        yield from reader


def _has_only_a_header(path: Path) -> bool:
    """Whether a file ends within its first line, which Arrow takes for a mistake."""
    with path.open("rb") as file:
        start = file.read(BLOCK_BYTES)
        return not start.strip() or (len(start) < BLOCK_BYTES and b"\n" not in start and b"\r" not in start)


def _without_blank_end(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The batches, without the empty lines after the last row."""
    held: pyarrow.RecordBatch | None = None
    for batch in batches:
        if held is not None:
            yield held
        held = batch
    if held is not None:
        count = held.num_rows
        while count and not any(column[count - 1].as_py() for column in held.columns):
            count -= 1
        yield held.slice(0, count)


def _problem(source: Source, message: str, row: int) -> Problem:
    name, facts = source.table.name, {"file": source.path.name, "row": row}
    counted = re.search(r"Row #(\d+): Expected (\d+) columns, got (\d+)", message)
    if counted:
        cells = {"expected": counted.group(2), "found": counted.group(3)}
        return Problem(name, WRONG_COUNT, cells, int(counted.group(1)))
    if "UTF8" in message:
        return Problem(name, NOT_UTF8, facts, _first_line_not_utf8(source.path) or row)
    return Problem(name, TOO_LONG if "straddl" in message else NO_CSV, facts)


def _first_line_not_utf8(path: Path) -> int | None:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return None
