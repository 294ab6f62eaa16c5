"""Small sets of records in, pairs and clusters out: what is one person, what is a relative, what is only doubtful."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from bench import linkage_people
from campanello.evaluation.linkage import explaining, linking, live, records

CROWD = 400
ROSA = {
    "family_name": "Bianchetti",
    "given_name": "Rosalba",
    "sex": "F",
    "birth_date": "1971-04-09",
    "birth_place": "Mantova",
    "phone": "+39 347 555 1234",
    "address": "Via Esempio 12",
    "municipality": "Mantova",
}
SAME = {
    "swapped names": {"family_name": "Rosalba", "given_name": "Bianchetti"},
    "day and month changed over": {"birth_date": "1971-09-04"},
    "a slip in each name": {"family_name": "Bianchetto", "given_name": "Rosabla"},
    "no birth date": {"birth_date": ""},
    "no given name": {"given_name": ""},
    "she moved and has another telephone": {"phone": "333 111 2222", "address": "Corso Altrove 4"},
    "capitals, accents and a title's place": {"family_name": "BIANCHÉTTI", "birth_date": "09/04/1971"},
    "a second given name": {"given_name": "Rosalba Ines"},
}
OTHER = {
    "her daughter": {"given_name": "Marica", "birth_date": "1999-10-21", "sex": "F"},
    "her brother": {"given_name": "Tobia", "birth_date": "1968-01-30", "sex": "M"},
    "her niece of the same name": {"birth_date": "2003-12-17"},
    "a stranger of the same age": {
        "given_name": "Ornella",
        "family_name": "Zambrotti",
        "phone": "",
        "address": "Via Lontana 1",
    },
}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Households of invented people around those whom a test is about."""
    folder = tmp_path_factory.mktemp("crowd")
    linkage_people.make(folder, CROWD, seed=7)
    with linking.database(folder) as connection:
        records.load(connection, records.found(folder))
        return connection.sql("SELECT * EXCLUDE (place) FROM records").to_arrow_table().to_pylist()


def loaded(connection: Any, rows: list[Mapping[str, Any]]) -> None:
    columns = {
        name: pa.array([row.get(name) or None for row in rows], pa.string()) for name in records.COLUMNS
    }
    table = pa.table(columns)
    connection.register("given", table)
    connection.execute("CREATE TABLE records AS SELECT *, 0 AS place FROM given")


