"""`campanello search-keys`: run by a process of its own, on an installation of its own."""

import os
import subprocess
import sys
from pathlib import Path


def test_an_installation_without_people_has_nothing_to_do(tmp_path: Path) -> None:
    variables = {"CAMPANELLO_MODE": "debug", "CAMPANELLO_DATA_DIR": str(tmp_path), "CAMPANELLO_LANG": "en"}
    done = subprocess.run(
        (sys.executable, "-m", "campanello.cli.main", "search-keys"),
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "0 people can be found.\n"), done.stderr
