"""Learns how often each level occurs: u among records taken at random, m by expectation maximisation.

The same records and seed give the same model: samples are taken by the records' hashes, never by chance.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import SplinkException

from campanello.evaluation.linkage.comparisons import TWINS, Comparison
from campanello.evaluation.linkage.model import (
    SURE,
    SURE_SHARE,
    TRAINING,
    Shares,
    prior_shares,
    settings,
)
from campanello.evaluation.linkage.preparing import PREPARED

# Records for u: so many that a level as rare as one in a million is met a few times.
SAMPLE = 2_000
EM_PAIRS = 1_000_000
# The prior shares weigh as much as so many pairs of records; above, the data decide.
PRIOR_PAIRS_U = 20_000
PRIOR_PAIRS_M = 60
# Pairs of twins a record; about one birth in eighty is of twins, and not always are both among the records.
TWINS_A_RECORD = 0.01
# Among few records of few people no share is high enough to make anything a match by itself.
MOST_PRIOR = 0.05
# Fewer teach less than the prior shares know.
LEAST_PAIRS_M = 50
# One that is met never is not impossible.
LEAST = 1e-9
# Splink tells of values that it trains on.
logging.getLogger("splink").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Model:
    """What was learned: m and u by comparison and level, the prior, and how many pairs it was learned from."""

    comparisons: tuple[Comparison, ...]
    shares: Shares
    prior: float
    pairs_for_u: int
    pairs_for_m: int

    def settings(self) -> dict[str, Any]:
        """The model as Splink takes it."""
        return settings(self.comparisons, self.shares, self.prior)


def trained(
    connection: duckdb.DuckDBPyConnection,
    comparisons: tuple[Comparison, ...],
    *,
    columns: Collection[str],
    seed: int,
) -> Model:
    """A model of the records in the table `prepared`.

    Args:
        connection: The database that holds them.
        comparisons: What is compared.
        columns: The columns that hold something.
        seed: Which of all possible samples is taken.
    """
    (records,) = connection.execute(f"SELECT count(*) FROM {PREPARED}").fetchone() or (0,)
    sure = _sure_pairs(connection, columns)
    prior = (sure / SURE_SHARE + 0.5) / max(1.0, records * (records - 1) / 2)
    prior = min(MOST_PRIOR, prior)
    u, pairs_for_u = _random_shares(connection, comparisons, prior, seed)
    m, pairs_for_m = _matching_shares(connection, comparisons, u, prior, columns)
    shares = _with_twins({key: (m[key], u[key]) for key in u}, records)
    return Model(comparisons, shares, prior, pairs_for_u, pairs_for_m)


def _with_twins(shares: Shares, records: int) -> Shares:
    """The same, in which another given name with the same family name and birth date speaks against one person.

    By chance two records have the same family name and birth date once in many pairs; twins have so without being
    one person. By as much as such pairs are more frequent than chance has it, the level is worth less than any other
    given name is.
    """
    level = ("given", TWINS)
    if level not in shares:
        return shares
    by_chance = shares["birth", "same"][1] * shares["family", "same"][1] * max(records, 1)
    m, u = shares["given", "other"]
    return shares | {level: (max(m / (1 + TWINS_A_RECORD / by_chance), LEAST), u)}


def _sure_pairs(connection: duckdb.DuckDBPyConnection, columns: Collection[str]) -> int:
    keys = [block for block in SURE if set(block) <= set(columns)]
    if not keys:
        return 0
    pairs = " UNION ".join(
        f"SELECT l.record_id, r.record_id FROM {PREPARED} l JOIN {PREPARED} r ON "
        + " AND ".join(f"l.{column} = r.{column}" for column in block)
        + " WHERE l.record_id < r.record_id"
        for block in keys
    )
    (count,) = connection.execute(f"SELECT count(*) FROM ({pairs})").fetchone() or (0,)
    return int(count)


def _random_shares(
    connection: duckdb.DuckDBPyConnection, comparisons: tuple[Comparison, ...], prior: float, seed: int
) -> tuple[dict[tuple[str, str], float], int]:
    """U of each level among records that are hardly ever one person: doubles are taken out of the sample first."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE sampled AS
        WITH taken AS (
            SELECT * FROM {PREPARED} ORDER BY md5(record_id || ?), record_id LIMIT {2 * SAMPLE}
        ), once AS (
            SELECT * FROM taken
            QUALIFY row_number() OVER (PARTITION BY coalesce(code, record_id) ORDER BY record_id) = 1
                AND row_number() OVER (PARTITION BY coalesce(birth || ' ' || family_spelt, record_id)
                    ORDER BY record_id) = 1
                AND row_number() OVER (PARTITION BY coalesce(birth || ' ' || given_spelt, record_id)
                    ORDER BY record_id) = 1
                AND row_number() OVER (PARTITION BY coalesce(names, record_id) ORDER BY record_id) = 1
        )
        SELECT * FROM once ORDER BY md5(record_id || ?), record_id LIMIT {SAMPLE}
        """,
        [f"#{seed}", f"#{seed}"],
    )
    (size,) = connection.execute("SELECT count(*) FROM sampled").fetchone() or (0,)
    pairs = size * (size - 1) // 2
    priors = prior_shares(comparisons)
    linker = _linker(connection, "sampled", settings(comparisons, priors, prior))
    if pairs:
        linker.training.estimate_u_using_random_sampling(
            max_pairs=float(pairs * 2), min_count_per_level=None, num_chunks=1
        )
    learned = _learned(linker, "u_probability")
    shares = {
        key: _weighed(learned.get(key, 0.0) if pairs else 0.0, pairs, prior_u, PRIOR_PAIRS_U)
        for key, (_m, prior_u) in priors.items()
    }
    return _as_shares(shares), pairs


def _matching_shares(
    connection: duckdb.DuckDBPyConnection,
    comparisons: tuple[Comparison, ...],
    u: dict[tuple[str, str], float],
    prior: float,
    columns: Collection[str],
) -> tuple[dict[tuple[str, str], float], int]:
    """M of each level, averaged over the training sessions by the matches that each expects."""
    priors = {key: m for key, (m, _u) in prior_shares(comparisons).items()}
    seen: dict[tuple[str, str], list[tuple[float, float]]] = {key: [] for key in priors}
    matches = 0.0
    for block in TRAINING:
        if not set(block) <= set(columns):
            continue
        start = {key: (priors[key], u[key]) for key in priors}
        learned, expected = _session(connection, settings(comparisons, start, prior), block)
        matches = max(matches, expected)
        for key, m in learned.items():
            seen[key].append((m, expected))
    shares = {}
    for key, several in seen.items():
        weight = sum(expected for _m, expected in several)
        mean = sum(m * expected for m, expected in several) / weight if weight else 0.0
        shares[key] = _weighed(
            mean, max((expected for _m, expected in several), default=0.0), priors[key], PRIOR_PAIRS_M
        )
    return _as_shares(shares), round(matches)


def _session(
    connection: duckdb.DuckDBPyConnection, told: dict[str, Any], block: tuple[str, ...]
) -> tuple[dict[tuple[str, str], float], float]:
    """What one training session learns of m, and how many of its pairs it takes for one person."""
    rule = " AND ".join(f"l.{column} = r.{column}" for column in block)
    (pairs,) = connection.execute(
        "SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM "
        f"(SELECT count(*) AS n FROM {PREPARED} WHERE {' AND '.join(f'{c} IS NOT NULL' for c in block)} "
        f"GROUP BY {', '.join(block)})"
    ).fetchone() or (0,)
    if pairs < LEAST_PAIRS_M:
        return {}, 0.0
    linker = _linker(connection, PREPARED, told)
    try:
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            rule,
            estimate_without_term_frequencies=True,
            max_pairs=float(EM_PAIRS) if pairs > EM_PAIRS else None,
            record_sample_proportion=1.0,
        )
    except (SplinkException, ValueError):
        # Where all pairs of a block are alike their odds have no end, and the share of a level that none of them shows
        # sinks below what Splink takes: nothing is learned from such a block.
        return {}, 0.0
    share = float(session.core_model_settings.probability_two_random_records_match)
    trained_names = {one.output_column_name for one in session.core_model_settings.comparisons}
    learned = {key: m for key, m in _learned(linker, "m_probability").items() if key[0] in trained_names}
    return learned, share * min(float(pairs), float(EM_PAIRS))


def _learned(linker: Linker, what: str) -> dict[tuple[str, str], float]:
    told = linker.misc.save_model_to_json()
    return {
        (one["output_column_name"], level["label_for_charts"]): float(level[what])
        for one in told["comparisons"]
        for level in one["comparison_levels"]
        if isinstance(level.get(what), int | float)
    }


def _weighed(learned: float, pairs: float, prior: float, prior_pairs: float) -> float:
    return (learned * pairs + prior * prior_pairs) / (pairs + prior_pairs)


def _as_shares(shares: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The same, adding up to 1 over the levels of a comparison; none is nothing."""
    totals: dict[str, float] = {}
    for (name, _key), share in shares.items():
        totals[name] = totals.get(name, 0.0) + max(share, LEAST)
    return {(name, key): max(share, LEAST) / totals[name] for (name, key), share in shares.items()}


def _linker(connection: duckdb.DuckDBPyConnection, table: str, told: dict[str, Any]) -> Linker:
    api = DuckDBAPI(connection=connection)
    return Linker(api.register(connection.table(table)), told, log_level=logging.ERROR)
