"""Finds indirect work: one's own of a week, and a project's with totals by kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with, require
from campanello.core.actor import Actor
from campanello.lab.models import IndirectWork
from campanello.lab.rules.values import WORK_KINDS
from campanello.lab.rules.work import NewWork, WorkLimits

MOST_ROWS = 10_000
_PARTS = ("operator", "project", "person__merged_into")


@dataclass(frozen=True)
class Wanted:
    """What a list of indirect work is to hold: days (both included), project, kind, operator."""

    first: date
    last: date
    project: int | None = None
    kind: str = ""
    operator: int | None = None


@dataclass(frozen=True)
class Total:
    """Minutes of a kind, and in how many entries."""

    kind: str
    minutes: int
    entries: int

    @property
    def kind_name(self) -> str:
        """The kind in words, to be translated."""
        return WORK_KINDS[self.kind]


def limits(on: date) -> WorkLimits:
    """The dated parameters that work is checked against."""
    return WorkLimits(back_days=params.value("lab.work_back_days", on))


def minutes_on(actor: Actor, on: date) -> int:
    """Minutes of indirect work that the actor has on a day."""
    own = IndirectWork.objects.filter(operator=actor.user, on=on)
    return own.aggregate(all=Sum("minutes"))["all"] or 0


def own_work(actor: Actor, uid: UUID, *, lock: bool = False) -> IndirectWork:
    """One's own entry.

    Raises:
        NotFound: Absent, or not the actor's own.
    """
    found = IndirectWork.objects.select_related("project", "person__merged_into").filter(
        uid=uid, operator=actor.user, project__in=projects_with(actor, Right.WRITE_LAB)
    )
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None:
        raise NotFound
    return one


def facts_of(held: IndirectWork) -> NewWork:
    """An entry as rules take it."""
    person = held.person and (held.person.merged_into or held.person)
    return NewWork(
        project=held.project.code,
        kind=held.kind,
        minutes=held.minutes,
        on=held.on,
        person=person.uid if person else None,
        note=held.note,
    )


def own_week(actor: Actor, monday: date) -> list[IndirectWork]:
    """One's own entries of a week, the latest first; leaves a line on everybody named."""
    own = IndirectWork.objects.filter(
        operator=actor.user, on__gte=monday, on__lt=monday + timedelta(days=7)
    ).filter(project__in=projects_with(actor, Right.WRITE_LAB))
    return shown(actor, own.select_related(*_PARTS))


def work(actor: Actor, wanted: Wanted) -> QuerySet[IndirectWork]:
    """Entries of the projects whose lab the actor reads, the latest first; names nobody by itself."""
    require(actor, Right.READ_LAB)
    found = IndirectWork.objects.filter(
        project__in=projects_with(actor, Right.READ_LAB), on__gte=wanted.first, on__lte=wanted.last
    ).select_related(*_PARTS)
    if wanted.project is not None:
        found = found.filter(project=wanted.project)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.operator is not None:
        found = found.filter(operator=wanted.operator)
    return found


def totals(actor: Actor, wanted: Wanted) -> list[Total]:
    """Minutes and entries by kind, in the order of the list. One query."""
    rows = work(actor, wanted).select_related(None).order_by().values("kind")
    found = {
        kind: Total(kind, minutes, entries)
        for kind, minutes, entries in rows.annotate(all=Sum("minutes"), entries=Count("pk")).values_list(
            "kind", "all", "entries"
        )
    }
    return [found[kind] for kind in WORK_KINDS if kind in found]


def shown(actor: Actor, rows: Iterable[IndirectWork]) -> list[IndirectWork]:
    """Entries for a page, out of `work`; leaves a line on everybody named."""
    listed = list(rows)
    audit.read_many(actor, "lab.work-read", _named(listed))
    return listed


@transaction.atomic
def exported(actor: Actor, wanted: Wanted) -> list[IndirectWork]:
    """The entries of a list for a file, without people; leaves a line. At most MOST_ROWS, the latest."""
    rows = list(work(actor, wanted)[:MOST_ROWS])
    audit.exported(actor, "lab.work-exported", rows=len(rows))
    return rows


def _named(rows: Iterable[IndirectWork]) -> list[int]:
    return sorted({one.person.merged_into_id or one.person.pk for one in rows if one.person})
