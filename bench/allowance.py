"""`python -m bench.allowance`: `campanello allowance` over ten million rows, beside the same in plain pandas.

One run makes the table up, runs both on it, each as a process of its own from its start to its end, and compares every
person's figures. The pandas sorts the table and sums it in whole columns and in floats; it validates nothing.
"""

import argparse
import csv
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from bench import results
from bench.measuring import Run, run

ROOT = Path("var/bench/allowance")
ROWS_A_PERSON = 20
LIMIT_SECONDS = 60
BUDGET_SECONDS = 900
SERVICES = (
    ("welcome", "base", "30.00", "no", ""),
    ("balance", "orientation", "35.00", "yes", "18"),
    ("search", "orientation", "28.50", "yes", "18"),
    ("coaching", "consolidation", "20.125", "yes", "124"),
    ("course", "other", "12.40", "no", ""),
)
HEAD = ("service", "block", "hourly_value_eur", "bears_allowance", "block_max_hours")
FIRST = date(2026, 1, 1)
PIECE = 1_000_000


def main() -> None:
    """Measure both, compare them, and say whether the limit is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.allowance", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="of the table (default ten million)")
    parser.add_argument("--pandas", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.pandas:
        with_pandas()
        return
    if chosen.make:
        make(chosen.rows)
        return
    if busy := results.is_busy():
        print(f"Other programs use this machine (load {busy:.1f}): expect worse figures.")
    ROOT.mkdir(parents=True, exist_ok=True)
    log, ours, theirs = ROOT / "run.log", ROOT / "ours.json", ROOT / "pandas.csv"
    here = [sys.executable, "-m", "bench.allowance"]
    files = [str(ROOT / "sessions.csv"), "--catalogue", str(ROOT / "catalogue.csv")]
    _sound(run([*here, "--make", "--rows", str(chosen.rows)], budget_seconds=BUDGET_SECONDS, log=log))
    command = [sys.executable, "-m", "campanello.cli.main", "allowance", *files, "--json", str(ours)]
    first = _sound(run(command, budget_seconds=BUDGET_SECONDS, log=log))
    second = _sound(run([*here, "--pandas"], budget_seconds=BUDGET_SECONDS, log=log))
    for name, one in (("campanello", first), ("pandas", second)):
        print(
            f"{name:<12} {one.seconds:6.1f} s, {one.cpu_seconds:6.1f} CPU s, "
            f"{chosen.rows / one.seconds:>12,.0f} rows/s, {one.peak_bytes / 1e9:.2f} GB at most"
        )
    unlike = _unlike(ours, theirs)
    print(
        f"{unlike} people differ by more than a cent."
        if unlike
        else "Every person's figures agree to the cent."
    )
    raise SystemExit(1 if unlike or first.seconds > LIMIT_SECONDS else 0)


def _sound(one: Run) -> Run:
    if one.exit_code:
        raise SystemExit(one.complaint)
    return one


def make(rows: int) -> None:
    """Make sessions up: most people attend some, one in five more than a block's limit."""
    with (ROOT / "catalogue.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *SERVICES])
    chance = np.random.default_rng(5)
    days = np.array([(FIRST + timedelta(days=day)).isoformat() for day in range(365)])
    codes = np.array([one[0] for one in SERVICES])
    presences = np.array(["present", "excused", "unexcused"])
    people = max(1, rows // ROWS_A_PERSON)
    for start in range(0, rows, PIECE):
        size = min(PIECE, rows - start)
        planned = chance.choice([45, 60, 90, 120, 240], size)
        frame = pd.DataFrame(
            {
                "person_id": np.char.add("P", chance.integers(0, people, size).astype(str)),
                "service": codes[chance.choice(5, size, p=[0.05, 0.45, 0.2, 0.2, 0.1])],
                "held_on": days[chance.integers(0, 365, size)],
                "planned_minutes": planned,
                "attended_minutes": planned - chance.integers(0, 20, size),
                "presence": presences[chance.choice(3, size, p=[0.85, 0.1, 0.05])],
            }
        )
        frame.to_csv(ROOT / "sessions.csv", mode="a" if start else "w", header=not start, index=False)


def with_pandas() -> None:
    """What is due to each person, as one writes it with pandas."""
    table = pd.read_csv(ROOT / "sessions.csv").merge(pd.read_csv(ROOT / "catalogue.csv"), on="service")
    table["counted"] = np.minimum(table["attended_minutes"], table["planned_minutes"])
    table = table[table["presence"] == "present"].sort_values("held_on", kind="stable")
    before = table.groupby(["person_id", "block"])["counted"].cumsum() - table["counted"]
    room = (table["block_max_hours"] * 60 - before).clip(lower=0).fillna(np.inf)
    table["counted"] = np.minimum(table["counted"], room)
    table["services"] = table["counted"] * table["hourly_value_eur"] / 60
    table["allowance"] = table["services"].where(table["bears_allowance"] == "yes", 0)
    found = table.groupby("person_id")[["services", "allowance"]].sum()
    found["services"] = found["services"].clip(upper=3_000).round(2)
    found["allowance"] = found["allowance"].clip(upper=2_000).round(2)
    found.to_csv(ROOT / "pandas.csv")


def _unlike(ours: Path, theirs: Path) -> int:
    """How many people's values differ by more than the cent that floats may be off."""
    mine = pd.DataFrame(json.loads(ours.read_text(encoding="utf-8"))["rows"]).set_index("person_id")
    other = pd.read_csv(theirs).set_index("person_id")
    both = mine[mine["attended_minutes"] > 0].join(other.add_prefix("pandas_"), how="outer")
    services = (both["services_value"].astype(float) - both["pandas_services"]).abs()
    allowance = (both["allowance"].astype(float) - both["pandas_allowance"]).abs()
    return int(((services > 0.011) | (allowance > 0.011)).sum())


if __name__ == "__main__":
    main()
