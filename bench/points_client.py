"""One client of `bench.points`: gives a point again and again until the time is over, and prints how often.

Usage: python -m bench.points_client ours|raw|one-statement NUMBER SECONDS
"""

import os
import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

START_OF_ROW = (
    'INSERT INTO points_transfer (uid, project_id, source_id, target_id, points, kind, "on", recorded_at)'
)
INSERT = START_OF_ROW + " VALUES (%s, %s, %s, %s, 1, 'award', %s, %s)"
CHANGE = "UPDATE points_account SET balance = balance + %s WHERE id = %s"
AT_ONCE = (
    "WITH written AS (" + INSERT + "), went AS (" + CHANGE + ") " + CHANGE
)  # the leanest that raw SQL can be: neither looks whether it was sent before nor locks in an order


def main() -> int:
    """Wait for the common start, work, say how often."""
    kind, number, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    once = ours(number) if kind == "ours" else raw(number, is_one=kind == "one-statement")
    for _ in range(20):
        once()
    print("ready", flush=True)
    sys.stdin.readline()
    count, end = 0, time.time() + seconds
    while time.time() < end:
        once()
        count += 1
    print(count)
    return 0


def ours(number: int):
    """An award by the service: room looked at, sent twice written once, accounts locked, balances checked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    os.environ.setdefault("CAMPANELLO_MODE", "test")
    import django  # noqa: PLC0415 (the raw client is to do without)

    django.setup()
    from campanello.core.actor import NOBODY  # noqa: PLC0415
    from campanello.points.models import Account  # noqa: PLC0415
    from campanello.points.rules.issuing import AwardLine  # noqa: PLC0415
    from campanello.points.services import issuing  # noqa: PLC0415

    project = Account.objects.filter(kind="issuer").earliest("pk").project_id
    homes = list(Account.objects.filter(kind="household").order_by("pk").values_list("pk", flat=True))
    mine = homes[number::8]
    place = iter(range(10**9))

    def once() -> None:
        line = AwardLine(mine[next(place) % len(mine)], 1, uid=uuid4())
        issuing.award(actor=NOBODY, project=project, lines=[line], at=datetime.now(UTC))

    return once


def raw(number: int, *, is_one: bool):
    """The same rows by psycopg alone: a transfer and two balances, in three statements and a commit, or in one."""
    import psycopg  # noqa: PLC0415

    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=is_one, prepare_threshold=1)
    accounts = "SELECT id FROM points_account WHERE kind = %s ORDER BY id"
    strips = [one for (one,) in connection.execute(accounts, ["issuer"])]
    homes = [one for (one,) in connection.execute(accounts, ["household"])][number::8]
    (project,) = connection.execute("SELECT project_id FROM points_account LIMIT 1").fetchone()
    connection.commit()
    place = iter(range(10**9))

    def once() -> None:
        at, home, strip = datetime.now(UTC), homes[next(place) % len(homes)], strips[number % len(strips)]
        row = [uuid4(), project, strip, home, at.date(), at]
        if is_one:
            connection.execute(AT_ONCE, [*row, -1, strip, 1, home])
            return
        connection.execute(INSERT, row)
        connection.execute(CHANGE, [-1, strip])
        connection.execute(CHANGE, [1, home])
        connection.commit()

    return once


if __name__ == "__main__":
    sys.exit(main())
