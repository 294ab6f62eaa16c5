"""The command as a process of its own: how it starts, and what it leaves when someone or something stops it."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from campanello.demo.dataset import write_dataset
from tests.edges.cli.evaluating import earlier, is_as_it_was, started
from tests.indicators.worked import WORKED
from tests.indicators.writing import write_csv

MANY = 2_000_000
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
of_signals = pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that takes some seconds to evaluate."""
    folder = tmp_path_factory.mktemp("many")
    write_dataset(folder, people=MANY, reading="printed", format="parquet")
    return folder


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(WORKED, tmp_path_factory.mktemp("few"))


def stopped(process: "subprocess.Popen[str]", number: signal.Signals) -> str:
    """Stop a command that is still at work; what it says on standard error."""
    assert process.poll() is None, "it had ended before it could be stopped"
    process.send_signal(number)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in complaint
    return complaint


def beside(out: Path) -> list[str]:
    """What is in the folder that holds the output folder."""
    return sorted(path.name for path in out.parent.iterdir())


@of_signals
def test_stopped_while_it_computes_it_leaves_nothing(
    tmp_path: Path, many: Path, number: signal.Signals
) -> None:
    process = started(many, tmp_path / "out")
    time.sleep(1)
    stopped(process, number)
    assert beside(tmp_path / "out") == []


@of_signals
def test_stopped_while_it_computes_it_leaves_an_earlier_evaluation_alone(
    tmp_path: Path, many: Path, number: signal.Signals
) -> None:
    out = earlier(tmp_path / "out")
    process = started(many, out)
    time.sleep(1)
    stopped(process, number)
    assert is_as_it_was(out)


def drafts(out: Path, process: "subprocess.Popen[str]") -> Iterator[Path]:
    """The command's own files as soon as it begins to write any."""
    while process.poll() is None:
        yield from (path for path in out.parent.iterdir() if path != out and any(path.iterdir()))
        time.sleep(0.005)


@of_signals
def test_stopped_while_it_writes_reports_it_shows_none_of_them(
    tmp_path: Path, few: Path, number: signal.Signals
) -> None:
    out = earlier(tmp_path / "out")
    process = started(few, out, "--format", "json,html,pdf,docx,xlsx")
    draft = next(drafts(out, process))
    stopped(process, number)
    assert sorted(path.name for path in out.iterdir()) == ["evaluation.json", "notes.txt"]
    # Who is killed can't tidy up; but what is left has a hidden name and is nobody's result.
    assert beside(out) == ["out"] or (number == signal.SIGKILL and draft.name.startswith("."))


def test_a_bad_dataset_ends_the_process_with_2_and_a_message_on_standard_error(tmp_path: Path) -> None:
    process = started(tmp_path / "nowhere", tmp_path / "out")
    printed, complaint = process.communicate(timeout=60)
    assert (process.returncode, printed) == (2, "")
    assert "nowhere" in complaint
    assert "Traceback" not in complaint


def test_a_good_dataset_ends_the_process_with_0_and_silence_on_standard_error(
    tmp_path: Path, few: Path
) -> None:
    process = started(few, tmp_path / "out", "--suppress", "0")
    printed, complaint = process.communicate(timeout=60)
    assert (process.returncode, complaint) == (0, "")
    assert "plan_share" in printed
    assert beside(tmp_path / "out") == ["out"]


def test_the_command_that_is_installed_is_this_one(few: Path, tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("campanello")
    ended = subprocess.run([command, "evaluate", few, "--out", tmp_path / "out"], check=False, timeout=60)
    assert ended.returncode == 0
