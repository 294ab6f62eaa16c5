"""The least an evaluation can do: DuckDB reads the same columns once and groups by person. Answers nothing.

`python -m bench.floor FOLDER`. Every column is compared with a value, so that each has to be read and decoded;
nothing is validated, no age is taken, no descriptor is told from another.
"""

import sys
from pathlib import Path

import duckdb

DESCRIPTORS = """
    SELECT count_if(sex = 'F'), count_if(birth_date < DATE '1980-01-01'), count_if(citizenship = 'IT'),
           count_if(education = 'none'), count_if(disadvantages = 'none'), count_if(residence_province = 'MI')
    FROM read_parquet('{people}')
"""
ENTRIES = """
    SELECT count(*), sum(entries), min(first), sum(early), sum(completed)
    FROM (
        SELECT person_id, count(*) AS entries, min(entry_date) AS first, count_if(project_id < 'M') AS early,
               count_if(code = 'completed') AS completed
        FROM (
            SELECT person_id, project_id, entry_date, occupational_status AS code FROM read_parquet('{lab}')
            UNION ALL SELECT person_id, project_id, entry_date, status FROM read_parquet('{plans}')
        )
        GROUP BY person_id
    )
"""


def read_and_group(folder: Path) -> list[tuple[int, ...]]:
    """One row of meaningless counts a query."""
    files = {"people": "people", "lab": "lab_participations", "plans": "plans"}
    paths = {name: str(folder / f"{table}.parquet").replace("'", "''") for name, table in files.items()}
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    # As ours: with two threads DuckDB groups in nearly twice the time that it takes with three on two cores.
    connection.execute("SET threads = greatest(current_setting('threads'), 3)")
    return [
        row
        for query in (DESCRIPTORS, ENTRIES)
        for row in connection.execute(query.format(**paths)).fetchall()
    ]


if __name__ == "__main__":
    print(read_and_group(Path(sys.argv[1])))
