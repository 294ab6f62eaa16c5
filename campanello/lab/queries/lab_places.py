"""Finds where labs are and when they open: for everybody, and for the coordinator who writes it down."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import day_of
from campanello.lab.models import LabPlace, OpeningHours, Session
from campanello.lab.queries.shifts import dated
from campanello.lab.rules import places as rules
from campanello.lab.rules.places import Doorway
from campanello.lab.rules.shifts import DatedOpening, Opening

# Who writes a lab's door down: its coordinator.
WRITES = Right.HAND_OVER


@dataclass(frozen=True)
class Lab:
    """A lab as everybody sees it: its door, the week, whether it is open."""

    place: LabPlace
    week: list[list[Opening]]
    doorway: Doorway

    @property
    def has_hours(self) -> bool:
        """Whether anybody has said when it opens."""
        return any(self.week)


def labs(*, at: datetime) -> list[Lab]:
    """The labs that everybody may read of, by town. Two queries for any number."""
    found = list(_public())
    hours = _hours(one.project_id for one in found)
    return [_lab(one, hours[one.project_id], at) for one in found]


def lab(code: str, *, at: datetime) -> Lab:
    """One of them, by its project's code.

    Raises:
        NotFound: Absent, or not public.
    """
    # No text of a database holds that sign, and PostgreSQL refuses to be asked for it.
    found = None if "\0" in code else _public().filter(project__code=code).first()
    if found is None:
        raise NotFound
    return _lab(found, _hours([found.project_id])[found.project_id], at)


def next_sessions(project: int, *, at: datetime, most: int) -> list[Session]:
    """What is on there next, for everybody. One query."""
    found = Session.objects.filter(
        project=project, activity__is_public=True, ends_at__gt=at, cancelled_at=None
    )
    joined = found.select_related("activity__host", "building", "project")
    return list(joined.order_by("starts_at", "pk")[:most])


def place(actor: Actor, project: int, *, lock: bool = False) -> LabPlace | None:
    """A lab's door for who writes it down; None where nobody has yet.

    Raises:
        NotFound: The project is not the actor's.
    """
    if project not in projects_with(actor, WRITES):
        raise NotFound
    found = LabPlace.objects.filter(project=project)
    return (found.select_for_update(of=("self",)) if lock else found).first()


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects whose labs' doors the actor writes down."""
    return Project.objects.filter(pk__in=projects_with(actor, WRITES)).order_by("code")


def _public() -> QuerySet[LabPlace]:
    return LabPlace.objects.filter(is_public=True).select_related("project__lead")


def _hours(projects: Iterable[int]) -> dict[int, list[DatedOpening]]:
    held: dict[int, list[DatedOpening]] = defaultdict(list)
    for row in OpeningHours.objects.filter(project__in=list(projects)):
        held[row.project_id].append(dated(row))
    return held


def _lab(place: LabPlace, hours: list[DatedOpening], at: datetime) -> Lab:
    return Lab(place, rules.week(hours, day_of(at)), rules.doorway(hours, at))
