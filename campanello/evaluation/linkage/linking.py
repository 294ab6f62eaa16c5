"""Links the records of a database: trains, compares, scores, and puts those of one person into one cluster."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow
from splink import DuckDBAPI, Linker

from campanello.evaluation.engines import EngineFailed, NoSuchSetting, first_line
from campanello.evaluation.linkage.comparisons import Comparison, compared
from campanello.evaluation.linkage.preparing import PREPARED, filled, has_households, prepare
from campanello.evaluation.linkage.training import Model, trained

SEED = 1
# A pair is kept from here on, and taken for one person from there on.
DOUBTFUL_FROM = 0.05
SAME_FROM = 0.9
PAIRS = "pairs"
CLUSTERS = "clusters"
NO_PAIRS = "SELECT '' AS record_id_a, '' AS record_id_b, 0.0::DOUBLE AS probability, 0.0::DOUBLE AS weight WHERE false"


@dataclass(frozen=True)
class Linkage:
    """What was done: the model, how many birth dates were not read, and what of the columns was compared."""

    model: Model
    unread_births: int
    columns: tuple[str, ...]


@contextmanager
def database(
    folder: Path, *, threads: int | None = None, memory_limit: str | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory that spills to `folder`.

    Raises:
        NoSuchSetting: `memory_limit` is not an amount of memory.
        EngineFailed: Memory or disk ran out.
    """
    options: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(folder / "spill")}
    if threads:
        options["threads"] = threads
    if memory_limit:
        options["memory_limit"] = memory_limit
    try:
        connection = duckdb.connect(config=options)
    except duckdb.Error as error:
        raise NoSuchSetting(why=first_line(error)) from error
    try:
        connection.execute("SET preserve_insertion_order = false")
        yield connection
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise EngineFailed(why=first_line(error)) from error
    finally:
        connection.close()


def link(
    connection: duckdb.DuckDBPyConnection,
    *,
    seed: int = SEED,
    doubtful_from: float = DOUBTFUL_FROM,
    same_from: float = SAME_FROM,
) -> Linkage:
    """Fill the tables `pairs` and `clusters` of the table `records`.

    Args:
        connection: The database, with the table `records`.
        seed: Which of all possible samples the model is trained on.
        doubtful_from: The lowest probability of a pair that is kept.
        same_from: The lowest probability at which two records are taken for one person.
    """
    unread = prepare(connection)
    columns = filled(connection)
    comparisons = compared(columns, of_households=has_households(connection))
    if not comparisons:
        connection.execute(f"CREATE OR REPLACE TABLE {PAIRS} AS {NO_PAIRS}")
        _cluster(connection, same_from)
        return Linkage(Model((), {}, 0.0, 0, 0), unread, columns)
    model = trained(connection, comparisons, columns=columns, seed=seed)
    linker = _linker(connection, model)
    scored = linker.inference.predict(threshold_match_probability=doubtful_from, warning_mode="never")
    connection.execute(f"CREATE OR REPLACE TABLE {PAIRS} AS {_pairs_sql(scored.physical_name, comparisons)}")
    _cluster(connection, same_from)
    scored.drop_table_from_database_and_remove_from_cache()
    return Linkage(model, unread, columns)


def scored(
    connection: duckdb.DuckDBPyConnection, model: Model, pairs: Sequence[tuple[str, str]]
) -> pyarrow.Table:
    """The rows of `pairs` for the pairs of records named, whether or not they are alike enough to be kept there."""
    api = DuckDBAPI(connection=connection)
    linker = _linker(connection, model, api)
    rows = [{"match_key": "0", "join_key_l": min(pair), "join_key_r": max(pair)} for pair in pairs]
    asked = api.register(pyarrow.Table.from_pylist(rows), table_name="asked_pairs")
    linker.table_management.register_blocked_pairs_for_predict(asked)
    found = linker.inference.predict(warning_mode="never")
    return connection.sql(_pairs_sql(found.physical_name, model.comparisons)).to_arrow_table()


def _linker(connection: duckdb.DuckDBPyConnection, model: Model, api: DuckDBAPI | None = None) -> Linker:
    api = api or DuckDBAPI(connection=connection)
    return Linker(api.register(connection.table(PREPARED)), model.settings(), log_level=logging.ERROR)


def _pairs_sql(scored: str, comparisons: tuple[Comparison, ...]) -> str:
    """SQL: a pair a row, its levels and weights in bits; silent comparisons are null."""
    columns = []
    for one in comparisons:
        keys = " ".join(
            f"WHEN {len(one.levels) - 1 - place} THEN '{level.key}'" for place, level in enumerate(one.levels)
        )
        columns.append(f"CASE gamma_{one.name} {keys} END AS {one.name}_level")
        columns.append(
            f"CASE WHEN gamma_{one.name} >= 0 THEN round(mw_{one.name}, 3) END AS {one.name}_weight"
        )
        if any(level.rarity_of for level in one.levels):
            columns.append(
                f"CASE WHEN gamma_{one.name} >= 0 THEN round(mw_tf_adj_{one.name}, 3) END AS {one.name}_rarity"
            )
    return (
        "SELECT least(record_id_l, record_id_r) AS record_id_a, greatest(record_id_l, record_id_r) AS record_id_b, "
        f"round(match_probability, 6) AS probability, round(match_weight, 3) AS weight, {', '.join(columns)} "
        f"FROM {scored}"
    )


def _cluster(connection: duckdb.DuckDBPyConnection, same_from: float) -> None:
    """Fill `clusters`: each record with the smallest record_id that it is one person with, by whatever chain."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE links AS SELECT record_id_a AS a, record_id_b AS b FROM {PAIRS} "
        "WHERE probability >= ? UNION ALL SELECT record_id_b, record_id_a FROM pairs WHERE probability >= ?",
        [same_from, same_from],
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE reached AS SELECT a AS record, least(a, min(b)) AS cluster FROM links GROUP BY a"
    )
    while True:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE further AS SELECT record, least(any_value(one.cluster), min(other.cluster)) "
            "AS cluster FROM reached one JOIN links ON links.a = one.record "
            "JOIN reached AS other(record_b, cluster) ON other.record_b = links.b GROUP BY record"
        )
        (changed,) = connection.execute(
            "SELECT count(*) FROM further JOIN reached USING (record) WHERE further.cluster <> reached.cluster"
        ).fetchone() or (0,)
        connection.execute("CREATE OR REPLACE TEMP TABLE reached AS FROM further")
        if not changed:
            break
    connection.execute(
        f"CREATE OR REPLACE TABLE {CLUSTERS} AS SELECT record_id, coalesce(cluster, record_id) AS cluster "
        "FROM records LEFT JOIN reached ON record = record_id"
    )
