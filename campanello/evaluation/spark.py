"""Apache Spark as the engine: the same expressions on a cluster, or on this machine's cores. An extra."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import Self

import ibis
import pyarrow
from ibis.expr.types import IntegerValue, StringValue
from pyspark.sql import SparkSession
from pyspark.sql import functions as sql

from campanello.evaluation.dataset import Source
from campanello.evaluation.engines import ROW, as_contract_names

MASTER = "CAMPANELLO_SPARK_MASTER"


class Spark:
    """A Spark session: on the master that CAMPANELLO_SPARK_MASTER names, or on this machine's cores.

    Spark reads Parquet only; `parquet` gives a table's file as Parquet, so that CSV files are read, and
    refused, in one way. Workers on other machines need Parquet on storage that they share.
    """

    name = "spark"

    def __init__(self, parquet: Callable[[Source], Path], threads: int | None = None) -> None:
        """Start the session; `threads` matters on this machine only."""
        self._parquet = parquet
        # Workers must run the interpreter that has the same packages.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        master = os.environ.get(MASTER, f"local[{threads or '*'}]")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": str(2 * (threads or os.cpu_count() or 1)),
            "spark.log.level": "ERROR",
        }
        builder = SparkSession.builder.appName("campanello").master(master)
        self._session = reduce(lambda one, item: one.config(*item), settings.items(), builder).getOrCreate()
        self._connection = ibis.pyspark.connect(self._session)

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the session."""
        self._session.stop()

    def table(self, source: Source) -> ibis.Table:
        """The columns that the contract names, as text or as dates."""
        frame = self._session.read.parquet(str(self._parquet(source)))
        frame.createOrReplaceTempView(source.table.name)
        return as_contract_names(source, self._connection.table(source.table.name))

    def numbered(self, source: Source) -> ibis.Table:
        """The same with ROW: each row's number as the file counts."""
        frame = self._session.read.parquet(str(self._parquet(source)))
        row = sql.col("_metadata.row_index") + source.first_row
        name = f"numbered_{source.table.name}"
        frame.select("*", row.alias(ROW)).createOrReplaceTempView(name)
        table = self._connection.table(name)
        return as_contract_names(source, table, **{ROW: table[ROW]})

    def fetch(self, table: ibis.Table) -> pyarrow.Table:
        """An expression's rows."""
        return self._connection.to_pyarrow(table)

    def numbers(self, text: StringValue, numbers: Mapping[str, int]) -> IntegerValue:
        """The number that stands for a text, in 32 bits; NULL for a text that has none."""
        texts, values = ibis.array(list(numbers)), ibis.array(list(numbers.values())).cast("array<int32>")
        number: IntegerValue = ibis.map(texts, values).get(text)
        return number

    def has_duplicates(self, source: Source, columns: tuple[str, ...]) -> bool:
        """Whether two rows agree in all the columns."""
        groups = self.table(source).group_by(*columns)
        groups = groups.having(lambda rows: rows.count() > 1).agg()
        return bool(self._connection.to_pyarrow(groups.limit(1)).num_rows)
