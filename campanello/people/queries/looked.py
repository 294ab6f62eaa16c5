"""Who has looked at one's own record: in which role, of which organisation, when. Never by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from campanello.accounts.models import Assignment
from campanello.core.access import NotFound
from campanello.core.actor import ROLE_NAMES, Actor, Role
from campanello.core.models import AuditEntry
from campanello.core.period import ROME, Period
from campanello.people.queries.merges import ids_of

PER_PAGE = 20
_SORTS = (AuditEntry.Sort.READ, AuditEntry.Sort.EXPORT)


@dataclass(frozen=True)
class Look:
    """What somebody looked at on a day: their role and organisation, how often, and when last.

    `role` is to be translated; empty for the program itself. `is_delegate`: a resident whom the person lets act.
    """

    day: date
    last_at: datetime
    role: str
    organisation: str
    verb: str
    times: int
    is_export: bool
    is_delegate: bool


def own(actor: Actor, number: str | None) -> tuple[Page[Any], list[Look]]:
    """A page of who has looked at the actor's record, the latest first, merged records included. Four queries.

    What the person themselves looked at is left out. A delegate does not see it: whom they are is in it.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
    """
    if actor.person is None or actor.stands_for is not None:
        raise NotFound
    rows = (
        AuditEntry.objects.filter(person__in=ids_of(actor.person), sort__in=_SORTS)
        .exclude(actor=actor.user)
        .annotate(day=TruncDate("at", tzinfo=ROME))
        .values("day", "actor", "actor__person", "roles", "verb", "sort")
        .annotate(times=Count("pk"), last_at=Max("at"))
        .order_by("-last_at", "verb")
    )
    page = Paginator(rows, PER_PAGE).get_page(number)
    found = list(page.object_list)
    worked = _organisations({row["actor"] for row in found if row["actor"]})
    return page, [_look(row, worked) for row in found]


def _look(row: Mapping[str, Any], worked: list[Assignment]) -> Look:
    roles = [Role(one) for one in row["roles"].split(",") if one in list(Role)]
    day = row["day"]
    there = [
        one
        for one in worked
        if one.user_id == row["actor"] and one.role in roles and day in Period(one.starts_on, one.ends_on)
    ]
    role = Role(there[0].role) if there else (roles[0] if roles else None)
    return Look(
        day=day,
        last_at=row["last_at"],
        role=ROLE_NAMES[role] if role else "",
        organisation=there[0].organisation.name if there and not row["actor__person"] else "",
        verb=row["verb"],
        times=row["times"],
        is_export=row["sort"] == AuditEntry.Sort.EXPORT,
        is_delegate=bool(row["actor__person"]),
    )


def _organisations(users: Iterable[object]) -> list[Assignment]:
    rows = Assignment.objects.filter(user__in=list(users)).select_related("organisation")
    return list(rows.order_by("pk"))
