"""The Makefile and the gate: what the README promises can be made, and says clearly why when it can't."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.repo.listing import ROOT

PROMISED = {
    "setup", "demo", "test", "test-postgres", "test-spark", "test-linkage", "coverage", "check", "bench",
    "bench-linkage", "assets", "docs", "lock",
}  # fmt: skip


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_target_with_what_it_does() -> None:
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", make().stdout, re.MULTILINE))
    assert PROMISED | {"help"} == listed.keys()


@pytest.mark.parametrize("target", sorted(PROMISED - {"test-spark"}))
def test_every_target_sets_up_what_it_needs(target: str) -> None:
    recipe = make("--dry-run", target).stdout
    assert "tools/setup.py" in recipe or target == "lock"
    assert make("--dry-run", target).returncode == 0


def test_without_a_python_it_says_which_one_is_needed() -> None:
    result = make("setup", "PYTHON=")
    assert result.returncode != 0
    assert "needs Python 3.11 or newer" in result.stdout


def test_an_old_python_is_refused_by_name(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\necho "Python 3.9.2"\nexit 1\n')
    old.chmod(0o755)
    result = make("setup", f"PYTHON={old}")
    assert result.returncode != 0
    assert "Here is: Python 3.9.2." in result.stdout


def test_the_gate_is_a_sound_script_that_runs_what_the_readme_names() -> None:
    gate = ROOT / ".ci" / "run"
    assert subprocess.run(["bash", "-n", gate], check=False).returncode == 0
    assert gate.stat().st_mode & 0o111
    script = gate.read_text()
    assert "set -euo pipefail" in script
    assert all(command in script for command in ("make check", "make test\n", "make test-postgres"))
