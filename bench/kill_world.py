"""What `bench.kill` needs of the program itself: a project with accounts, an award, the check."""

import time
import zlib
from datetime import UTC, date, datetime
from uuid import UUID

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connections

from campanello.core import bulk
from campanello.core.actor import NOBODY
from campanello.core.models import Organisation, Project
from campanello.people.models import Household
from campanello.points.models import Account, Scheme, Transfer
from campanello.points.queries.checking import check
from campanello.points.rules.issuing import AwardLine
from campanello.points.services import issuing

HOMES = 20
PATIENCE = 120.0


def fill() -> int:
    """A project with a large budget and twenty households."""
    call_command("migrate", verbosity=0, skip_checks=True)
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    lead = Organisation.objects.create(name="Bench", kind="municipality")
    project = Project.objects.create(code="KILL", title="Bench", lead=lead)
    scheme = Scheme.objects.create(
        project=project, name="Punti", budget_points=10**8, starts_on=date(2026, 1, 1), source="Bench"
    )
    issuing.open_issuer(scheme, at)
    households = bulk.add(Household, ("kind",), [("registry",)] * HOMES)
    columns = ("project", "kind", "household", "opened_at")
    bulk.insert(Account, columns, ((project.pk, "household", one, at) for one in households))
    return 0


def award(uid: UUID) -> None:
    """Points under a key, asked for until there is an answer; sent again, it is the same account and points."""
    end = time.time() + PATIENCE
    while True:
        try:
            _award(uid, datetime.now(UTC))
        except (OperationalError, InterfaceError):  # killed, or starting again
            if time.time() > end:
                raise
            connections.close_all()
            time.sleep(0.05)
        else:
            return


def _award(uid: UUID, at: datetime) -> None:
    if not _KNOWN:
        homes = Account.objects.filter(kind="household").order_by("pk")
        _KNOWN.extend(homes.values_list("pk", "project"))
    drawn = zlib.crc32(uid.bytes)
    account, project = _KNOWN[drawn % len(_KNOWN)]
    line = AwardLine(account, 1 + drawn % 9, uid=uid)
    issuing.award(actor=NOBODY, project=project, lines=[line], at=at)


_KNOWN: list[tuple[int, int]] = []


def compared(asked: set[UUID], done: set[UUID]) -> int:
    """What was acknowledged beside what is there, and every balance anew; 1 where anything differs."""
    rows = list(Transfer.objects.values_list("uid", flat=True))
    lost, twice, strange = done - set(rows), len(rows) - len(set(rows)), set(rows) - asked
    checked = check()
    print(
        f"{len(done)} acknowledged, {len(rows)} there; lost {len(lost)}, twice {twice}, never asked for {len(strange)}"
    )
    print("the ledger is whole" if checked.is_whole else [one.text % one.facts for one in checked.in_order()])
    return 0 if checked.is_whole and not (lost or twice or strange) else 1
