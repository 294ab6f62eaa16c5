"""Makes of the records what is compared: one table of normal forms, and the keys that bring records together."""

import duckdb
import pyarrow

from campanello.evaluation.linkage import normal
from campanello.evaluation.linkage.model import FEW

PREPARED = "prepared"
STARTS = 2  # letters of a name that stand for it where the other fields carry the rest


def _few(column: str) -> str:
    return f"CASE WHEN count(*) OVER (PARTITION BY {column}) <= {FEW} THEN {column} END AS {column}_few"


_PREPARED = f"""
CREATE OR REPLACE TABLE {PREPARED} AS
WITH cells AS (
    SELECT record_id, coalesce(project_id, '') AS project, {normal.code_sql("code")} AS code,
        CASE WHEN code IS NOT NULL THEN {normal.code_kind_sql("code")} END AS code_kind,
        CASE WHEN upper(sex[1]) IN ('F', 'M') AND lower(sex) <> 'declined' THEN upper(sex[1]) END AS sex,
        {normal.birth_sql("birth_date")} AS birth, {normal.plain_sql("birth_place")} AS place,
        {normal.phone_sql("phone")} AS phone, {normal.plain_sql("address")} AS address,
        {normal.plain_sql("postcode")} AS postcode, {normal.plain_sql("municipality")} AS municipality,
        nullif(given.latin, '') AS given, nullif(given.first, '') AS given_first,
        nullif(given.first_spelt, '') AS given_spelt,
        nullif(family.joined, '') AS family, nullif(family.spelt, '') AS family_spelt
    FROM records
    LEFT JOIN names AS given ON records.given_name = given.written
    LEFT JOIN names AS family ON records.family_name = family.written
), parts AS (
    SELECT * EXCLUDE (address), {normal.number_sql("address")} AS number, {normal.street_sql("address")} AS street
    FROM cells
), keys AS (
    SELECT *, CASE WHEN given < family THEN given || ' ' || family ELSE family || ' ' || given END AS names,
        CASE WHEN number <> '' THEN street || ' ' || number END AS address,
        postcode || ' ' || substr(given, 1, {STARTS}) AS locality
    FROM parts
)
SELECT * EXCLUDE (address, locality),
    given AS called, given_first AS called_first, given_spelt AS called_spelt, substr(given, 1, 1) AS called_initial,
    family AS kin, substr(family, 1, 1) AS kin_initial,
    birth AS born, substr(birth, 1, 4) AS born_year, substr(birth, 5, 4) AS born_md,
    substr(birth, 1, 4) AS birth_year, substr(birth, 5, 4) AS birth_md,
    {_few("phone")}, {_few("birth")}, {_few("names")}, {_few("address")}, {_few("locality")},
    substr(given, 1, {STARTS}) AS given_start, substr(family, 1, {STARTS}) AS family_start,
    substr(given, 1, 1) AS given_initial, substr(family, 1, 1) AS family_initial
FROM keys
"""
# Above this share of records with a relative among the others, the records are of households.
HOUSEHOLD_SHARE = 0.02
_ROWS_AT_A_TIME = 50_000


def prepare(connection: duckdb.DuckDBPyConnection) -> int:
    """Make the table `prepared` of the table `records`.

    Returns:
        How many birth dates could not be read, and are taken as not recorded.
    """
    _name_forms(connection)
    connection.execute(_PREPARED)
    (unread,) = connection.execute(
        f"SELECT count(*) FROM records JOIN {PREPARED} USING (record_id) "
        "WHERE birth_date IS NOT NULL AND birth IS NULL"
    ).fetchone() or (0,)
    return int(unread)


def filled(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The columns of the table `prepared` in which at least two records have something."""
    names = [row[0] for row in connection.execute(f"DESCRIBE {PREPARED}").fetchall()]
    counts = (
        connection.execute(
            f"SELECT {', '.join(f'count({name})' for name in names)} FROM {PREPARED}"
        ).fetchone()
        or ()
    )
    return tuple(name for name, count in zip(names, counts, strict=True) if count > 1)


def has_households(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether relatives are among the records.

    Of a hundred records, some then share family name and home with one of another given name and another year of
    birth; where each record is of a person taken at random, hardly any does.
    """
    (records, sharing) = connection.execute(
        f"""
        SELECT count(*), count(*) FILTER (EXISTS (
            FROM {PREPARED} other
            WHERE other.family = one.family AND other.street = one.street AND other.number = one.number
                AND other.birth_year <> one.birth_year AND other.given_initial <> one.given_initial
        )) FROM {PREPARED} one
        """
    ).fetchone() or (0, 0)
    return bool(sharing > HOUSEHOLD_SHARE * records)


def _name_forms(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `names`: each name as it is written, once, with its forms."""
    connection.execute(
        "CREATE OR REPLACE TABLE names (written VARCHAR, latin VARCHAR, joined VARCHAR, spelt VARCHAR, "
        "first VARCHAR, first_spelt VARCHAR)"
    )
    reader = connection.execute(
        "SELECT given_name FROM records WHERE given_name IS NOT NULL UNION "
        "SELECT family_name FROM records WHERE family_name IS NOT NULL"
    )
    written = [name for (name,) in reader.fetchall()]
    for start in range(0, len(written), _ROWS_AT_A_TIME):
        forms = pyarrow.Table.from_pylist([_forms(name) for name in written[start : start + _ROWS_AT_A_TIME]])
        connection.register("some_names", forms)
        connection.execute("INSERT INTO names BY NAME FROM some_names")
        connection.unregister("some_names")


def _forms(written: str) -> dict[str, str]:
    latin = normal.latin(written)
    first = latin.split(" ")[0]
    return {
        "written": written,
        "latin": latin,
        "joined": normal.joined(latin),
        "spelt": normal.spelt(latin),
        "first": first,
        "first_spelt": normal.spelt(first),
    }
