"""Who runs: the evaluation, the floor, Polars twice and pandas; and whether a run would fit into this machine."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import Run

OURS, FLOOR = "campanello", "floor"
COMMAND = str(Path(sys.executable).with_name("campanello"))


@dataclass(frozen=True)
class Competitor:
    """A program to run on a folder; `label` is what tables call it.

    `answers` says that it writes figures which must be ours.
    """

    name: str
    label: str
    command: Callable[[Path, Path], list[str]]
    answers: bool = True


@dataclass
class Outcome:
    """What became of a competitor at one size: its runs, or why there is none; and the figures it does not share."""

    name: str
    people: int
    runs: list[Run]
    skipped: str = ""
    differences: tuple[str, ...] = ()

    @property
    def seconds(self) -> float | None:
        """The best wall time; None if it did not run to its end."""
        return min((run.seconds for run in self.runs if run.exit_code == 0), default=None)

    @property
    def cpu_seconds(self) -> float | None:
        """The least time that processors worked on it; None if it did not run to its end."""
        return min((run.cpu_seconds for run in self.runs if run.exit_code == 0), default=None)

    @property
    def peak_bytes(self) -> int | None:
        """The highest peak memory of its runs; None if it did not run to its end."""
        return max((run.peak_bytes for run in self.runs if run.exit_code == 0), default=None)


def evaluate_command(source: Path, out: Path) -> list[str]:
    """The evaluation as an evaluator asks for it; into a new folder each time."""
    options = ["--format", "json", "--suppress", "0"]
    return [COMMAND, "evaluate", str(source), "--out", str(out / "evaluation"), *options]


def _module(name: str) -> Callable[[Path, Path], list[str]]:
    def command(source: Path, out: Path) -> list[str]:
        return [sys.executable, "-m", f"bench.{name}", str(source), str(out / "facts.json")]

    return command


COMPETITORS = (
    Competitor(OURS, OURS, evaluate_command),
    Competitor(FLOOR, FLOOR, _module("floor"), answers=False),
    Competitor("polars", "Polars, as one first writes it", _module("with_polars")),
    Competitor("polars-tuned", "Polars, tuned", _module("with_polars_tuned")),
    Competitor("pandas", "pandas", _module("with_pandas")),
)
LABELS = {one.name: one.label for one in COMPETITORS}


def why_not(smaller: Outcome | None, people: int, *, budget_seconds: float, free_bytes: int) -> str:
    """Why a competitor is not run at a size, judged by how it did at a smaller one; empty if it may run.

    Both time and memory are taken to grow with the people.
    """
    if smaller is None:
        return ""
    if smaller.seconds is None or smaller.peak_bytes is None:
        return f"it did not get through {smaller.people:,} people"
    growth = people / smaller.people
    needed = smaller.peak_bytes * growth
    if needed > 0.9 * free_bytes:
        return f"would need about {needed / 1e9:.0f} GB of memory, {free_bytes / 1e9:.0f} GB are free"
    if smaller.seconds * growth > budget_seconds:
        return f"would take about {smaller.seconds * growth:,.0f} s, more than the {budget_seconds:,.0f} s it is given"
    return ""
