"""The engines that read a dataset. Only here and in spark.py is an engine addressed by its own means."""

import importlib
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis
import ibis.expr.datatypes as dt
import numpy as np
import pyarrow
from ibis.expr.types import IntegerValue, StringValue

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation import csv_files
from campanello.evaluation.contract import Column, Type
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

    def numbers(self, text: StringValue, numbers: Mapping[str, int]) -> IntegerValue:
        """The number that stands for a text, in 32 bits; NULL for a text that has none."""

    def has_duplicates(self, source: Source, columns: tuple[str, ...]) -> bool:
        """Whether two rows agree in all the columns. May be called beside all the rest."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator] # Ibis brings no types
def list_position(texts: dt.Array[dt.String], text: dt.string) -> dt.int32:
    """DuckDB's place of a text in a list, from 1; NULL if it is not there."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator] # Ibis brings no types
def list_extract(numbers: dt.Array[dt.Int32], place: dt.int32) -> dt.int32:
    """DuckDB's number at a place of a list, from 1; NULL at no place."""


# With no more than two DuckDB lets one hash table grow, moving all that is in it, and groups by person in twice
# the time that it takes to fill several small ones.
LEAST_THREADS = 3


class DuckDB:
    """DuckDB in this process. CSV files are read once, into Parquet in a folder that goes with the engine."""

    name = "duckdb"

    def __init__(self, folder: Path, threads: int | None = None, memory_limit: str | None = None) -> None:
        """Open an empty database that spills to `folder`.

        Raises:
            NoSuchSetting: `memory_limit` is not an amount of memory.
        """
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(folder / "spill"),
            # Only sums and smallest values are asked for, whatever the order of rows; keeping it costs memory.
            "preserve_insertion_order": "false",
        }
        if threads:
            settings["threads"] = threads
        if memory_limit:
            settings["memory_limit"] = memory_limit
        try:
            self._database = duckdb.connect(config=settings)
        except duckdb.Error as error:
            raise NoSuchSetting(why=first_line(error)) from error
        if not threads:
            fewest = f"greatest(current_setting('threads'), {LEAST_THREADS})"
            self._database.execute(f"SET threads = {fewest}")
        self._folder = folder
        self._parquet: dict[str, Path] = {}
        self._converting = threading.Lock()

    @cached_property
    def _connection(self) -> Any:
        # Made when first asked for, because Ibis loads half a second of modules for it.
        return ibis.duckdb.from_connection(self._database)

    def close(self) -> None:
        """Give back memory and files."""
        self._database.close()

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

    def numbers(self, text: StringValue, numbers: Mapping[str, int]) -> IntegerValue:
        """The number that stands for a text, in 32 bits; NULL for a text that has none.

        A function of one column and constants is computed once a dictionary entry of the file, and what Ibis
        makes of its own look-ups once a row.
        """
        place = list_position(ibis.array(list(numbers)), text)
        return list_extract(ibis.array(list(numbers.values())).cast("array<int32>"), place)

    def has_duplicates(self, source: Source, columns: tuple[str, ...]) -> bool:
        """Whether two rows agree in all the columns. May be called beside all the rest.

        Sorting 64-bit hashes takes a third of the time of grouping the texts; a hash that occurs twice may
        be chance, so only then are the texts grouped.
        """
        texts = ", ".join(f"CAST({name} AS VARCHAR)" for name in columns)
        rows = f"FROM read_parquet('{_quoted(self.parquet(source))}')"
        cursor = self._database.cursor()
        # SQL, and names of the contract: Ibis would have to be loaded first, and takes the hash as a string of bits.
        hashes = cursor.execute(f"SELECT hash({texts}) AS key {rows}")
        keys = np.asarray(hashes.fetchnumpy()["key"])
        keys.sort()
        if not bool((keys[1:] == keys[:-1]).any()):
            return False
        many = f"SELECT {texts} {rows} GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
        return cursor.execute(many).fetchone() is not None

    def parquet(self, source: Source) -> Path:
        """A table's file as Parquet: its own, or what its CSV file was converted to."""
        if source.format == "parquet":
            return source.path
        with self._converting:
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
        columns[column.name] = value if value.type().is_date() else _filled(value.cast("string"), column)
    return table.select(**columns, **more)


def _filled(text: StringValue, column: Column) -> StringValue:
    # The greatest of two is the one that is not NULL. Like `numbers`, and unlike COALESCE, DuckDB computes it
    # once a dictionary entry.
    return ibis.greatest(text, "") if column.type in (Type.CODE, Type.CODES) else text.fill_null("")


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
