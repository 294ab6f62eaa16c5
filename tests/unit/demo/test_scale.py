"""Any number of people: keys stay keys, references hold, shares stay about the same, whatever the format."""

from dataclasses import fields
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from campanello.demo import scale
from campanello.demo.dataset import write_dataset
from campanello.demo.days import completed_years
from campanello.demo.people import invented_people
from campanello.demo.scale import multiplied

PEOPLE = 20_000
TABLES = ("projects", "partners", "people", "lab_participations", "plans")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("many")
    write_dataset(folder, people=PEOPLE, reading="printed", format="parquet")
    connection = duckdb.connect()
    for name in TABLES:
        connection.execute(f"CREATE VIEW {name} AS FROM '{folder / name}.parquet'")
    return connection


def one(connection: duckdb.DuckDBPyConnection, question: str) -> object:
    answer = connection.execute(question).fetchone()
    assert answer is not None
    return answer[0]


KEYS = {"people": "person_id", "lab_participations": "person_id, project_id", "plans": "plan_id"}


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_unique(many: duckdb.DuckDBPyConnection, table: str) -> None:
    rows = one(many, f"SELECT count(*) FROM {table}")
    assert rows == one(many, f"SELECT count(*) FROM (SELECT DISTINCT {KEYS[table]} FROM {table})")
    assert isinstance(rows, int)
    assert rows > PEOPLE / 2


@pytest.mark.parametrize("table", ["lab_participations", "plans"])
def test_references_hold(many: duckdb.DuckDBPyConnection, table: str) -> None:
    assert one(many, f"SELECT count(*) FROM {table} ANTI JOIN people USING (person_id)") == 0
    assert one(many, f"SELECT count(*) FROM {table} ANTI JOIN projects USING (project_id)") == 0


def test_there_are_as_many_people_as_asked_and_all_take_part(many: duckdb.DuckDBPyConnection) -> None:
    assert one(many, "SELECT count(*) FROM people") == PEOPLE
    entries = "(SELECT person_id FROM lab_participations UNION SELECT person_id FROM plans)"
    assert one(many, f"SELECT count(*) FROM {entries}") == PEOPLE


def test_dates_stay_possible(many: duckdb.DuckDBPyConnection) -> None:
    for table in ("lab_participations", "plans"):
        born_later = (
            f"SELECT count(*) FROM people JOIN {table} USING (person_id) WHERE birth_date > entry_date"
        )
        assert one(many, born_later) == 0
        assert str(one(many, f"SELECT max(entry_date) FROM {table}")) <= "2020-11-30"
    assert str(one(many, "SELECT max(end_date) FROM plans")) <= "2020-11-30"
    assert one(many, "SELECT count(*) FROM plans WHERE end_date < entry_date") == 0
    assert one(many, "SELECT count(*) FROM plans WHERE (status = 'in_progress') <> (end_date IS NULL)") == 0


SHARES = {
    "women": ("people", "sex = 'F'", 0.689),
    "foreign people": ("people", "citizenship <> 'IT'", 0.294),
    "people without education": ("people", "education = 'none'", 0.2),
    "migrants": ("people", "disadvantages LIKE 'migrant%'", 0.273),
    "residents of Milano": ("people", "residence_province = 'MI'", 0.4),
    "completed plans": ("plans", "status = 'completed'", 0.647),
}


@pytest.mark.parametrize(("table", "condition", "share"), SHARES.values(), ids=SHARES)
def test_shares_stay_about_the_same(
    many: duckdb.DuckDBPyConnection, table: str, condition: str, share: float
) -> None:
    assert one(many, f"SELECT count(*) FILTER ({condition}) / count(*) FROM {table}") == pytest.approx(
        share, abs=0.012
    )


MEANS = {"lab": ("lab_participations", 49.0), "plan": ("plans", 42.9)}


