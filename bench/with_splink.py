"""FEBRL4 as Splink's own example links it: `python -m bench.with_splink A.csv B.csv PAIRS.csv`.

The example "Linking the febrl4 datasets", its detailed model: two files in which each record has one partner. Every
pair it scores is written with its probability, so that the best threshold can be chosen for it afterwards.
"""

import logging
import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

BLOCKS = [
    block_on("given_name", "surname"),
    "l.given_name = r.surname and l.surname = r.given_name",
    block_on("date_of_birth"),
    block_on("soc_sec_id"),
    block_on("state", "address_1"),
    block_on("street_number", "address_1"),
    block_on("postcode"),
]
COMPARISONS = [
    cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
    cl.NameComparison("surname").configure(term_frequency_adjustments=True),
    cl.DateOfBirthComparison(
        "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
    ),
    cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
    cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
    cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
]


def linked(paths: list[str], out: str) -> None:
    """Train the example's model on the two files and write every pair with its probability."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    for number, path in enumerate(paths):
        connection.execute(
            f"CREATE TABLE file{number} AS SELECT COLUMNS('(.*)') AS '\\1' FROM (SELECT nullif(trim(COLUMNS(*)), '') "
            f"FROM read_csv('{path}', all_varchar = true, normalize_names = true))"
        )
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="link_only",
        blocking_rules_to_generate_predictions=BLOCKS,
        comparisons=COMPARISONS,
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker([api.register(connection.table(f"file{number}")) for number in range(2)], settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for column in ("date_of_birth", "postcode"):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(column), estimate_without_term_frequencies=True
        )
    found = linker.inference.predict(threshold_match_probability=0.01)
    connection.execute(
        "COPY (SELECT least(rec_id_l, rec_id_r) AS a, greatest(rec_id_l, rec_id_r) AS b, match_probability AS score "
        f"FROM {found.physical_name}) TO '{out}' (FORMAT csv)"
    )


if __name__ == "__main__":
    linked(sys.argv[1:3], sys.argv[3])
