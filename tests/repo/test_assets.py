"""The assets: built from what the sources say, complete, with nothing fetched from elsewhere when they are read."""

import json
import re

import pytest

from campanello.core.assets import NEEDED, STATIC_DIR, are_built
from tests.repo.listing import ROOT
from tools import assets

BUILT = STATIC_DIR / "built"


def test_they_are_built_and_nothing_is_missing() -> None:
    assert are_built()
    assert len(NEEDED) >= 5


def test_they_are_what_the_sources_say() -> None:
    sources = [ROOT / name for name in assets.PACKAGES] + sorted(
        file for file in (ROOT / "assets").rglob("*") if file.is_file()
    )
    assert (BUILT / assets.STAMP).read_text() == assets._digest(sources)


@pytest.mark.parametrize("sheet", ["campanello.css", "campanello.rtl.css"])
def test_a_sheet_names_only_files_that_are_there(sheet: str) -> None:
    text = (BUILT / "css" / sheet).read_text(encoding="utf-8")
    named = [address.strip("'\"") for address in re.findall(r"url\(([^)]+)\)", text)]
    files = {address for address in named if not address.startswith(("data:", "#"))}
    assert len([file for file in files if file.endswith(".woff2")]) == 9
    assert [file for file in files if not (BUILT / "css" / file).is_file()] == []


def test_the_mirrored_sheet_is_mirrored() -> None:
    plain, mirrored = (
        (BUILT / "css" / name).read_text(encoding="utf-8")
        for name in ("campanello.css", "campanello.rtl.css")
    )
    rule = re.compile(r"\.notice\{[^}]*\}")
    assert "border-left-width:6px" in "".join(rule.findall(plain))
    assert "border-right-width:6px" in "".join(rule.findall(mirrored))


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = (BUILT / "svg" / "sprites.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'id="it-([\w-]+)"', sprite)) | {
        own.stem for own in (ROOT / "assets" / "img").glob("*.svg")
    }
    named = {
        name
        for template in (ROOT / "campanello").rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', template.read_text(encoding="utf-8"))
    }
    assert len(named) > 5
    assert named - there == set()


def test_the_lock_file_carries_no_download_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 50
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_no_package_runs_a_script_when_it_is_installed() -> None:
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").splitlines()
