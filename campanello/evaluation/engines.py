"""The engines that read a dataset. Only here and in spark.py is an engine addressed by its own means."""

import importlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import duckdb
import ibis
import numpy as np
import pyarrow

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation import csv_files
from campanello.evaluation.contract import Type
from campanello.evaluation.dataset import Source

ROW = "row_in_file"


class EngineFailed(Refused):
    """The engine stopped for want of memory, disk or rights; nothing was stored."""

    code = "evaluation.engine-failed"
    text = _(
        "The computation could not finish: %(why)s. "
        "Free memory or disk, or set --memory-limit and TMPDIR, and try again."
    )


class NoSuchSetting(Refused):
    """An engine's setting that it does not understand."""

    code = "evaluation.bad-setting"
    text = _("The engine does not accept these settings: %(why)s. Write a memory limit like 4GB.")


class NoSpark(Refused):
    """Spark was asked for and is not installed."""

    code = "evaluation.no-spark"
    text = _(
        "Spark can't be used: the package %(module)s is missing. Install campanello[spark], or use duckdb."
    )


class Engine(Protocol):
    """What the evaluation asks of an engine."""

    name: str

    def table(self, source: Source) -> ibis.Table:
        """The columns that the contract names, as text or as dates."""

    def numbered(self, source: Source) -> ibis.Table:
        """The same with ROW: each row's number as the file counts."""

    def fetch(self, table: ibis.Table) -> pyarrow.Table:
        """An expression's rows."""

    def has_duplicates(self, table: ibis.Table, columns: tuple[str, ...]) -> bool:
        """Whether two rows agree in all the columns. May be called beside `fetch`."""


class DuckDB:
    """DuckDB in this process. CSV files are read once, into Parquet in a folder that goes with the engine."""

    name = "duckdb"

    def __init__(self, folder: Path, threads: int | None = None, memory_limit: str | None = None) -> None:
        """Open an empty database that spills to `folder`.

        Raises:
            NoSuchSetting: `memory_limit` is not an amount of memory.
        """
        settings: dict[str, str | int] = {"temp_directory": str(folder / "spill")}
        if threads:
            settings["threads"] = threads
        if memory_limit:
            settings["memory_limit"] = memory_limit
        try:
            self._connection = ibis.duckdb.connect(**settings)
        except duckdb.Error as error:
            raise NoSuchSetting(why=first_line(error)) from error
        self._folder = folder
        self._parquet: dict[str, Path] = {}
        # Only sums and smallest values are asked for, whatever the order of rows; keeping it costs memory.
        self._connection.raw_sql("SET preserve_insertion_order = false")

    def close(self) -> None:
        """Give back memory and files."""
        self._connection.disconnect()

    def table(self, source: Source) -> ibis.Table:
        """The columns that the contract names, as text or as dates.

        Raises:
            DatasetInvalid: A CSV file can't be read to its end.
        """
        return as_contract_names(source, self._view(source, source.table.name))

    def numbered(self, source: Source) -> ibis.Table:
        """The same with ROW: each row's number as the file counts."""
        table = self._view(source, f"numbered_{source.table.name}", ", file_row_number = true")
        return as_contract_names(source, table, **{ROW: table.file_row_number + source.first_row})

    def _view(self, source: Source, name: str, options: str = "") -> ibis.Table:
        # Ibis would make a temporary view, which a query that runs beside another can't see.
        file = _quoted(self.parquet(source))
        self._connection.raw_sql(f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet('{file}'{options})")
        return self._connection.table(name)

    def fetch(self, table: ibis.Table) -> pyarrow.Table:
        """An expression's rows."""
        # Batches, because for a whole table Ibis loads pandas.
        return self._connection.to_pyarrow_batches(table).read_all()

    def has_duplicates(self, table: ibis.Table, columns: tuple[str, ...]) -> bool:
        """Whether two rows agree in all the columns.

        Sorting 64-bit hashes takes a third of the time of grouping the texts; a hash that occurs twice may
        be chance, so only then are the texts grouped.
        """
        rows = self._connection.compile(table.select(*columns))
        # Ibis would take the hash through a string of bits.
        query = f"SELECT hash({', '.join(columns)}) AS key FROM ({rows})"  # noqa: S608 -- names of the contract
        keys: np.ndarray = self._connection.con.cursor().execute(query).fetchnumpy()["key"]
        keys.sort()
        if not bool((keys[1:] == keys[:-1]).any()):
            return False
        groups = table.group_by(*columns).agg(rows=table.count())
        again = self._connection.compile(groups.filter(groups.rows > 1).count())
        return bool(self._connection.con.cursor().execute(again).fetchone()[0])

    def parquet(self, source: Source) -> Path:
        """A table's file as Parquet: its own, or what its CSV file was converted to."""
        if source.format == "parquet":
            return source.path
        if source.table.name not in self._parquet:
            self._parquet[source.table.name] = self._converted(source)
        return self._parquet[source.table.name]

    def _converted(self, source: Source) -> Path:
        path = self._folder / f"{source.table.name}.parquet"
        csv_files.to_parquet(source, path)
        return path


def as_contract_names(source: Source, table: ibis.Table, **more: ibis.Value) -> ibis.Table:
    """The columns that the contract names: dates as they are, all else as text, empty where not recorded."""
    columns = {}
    for column in source.table.columns:
        value = table[column.name]
        if column.type is Type.DATE and value.type().is_timestamp():
            # Many programs write days as midnights; any other hour stays, and is told as no date.
            day = value.cast("date")
            value = ibis.ifelse(value == day.cast(value.type()), day.cast("string"), value.cast("string"))
        columns[column.name] = value if value.type().is_date() else value.cast("string").fill_null("")
    return table.select(**columns, **more)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def first_line(error: Exception) -> str:
    """What an engine says, its first line without the kind of error before it."""
    return str(error).strip().split("\n")[0].removeprefix("Invalid Input Error: ").rstrip(". ")


@contextmanager
def opened(name: str, *, threads: int | None = None, memory_limit: str | None = None) -> Iterator[Engine]:
    """An engine by name (`duckdb` or `spark`), closed and cleaned up at the end.

    Raises:
        EngineFailed: Memory, disk or rights ran out while it was used.
    """
    with tempfile.TemporaryDirectory(prefix="campanello-", ignore_cleanup_errors=True) as folder:
        engine = DuckDB(Path(folder), threads, memory_limit)
        try:
            if name == DuckDB.name:
                yield engine
                return
            # Spark is an extra: most installations do without it and its Java.
            spark = importlib.import_module("campanello.evaluation.spark")
            with spark.Spark(engine.parquet, threads) as session:
                yield session
        except ModuleNotFoundError as error:
            raise NoSpark(module=error.name) from error
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise EngineFailed(why=first_line(error)) from error
        finally:
            engine.close()
