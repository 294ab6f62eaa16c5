"""Runs a program by itself and says how long it took and how much memory it held at most."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# A second run of what takes longer than this would tell little more and keep everybody waiting.
REPEAT_UNDER_SECONDS = 60.0


@dataclass(frozen=True)
class Run:
    """One run: wall time and processors' time in seconds, peak resident memory in bytes, exit code.

    `complaint` is the end of what it printed if it failed.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    exit_code: int
    complaint: str = ""


def run(command: Sequence[str], *, budget_seconds: float, log: Path) -> Run:
    """Run a command to its end, or kill it when the time budget is spent.

    The memory is what the operating system saw at most in the process itself. Linux counts what the caller held
    before the new program began too: so call this from a small process.
    """
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        killer = threading.Timer(budget_seconds, process.kill)
        killer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            killer.cancel()
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    complaint = log.read_text(encoding="utf-8", errors="replace")[-500:] if process.returncode else ""
    worked = usage.ru_utime + usage.ru_stime
    return Run(seconds, worked, usage.ru_maxrss * 1024, process.returncode, complaint.strip())


def best_of_two(command: Sequence[str], *, budget_seconds: float, log: Path) -> list[Run]:
    """The run, and a second one when the first was well and short."""
    first = run(command, budget_seconds=budget_seconds, log=log)
    if first.exit_code or first.seconds > REPEAT_UNDER_SECONDS:
        return [first]
    return [first, run(command, budget_seconds=budget_seconds, log=log)]


def available_bytes() -> int:
    """Memory that a program could take now without swapping."""
    return _memory("MemAvailable")


def total_bytes() -> int:
    """Memory of the machine."""
    return _memory("MemTotal")


def _memory(name: str) -> int:
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
