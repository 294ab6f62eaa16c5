"""The locks: hashed, without addresses, each a part of the next, and in step with pyproject.toml."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repo.listing import ROOT, python_files, text

LOCKS = ("base", "dev", "spark")


@cache
def pins(lock: str) -> dict[str, str]:
    """Version by package, as a lock pins them."""
    content = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^\]]*\])?==([^\s;]+)", content, re.MULTILINE))


def asked(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with the extras named."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["dependencies"] + [
        line for name in extras for line in project["optional-dependencies"][name]
    ]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    content = (ROOT / "requirements" / f"{lock}.txt").read_text()
    entries = re.split(r"\n(?=\S)", content.strip())
    assert len(entries) == len(pins(lock)) > 40
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in content


@pytest.mark.parametrize(("smaller", "larger"), [("base", "dev"), ("dev", "spark")])
def test_a_lock_holds_the_one_before_in_the_same_versions(smaller: str, larger: str) -> None:
    assert pins(smaller).items() <= pins(larger).items()


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("base", ["assets"]), ("dev", ["assets", "dev"]), ("spark", ["assets", "dev", "spark"])],
)
def test_a_lock_satisfies_pyproject(lock: str, extras: list[str]) -> None:
    wanted = asked(*extras)
    unmet = [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(pins(lock).get(canonicalize_name(requirement.name), "0"))
    ]
    assert len(wanted) > 15
    assert unmet == []


def test_what_builds_the_package_is_locked_too() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    needed = [Requirement(line) for line in build]
    assert needed
    assert all(need.specifier.contains(pins("base")[canonicalize_name(need.name)]) for need in needed)


def test_the_assets_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def imported_by_the_program() -> set[str]:
    """Packages from elsewhere that the program imports, by the name they are imported under."""
    names = set()
    for path in python_files():
        if path.parts[0] != "campanello":
            continue
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    return names - sys.stdlib_module_names - {"campanello"}


def test_everything_the_program_imports_is_asked_for() -> None:
    declared = {canonicalize_name(requirement.name) for requirement in asked("spark")}
    distributions = packages_distributions()
    undeclared = {
        name
        for name in imported_by_the_program() - {"pyspark"}
        if not {canonicalize_name(one) for one in distributions.get(name, [])} & declared
    }
    assert undeclared == set()
