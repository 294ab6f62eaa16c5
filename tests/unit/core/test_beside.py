"""A program beside this one: begun, begun again when it dies, ended with the block."""

import os
import time
from pathlib import Path

import pytest

from campanello.core import beside
from campanello.core.beside import Beside

PATIENCE = 20.0


def begun(file: Path, times: int) -> list[int]:
    """The numbers of the processes, once there were so many."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if file.exists() and len(lines := file.read_text().splitlines()) >= times:
            return [int(line) for line in lines]
        time.sleep(0.01)
    pytest.fail("it was not begun")


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "stubborn", ["", "trap '' TERM;"], ids=["that ends when told", "that does not listen"]
)
def test_it_is_begun_again_and_ended(stubborn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "SECONDS_BEFORE_NEXT", 0.01)
    monkeypatch.setattr(beside, "SECONDS_TO_END", 0.2)
    file = tmp_path / "begun"
    script = f"{stubborn} echo $$ >> {file}; while [ $0 = 77 ]; do sleep 0.05; done"
    with Beside(("/bin/sh", "-c", script), 77):
        (first,) = begun(file, 1)
        os.kill(first, 9)
        second = begun(file, 2)[1]
        assert lives(second)
    assert not lives(first)
    assert not lives(second)
    assert len(begun(file, 2)) == 2
