"""The installation: built once, built again when asked for differently, never half, never over someone else's data."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campanello.core.errors import Refused
from campanello.demo import build as building
from campanello.demo.build import CannotBuild, NotADemo, build
from campanello.demo.notes import Facts
from campanello.evaluation import store

NOW = datetime(2021, 1, 31, 12, tzinfo=UTC)


class Interrupted(Exception):
    """What stands for a key pressed, or the power gone."""


def run(folder: Path, people: int = 830, reading: str = "printed", stop_at: str = "") -> bool:
    def tell(text: str, facts: Facts) -> None:
        if stop_at and (text % facts).startswith(stop_at):
            raise Interrupted

    return build(folder, people=people, reading=reading, now=NOW, tell=tell)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installations") / "demo"
    assert run(folder)
    return folder


def test_the_demo_has_both_formats_both_readings_the_published_figures_and_its_notes(demo: Path) -> None:
    files = set(content(demo))
    tables = ("projects", "partners", "people", "lab_participations", "plans")
    wanted = {f"dataset/{name}.csv" for name in tables} | {
        f"dataset-parquet/{name}.parquet" for name in tables
    }
    wanted |= {f"readings/{one}/{name}.csv" for one in ("printed", "swapped") for name in tables}
    assert wanted | {"demo.json", "NOTES.md", "published/lombardy-2020.json"} <= files
    assert not [name for name in files if name.startswith(".")]


def test_the_dataset_is_the_reading_that_was_asked_for(demo: Path) -> None:
    files = content(demo)
    assert (
        files["dataset/plans.csv"]
        == files["readings/printed/plans.csv"]
        != files["readings/swapped/plans.csv"]
    )


def test_both_readings_are_stored_for_the_dashboard(demo: Path) -> None:
    stored = {name: store.load(demo / "evaluations" / name) for name in store.names(demo / "evaluations")}
    assert list(stored) == ["printed", "swapped"]
    assert {one.made_at for one in stored.values()} == {NOW}
    assert {name: one.summary.rows["plans"] for name, one in stored.items()} == {
        "printed": 487,
        "swapped": 524,
    }


def test_a_second_run_builds_nothing(demo: Path) -> None:
    before = content(demo)
    assert not run(demo)
    assert content(demo) == before


def test_two_builds_are_alike(demo: Path, tmp_path: Path) -> None:
    run(tmp_path / "again")
    assert content(tmp_path / "again") == content(demo)


def test_another_reading_and_another_number_of_people_build_anew(tmp_path: Path) -> None:
    assert run(tmp_path, people=40)
    assert run(tmp_path, people=40, reading="swapped")
    assert not run(tmp_path, people=40, reading="swapped")
    assert run(tmp_path, people=41, reading="swapped")
    assert len((tmp_path / "dataset" / "people.csv").read_text(encoding="utf-8").splitlines()) == 42


def test_another_version_of_the_program_builds_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, people=40)
    monkeypatch.setattr(building, "version", lambda: "another")
    assert run(tmp_path, people=40)


@pytest.mark.parametrize(
    "damage", ["not json", "[]"], ids=["a stamp that can't be read", "a stamp of another kind"]
)
def test_a_damaged_stamp_builds_anew(tmp_path: Path, damage: str) -> None:
    run(tmp_path, people=40)
    (tmp_path / "demo.json").write_text(damage, encoding="utf-8")
    assert run(tmp_path, people=40)


def test_an_interrupted_first_build_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        run(tmp_path / "demo", stop_at="Evaluating")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_second_build_leaves_the_first(tmp_path: Path) -> None:
    run(tmp_path, people=40)
    before = content(tmp_path)
    with pytest.raises(Interrupted):
        run(tmp_path, people=50, stop_at="Evaluating")
    assert content(tmp_path) == before


def test_what_a_killed_build_left_is_swept_away_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".building" / "dataset").mkdir(parents=True)
    assert run(tmp_path, people=40)
    assert not (tmp_path / ".building").exists()


def test_a_run_that_ended_while_taking_its_place_is_made_good(tmp_path: Path) -> None:
    run(tmp_path, people=40)
    (tmp_path / "demo.json").write_text("{}", encoding="utf-8")
    (tmp_path / "NOTES.md").unlink()
    assert run(tmp_path, people=40)
    assert (tmp_path / "NOTES.md").is_file()


def test_what_else_is_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("kept", encoding="ascii")
    run(tmp_path, people=40)
    run(tmp_path, people=50)
    assert (tmp_path / "secret-key").read_text(encoding="ascii") == "kept"


def test_a_dataset_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "people.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(NotADemo):
        run(tmp_path, people=40)
    assert content(tmp_path) == {"dataset/people.csv": b"mine"}


NOWHERE: dict[str, tuple[str, type[Refused]]] = {
    "a file stands in its place": ("file", NotADemo),
    "a file stands in the way": ("file/below", CannotBuild),
}


@pytest.mark.parametrize(("name", "error"), NOWHERE.values(), ids=NOWHERE)
def test_a_place_where_no_folder_can_be_is_refused(tmp_path: Path, name: str, error: type[Refused]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(error) as refused:
        run(tmp_path / name, people=40)
    assert str(tmp_path / name) in str(refused.value)


def test_many_people_are_parquet_alone_and_evaluated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MOST_CSV_PEOPLE", 100)
    run(tmp_path, people=101, reading="swapped")
    assert (tmp_path / "dataset" / "people.parquet").is_file()
    assert not (tmp_path / "dataset-parquet").exists()
    assert not (tmp_path / "readings").exists()
    assert store.names(tmp_path / "evaluations") == ["swapped"]


def test_the_version_changes_with_the_data_files() -> None:
    names = {name for name, _content in building._contents(building.files("campanello.demo"), "")}
    assert {"people.py", "data/targets.csv", "published/lombardy-2020.json"} <= names
    assert not [name for name in names if "__pycache__" in name]


NOTED = {
    "printed": "63.1 per cent of people with a plan can't be: 485 of 830 are 58.4 per cent.",
    "swapped": "524 of 830 people have a plan: 63.1 per cent, as printed.",
}


@pytest.mark.parametrize("reading", NOTED)
def test_the_notes_say_what_no_whole_numbers_give(reading: str, demo: Path, tmp_path: Path) -> None:
    folder = demo
    if reading != "printed":
        folder = tmp_path
        run(folder, reading=reading)
    notes = (folder / "NOTES.md").read_text(encoding="utf-8")
    assert NOTED[reading] in notes
    assert ("487 plans" in notes) == (reading == "printed")
    told = json.loads((folder / "demo.json").read_text(encoding="utf-8"))["notes"]
    assert [one["text"] % one["facts"] for one in told] == [line[2:] for line in notes.splitlines()[2:]]


def test_the_facts_of_the_notes_are_numbers_so_that_every_language_can_write_them(demo: Path) -> None:
    told = json.loads((demo / "demo.json").read_text(encoding="utf-8"))["notes"]
    facts = [fact for note in told for fact in note["facts"].values()]
    assert {63.1, 58.4, 64.7, 34.5, 0.8} <= set(facts)
    assert [fact for fact in facts if isinstance(fact, str)] == []


def test_another_number_of_people_is_said_to_give_other_figures(tmp_path: Path) -> None:
    run(tmp_path, people=40)
    first, *_rest = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))["notes"]
    assert first["text"] % first["facts"] == (
        "These 40 people are made from the demo's 830: shares and means are about the same, not exact."
    )
