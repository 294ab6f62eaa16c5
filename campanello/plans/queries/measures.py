"""Finds measures with their funds, for those who may read or set them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from campanello.core import params
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.single import single
from campanello.people.queries import merges
from campanello.plans.models import Application, Measure
from campanello.plans.rules.applications import OPEN, Funnel, Limits
from campanello.plans.rules.funds import Fund, Sums

PARTS = ("eligible", "pending", "ineligible", "withdrawn", "lapsed")


@dataclass(frozen=True)
class Line:
    """A measure as the list shows it: its funds, its funnel, how many eligible ones wait for funds."""

    measure: Measure
    fund: Fund
    funnel: Funnel
    waiting: int
    is_open: bool


def measure(actor: Actor, code: str, *, right: Right = Right.SET_MEASURES, lock: bool = False) -> Measure:
    """A measure of one of the actor's projects.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Measure.objects.filter(code=code)
    wanted = found.visible_to(actor, right).select_related("project")
    return single(wanted, found.visible_to(actor), lock=lock)


def measures(actor: Actor, right: Right = Right.READ_APPLICATIONS) -> QuerySet[Measure]:
    """The measures of the projects where the actor has a right, by code."""
    return Measure.objects.visible_to(actor, right).select_related("project").order_by("code")


def lines(actor: Actor, on: date) -> list[Line]:
    """The measures that the actor may set, each with its funds and funnel. Two queries, however many there are."""
    rows = list(measures(actor, Right.SET_MEASURES))
    counted = funnels([one.pk for one in rows])
    return [
        Line(one, fund_of(one), *counted.get(one.pk, (Funnel(), 0)), is_open=is_open(one, on)) for one in rows
    ]


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects in which the actor may make measures."""
    return Project.objects.filter(pk__in=projects_with(actor, Right.SET_MEASURES)).order_by("code")


def is_open(measure: Measure, on: date) -> bool:
    """Whether a measure receives applications on a day."""
    return measure.opens_on <= on and (measure.closes_on is None or on < measure.closes_on)


def fund_of(measure: Measure) -> Fund:
    """A measure's funds as the rules take them."""
    return Fund(
        Sums(measure.services_cents, measure.allowance_cents),
        Sums(measure.committed_services_cents, measure.committed_allowance_cents),
    )


def funnels(measures: list[int]) -> dict[int, tuple[Funnel, int]]:
    """Each measure's funnel, and how many of its eligible ones wait for funds. One query."""
    found: Any = Application.objects.filter(measure__in=measures).order_by().values("measure")
    return {
        row["measure"]: (Funnel(**{name: row[name] for name in ("received", *PARTS)}), row["without_funds"])
        for row in found.annotate(**counts(), without_funds=Count("pk", filter=WAITS_FOR_FUNDS))
    }


def counts() -> dict[str, Any]:
    """What a funnel counts. Those received by their number, so that its sum proves something."""
    parts = {state: Count("pk", filter=Q(state=state)) for state in PARTS}
    return {"received": Count("pk", filter=Q(number__isnull=False)), **parts}


WAITS_FOR_FUNDS = Q(state="eligible", services_cents=0, allowance_cents=0, plan=None)


def caps(on: date) -> Sums:
    """What a person may get at most over all plans, on a day."""
    return Sums(params.value("plans.services_cap", on), params.value("plans.allowance_cap", on))


def held_by(person: int, without: int | None = None) -> Sums:
    """What is committed to all of a person's applications, whatever the project, but for one of them. One query."""
    theirs = Application.objects.filter(merges.of_people("person", [person]), state__in=OPEN)
    others = theirs if without is None else theirs.exclude(pk=without)
    sums: Mapping[str, int | None] = others.aggregate(
        services=Sum("services_cents"), allowance=Sum("allowance_cents")
    )
    return Sums(sums["services"] or 0, sums["allowance"] or 0)


def limits(on: date) -> Limits:
    """The days after which things are overdue, and those given for what is missing."""
    return Limits(
        missing_days=params.value("plans.missing_days", on),
        decision_days=params.value("plans.decision_days", on),
        call_days=params.value("lab.call_overdue_days", on),
    )
