"""Builds the demo installation in a folder, all of it or nothing of it. Serves nothing and reads no clock."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from campanello.core.errors import Refused, gettext_noop
from campanello.demo.dataset import CSV, PARQUET, SEED, write_dataset
from campanello.demo.notes import Facts, Note, notes
from campanello.demo.people import invented_people
from campanello.demo.targets import READINGS, sizes
from campanello.evaluation import disclosure, output, runner, store
from campanello.evaluation.report import write

PEOPLE = sizes(READINGS[0]).all
# Above this many people the dataset is Parquet alone; a CSV file of millions serves nobody.
MOST_CSV_PEOPLE = 100_000
STAMP, NOTES, BUILDING = "demo.json", "NOTES.md", ".building"
# The notes on one reading, in its evaluation's folder.
READING_NOTES = "notes.json"
REPORTS = gettext_noop("Printing the report of the reading “%(reading)s” ...")
DATASET, DATASET_PARQUET, READINGS_FOLDER = "dataset", "dataset-parquet", "readings"
EVALUATIONS, PUBLISHED = "evaluations", "published"
OWN = (DATASET, DATASET_PARQUET, READINGS_FOLDER, EVALUATIONS, PUBLISHED, NOTES)

Tell = Callable[[str, Facts], None]

INVENTING = gettext_noop("Inventing 33 projects and %(people)s people, reading “%(reading)s” ...")
AS_PARQUET = gettext_noop("Writing the same as Parquet ...")
COMPARING = gettext_noop("Writing both readings, for comparison ...")
EVALUATING = gettext_noop("Evaluating the reading “%(reading)s” ...")
COPYING = gettext_noop("Copying the published figures ...")
TITLES = {
    "printed": gettext_noop("Integrated projects, Table 3.1 as printed"),
    "swapped": gettext_noop("Integrated projects, lab and plan of Table 3.1 swapped"),
}


class NotADemo(Refused):
    """The folder to build in holds a dataset that is not a demo's, which a build would replace."""

    code = "demo.not-a-demo"
    text = gettext_noop(
        "%(folder)s holds something that is not a demo, and was left as it is. "
        "Name another folder with --data-dir, or move away what it holds."
    )


class CannotBuild(Refused):
    """The demo can't be written: no permission, no space."""

    code = "demo.cannot-build"
    text = gettext_noop(
        "The demo can't be written in %(folder)s: %(why)s. Make room, or name another folder with --data-dir."
    )


def build(directory: Path, *, people: int, reading: str, now: datetime, tell: Tell) -> bool:
    """Build the demo in a folder unless it is there already, made by this version with the same choices.

    What the folder holds besides the demo (a database, a key) stays. The demo takes its place only when it is
    whole: an interrupted build leaves what was there before.

    Args:
        directory: The installation's folder; made when it is not there.
        people: How many, 1 or more; 830 give the printed figures.
        reading: `printed` or `swapped`.
        now: When the evaluations are said to be made.
        tell: Called with a sentence and its facts before each step.

    Returns:
        Whether anything was built.

    Raises:
        NotADemo, CannotBuild.
    """
    wanted: Facts = {"version": version(), "people": people, "reading": reading}
    try:
        if _is_built(directory, wanted):
            return False
        with _fresh(directory) as folder:
            _fill(folder, people=people, reading=reading, tell=tell)
            for name, dataset in _datasets(folder, reading).items():
                tell(EVALUATING, {"reading": name})
                kept = folder / EVALUATIONS / name
                summary = _evaluate(dataset, kept, title=TITLES[name], now=now)
                known = notes(invented_people(name, SEED), name, people)
                _write_json(kept / READING_NOTES, [asdict(note) for note in known])
                if people == PEOPLE:
                    tell(REPORTS, {"reading": name})
                    _print(summary, kept, now)
            _stamp(folder, wanted, notes(invented_people(reading, SEED), reading, people))
    except OSError as error:
        raise CannotBuild(folder=str(directory), why=error.strerror or str(error)) from error
    return True


