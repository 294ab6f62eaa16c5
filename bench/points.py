"""The ledger beside django-hordak and raw SQL on one PostgreSQL, then with ten million transfers: pages and the check.

Usage: python tools/postgres.py --durable python -m bench.points [--hordak PYTHON] [--seconds 6] [--transfers 10000000]

Every commit waits for the disk. The tables are made in the empty database of DATABASE_URL; django-hordak gets one of
its own on the same server.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
os.environ.setdefault("CAMPANELLO_MODE", "test")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from campanello.core import bulk  # noqa: E402
from campanello.core.actor import NOBODY  # noqa: E402
from campanello.core.models import Organisation, Project  # noqa: E402
from campanello.people.models import Household  # noqa: E402
from campanello.points.models import Account, Scheme  # noqa: E402
from campanello.points.queries import movements  # noqa: E402
from campanello.points.queries.checking import check  # noqa: E402
from campanello.points.rules.issuing import AwardLine  # noqa: E402
from campanello.points.services import issuing, sealing  # noqa: E402

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
FIRST = date(2022, 1, 1)
DAYS = 1_500
HOMES = 800
REGISTER = 500
HORDAK_DATABASE = "hordak"


def main() -> int:
    """Fill, measure, say; 1 where a bound is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--hordak", metavar="PYTHON", help="that has django-hordak; left out, only raw SQL is run beside"
    )
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=2, help="the better of so many")
    parser.add_argument("--transfers", type=int, default=10_000_000, help="0 leaves the large ledger out")
    given = parser.parse_args()
    call_command("migrate", verbosity=0, skip_checks=True)
    scheme, homes = _fill()
    kept = _rates(given)
    kept &= _register(scheme, homes)
    if given.transfers:
        kept &= _large(scheme, given.transfers)
    return 0 if kept else 1


def _fill() -> tuple[Scheme, list[int]]:
    lead = Organisation.objects.create(name="Bench", kind="municipality")
    project = Project.objects.create(code="BENCH", title="Bench", lead=lead)
    scheme = Scheme.objects.create(
        project=project, name="Punti", budget_points=2_000_000_000, starts_on=FIRST, source="Bench"
    )
    issuing.open_issuer(scheme, AT)
    households = bulk.add(Household, ("kind",), [("registry",)] * HOMES)
    columns = ("project", "kind", "household", "opened_at")
    return scheme, bulk.add(Account, columns, [(project.pk, "household", one, AT) for one in households])


def _rates(given: argparse.Namespace) -> bool:
    url = os.environ["DATABASE_URL"]
    ours = [sys.executable, "-m", "bench.points_client"]
    programs = {name: [*ours, name] for name in ("ours", "raw", "one-statement")}
    if given.hordak:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {HORDAK_DATABASE}")
        theirs = [
            given.hordak,
            "bench/with_hordak.py",
            urlunsplit(urlsplit(url)._replace(path=f"/{HORDAK_DATABASE}")),
        ]
        subprocess.run([*theirs, "fill"], check=True)
        programs["hordak"] = theirs
    kept = True
    for clients in (1, 8):
        found = dict.fromkeys(programs, 0.0)
        for _ in range(given.rounds):
            for name, command in programs.items():
                found[name] = max(found[name], _together(command, clients, given.seconds))
        told = ", ".join(f"{name} {rate:,.0f}" for name, rate in found.items())
        print(f"{clients} client(s), transfers a second: {told}", flush=True)
        for name, least in (("hordak", 3.0), ("raw", 0.5), ("one-statement", None)):
            if name in found:
                ratio = found["ours"] / found[name]
                print(
                    f"   ours / {name}: {ratio:.2f}" + (f" (at least {least})" if least else ""), flush=True
                )
                kept &= least is None or ratio >= least
    return kept


