"""`campanello jobs` as a process: killed in the middle it leaves nothing, and the work begins again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.edges.cli.test_import import SET_UP, python

ROWS = 1600
PATIENCE = 60.0
ASK = f"""
import django
django.setup()
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from allauth.mfa.models import Authenticator
from django.conf import settings
from campanello.accounts.models import Assignment, User
from campanello.core import jobs, uploads
from campanello.core.actor import Actor
from campanello.core.models import Project
user = User.objects.create(username="c", name="C")
project = Project.objects.get()
Assignment.objects.create(
    user=user, role="coordinator", organisation=project.lead, project=project, starts_on=date(2020, 1, 1)
)
Authenticator.objects.create(user=user, type="totp", data={{}})
uid = "00000000-0000-4000-8000-000000000001"
folder = Path(settings.DATA_DIR) / uploads.FOLDER / uid
folder.mkdir(parents=True)
letters = "abcdefghil"
names = ["".join(letters[int(digit)] for digit in f"{{number:04}}") for number in range({ROWS})]
rows = [f"Ballatoio {{name}};Rosa" for name in names]
(folder / uploads.TABLE).write_text("\\n".join(["Cognome;Nome", *rows]))
uploads.Kept(
    uid=uid, user=user.pk, table="people", project=project.pk, name="t.csv", sheet="", columns=["Cognome", "Nome"],
    sample=[], matching={{"family_name": 0, "given_name": 1}},
).save()
jobs.ask(
    actor=Actor(user.pk, "C"), kind="import", subject=UUID(uid), project=project.pk, given={{"table": "people"}},
    at=datetime.now(UTC),
)
"""
LOOK = """
import django
django.setup()
from campanello.core import jobs
from campanello.core.models import Job
from campanello.people.models import Person
print(jobs.seen(Job.objects.get()).standing, Person.objects.count())
"""
BEGIN_AGAIN = """
from datetime import UTC, datetime
from campanello.core.actor import Actor
job = Job.objects.get()
jobs.begin_again(actor=Actor(job.asked_by_id, "C"), uid=job.uid, at=datetime.now(UTC))
print(jobs.seen(Job.objects.get()).standing)
"""


def done(folder: Path, *arguments: str) -> str:
    result = python(folder, *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation where a table of some length waits to be stored."""
    folder = tmp_path_factory.mktemp("home")
    done(folder, "-c", SET_UP + ASK)
    return folder


def worker(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    own = {
        "CAMPANELLO_MODE": "debug",
        "CAMPANELLO_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'campanello.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "campanello.settings",
    }
    command = [sys.executable, "-m", "campanello.cli.main", "jobs", *arguments]
    return subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL)


def wait_until_some_rows_are_read(folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the worker ended by itself"
        for far in folder.glob("jobs/*/far"):
            if not far.read_text().startswith("0 "):
                return
        time.sleep(0.01)
    pytest.fail("the work did not begin")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "told to end"])
def test_a_worker_that_ends_in_the_middle_leaves_nothing(number: signal.Signals, home: Path) -> None:
    process = worker(home)
    try:
        wait_until_some_rows_are_read(home, process)
        process.send_signal(number)
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == (-number if number is signal.SIGKILL else 0)
    assert done(home, "-c", LOOK + BEGIN_AGAIN).splitlines() == ["interrupted 0", "waiting"]


def test_then_it_is_stored_whole_once(home: Path) -> None:
    assert worker(home, "--once").wait(PATIENCE) == 0
    assert done(home, "-c", LOOK) == f"done {ROWS}"
    assert not list(home.glob("uploads/*/table"))
    assert not list(home.glob("jobs/*/far"))
