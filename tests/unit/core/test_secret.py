"""The key that an installation makes for itself."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from campanello.core.secret import FILE, kept_key


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    key = kept_key(folder)
    assert len(key) >= 50
    assert kept_key(folder) == key
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    assert kept_key(tmp_path / "one") != kept_key(tmp_path / "other")


def test_workers_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as workers:
        keys = set(workers.map(kept_key, [tmp_path] * 40))
    assert len(keys) == 1