def version() -> str:
    """What the demo is made from, as a fingerprint of the package's files: another one means another demo."""
    digest = hashlib.sha256(str(store.CUBE_VERSION).encode())
    for name, content in sorted(_contents(files("campanello.demo"), "")):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _contents(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield prefix + entry.name, entry.read_bytes()


def _is_built(directory: Path, wanted: Facts) -> bool:
    """Whether the folder holds just this demo.

    Raises:
        NotADemo: It holds another's dataset, or is no folder.
    """
    stamp = directory / STAMP
    if not stamp.is_file():
        if (directory.exists() and not directory.is_dir()) or any(
            (directory / name).exists() for name in OWN
        ):
            raise NotADemo(folder=str(directory))
        return False
    try:
        built = json.loads(stamp.read_text(encoding="utf-8"))
    except ValueError:
        return False
    is_whole = all((directory / name).is_dir() for name in (DATASET, EVALUATIONS, PUBLISHED))
    return is_whole and isinstance(built, dict) and {name: built.get(name) for name in wanted} == wanted


@contextmanager
def _fresh(directory: Path) -> Iterator[Path]:
    """A new folder inside `directory` whose content takes its place there, or goes away when something fails."""
    is_new = not directory.exists()
    building = directory / BUILDING
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(parents=True)
        yield building
        _take_place(building, directory)
    finally:
        shutil.rmtree(building, ignore_errors=True)
        if is_new:
            with suppress(OSError):
                directory.rmdir()


def _take_place(building: Path, directory: Path) -> None:
    # From here the folder holds neither the old demo nor yet the new one; a run that ends here is made good.
    (directory / STAMP).write_text("{}", encoding="utf-8")
    for name in OWN:
        old, new = directory / name, building / name
        if old.is_dir():
            shutil.rmtree(old)
        old.unlink(missing_ok=True)
        if new.exists():
            new.rename(old)
    (building / STAMP).replace(directory / STAMP)


def _fill(folder: Path, *, people: int, reading: str, tell: Tell) -> None:
    """Write the datasets and the published figures."""
    tell(INVENTING, {"people": people, "reading": reading})
    is_small = people <= MOST_CSV_PEOPLE
    write_dataset(folder / DATASET, people=people, reading=reading, format=CSV if is_small else PARQUET)
    if is_small:
        tell(AS_PARQUET, {})
        write_dataset(folder / DATASET_PARQUET, people=people, reading=reading, format=PARQUET)
    if people == PEOPLE:
        tell(COMPARING, {})
        for one in READINGS:
            write_dataset(folder / READINGS_FOLDER / one, people=people, reading=one, format=CSV)
    tell(COPYING, {})
    (folder / PUBLISHED).mkdir()
    for entry in (files("campanello.demo") / PUBLISHED).iterdir():
        if entry.name.endswith(".json"):
            (folder / PUBLISHED / entry.name).write_bytes(entry.read_bytes())


def _datasets(folder: Path, reading: str) -> dict[str, Path]:
    """The datasets to evaluate by reading: both where both were written, else the one that was asked for."""
    readings = {one: folder / READINGS_FOLDER / one for one in READINGS}
    return {one: path for one, path in readings.items() if path.is_dir()} or {reading: folder / DATASET}


def _evaluate(dataset: Path, folder: Path, *, title: str, now: datetime) -> runner.Summary:
    """Evaluate a dataset and store the result where the dashboard finds it."""
    summary = runner.summarise(dataset, by_project=True)
    folder.mkdir(parents=True)
    store.save(summary, folder, title=title, made_at=now)
    return summary


def _print(summary: runner.Summary, folder: Path, now: datetime) -> None:
    """Put the evaluation and its report beside the stored one, as `campanello evaluate` would write them."""
    evaluation = runner.published(
        summary,
        engine="duckdb",
        generated_at=now.replace(microsecond=0),
        threshold=disclosure.DEFAULT_THRESHOLD,
    )
    (folder / output.JSON_FILE).write_text(output.to_json(evaluation), encoding="utf-8")
    write.write_report(evaluation, formats=output.REPORT_FORMATS, language="it", directory=folder)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _stamp(folder: Path, wanted: Facts, known: list[Note]) -> None:
    """Write the notes for those who read the folder, and with what was wanted for the program."""
    lines = [f"- {note}" for note in known]
    text = "\n".join(["# What to know of this demo's figures", "", *lines, ""])
    (folder / NOTES).write_text(text, encoding="utf-8")
    _write_json(folder / STAMP, {**wanted, "notes": [asdict(note) for note in known]})
