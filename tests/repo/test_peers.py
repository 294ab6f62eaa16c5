"""The lock of the environment in which other programs are measured: hashed, without addresses, apart from ours."""

import re

from tests.repo.listing import ROOT
from tools.setup import KINDS

LOCK = ROOT / "requirements" / "peers.txt"


def test_every_pin_has_a_hash_and_no_address() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.read_text().strip())
    assert len(entries) > 5
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK.read_text()


def test_it_holds_what_is_asked_for() -> None:
    assert "recordlinkage==0.16" in LOCK.read_text()


def test_it_has_an_environment_of_its_own_without_our_package() -> None:
    others = {kind.environment for name, kind in KINDS.items() if name != "peers"}
    assert KINDS["peers"].environment not in others
    assert not KINDS["peers"].has_package
