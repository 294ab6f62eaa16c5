"""FEBRL4, where the truth is known: how well its 5,000 people are found again without being shown it."""

import os
from pathlib import Path

import pytest

from bench import febrl
from campanello.evaluation.linkage import linking, records

pytestmark = pytest.mark.peers
ENOUGH = 0.97


@pytest.fixture(scope="module")
def source() -> Path:
    found = febrl.folder(Path(__file__).parents[3])
    if found is None or os.environ.get("CAMPANELLO_REQUIRE_PEERS") != "1":
        message = "FEBRL4 WAS NOT LINKED: `make test-linkage` fetches it and looks how well it is"
        if os.environ.get("CAMPANELLO_REQUIRE_PEERS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


def linked(source: Path, folder: Path, *, without: str = "") -> febrl.Quality:
    truth = febrl.write_records(source, folder / "records.csv")
    with linking.database(folder) as connection:
        records.load(connection, records.found(folder), folder)
        if without:
            connection.execute(f"UPDATE records SET {without} = NULL")
        linking.link(connection)
        pairs = connection.execute(
            "SELECT record_id_a, record_id_b FROM pairs WHERE probability >= ?", [linking.SAME_FROM]
        ).fetchall()
    return febrl.quality(pairs, truth)


def test_people_are_found_again(source: Path, tmp_path: Path) -> None:
    assert linked(source, tmp_path).f1 >= ENOUGH


def test_people_are_found_again_without_any_code(source: Path, tmp_path: Path) -> None:
    assert linked(source, tmp_path, without="code").f1 >= ENOUGH
