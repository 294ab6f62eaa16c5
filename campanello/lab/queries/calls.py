"""Finds who is to be called, for the lab that calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import day_of
from campanello.core.single import single
from campanello.lab.models import CallRequest
from campanello.lab.queries import naming
from campanello.lab.rules.antennas import overdue_days


@dataclass(frozen=True)
class Line:
    """A call as the list shows it; without names where the people are not the reader's to see."""

    call: CallRequest
    person: UUID | None
    name: str
    antenna_name: str
    overdue_days: int


def call(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> CallRequest:
    """A call of one of the actor's projects.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = _joined(CallRequest.objects.filter(uid=uid))
    return single(
        found.filter(project__in=projects_with(actor, right)),
        found.filter(project__in=projects_with(actor, Right.READ_LAB)),
        lock=lock,
    )


def calls(actor: Actor, *, is_done: bool) -> QuerySet[CallRequest]:
    """The calls of the actor's projects: those that wait, the longest first; or those done, the latest first."""
    found = _joined(CallRequest.objects.filter(project__in=projects_with(actor, Right.READ_LAB)))
    if is_done:
        return found.filter(done_at__isnull=False).order_by("-done_at", "-pk")
    return found.filter(done_at=None).order_by("made_at", "pk")


def lines(actor: Actor, rows: Iterable[CallRequest], on: date) -> list[Line]:
    """Calls as the list shows them; leaves a line for each person who is named."""
    most = params.value("lab.call_overdue_days", on)
    found = [_line(actor, row, on, most) for row in rows]
    people = [naming.standing(one) for row in found for one in _people(row.call)]
    audit.read_many(actor, "lab.calls-listed", sorted({one.pk for one in people if one}))
    return found


def waiting(actor: Actor) -> int:
    """How many calls of the actor's projects wait."""
    mine = projects_with(actor, Right.READ_LAB)
    return int(CallRequest.objects.filter(project__in=mine, done_at=None).count())


def project_to_call(actor: Actor, wanted: int | None) -> Project:
    """The project of the actor's that calls, the wanted one where they have several.

    Raises:
        NotFound: They have none, or not that one.
    """
    mine = Project.objects.filter(pk__in=projects_with(actor, Right.WRITE_LAB)).order_by("code")
    one = (mine.filter(pk=wanted) if wanted is not None else mine).first()
    if one is None:
        raise NotFound
    return one


def _people(row: CallRequest) -> list[Any]:
    return [row.person, row.antenna.person if row.antenna else None]


def _joined(found: QuerySet[CallRequest]) -> QuerySet[CallRequest]:
    joined = (naming.STANDING, "project", "building", "done_by", "antenna__person__merged_into")
    return found.select_related(*joined)


def _line(actor: Actor, row: CallRequest, on: date, most: int) -> Line:
    person = naming.standing(row.person)
    is_named = person is not None and naming.may_name(actor, person, row.project_id)
    told_by = naming.standing(row.antenna.person) if row.antenna else None
    waits = 0 if row.done_at else overdue_days(day_of(row.made_at), on, most)
    return Line(
        row,
        person.uid if person and is_named else None,
        naming.name_of(actor, person, row.project_id),
        naming.name_of(actor, told_by, row.project_id),
        waits,
    )
