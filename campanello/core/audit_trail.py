"""Reads the audit trail: filters, and pages by key, so that the millionth entry is as near as the first.

Decides nothing of who may see what: `people.queries.access_log` does, which knows people.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from campanello.core.errors import gettext_noop
from campanello.core.models import AuditEntry
from campanello.core.period import ROME

SORTS = {
    "read": gettext_noop("Read"),
    "write": gettext_noop("Written"),
    "export": gettext_noop("Taken out"),
    "refusal": gettext_noop("Refused"),
}
PAGE = 50


@dataclass(frozen=True)
class Asked:
    """Which entries are asked for; an empty field asks for nothing. Both days are included."""

    who: str = ""
    verb: str = ""
    sort: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether it is less than all."""
        return self != Asked()


@dataclass(frozen=True)
class Place:
    """A place between two entries: the older ones after it, or the newer ones before it, are wanted."""

    at: datetime
    pk: int
    is_newer: bool = False

    def __str__(self) -> str:
        return f"{'n' if self.is_newer else 'o'}{self.at.timestamp():.6f}-{self.pk}"


@dataclass(frozen=True)
class Entries:
    """Some entries, the newest first, and where newer and older ones begin; None where there are none."""

    rows: tuple[AuditEntry, ...]
    newer: Place | None = None
    older: Place | None = None


def place(text: str) -> Place | None:
    """A place as an address holds it; None for what is no place."""
    moment, _, key = text[1:].partition("-")
    if text[:1] not in {"n", "o"} or not key.isascii() or not key.isdecimal() or len(key) > 18:
        return None
    try:
        at = datetime.fromtimestamp(float(moment), ROME)
    except (ValueError, OverflowError, OSError):
        return None
    return Place(at, int(key), is_newer=text[0] == "n")


def asked_for(asked: Asked) -> QuerySet[AuditEntry]:
    """All entries of the installation that fit, the newest first, with who acted."""
    found = AuditEntry.objects.select_related("actor")
    if asked.who:
        # Of a resident the user name alone: whoever manages accounts does not learn who they are.
        of_the_team = Q(actor__person=None, actor__name__icontains=asked.who)
        found = found.filter(Q(actor__username__iexact=asked.who) | of_the_team)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.sort:
        found = found.filter(sort=asked.sort)
    if asked.first:
        found = found.filter(at__gte=_midnight(asked.first))
    if asked.last and asked.last < date.max:
        found = found.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    return found


def page(found: QuerySet[AuditEntry], where: Place | None, size: int = PAGE) -> Entries:
    """The entries from a place on; from the newest when it is None. One query, however far back."""
    if where is None:
        rows = list(found.order_by("-at", "-pk")[: size + 1])
        return _entries(rows[:size], has_newer=False, has_older=len(rows) > size)
    if where.is_newer:
        beyond = found.filter(Q(at__gt=where.at) | Q(at=where.at, pk__gt=where.pk), at__gte=where.at)
        rows = list(beyond.order_by("at", "pk")[: size + 1])
        return _entries(rows[:size][::-1], has_newer=len(rows) > size, has_older=True)
    beyond = found.filter(Q(at__lt=where.at) | Q(at=where.at, pk__lt=where.pk), at__lte=where.at)
    rows = list(beyond.order_by("-at", "-pk")[: size + 1])
    return _entries(rows[:size], has_newer=True, has_older=len(rows) > size)


def _entries(rows: list[AuditEntry], *, has_newer: bool, has_older: bool) -> Entries:
    if not rows:
        return Entries(())
    first, last = rows[0], rows[-1]
    return Entries(
        tuple(rows),
        Place(first.at, first.pk, is_newer=True) if has_newer else None,
        Place(last.at, last.pk) if has_older else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ROME)
