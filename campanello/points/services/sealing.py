"""Seals days: what a project's ledger got in a day is put under a SHA-256 over it and over the seal before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from campanello.core import audit
from campanello.core.actor import NOBODY
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import day_of
from campanello.points.models import Account, Seal, Transfer
from campanello.points.queries import sealed_rows
from campanello.points.rules import canonical

_LONG_AGO = date(1, 1, 1)


class DayNotOver(Refused):
    """A day is to be sealed in which something may still happen."""

    code = "points.day-not-over"
    text = _("%(day)s is not over yet. A day is sealed from the next day on.")


def seal(project: int, day: date, at: datetime) -> Seal | None:
    """Seal a project's day. What is sealed already stays as it is; a day without transfers has no seal.

    On PostgreSQL whoever writes transfers waits for the moment that it takes, so that nothing of the day is left out.

    Raises:
        DayNotOver.
    """
    if day >= day_of(at):
        raise DayNotOver(day=day.isoformat())
    with transaction.atomic():
        _alone()
        # Read under the lock: another process may have sealed meanwhile.
        there = Seal.objects.filter(project=project, on__gte=day).order_by("on").first()
        if there is not None:
            return there if there.on == day else None
        return _written(project, day, at)


def seal_all(
    at: datetime, *, project: int | None = None, report: Callable[[Seal], None] = lambda one: None
) -> int:
    """Seal every day before the day of `at` that is not sealed yet, the earliest first; answers how many.

    Each day is a transaction of its own: interrupted, it goes on where it was.
    """
    count = 0
    for one in _projects(project):
        last = (
            Seal.objects.filter(project=one).order_by("-on").values_list("on", flat=True).first() or _LONG_AGO
        )
        while (day := _next_day(one, last, day_of(at))) is not None:
            made = seal(one, day, at)
            if made is not None:
                report(made)
                count += 1
            last = day
    return count


def _projects(project: int | None) -> list[int]:
    if project is not None:
        return [project]
    issuing = Account.objects.filter(kind="issuer").order_by("project").values_list("project", flat=True)
    return list(issuing.distinct())


def _next_day(project: int, after: date, before: date) -> date | None:
    """The first day with transfers; an index finds it, however many there are."""
    open_days = Transfer.objects.filter(project=project, on__gte=after + timedelta(days=1), on__lt=before)
    day: date | None = open_days.aggregate(day=Min("on"))["day"]
    return day


def _written(project: int, day: date, at: datetime) -> Seal | None:
    before = Seal.objects.filter(project=project).order_by("-on").first()
    rows = list(sealed_rows.of_day(project, day))
    if not rows:
        return None
    points, previous = sum(points for _key, points, _text in rows), before.sha256 if before else ""
    texts = [text for _key, _points, text in rows]
    first = canonical.header(project, day, len(rows), points, previous)
    made = Seal.objects.create(
        project_id=project,
        on=day,
        transfers=len(rows),
        points=points,
        last=rows[-1][0],
        previous_sha256=previous,
        sha256=canonical.seal_of(first, texts),
        rows=b"".join(map(canonical.row_digest, texts)),
        sealed_at=at,
    )
    audit.record(NOBODY, "points.day-sealed", made, project=project, transfers=len(rows), points=points)
    return made


def _alone() -> None:
    """Wait for all who are writing, and let nobody write until this transaction ends. SQLite has one writer anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE points_transfer IN SHARE ROW EXCLUSIVE MODE")
