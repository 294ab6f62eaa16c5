"""The locks: hashed, without addresses, each a part of the next, and in step with pyproject.toml."""

import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repo.listing import ROOT

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
