"""`campanello administrator`: the first user of a new installation, by the command itself."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-m", "campanello.cli.main", "administrator")


def called(folder: Path, username: str) -> subprocess.CompletedProcess[str]:
    variables = {"CAMPANELLO_MODE": "debug", "CAMPANELLO_DATA_DIR": str(folder), "CAMPANELLO_LANG": "en"}
    options = ("Ada Chiave", "--organisation", "Comune di Esempio", "--site", "https://campanello.example/")
    return subprocess.run(
        (*COMMAND, username, *options),
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_prints_one_invitation_and_refuses_a_taken_name(tmp_path: Path) -> None:
    first = called(tmp_path, "ada")
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("https://campanello.example/invito/")
    assert len(first.stdout.split()) == 1
    again = called(tmp_path, "Ada")
    assert again.returncode == 2
    assert "There is a user called ada already" in again.stderr
