"""The engine against the oracle, on datasets made up as the suite runs, from every kind of file."""

import tempfile
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from campanello.demo.dataset import write_dataset
from campanello.evaluation import figures, runner
from campanello.evaluation.dataset import DatasetInvalid
from campanello.evaluation.output import to_json
from campanello.evaluation.result import Evaluation
from tests.indicators import oracle, strategies
from tests.indicators.comparing import differences, parsed
from tests.indicators.oracle import Tables
from tests.indicators.writing import WRITERS, read_csv, write_csv, write_typed_parquet

MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)
# Each example is files written and evaluated: few of them, and none made smaller when one fails, which takes minutes.
FEW = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
FEWER = settings(FEW, max_examples=4)
kinds_of_file = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def evaluated(tables: Tables, write: Any = write_typed_parquet, **options: Any) -> Evaluation:
    """The engine's evaluation of a dataset that is written to a folder of its own and then removed."""
    with tempfile.TemporaryDirectory() as folder:
        return runner.evaluate_folder(write(tables, Path(folder)), generated_at=MOMENT, **options)


def document(tables: Tables, write: Any = write_typed_parquet, **options: Any) -> dict[str, Any]:
    """The evaluation as it is published."""
    return parsed(to_json(evaluated(tables, write, **options)))


@kinds_of_file
@given(tables=strategies.datasets())
@FEW
def test_the_engine_says_what_the_oracle_says(write: Any, tables: Tables) -> None:
    assert differences(document(tables, write), oracle.evaluate(tables)) == []


@kinds_of_file
def test_the_engine_says_what_the_oracle_says_of_a_crowd(write: Any) -> None:
    tables = strategies.crowd(seed=2020)
    assert differences(document(tables, write), oracle.evaluate(tables)) == []


def test_an_evaluation_has_exactly_the_keys_of_the_contract() -> None:
    found = document(strategies.crowd(seed=1, people=20))
    assert {
        "schema",
        "generated_at",
        "engine",
        "source",
        "suppression",
        "indicators",
        "figures",
    } <= found.keys()
    assert (found["schema"], found["engine"], found["suppression"]) == ("1", "duckdb", {"threshold": 0})


@given(tables=strategies.datasets(max_people=40), seed=st.integers(0, 9))
@FEWER
def test_the_order_of_rows_does_not_matter(tables: Tables, seed: int) -> None:
    assert differences(document(strategies.shuffled(tables, seed)), document(tables)) == []


@given(tables=strategies.datasets(max_people=40))
@FEW
def test_people_count_once_and_exclusive_categories_add_up(tables: Tables) -> None:
    evaluation = evaluated(tables)
    everyone, lab, plan, both = (
        evaluation.indicator(f"recipients.{name}").value for name in ("total", "lab", "plan", "both")
    )
    assert everyone == lab + plan - both  # type: ignore[operator]
    assert max(lab, plan) <= everyone  # type: ignore[type-var, operator]
    for figure in evaluation.figures:
        counts = [row.count or 0 for row in figure.rows]
        if figure.code == "disadvantage":
            assert sum(counts) >= (figure.base or 0)
        else:
            assert (figure.code, figure.population, sum(counts)) == (
                figure.code,
                figure.population,
                figure.base,
            )


@given(seed=st.integers(0, 99), parts=st.integers(2, 3))
@FEWER
def test_the_cubes_of_parts_add_up_to_the_cube_of_the_whole(seed: int, parts: int) -> None:
    tables = strategies.crowd(seed, people=120)
    people = [person["person_id"] for person in tables["people"]]
    cubes = [cube_of(strategies.only(tables, people[part::parts])) for part in range(parts)]
    whole = sum(cubes[1:], start=cubes[0])
    assert every_count(whole) == every_count(cube_of(tables))


def cube_of(tables: Tables) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return runner.summarise(write_typed_parquet(tables, Path(folder))).cube


