"""The demonstration's database tells what its files tell: `evaluate live` and the dataset's evaluation are one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def campanello(home: Path, *arguments: str) -> None:
    own = {
        "CAMPANELLO_DATA_DIR": str(home),
        "CAMPANELLO_MODE": "demo",
        "DATABASE_URL": f"sqlite:///{home / 'campanello.sqlite3'}",
    }
    command = (sys.executable, "-m", "campanello.cli.main", *arguments)
    done = subprocess.run(
        command, env={**os.environ, **own}, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr


def told(out: Path) -> dict[str, Any]:
    """All figures of an evaluation, but for where and when it was made."""
    read: dict[str, Any] = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    return {name: value for name, value in read.items() if name not in {"generated_at", "source"}}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    campanello(folder, "demo", "--data-dir", str(folder), "--no-serve")
    return folder


def test_the_live_demo_is_evaluated_as_its_dataset_is(home: Path, tmp_path: Path) -> None:
    campanello(home, "evaluate", str(home / "dataset"), "--out", str(tmp_path / "files"), "--suppress", "0")
    campanello(home, "evaluate", "live", "--out", str(tmp_path / "live"), "--suppress", "0")
    files, live = told(tmp_path / "files"), told(tmp_path / "live")
    assert files == live