@pytest.fixture(scope="module")
def found(crowd: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The probability of each variant being Rosa, each variant among the crowd together with one Rosa."""
    rows: list[Mapping[str, Any]] = [*crowd]
    for number, (name, but) in enumerate({**SAME, **OTHER}.items()):
        # Each has a Rosa of her own, of another name, so that the variants don't meet.
        own = {
            "family_name": f"{'bcdfglmnprstvz'[number]}{ROSA['family_name'].lower()}",
            "phone": f"34755512{number:02}",
        }
        own |= {"birth_date": f"19{60 + number}-04-09", "address": f"Via Esempio{'abcdefghilmn'[number]} 12"}
        rosa = ROSA | own
        variant = rosa | {key: value for key, value in but.items() if key not in own or value != ROSA[key]}
        if name == "swapped names":
            variant |= {"family_name": "Rosalba", "given_name": rosa["family_name"]}
        elif "family_name" in but and name in SAME:
            variant["family_name"] = rosa["family_name"][0] + but["family_name"].lower()
        if name == "day and month changed over":
            variant["birth_date"] = rosa["birth_date"][:5] + "09-04"
        if name.startswith("capitals"):
            variant["birth_date"] = f"09/04/{rosa['birth_date'][:4]}"
        rows += [rosa | {"record_id": f"{name}: rosa"}, variant | {"record_id": f"{name}: variant"}]
    folder = tmp_path_factory.mktemp("found")
    with linking.database(folder, threads=2) as connection:
        loaded(connection, rows)
        linking.link(connection)
        pairs = connection.sql("SELECT record_id_a, record_id_b, probability FROM pairs").fetchall()
    return {one.split(":")[0]: p for one, other, p in pairs if one.split(":")[0] == other.split(":")[0]}


@pytest.mark.parametrize("name", SAME)
def test_one_person_is_found(found: dict[str, float], name: str) -> None:
    assert found.get(name, 0.0) >= linking.SAME_FROM


@pytest.mark.parametrize("name", OTHER)
def test_a_relative_or_a_stranger_is_not_taken_for_the_person(found: dict[str, float], name: str) -> None:
    assert found.get(name, 0.0) < linking.SAME_FROM


def test_the_same_records_give_the_same_pairs(crowd: list[dict[str, Any]], tmp_path: Path) -> None:
    answers = []
    for rows in (crowd, crowd[::-1]):
        with linking.database(tmp_path, threads=2) as connection:
            loaded(connection, rows)
            linking.link(connection)
            answers.append(
                [connection.sql(f"FROM {name} ORDER BY ALL").fetchall() for name in ("pairs", "clusters")]
            )
    assert answers[0] == answers[1]
    assert answers[0][0]


@pytest.mark.parametrize("rows", [[], [ROSA | {"record_id": "a"}], [{"record_id": "a"}, {"record_id": "b"}]])
def test_what_can_t_be_paired_gives_clusters_of_one(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    with linking.database(tmp_path) as connection:
        loaded(connection, rows)
        linking.link(connection)
        assert connection.sql("FROM pairs").fetchall() == []
        assert connection.sql("FROM clusters ORDER BY ALL").fetchall() == [
            (row["record_id"],) * 2 for row in rows
        ]


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE records; --",
    "\u202eRosa\u200f",
    "😀😀",
    "x" * 10_000,
    "31/02/1999",
]


def test_hostile_cells_are_cells(tmp_path: Path) -> None:
    rows = [
        dict.fromkeys(records.COLUMNS, text) | {"record_id": f"r{number}"}
        for number, text in enumerate(HOSTILE * 2)
    ]
    with linking.database(tmp_path) as connection:
        loaded(connection, rows)
        linking.link(connection)
        (count,) = connection.execute("SELECT count(*) FROM clusters").fetchone() or (0,)
    assert count == len(rows)


def test_a_thousand_times_the_same_record_is_one_person(tmp_path: Path) -> None:
    with linking.database(tmp_path) as connection:
        loaded(connection, [ROSA | {"record_id": f"{number:04}"} for number in range(1_000)])
        linking.link(connection)
        (count,) = connection.execute("SELECT count(DISTINCT cluster) FROM clusters").fetchone() or (0,)
    # So many of one value are compared only where fewer share it; none may stop the command.
    assert 1 <= count <= 1_000


def test_a_chain_of_pairs_is_one_cluster(tmp_path: Path) -> None:
    with linking.database(tmp_path) as connection:
        loaded(connection, [{"record_id": name} for name in "abcdef"])
        pairs = [("e", "d", 0.99), ("b", "c", 0.95), ("c", "d", 0.91), ("a", "f", 0.5)]
        connection.execute(
            "CREATE TABLE pairs (record_id_a VARCHAR, record_id_b VARCHAR, probability DOUBLE)"
        )
        connection.executemany("INSERT INTO pairs VALUES (?, ?, ?)", pairs)
        linking._cluster(connection, 0.9)
        assert dict(connection.sql("FROM clusters").fetchall()) == dict(zip("abcdef", "abbbbf", strict=True))


def test_the_weights_of_a_live_pair_add_up_to_its_probability(crowd: list[dict[str, Any]]) -> None:
    rows = [row | {"record_id": str(number)} for number, row in enumerate(crowd)]
    pairs = live.pairs_among(rows, threads=2)
    assert pairs
    for pair in pairs:
        assert pair.one < pair.other
        (*_bars, total) = explaining.steps(explaining.stored_reasons(pair.reasons), "en")
        assert pair.probability_ppm / 1e6 == pytest.approx(1 / (1 + 2**-total.bits), abs=0.01)


def test_nobody_is_paired_alone() -> None:
    assert live.pairs_among([ROSA | {"record_id": "1"}]) == []