@pytest.mark.parametrize(("table", "years"), MEANS.values(), ids=MEANS)
def test_mean_ages_stay_about_the_same(many: duckdb.DuckDBPyConnection, table: str, years: float) -> None:
    first = f"(SELECT person_id, min(entry_date) AS entry FROM {table} GROUP BY person_id)"
    mean = f"SELECT avg(date_sub('year', birth_date, entry)) FROM people JOIN {first} USING (person_id)"
    assert one(many, mean) == pytest.approx(years, abs=0.15)


def test_one_in_twenty_is_in_several_projects_and_a_few_have_several_plans(
    many: duckdb.DuckDBPyConnection,
) -> None:
    entries = (
        "(SELECT person_id, project_id FROM lab_participations UNION SELECT person_id, project_id FROM plans)"
    )
    several = f"SELECT avg(many::INT) FROM (SELECT count(*) > 1 AS many FROM {entries} GROUP BY person_id)"
    assert one(many, several) == pytest.approx(0.05, abs=0.01)
    plans = "SELECT avg(many::INT) FROM (SELECT count(*) > 1 AS many FROM plans GROUP BY person_id)"
    assert 0.02 < float(str(one(many, plans))) < 0.06


def test_people_are_not_just_copies(many: duckdb.DuckDBPyConnection) -> None:
    kinds = "SELECT count(*) FROM (SELECT DISTINCT * EXCLUDE (person_id) FROM people)"
    assert float(str(one(many, kinds))) > 0.9 * PEOPLE


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("once", "again"):
        write_dataset(tmp_path / name, people=1000, reading="swapped", format="csv", seed=4)
    write_dataset(tmp_path / "other", people=1000, reading="swapped", format="csv", seed=5)
    once, again, other = (
        (tmp_path / name / "people.csv").read_bytes() for name in ("once", "again", "other")
    )
    assert once == again != other


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    for kind in ("csv", "parquet"):
        write_dataset(tmp_path / kind, people=900, reading="printed", format=kind)
    for name in TABLES:
        csv, parquet = tmp_path / "csv" / f"{name}.csv", tmp_path / "parquet" / f"{name}.parquet"
        texts = ", ".join(f"CAST({column} AS VARCHAR)" for column in pq.read_schema(parquet).names)
        from_csv = f"SELECT * FROM read_csv('{csv}', all_varchar = true)"
        assert duckdb.sql(from_csv).fetchall() == duckdb.sql(f"SELECT {texts} FROM '{parquet}'").fetchall()


def test_a_parquet_reader_sees_plain_text_and_dates(tmp_path: Path) -> None:
    write_dataset(tmp_path, people=50, reading="printed", format="parquet")
    types = {field.name: str(field.type) for field in pq.read_schema(tmp_path / "people.parquet")}
    assert types.pop("birth_date") == "date32[day]"
    assert set(types.values()) == {"string"}


def test_fewer_people_than_830_are_possible(tmp_path: Path) -> None:
    write_dataset(tmp_path, people=1, reading="printed", format="csv")
    assert len((tmp_path / "people.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert len((tmp_path / "projects.csv").read_text(encoding="utf-8").splitlines()) == 34


def test_chunks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "CHUNK", 400)
    chunks = list(multiplied(invented_people("printed", 1), 1000, seed=1))
    assert [(first, len(chunk)) for first, chunk in chunks] == [(0, 400), (400, 400), (800, 200)]
    assert (chunks[0][1].birth[:200] != chunks[2][1].birth).any()


def test_multiplied_people_keep_their_ages() -> None:
    originals = invented_people("printed", 1)
    ((_first, crowd),) = multiplied(originals, 830, seed=1)
    moved = completed_years(crowd.birth, crowd.first_entry) != completed_years(
        originals.birth, originals.first_entry
    )
    # A leap day between can change an age where everything moves by weeks.
    assert moved.mean() < 0.01
    changed = [f.name for f in fields(crowd) if (getattr(crowd, f.name) != getattr(originals, f.name)).any()]
    assert {"birth", "lab_entry", "sex", "project"} <= set(changed)
    assert "group" not in changed
