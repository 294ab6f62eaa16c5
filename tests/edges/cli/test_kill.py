"""The process that writes points is killed with signal 9, thrice: what it acknowledged is there, once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

PATIENCE = 120.0
TOLD = re.compile(
    r"(\d+) acknowledged, (\d+) there; lost 0, twice 0, never asked for 0\nthe ledger is whole\n"
)


@pytest.mark.django_db(transaction=True)
def test_killed_three_times_under_load_no_acknowledged_transfer_is_lost_or_there_twice(
    tmp_path: Path,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's server is killed by bench.kill, fifty times; here it is the tests' own")
    file = tmp_path / "points.sqlite3"
    # A copy of the tests' empty tables: to make them anew takes longer than all the rest.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    command = [sys.executable, "-m", "bench.kill", "--sqlite", str(file), "--times", "3"]
    command += ["--clients", "2", "--seconds", "0.2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = TOLD.search(done.stdout)
    assert found is not None, done.stdout
    # Each client had an answer before each kill; what had none was sent once more, and is acknowledged by now.
    assert int(found[1]) == int(found[2]) >= 6