def every_count(cube: Any) -> dict[tuple[str, str], Any]:
    populations = ("all", "lab", "plan")
    return {
        (code, name): figures.counts(cube, code, name) for code in oracle.CATEGORIES for name in populations
    }


@pytest.mark.parametrize("write", [write_csv, write_typed_parquet], ids=["empty cells", "NULL"])
def test_people_of_whom_nothing_is_recorded_are_counted_as_unknown_and_change_nothing_else(
    write: Any,
) -> None:
    tables = strategies.crowd(seed=3, people=60)
    blank = dict.fromkeys(tables["people"][0], "") | {"person_id": "blank"}
    entry = tables["lab_participations"][0] | {"person_id": "blank", "occupational_status": ""}
    more = tables | {
        "people": [*tables["people"], blank],
        "lab_participations": [*tables["lab_participations"], entry],
    }
    added = counts(document(more, write)) - counts(document(tables, write))
    single = ("age_band", "sex", "citizenship", "education", "disadvantage", "province")
    in_people = {(code, name, "unknown"): 1 for code in single for name in ("all", "lab")}
    assert added == {**in_people, ("occupational_status", "lab", "unknown"): 1}


def counts(found: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    return Counter(
        {
            (figure["code"], figure["population"], row["category"]): row["count"]
            for figure in found["figures"]
            for row in figure["rows"]
        }
    )


EMPTY: dict[str, Tables] = {
    "nothing at all": {"projects": [], "people": [], "lab_participations": [], "plans": []},
    "an empty table of partners": {
        "projects": [],
        "partners": [],
        "people": [],
        "lab_participations": [],
        "plans": [],
    },
    "people who take part in nothing": strategies.only(strategies.crowd(5, 10), [])
    | {"people": strategies.crowd(5, 10)["people"]},
}


@kinds_of_file
@pytest.mark.parametrize("tables", EMPTY.values(), ids=EMPTY)
def test_empty_tables_are_valid(write: Any, tables: Tables) -> None:
    found = document(tables, write)
    assert differences(found, oracle.evaluate(tables)) == []
    assert {row["share"] for figure in found["figures"] for row in figure["rows"]} == {None}


@pytest.mark.parametrize("threads", [1, 4])
def test_threads_do_not_change_a_byte(threads: int) -> None:
    tables = strategies.crowd(seed=8, people=300)
    assert to_json(evaluated(tables, threads=threads)) == to_json(evaluated(tables))


def test_half_a_tenth_of_a_per_cent_is_rounded_up() -> None:
    blank = dict.fromkeys(strategies.crowd(1, 1)["people"][0], "")
    people = [blank | {"person_id": str(n), "sex": "F" if n < 49 else "M"} for n in range(400)]
    entries = [{"person_id": str(n), "project_id": "P", "entry_date": "2020-01-01"} for n in range(400)]
    tables = {
        "projects": [strategies.crowd(1, 1)["projects"][0] | {"project_id": "P"}],
        "people": people,
        "lab_participations": [entry | {"occupational_status": ""} for entry in entries],
        "plans": [],
    }
    rows = evaluated(tables).figure("sex", "lab")
    assert (rows.row("F").share, rows.row("M").share) == (Decimal("12.3"), Decimal("87.8"))


PRINTED = {
    "printed": {"recipients.lab": "524", "recipients.plan": "485", "plan_share": "58.4"},
    "swapped": {"recipients.lab": "485", "recipients.plan": "524", "plan_share": "63.1"},
}


@pytest.mark.parametrize("reading", PRINTED)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_demo_programme_gives_what_the_sources_print(tmp_path: Path, reading: str, kind: str) -> None:
    write_dataset(tmp_path / kind, people=830, reading=reading, format=kind)
    write_dataset(tmp_path / "read", people=830, reading=reading, format="csv")
    found = parsed(to_json(runner.evaluate_folder(tmp_path / kind, generated_at=MOMENT)))
    values = {one["code"]: str(one["value"]) for one in found["indicators"]}
    expected = {"recipients.total": "830", "age.mean.plan": "42.9", "age.mean.lab": "49.0"} | PRINTED[reading]
    assert {code: values[code] for code in expected} == expected
    assert differences(found, oracle.evaluate(read_csv(tmp_path / "read"))) == []


@pytest.mark.spark
@kinds_of_file
def test_spark_says_what_duckdb_says(write: Any) -> None:
    pytest.importorskip("pyspark")
    for tables in (strategies.crowd(seed=2021, people=200), EMPTY["nothing at all"]):
        by_spark = document(tables, write, engine="spark")
        assert by_spark["engine"] == "spark"
        assert differences(by_spark, oracle.evaluate(tables)) == []


NO_DAYS = {
    "an entry without end": ("lab_participations", "entry_date", "infinity"),
    "an entry before time began": ("plans", "entry_date", "-infinity"),
    "an end without end": ("plans", "end_date", "infinity"),
    "a birth in five million years": ("people", "birth_date", "5000000-01-01"),
    "an entry in year 10000": ("plans", "entry_date", "10000-01-01"),
}


@pytest.mark.parametrize(("name", "column", "day"), NO_DAYS.values(), ids=NO_DAYS)
def test_a_day_that_only_parquet_can_hold_is_told(tmp_path: Path, name: str, column: str, day: str) -> None:
    folder = write_typed_parquet(strategies.crowd(seed=4, people=20), tmp_path)
    path, good = folder / f"{name}.parquet", tmp_path / "good.parquet"
    path.rename(good)
    number = "row_number() OVER ()"
    bad = f"CASE WHEN {number} = 3 THEN DATE '{day}' ELSE {column} END AS {column}"
    duckdb.sql(f"COPY (SELECT * REPLACE ({bad}) FROM read_parquet('{good}')) TO '{path}'")
    with pytest.raises(DatasetInvalid) as refusal:
        runner.summarise(folder)
    told_of = [(one.table, one.row, one.column) for one in refusal.value.problems if "date" in one.text]
    assert (name, 3, column) in told_of


BROKEN = (
    ("people", "birth_date", "2031-01-01"),
    ("people", "birth_date", "1899-12-31"),
    ("people", "citizenship", "ZZ"),
    ("lab_participations", "project_id", "nothing"),
    ("lab_participations", "occupational_status", "idle"),
    ("plans", "person_id", "nobody"),
    ("plans", "status", "running"),
    ("plans", "status", ""),
)


def broken(tables: Tables, *cells: tuple[str, str, str]) -> Tables:
    """A dataset of which a row a cell is changed, and whose last plan is there twice."""
    answer = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for place, (name, column, value) in enumerate(cells):
        answer[name][place][column] = value
    return answer | {"plans": [*answer["plans"], answer["plans"][-1]]}


def told(tables: Tables, engine: str) -> list[Any]:
    with pytest.raises(DatasetInvalid) as refusal:
        evaluated(tables, engine=engine)
    return [(one.table, one.row, one.column, one.text % one.facts) for one in refusal.value.problems]


@pytest.mark.spark
def test_spark_refuses_what_duckdb_refuses() -> None:
    pytest.importorskip("pyspark")
    tables = broken(strategies.crowd(seed=2022, people=40), *BROKEN)
    by_duckdb = told(tables, "duckdb")
    assert {(name, column) for name, column, _ in BROKEN} <= {(one[0], one[2]) for one in by_duckdb}
    assert told(tables, "spark") == by_duckdb


@pytest.mark.spark
def test_spark_sees_the_one_cell_that_is_no_code() -> None:
    pytest.importorskip("pyspark")
    tables = strategies.crowd(seed=2023, people=20)
    tables["people"][7]["citizenship"] = "ZZ"
    assert [one[:3] for one in told(tables, "spark")] == [("people", 8, "citizenship")]
