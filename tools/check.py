"""Runs every check of the source that needs no database: all of them, whatever fails, and names those that did.

Usage: python tools/check.py [PART...], where PART is one of the names below. Exit code 1 when any part failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable

# The slowest first, so that two at a time end together.
PARTS = {
    "types": (str(BIN / "mypy"),),
    "repository": (PYTHON, "-m", "pytest", "tests/repo", "-q"),
    "migrations": (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
    "templates": (str(BIN / "djlint"), "campanello", "--lint", "--quiet"),
    "docs": (PYTHON, "tools/docs.py", "--check"),
    "translations": (PYTHON, "tools/messages.py", "check"),
    "contracts": (str(BIN / "lint-imports"), "--no-logo"),
    "lint": (str(BIN / "ruff"), "check", ".", "--output-format", "concise"),
    "format": (str(BIN / "ruff"), "format", "--check", ".", "--output-format", "concise"),
}


@dataclass(frozen=True)
class Outcome:
    """What one part said, and how long it took."""

    part: str
    passed: bool
    seconds: float
    output: str


def run(part: str) -> Outcome:
    """Run one part to its end."""
    started = time.perf_counter()
    result = subprocess.run(
        PARTS[part],
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1", "CAMPANELLO_MODE": "test"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    outcome = Outcome(part, result.returncode == 0, time.perf_counter() - started, result.stdout.strip())
    print(f"  {'ok    ' if outcome.passed else 'FAILED'}  {part:<13} {outcome.seconds:5.1f} s", flush=True)
    return outcome


def main() -> int:
    """Run the parts named, or all; print what the failing ones said, then which they are."""
    parts = sys.argv[1:] or list(PARTS)
    if unknown := [part for part in parts if part not in PARTS]:
        sys.exit(f"No such check: {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
    with ThreadPoolExecutor(max_workers=2) as two_at_a_time:
        outcomes = list(two_at_a_time.map(run, parts))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        print(f"\n--- {outcome.part}: {' '.join(PARTS[outcome.part])}\n{outcome.output}")
    if failed:
        print(
            f"\ncheck: {len(failed)} of {len(outcomes)} failed: {', '.join(outcome.part for outcome in failed)}"
        )
        return 1
    print(f"check: all {len(outcomes)} passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
