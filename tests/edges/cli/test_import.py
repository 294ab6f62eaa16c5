"""`campanello import` and `campanello snapshot`: on an installation of the tests' own, by the command itself."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

HEAD = "Codice fiscale;Cognome;Nome;Data di nascita;Note"
ROSA = "BLLRSO60E44E897O;Ballatoio;Rosa;04/05/1960;niente"
SET_UP = """
import django
django.setup()
from datetime import date
from campanello.core.models import Organisation, Project
from campanello.core.server import prepare
prepare()
body = Organisation.objects.create(name="Comune di Esempio", kind="municipality")
Project.objects.create(code="P1", title="Prova", lead=body, province="MN")
"""
TAKE_PART = """
import django
django.setup()
from datetime import date
from campanello.core.models import Project
from campanello.people.models import Participation, Person
for number, person in enumerate(Person.objects.order_by("pk")):
    Participation.objects.create(
        person=person, project=Project.objects.get(), strand="lab", code=f"E{number}", entry_on=date(2025, 1, 1)
    )
"""
Done = subprocess.CompletedProcess[str]


def python(folder: Path, *arguments: str) -> Done:
    own = {
        "CAMPANELLO_MODE": "debug",
        "CAMPANELLO_DATA_DIR": str(folder),
        "CAMPANELLO_LANG": "en",
        "DATABASE_URL": f"sqlite:///{folder / 'campanello.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "campanello.settings",
    }
    command = (sys.executable, *arguments)
    return subprocess.run(
        command, env={**os.environ, **own}, capture_output=True, text=True, timeout=120, check=False
    )


def campanello(folder: Path, *arguments: str) -> Done:
    return python(folder, "-m", "campanello.cli.main", *arguments)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one project, which the tests fill one after the other."""
    folder = tmp_path_factory.mktemp("home")
    done = python(folder, "-c", SET_UP)
    assert done.returncode == 0, done.stderr
    return folder


def table(folder: Path, *rows: str) -> str:
    path = folder / "people.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_a_dry_run_stores_nothing_and_an_import_all(home: Path, tmp_path: Path) -> None:
    file = table(tmp_path, ROSA, ";Cortile;Ugo;01/01/1970;")
    given = ("import", "people", file, "--project", "P1")
    trial = campanello(home, *given, "--dry-run")
    assert (trial.returncode, "2 new" in trial.stdout) == (0, True), trial.stderr
    assert trial.stdout.startswith("Tried out, nothing stored.")
    assert "Note: not used" in trial.stderr
    assert campanello(home, *given).stdout == "2 rows: 2 new, 0 changed, 0 as they were.\n"
    assert campanello(home, *given).stdout == "2 rows: 0 new, 0 changed, 2 as they were.\n"


def test_a_wrong_row_is_named_and_nothing_is_stored(home: Path, tmp_path: Path) -> None:
    file = table(tmp_path, ";Nuova;Ada;01/01/1980;", ROSA.replace("97O", "97X"))
    done = campanello(home, "import", "people", file, "--project", "P1")
    assert done.returncode == 2
    assert "Row 3, Codice fiscale" in done.stderr
    good = campanello(
        home, "import", "people", table(tmp_path, ";Nuova;Ada;01/01/1980;"), "--project", "P1", "--dry-run"
    )
    assert "1 new" in good.stdout


def test_doubtful_rows_need_a_word(home: Path, tmp_path: Path) -> None:
    campanello(home, "import", "people", table(tmp_path, ";Cortile;Ugo;01/01/1970;"), "--project", "P1")
    given = ("import", "people", table(tmp_path, ";Cortille;Ugo;01/01/1970;"), "--project", "P1")
    refused = campanello(home, *given)
    assert (refused.returncode, "--new-doubtful" in refused.stderr) == (2, True)
    assert campanello(home, *given, "--new-doubtful", "--dry-run").returncode == 0


WRONG = {
    "neither a project nor a landlord": ((), "--project CODE"),
    "both": (("--project", "P1", "--landlord", "ALER"), "--project CODE"),
    "a project that is not there": (("--project", "P9"), "There are: P1"),
    "a landlord that is not there": (("--landlord", "ALER"), "no organisation called ALER"),
}


@pytest.mark.parametrize(("options", "told"), WRONG.values(), ids=WRONG)
def test_whose_table_it_is_must_be_said(
    options: tuple[str, ...], told: str, home: Path, tmp_path: Path
) -> None:
    done = campanello(home, "import", "tenancies", table(tmp_path, ROSA), *options)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_people_belong_to_a_project(home: Path, tmp_path: Path) -> None:
    file = table(tmp_path, ROSA)
    done = campanello(home, "import", "people", file, "--landlord", "Comune di Esempio")
    assert done.returncode == 3


def test_a_snapshot_names_nobody_and_each_alike(home: Path, tmp_path: Path) -> None:
    campanello(home, "import", "people", table(tmp_path, ROSA), "--project", "P1")
    assert python(home, "-c", TAKE_PART).returncode == 0
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        done = campanello(home, "snapshot", str(folder))
        assert done.returncode == 0, done.stderr
    people = pq.read_table(first / "people.parquet").to_pylist()
    assert people == pq.read_table(second / "people.parquet").to_pylist()
    assert len(people) == len({one["person_id"] for one in people}) > 0
    assert b"Ballatoio" not in b"".join(path.read_bytes() for path in first.iterdir())
    assert campanello(home, "snapshot", str(first)).returncode == 2
    evaluated = campanello(home, "evaluate", "live", "--out", str(tmp_path / "out"), "--suppress", "0")
    assert evaluated.returncode == 0, evaluated.stderr
    assert f"recipients.total {len(people):>13}" in " ".join(evaluated.stdout.split("\n"))
