"""What follows for many applications at once before a payment: as `eligibility` finds it, of lighter rows.

For the service that computes a run, which has asked who acts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from campanello.core import bulk
from campanello.people.queries.merges import standing_for
from campanello.plans.models import Application, Fact
from campanello.plans.queries.eligibility import PAYMENT, Known, Knowns, answered, asked_on, known_by
from campanello.plans.queries.eligibility_record import Sayings, said
from campanello.plans.rules.eligibility import Decision, RequirementSet, facts_for


@dataclass(frozen=True)
class Again:
    """What follows on a day for all `applications`, by their keys, of which just the same is known."""

    requirement_set: RequirementSet
    on: date
    outcome: Decision
    results: list[dict[str, Any]]
    priority: tuple[str, ...]
    applications: list[int]


class _Row(NamedTuple):
    application: int
    project: int
    person: int | None
    code: str
    received_on: date


def again(applications: Collection[int], on: date) -> list[Again]:
    """What follows on a day for applications before a payment: each different answer once. Stores nothing.

    Source: `eligibility.assessed`, which answers alike for each of them; some ten queries a project, however many.

    Raises:
        NoSuchRequirements, NoSuchParameter.
    """
    rows = _rows(applications, on)
    sets = {key: asked_on(PAYMENT, *key) for key in {(one.code, one.received_on) for one in rows}}
    names = {name for one in sets.values() for name in facts_for(one)}
    noted, told = _noted(applications, names), _told(rows, on, names)
    wanted = {key: facts_for(one) for key, one in sets.items()}
    met: dict[tuple[Any, ...], Again] = {}
    for row in rows:
        which = row.code, row.received_on
        mine = told[row.project].get(row.person, {}) if row.person else {}
        known = known_by(noted[row.application], mine, wanted[which])
        key = (which, *known.values())
        if key not in met:
            found, results = answered(sets[which], known, on)
            met[key] = Again(sets[which], on, found.outcome, results, found.priority, [])
        met[key].applications.append(row.application)
    return list(met.values())


def _rows(applications: Iterable[int], on: date) -> list[_Row]:
    found = Application.objects.filter(pk__in=bulk.among(applications)).order_by("pk")
    return [
        _Row(key, project, person, code, received_on or on)
        for key, project, person, code, received_on in found.values_list(
            "pk", "project", standing_for("person"), "measure__requirement_set", "received_on"
        )
    ]


def _noted(applications: Iterable[int], names: Iterable[str]) -> dict[int, Knowns]:
    rows = Fact.objects.filter(
        application__in=bulk.among(applications), is_replaced=False, name__in=list(names)
    )
    noted: dict[int, Knowns] = defaultdict(dict)
    for key, name, value, evidence, source, of_day in rows.order_by().values_list(
        "application", "name", "value", "evidence", "source", "on"
    ):
        noted[key][name] = Known(name, value, evidence, source, of_day)
    return noted


def _told(rows: Iterable[_Row], on: date, names: Collection[str]) -> dict[int, dict[int, Sayings]]:
    people: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows:
        if row.person:
            people[row.project][row.person] = row.project
    return defaultdict(dict, {project: said(own, on, names) for project, own in people.items()})
