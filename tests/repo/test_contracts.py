"""The import contracts: kept by the code, and broken by what they are there to forbid."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.repo.listing import ROOT, python_files

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
EDGES = {"staff", "resident", "public", "api", "cli", "jobs"}
FORBIDDEN = {
    "the core knows a feature": ("core/errors.py", "import campanello.evaluation.cube"),
    "the evaluation knows the demonstration": ("evaluation/cube.py", "import campanello.demo"),
    "the evaluation knows an edge": ("evaluation/cube.py", "import campanello.cli.main"),
    "the demonstration knows an edge": ("demo/__init__.py", "import campanello.cli.main"),
    "an indicator asks Django": ("evaluation/indicators/plans.py", "from django.utils import timezone"),
    "an indicator asks an engine": ("evaluation/indicators/plans.py", "import duckdb"),
    "the cube asks an engine": ("evaluation/cube.py", "import ibis"),
    "a package is in no layer": ("somewhere/__init__.py", ""),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in python_files():
        if path.parts[0] == "campanello":
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, target)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_are_kept(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(("module", "line"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_contract_breaks_when(module: str, line: str, copy: Path) -> None:
    path = copy / "campanello" / module
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{line}\n")
    result = lint(copy)
    assert result.returncode == 1, result.stdout
    assert "1 broken" in result.stdout


def test_every_edge_that_is_there_may_not_reach_records() -> None:
    edges = {path.parts[1] for path in python_files() if len(path.parts) > 2 and path.parts[1] in EDGES}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    held = next(one for one in contracts if one["name"].startswith("Edges reach records"))
    assert {f"campanello.{edge}" for edge in edges} <= set(held["source_modules"])
