"""Prints what was measured as tables with ratios and targets, and keeps it as JSON."""

import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.competitors import LABELS, Outcome
from bench.measuring import Run, available_bytes, total_bytes

LIBRARIES = ("duckdb", "ibis-framework", "polars", "pandas", "numpy", "pyarrow")


@dataclass(frozen=True)
class Target:
    """Something to reach: in words, what was found, and whether that is enough; None if it was not measured."""

    words: str
    found: str
    is_met: bool | None


def machine() -> dict[str, object]:
    """What the figures are measured on, as it is now."""
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(total_bytes() / 1e9, 1),
        "free_gb": round(available_bytes() / 1e9, 1),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def is_busy() -> float | None:
    """How many programs wanted a core in the last minute, when that is a third of the cores or more."""
    load = os.getloadavg()[0]
    return load if load > len(os.sched_getaffinity(0)) / 3 else None


def by_name(outcomes: Sequence[Outcome], people: int) -> dict[str, Outcome]:
    """The outcomes at one size."""
    return {one.name: one for one in outcomes if one.people == people}


def ratio(one: Outcome | None, other: Outcome | None) -> float | None:
    """How many times as long the first took as the second; None where either did not finish."""
    if one is None or other is None or one.seconds is None or other.seconds is None:
        return None
    return one.seconds / other.seconds


def table(outcomes: Sequence[Outcome], people: int, ours: str) -> Table:
    """Seconds, processors' seconds, memory and ratio of everybody at one size."""
    found = by_name(outcomes, people)
    answer = Table("program", title=f"{people:,} people", title_justify="left")
    for heading in ("seconds", "CPU seconds", "GB at most", "against ours"):
        answer.add_column(heading, justify="right")
    answer.add_column("figures")
    for one in found.values():
        if one.seconds is None or one.cpu_seconds is None or one.peak_bytes is None:
            answer.add_row(LABELS[one.name], "-", "-", "-", "-", one.skipped)
            continue
        times = ratio(one, found.get(ours))
        answer.add_row(
            LABELS[one.name],
            f"{one.seconds:.2f}",
            f"{one.cpu_seconds:.2f}",
            f"{one.peak_bytes / 1e9:.2f}",
            "1" if one.name == ours else f"{times:.2f} x" if times else "-",
            _agreement(one, ours),
        )
    return answer


def _agreement(one: Outcome, ours: str) -> str:
    if one.name in (ours, "floor"):
        return "" if one.name == ours else "none: reads and groups"
    if not one.differences:
        return "the same"
    return f"{len(one.differences)} differ: {one.differences[0]}"


def targets(
    outcomes: Sequence[Outcome], cold: dict[str, list[Run]], *, floor: str, ours: str
) -> Iterator[Target]:
    """What was to be reached, in the order in which it is told."""
    ten, full = by_name(outcomes, 10_000_000), by_name(outcomes, 65_000_000)
    if ours in ten:
        mine = ten[ours]
        yield _at_least("10 million: at least 40 times as fast as pandas", ratio(ten.get("pandas"), mine), 40)
        yield _at_least("10 million: at least 3 times as fast as Polars", ratio(ten.get("polars"), mine), 3)
        yield _at_most("10 million: at most 3 times the floor", ratio(mine, ten.get(floor)), 3, "x")
        yield _at_most("10 million: under 2 GB", _gigabytes(mine), 2, "GB")
    if ours in full:
        yield _at_most("65 million: within 90 s", full[ours].seconds, 90, "s")
        yield _at_most("65 million: within 8 GB", _gigabytes(full[ours]), 8, "GB")
    for format, runs in cold.items():
        seconds = max(run.seconds for run in runs) if all(run.exit_code == 0 for run in runs) else None
        yield _at_most(f"830 people from {format}, cold start: under 3 s", seconds, 3, "s")
    per_million = [one.seconds / one.people for one in outcomes if one.name == ours and one.seconds]
    if len(per_million) > 1:
        growth = max(per_million[1:]) / per_million[0]
        # A tenth is what two runs of the same thing differ by.
        yield _at_most("time grows no faster than the people, smallest to largest", growth, 1.1, "x")


def _gigabytes(one: Outcome) -> float | None:
    return one.peak_bytes / 1e9 if one.peak_bytes is not None else None


def _at_least(words: str, found: float | None, least: float) -> Target:
    if found is None:
        return Target(words, "not measured", None)
    return Target(words, f"{found:.1f} x", found >= least)


def _at_most(words: str, found: float | None, most: float, unit: str) -> Target:
    if found is None:
        return Target(words, "not measured", None)
    return Target(words, f"{found:.2f} {unit}", found <= most)


def show(outcomes: Sequence[Outcome], cold: dict[str, list[Run]], *, floor: str, ours: str) -> None:
    """Print a table a size, then what was to be reached and whether it was."""
    # Where nobody looks at it as it runs, in a log, a table is as wide as it needs to be.
    console = Console() if sys.stdout.isatty() else Console(width=120)
    for people in sorted({one.people for one in outcomes}):
        console.print(table(outcomes, people, ours))
    reached = Table("to reach", "found", "", title="Targets", title_justify="left")
    for one in targets(outcomes, cold, floor=floor, ours=ours):
        verdict = "-" if one.is_met is None else "met" if one.is_met else "MISSED"
        reached.add_row(one.words, one.found, verdict)
    console.print(reached)


def keep(path: Path, on: dict[str, object], outcomes: Sequence[Outcome], cold: dict[str, list[Run]]) -> None:
    """Write all that was measured, and on which machine, as JSON."""
    document = {
        "machine": on,
        "outcomes": [asdict(one) for one in outcomes],
        "cold_start": {format: [asdict(run) for run in runs] for format, runs in cold.items()},
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
