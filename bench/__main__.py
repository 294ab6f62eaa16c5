"""`python -m bench`: time and memory of an evaluation beside pandas, Polars and the floor, on the same files."""

import argparse
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import results
from bench.competitors import COMPETITORS, FLOOR, OURS, Competitor, Outcome, evaluate_command, why_not
from bench.figures import differences, facts_in, published_facts
from bench.measuring import Run, available_bytes, best_of_two, run

ROOT = Path("var/bench")
SIZES = (1_000_000, 10_000_000)
FULL_SIZE = 65_000_000
COLD_PEOPLE = 830


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, action="append", help="size of the dataset; may be repeated")
    parser.add_argument(
        "--only", action="append", choices=[c.name for c in COMPETITORS], help="leave the others out"
    )
    parser.add_argument("--budget", type=float, default=900, help="seconds that a run may take (default 900)")
    parser.add_argument(
        "--categories", action="store_true", help="texts of few values marked as such in the files"
    )
    parser.add_argument("--keep", action="store_true", help="keep the generated files for the next time")
    return parser.parse_args()


def generated(people: int, kind: str) -> Path:
    """The folder of a dataset of so many people, made now unless an earlier run kept it."""
    folder = ROOT / "data" / f"{people}-{kind}"
    if not folder.exists():
        draft = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        print(f"Making up {people:,} people ...", flush=True)
        command = [sys.executable, "-m", "bench.generate", str(people), kind, str(draft)]
        made = run(command, budget_seconds=3_600, log=ROOT / "generate.log")
        if made.exit_code:
            raise SystemExit(f"The dataset could not be made: {made.complaint}")
        draft.rename(folder)
    return folder


def emptied(folder: Path) -> Path:
    """A folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def measured(competitor: Competitor, source: Path, people: int, budget_seconds: float) -> Outcome:
    """Run one competitor on a dataset."""
    out = emptied(ROOT / "out" / competitor.name)
    log = ROOT / f"{competitor.name}.log"
    runs = best_of_two(competitor.command(source, out), budget_seconds=budget_seconds, log=log)
    outcome = Outcome(competitor.name, people, runs)
    if runs[0].exit_code < 0 and runs[0].seconds >= budget_seconds:
        outcome.skipped = f"stopped after {budget_seconds:,.0f} s"
    elif outcome.seconds is None:
        outcome.skipped = f"failed: {runs[0].complaint.splitlines()[-1] if runs[0].complaint else 'killed'}"
    return outcome


def compare(outcome: Outcome) -> None:
    """Note every figure in which a competitor's answer is not ours."""
    ours = published_facts(ROOT / "out" / OURS / "evaluation" / "evaluation.json")
    theirs = facts_in(ROOT / "out" / outcome.name / "facts.json")
    outcome.differences = tuple(differences(ours, theirs))


def race(people: int, smaller: dict[str, Outcome], chosen: argparse.Namespace) -> list[Outcome]:
    """Run everybody on one size; ours first, since the others' figures are compared with ours."""
    source = generated(people, "categories" if chosen.categories else "parquet")
    outcomes = []
    for competitor in COMPETITORS:
        if chosen.only and competitor.name not in {*chosen.only, OURS}:
            continue
        reason = why_not(
            smaller.get(competitor.name),
            people,
            budget_seconds=chosen.budget,
            free_bytes=available_bytes(),
        )
        if reason:
            outcome = Outcome(competitor.name, people, [], skipped=reason)
        else:
            print(f"{people:>12,} people: {competitor.label} ...", flush=True)
            outcome = measured(competitor, source, people, chosen.budget)
        if competitor.answers and competitor.name != OURS and outcome.seconds is not None:
            compare(outcome)
        outcomes.append(outcome)
    if not chosen.keep:
        shutil.rmtree(source)
    return outcomes


def cold_start() -> dict[str, list[Run]]:
    """Evaluations of the demo's 830 people from CSV and Parquet, each a new process that imports all it needs."""
    runs = {}
    for format in ("csv", "parquet"):
        source, out = generated(COLD_PEOPLE, format), emptied(ROOT / "out" / "cold")
        runs[format] = best_of_two(evaluate_command(source, out), budget_seconds=60, log=ROOT / "cold.log")
        shutil.rmtree(source)
    return runs


def main() -> None:
    """Run all sizes, print the table, keep the figures; exit code 1 when somebody's figures differ from ours."""
    chosen = arguments()
    ROOT.mkdir(parents=True, exist_ok=True)
    sizes = chosen.people or [*SIZES, *([FULL_SIZE] if os.environ.get("BENCH_FULL") == "1" else [])]
    machine = results.machine()
    if busy := results.is_busy():
        print(
            f"Other programs use this machine (load {busy:.1f}): expect worse figures and less of the ratios."
        )
    cold = cold_start()
    everything: list[Outcome] = []
    for people in sorted(sizes):
        ran = {one.name: one for one in everything if one.runs}
        everything += race(people, ran, chosen)
    shutil.rmtree(ROOT / "out")
    results.show(everything, cold, floor=FLOOR, ours=OURS)
    path = ROOT / f"{datetime.now(UTC):%Y-%m-%dT%H%M}.json"
    results.keep(path, machine, everything, cold)
    print(f"Kept in {path}.")
    if any(one.differences for one in everything):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
