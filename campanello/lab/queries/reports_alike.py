"""Finds reports that may say the same as one that is being told, or that was: still open, or closed lately."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from campanello.core import params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import ROME
from campanello.lab.models import Report, Seconding
from campanello.lab.queries.routing import Spot, spot
from campanello.lab.rules import reports_alike as rules
from campanello.lab.rules import values
from campanello.lab.rules.reports import NewReport
from campanello.lab.rules.reports_alike import Told

_COMPARED = 200


@dataclass(frozen=True)
class Similar:
    """A report that may say the same, how likely of a hundred, and how many others joined it."""

    report: Report
    points: int
    others: int


def alike_to_new(actor: Actor, new: NewReport, *, on: date) -> list[Similar]:
    """Reports that may say what is being told, for who records it; none while the place is not said.

    Raises:
        NotFound: The project or the place is absent, or not the actor's.
    """
    found = Project.objects.filter(code=new.project, pk__in=projects_with(actor, Right.WRITE_LAB)).first()
    if found is None:
        raise NotFound
    where = spot(found, new)
    return _alike(actor, found.pk, _told(0, new.kind, new.text, where), where, on=on)


def alike_to(actor: Actor, report: Report, *, on: date) -> list[Similar]:
    """Reports that may say the same as one that the actor sees."""
    where = Spot(report.neighbourhood, report.building, report.stair, report.dwelling)
    told = _told(report.pk, report.kind, report.text, where)
    return _alike(actor, report.project_id, told, where, on=on)


def _alike(actor: Actor, project: int, told: Told, where: Spot, *, on: date) -> list[Similar]:
    since = on - timedelta(days=params.value("reports.alike_days", on))
    lately = datetime.combine(since, time(), ROME).astimezone(UTC)
    found = (
        Report.objects.visible_to(actor)
        .filter(project=project, building=where.building)
        .filter(Q(state__in=values.OPEN_STATES) | Q(closed_at__gte=lately))
        .exclude(state="duplicate")
        .exclude(pk=told.key)
    )
    if where.building is None:
        found = found.filter(neighbourhood=where.neighbourhood)
    rows = list(
        found.select_related("neighbourhood", "building", "stair", "dwelling")
        .prefetch_related("owner")
        .order_by("-made_at", "-pk")[:_COMPARED]
    )
    by_key = {row.pk: row for row in rows}
    ranked = rules.alike(told, (_of(row) for row in rows))
    others = Counter(
        Seconding.objects.filter(report__in=[key for key, _points in ranked]).values_list("report", flat=True)
    )
    return [Similar(by_key[key], points, others[key]) for key, points in ranked]


def _of(row: Report) -> Told:
    return Told(row.pk, row.kind, row.text, row.building_id, row.stair_id, row.dwelling_id)


def _told(key: int, kind: str, text: str, where: Spot) -> Told:
    return Told(
        key,
        kind,
        text,
        building=where.building.pk if where.building else None,
        stair=where.stair.pk if where.stair else None,
        dwelling=where.dwelling.pk if where.dwelling else None,
    )
