"""Ten thousand sign-ups at once for twenty places: who gets one, in which order, and how long each waits.

Usage: python tools/postgres.py python -m bench.sign_ups [--people 10000] [--places 20] [--at-once 16]
"""

import argparse
import os
import statistics
import sys
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
os.environ.setdefault("CAMPANELLO_MODE", "test")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from campanello.accounts.models import Assignment, User  # noqa: E402
from campanello.accounts.queries import actor_of  # noqa: E402
from campanello.core import bulk  # noqa: E402
from campanello.core.models import Organisation, Project  # noqa: E402
from campanello.lab.models import Activity, Session, SignUp  # noqa: E402
from campanello.lab.services import sign_ups  # noqa: E402
from campanello.people.models import Involvement, Person  # noqa: E402

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def main() -> int:
    """Fill an empty database, let everybody ask, say what came of it; 1 where anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=16)
    given = parser.parse_args()
    call_command("migrate", verbosity=0, skip_checks=True)
    user, session = _fill(given.people, given.places)
    actor = actor_of(user, NOW.date())
    uids = list(Person.objects.order_by("pk").values_list("uid", flat=True))
    waited: list[float] = []
    failed: list[str] = []
    start = threading.Barrier(given.at_once + 1)

    def ask(share: list[uuid.UUID]) -> None:
        start.wait()
        try:
            for person in share:
                before = time.perf_counter()
                sign_ups.sign_up(actor=actor, session=session.uid, person=person, uid=uuid.uuid4(), at=NOW)
                waited.append(time.perf_counter() - before)
        except Exception as error:  # noqa: BLE001 (told below)
            failed.append(repr(error))
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=ask, args=(uids[number :: given.at_once],)) for number in range(given.at_once)
    ]
    for one in threads:
        one.start()
    start.wait()
    before = time.perf_counter()
    for one in threads:
        one.join()
    seconds = time.perf_counter() - before
    return _told(session, given.people, given.places, waited=waited, failed=failed, seconds=seconds)


def _fill(people: int, places: int) -> tuple[User, Session]:
    lead = Organisation.objects.create(name="Bench", kind="municipality")
    project = Project.objects.create(code="BENCH", title="Bench", lead=lead)
    user = User.objects.create(username="bench", name="Bench")
    Assignment.objects.create(
        user=user, role="desk", project=project, organisation=lead, starts_on=NOW.date()
    )
    bulk.insert(Person, ("family_name",), ((f"N{number}",) for number in range(people)))
    keys = Person.objects.order_by("pk").values_list("pk", flat=True)
    bulk.insert(
        Involvement, ("person", "project", "starts_on"), ((key, project.pk, NOW.date()) for key in keys)
    )
    activity = Activity.objects.create(project=project, kind="party", titles={"it": "Festa"})
    starts = NOW + timedelta(days=7)
    session = Session.objects.create(
        activity=activity,
        project=project,
        on=starts.date(),
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Cortile",
        capacity=places,
    )
    return user, session


def _told(
    session: Session, people: int, places: int, *, waited: list[float], failed: list[str], seconds: float
) -> int:
    states = list(SignUp.objects.filter(session=session).order_by("pk").values_list("state", flat=True))
    wanted = ["booked"] * min(places, people) + ["waiting"] * max(0, people - places)
    booked = Session.objects.get(pk=session.pk).booked
    is_right = states == wanted and booked == min(places, people) and not failed
    slowest = statistics.quantiles(waited, n=20)[-1] * 1000 if len(waited) > 1 else 0.0
    print(f"{people} sign-ups for {places} places in {seconds:.1f} s ({people / seconds:.0f} a second)")
    print(f"one sign-up: median {statistics.median(waited) * 1000:.1f} ms, 95th percentile {slowest:.1f} ms")
    print(
        f"booked {states.count('booked')} (kept beside the session: {booked}), waiting {states.count('waiting')}"
    )
    print("in order of asking, nobody twice, none failed" if is_right else f"WRONG: {failed[:3]}")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