def _together(command: list[str], clients: int, seconds: float) -> float:
    """How many a second all clients together; they begin at one word, when all are ready."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen([*command, str(one), str(seconds)], **pipes) for one in range(clients)]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    return sum(int(one.communicate()[0]) for one in running) / seconds


def _register(scheme: Scheme, homes: list[int]) -> bool:
    taken = []
    for _ in range(7):
        lines = [
            AwardLine(homes[place % len(homes)], 10, uid=uuid4(), earned_on=FIRST, minutes=120)
            for place in range(REGISTER)
        ]
        begun = time.perf_counter()
        issuing.award(actor=NOBODY, project=scheme.project_id, lines=lines, at=datetime.now(UTC))
        taken.append((time.perf_counter() - begun) * 1000)
    print(
        f"{REGISTER} people awarded: median {statistics.median(taken):.0f} ms, most {max(taken):.0f} ms (under 300)"
    )
    return statistics.median(taken) < 300


def _large(scheme: Scheme, transfers: int) -> bool:
    begun = time.perf_counter()
    _copy(scheme, transfers)
    print(f"{transfers:,} transfers written in {time.perf_counter() - begun:.0f} s", flush=True)
    begun = time.perf_counter()
    count = sealing.seal_all(datetime.now(UTC))
    seconds = time.perf_counter() - begun
    print(f"{count:,} days sealed in {seconds:.0f} s ({transfers / seconds:,.0f} rows a second)", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE points_transfer")
    kept = _pages(scheme)
    begun = time.perf_counter()
    checked = check(report=lambda done, total: None)
    seconds = time.perf_counter() - begun
    totals = checked.totals[scheme.project_id]
    told = (
        "whole" if checked.is_whole else f"WRONG: {[one.text % one.facts for one in checked.in_order()[:3]]}"
    )
    print(
        f"check of {totals.transfers:,} transfers, {totals.seals:,} seals: {seconds:.1f} s (under 30), {told}"
    )
    return kept and checked.is_whole and seconds < 30


def _copy(scheme: Scheme, transfers: int) -> None:
    """Rows as awards write them, past the triggers; indexes are made anew afterwards, balances from the rows."""
    a_day = -(-transfers // DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'points_transfer'")
        indexes = [one for one in cursor.fetchall() if "UNIQUE" not in one[1]]
        cursor.execute("SET session_replication_role = replica")
        for name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            """
            INSERT INTO points_transfer (uid, project_id, source_id, target_id, points, kind, "on", recorded_at,
                earned_by_id, earned_on, minutes, attendance_id)
            SELECT gen_random_uuid(), %s, i.ids[1 + n %% 8], h.ids[1 + n %% %s], 1 + n %% 20, 'award',
                %s::date + n / %s, (%s::date + n / %s) + interval '9 hours' + n %% 40000 * interval '1.000001 s',
                1 + n %% 9000, %s::date + n / %s, 60 + n %% 120, 1 + n
            FROM generate_series(0, %s - 1) n,
                (SELECT array_agg(id ORDER BY id) AS ids FROM points_account WHERE kind = 'issuer') i,
                (SELECT array_agg(id ORDER BY id) AS ids FROM points_account WHERE kind = 'household') h
            """,
            [scheme.project_id, HOMES, FIRST, a_day, FIRST, a_day, FIRST, a_day, transfers],
        )
        for _name, made in indexes:
            cursor.execute(made)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(
            """
            UPDATE points_account a SET balance = coalesce(i.points, 0) - coalesce(o.points, 0)
            FROM points_account b
            LEFT JOIN (SELECT target_id, sum(points) AS points FROM points_transfer GROUP BY 1) i ON i.target_id = b.id
            LEFT JOIN (SELECT source_id, sum(points) AS points FROM points_transfer GROUP BY 1) o ON o.source_id = b.id
            WHERE a.id = b.id
            """
        )


def _pages(scheme: Scheme) -> bool:
    """What an account's page asks for, of accounts with more than ten thousand movements."""
    connections.close_all()
    taken, queries = [], 0
    for number in range(50):
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            account = Account.objects.filter(project=scheme.project_id, kind="household").order_by("pk")[
                number
            ]
            found = movements.of_account(account)
            movements.of_account(account, before=found[-1].key)
            taken.append((time.perf_counter() - begun) * 1000)
        queries = len(asked)
    slow = statistics.quantiles(taken, n=20)[-1]
    print(f"an account and two pages of its movements: {queries} queries, median {statistics.median(taken):.1f} ms, "
          f"95 % {slow:.1f} ms")  # fmt: skip
    return slow < 100


if __name__ == "__main__":
    sys.exit(main())
