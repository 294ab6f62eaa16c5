"""Writes the demo dataset in the microdata contract's format, as CSV or Parquet, in chunks of bounded memory."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from campanello.demo.crowd import Crowd
from campanello.demo.people import invented_people
from campanello.demo.projects import funded_projects
from campanello.demo.scale import multiplied
from campanello.demo.tables import lab_table, partner_table, people_table, plan_table, project_table
from campanello.demo.targets import sizes

SEED = 830
CSV, PARQUET = FORMATS = ("csv", "parquet")
ROW_GROUP = 1 << 17


class Writer(Protocol):
    """What takes the chunks of a table."""

    def write(self, table: pa.Table, /) -> Any:
        """Add a chunk."""


def write_dataset(directory: Path, *, people: int, reading: str, format: str, seed: int = SEED) -> None:
    """Write the demo's five tables into a folder, which is made when it is not there.

    With 830 people they are those whose evaluation gives the printed figures; any other number is made from
    them, with shares and means about the same. The same arguments write the same tables.

    Args:
        directory: The dataset's folder.
        people: How many, 1 or more.
        reading: `printed` (524 in labs, 485 with plans) or `swapped` (485 and 524).
        format: `csv` or `parquet`.
        seed: What chance is drawn from.
    """
    directory.mkdir(parents=True, exist_ok=True)
    projects = funded_projects()
    with ExitStack() as stack:
        writers = {
            name: _Lazily(stack, directory / f"{name}.{format}")
            for name in ("projects", "partners", "people", "lab_participations", "plans")
        }
        writers["projects"].write(project_table(projects))
        writers["partners"].write(partner_table(projects))
        for first, crowd in _crowds(people, reading, seed):
            writers["people"].write(people_table(crowd, first))
            writers["lab_participations"].write(lab_table(crowd, first, projects))
            writers["plans"].write(plan_table(crowd, first, projects))


def _crowds(people: int, reading: str, seed: int) -> Iterator[tuple[int, Crowd]]:
    originals = invented_people(reading, seed)
    if people == sizes(reading).all:
        yield 0, originals
    else:
        yield from multiplied(originals, people, seed)


class _Lazily:
    """A file that is opened with the first chunk, whose columns it takes."""

    def __init__(self, stack: ExitStack, path: Path) -> None:
        self._stack, self._path = stack, path
        self._writer: Any = None

    def write(self, table: pa.Table, /) -> None:
        """Add a chunk."""
        if self._path.suffix == f".{CSV}":
            self._write_csv(table)
            return
        if self._writer is None:
            # Without the Arrow schema a reader sees text, not this writer's dictionaries.
            writer = pq.ParquetWriter(self._path, table.schema, compression="zstd", store_schema=False)
            self._writer = self._stack.enter_context(writer)
        self._writer.write_table(table, row_group_size=ROW_GROUP)

    def _write_csv(self, table: pa.Table) -> None:
        plain = pa.table(
            {
                name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                for name, column in zip(table.column_names, table.columns, strict=True)
            }
        )
        if self._writer is None:
            # Nothing in the demo needs quotes; a text that would is refused rather than written wrongly.
            options = pa_csv.WriteOptions(quoting_style="none", quoting_header="none")
            writer = pa_csv.CSVWriter(self._path, plain.schema, write_options=options)
            self._writer = self._stack.enter_context(writer)
        self._writer.write_table(plain)
