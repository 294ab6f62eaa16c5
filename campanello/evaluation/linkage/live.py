"""Pairs among the people of the live database, from plain rows that an edge hands over. Knows no feature."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from campanello.evaluation.linkage import linking, records
from campanello.evaluation.linkage.explaining import reasons

# What is above is for two people to decide; what is below is not worth their time.
WORTH_ASKING = 0.3


@dataclass(frozen=True)
class Found:
    """Two records that may be one person: their keys, how probable it is in millionths, and why."""

    one: int
    other: int
    probability_ppm: int
    reasons: list[dict[str, Any]]


def pairs_among(people: Sequence[Mapping[str, str | None]], *, threads: int | None = None) -> list[Found]:
    """The pairs of records that may be one person, the most probable first.

    Args:
        people: Rows of records.COLUMNS; `record_id` holds whole numbers.
        threads: Processor cores to use; all by default.
    """
    if len(people) < 2:
        return []
    with (
        tempfile.TemporaryDirectory(prefix="campanello-", ignore_cleanup_errors=True) as folder,
        linking.database(Path(folder), threads=threads) as connection,
    ):
        _load(connection, people)
        linkage = linking.link(connection, doubtful_from=WORTH_ASKING)
        rows = connection.sql(
            f"FROM {linking.PAIRS} ORDER BY probability DESC, record_id_a, record_id_b"
        ).to_arrow_table()
        return [_found(row, linkage) for row in rows.to_pylist()]


def _load(connection: duckdb.DuckDBPyConnection, people: Sequence[Mapping[str, str | None]]) -> None:
    columns = {name: [row.get(name) or None for row in people] for name in records.COLUMNS}
    table = pyarrow.table({name: pyarrow.array(cells, pyarrow.string()) for name, cells in columns.items()})
    connection.register("people", table)
    connection.execute(f"CREATE TABLE {records.TABLE} AS SELECT *, 0 AS place FROM people")
    connection.unregister("people")


def _found(row: Mapping[str, Any], linkage: linking.Linkage) -> Found:
    one, other = sorted((int(row["record_id_a"]), int(row["record_id_b"])))
    told = [reason.as_json() for reason in reasons(row, linkage.model)]
    return Found(one, other, round(1_000_000 * row["probability"]), told)
