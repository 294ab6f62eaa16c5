"""The catalogue of services of a project: by block, with what an hour of each is worth, and how many plans hold it."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet

from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.plans.models import PlanService, Service, ServiceValue, Session
from campanello.plans.rules import catalogue as rules
from campanello.plans.rules.catalogue import HourlyValue, NewService
from campanello.plans.rules.values import BLOCKS
from campanello.plans.rules.versions import LANGUAGES

SHIPPED = Path(__file__).parent.parent / "reference" / "services.csv"


@dataclass(frozen=True)
class Entry:
    """A service as the catalogue shows it: its value on the day, the ones before and after, the plans that hold it."""

    service: Service
    now: HourlyValue | None
    values: tuple[ServiceValue, ...]
    plans: int


@dataclass(frozen=True)
class Block:
    """The services of a block; `minutes` are the minutes that one plan may have of it, None for no limit."""

    block: str
    entries: tuple[Entry, ...]
    minutes: int | None


def projects(actor: Actor, right: Right = Right.READ_PLANS) -> QuerySet[Project]:
    """The projects whose catalogue the actor reads, or with another right changes."""
    return Project.objects.filter(pk__in=projects_with(actor, right)).order_by("title")


def project(actor: Actor, code: str, right: Right = Right.READ_PLANS) -> Project:
    """A project of the actor's by its code, the first of them where none is named.

    Raises:
        NotFound.
    """
    found = projects(actor, right)
    chosen = (found.filter(code=code) if code else found).first()
    if chosen is None:
        raise NotFound
    return chosen


def service(actor: Actor, key: int, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Service:
    """A service of one of the actor's projects.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = Service.objects.filter(pk=key, project__in=projects_with(actor, right))
    one = (found.select_for_update(of=("self",)) if lock else found.select_related("project")).first()
    if one is None:
        raise NotFound
    return one


def service_of(project: int, key: int) -> Service:
    """A service of a project's catalogue, for who was let in to one of its plans.

    Raises:
        NotFound.
    """
    one = Service.objects.filter(pk=key, project=project).first()
    if one is None:
        raise NotFound
    return one


def blocks(project: Project, on: date, minutes: dict[str, int]) -> list[Block]:
    """The catalogue by block as it is on a day; all blocks, also empty ones. Three queries."""
    rows = Service.objects.filter(project=project)
    held = _held(rows)
    values = _values(rows)
    entries = [_entry(one, values.get(one.pk, ()), held.get(one.pk, 0), on) for one in rows.order_by("code")]
    return [
        Block(block, tuple(one for one in entries if one.service.block == block), minutes.get(block))
        for block in BLOCKS
    ]


def entry(one: Service, on: date) -> Entry:
    """One service as the catalogue shows it. Two queries."""
    rows = Service.objects.filter(pk=one.pk)
    return _entry(one, _values(rows).get(one.pk, ()), _held(rows).get(one.pk, 0), on)


def signed_plans(one: Service) -> int:
    """How many signed plans hold a service, or held it in a version that was signed."""
    signed = PlanService.objects.filter(service=one).filter(
        Q(plan_version__signed_on__isnull=False) | Q(plan_version__signatures__isnull=False)
    )
    return signed.values("plan_version__plan").distinct().count()


def signed_sessions_worth(value: ServiceValue) -> int:
    """How many signed sessions of a service are worth a value: from its day on, until the next value's."""
    later = ServiceValue.objects.filter(service=value.service_id, starts_on__gt=value.starts_on)
    following = later.order_by("starts_on").values_list("starts_on", flat=True).first()
    found = Session.objects.filter(service=value.service_id, signed_at__isnull=False, on__gte=value.starts_on)
    return (found.filter(on__lt=following) if following else found).count()


def shipped(project: Project) -> list[NewService]:
    """The services of the programme that a project's catalogue has not yet. They come without hourly values."""
    there = set(Service.objects.filter(project=project).values_list("code", flat=True))
    return [one for one in programme() if one.code not in there]


@cache
def programme(path: Path = SHIPPED) -> tuple[NewService, ...]:
    """The programme's own services, as they ship."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            NewService(
                code=row["code"],
                names={code: row[code] for code in LANGUAGES},
                block=row["block"],
                bears_allowance=row["bears_allowance"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def _held(rows: QuerySet[Service]) -> dict[int, int]:
    found = PlanService.objects.filter(service__in=rows.values("pk")).order_by()
    counted = found.values("service").annotate(n=Count("plan_version__plan", distinct=True))
    return dict(counted.values_list("service", "n"))


def _values(rows: QuerySet[Service]) -> dict[int, tuple[ServiceValue, ...]]:
    found: dict[int, list[ServiceValue]] = {}
    for one in ServiceValue.objects.filter(service__in=rows.values("pk")).order_by("-starts_on"):
        found.setdefault(one.service_id, []).append(one)
    return {key: tuple(values) for key, values in found.items()}


def _entry(one: Service, values: Iterable[ServiceValue], plans: int, on: date) -> Entry:
    held = tuple(values)
    told: list[Any] = [HourlyValue(row.hourly_cents, row.starts_on, row.is_demo) for row in held]
    return Entry(one, rules.value_on(told, on), held, plans)
