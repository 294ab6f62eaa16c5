"""Gathers what the allowance rule looks at: the signed hours of people over all their plans, and what they are worth.

Nothing here names a person. `dues` goes through any number of plans in constant memory, a few queries a thousand.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from campanello.core import bulk, params
from campanello.people.queries.merges import records_of, standing_for
from campanello.plans.models import Attendance, Plan, Service, ServiceValue
from campanello.plans.rules.allowance import Attended, Due, Terms, due

PEOPLE_AT_ONCE = 1_000
LIMITED_BLOCKS = ("orientation", "consolidation")


@dataclass(frozen=True)
class PersonDue:
    """What is due to a person by the key of the record that stands for them, over all plans and projects.

    `plans` are all of the person's plans with the key of their project, `without_value` those in which an hour
    counts that nobody has given a value: it is worth nothing yet. `demo` are those valued by invented figures.
    """

    person: int
    plans: dict[int, int]
    due: Due
    without_value: frozenset[int]
    demo: frozenset[int]


def terms(on: date) -> Terms:
    """The caps and the limits of blocks, as they hold on a day."""
    return Terms(
        services_cap_cents=params.value("plans.services_cap", on),
        allowance_cap_cents=params.value("plans.allowance_cap", on),
        block_minutes={block: 60 * params.value(f"plans.hours_{block}", on) for block in LIMITED_BLOCKS},
    )


def dues(*, project: int, before: date, held_to: Terms, after: int = 0) -> Iterator[PersonDue]:
    """What is due to everybody with a plan in a project, person by person in the order of their keys.

    Signed registers of days before `before` count, those of other projects too, since the caps are a person's. For
    services that have asked who acts.

    Args:
        project: Whose plans' people are gone through; drafts are no plans yet.
        before: The first day that does not count.
        held_to: Caps and limits; `terms` of a day.
        after: Only people with larger keys: what was interrupted goes on from there.
    """
    book = _Book()
    while people := _next_people(project, after):
        yield from dues_of(people, before=before, held_to=held_to, book=book)
        after = people[-1]


def dues_of(
    people: Iterable[int], *, before: date, held_to: Terms, book: "_Book | None" = None
) -> Iterator[PersonDue]:
    """What is due to some standing people, in the order of their keys. Four queries, however many."""
    book = book or _Book()
    standing = records_of(people)
    plans = {
        key: (standing[person], project)
        for key, person, project in Plan.objects.filter(person__in=bulk.among(standing))
        .exclude(state="draft")
        .values_list("pk", "person", "project")
    }
    of_person: dict[int, dict[int, int]] = {}
    for key, (person, project) in plans.items():
        of_person.setdefault(person, {})[key] = project
    rows = _rows(plans, before)
    book.learn(row[1] for row in rows)
    rows.sort(key=lambda row: (plans[row[0]][0], row[2], row[3]))
    found = {person: list(mine) for person, mine in groupby(rows, key=lambda row: plans[row[0]][0])}
    for person in sorted(of_person):
        yield _person_due(person, of_person[person], found.get(person, []), held_to, book)


def _next_people(project: int, after: int) -> list[int]:
    found = Plan.objects.filter(project=project).exclude(state="draft").order_by()
    keys = found.annotate(standing=standing_for("person")).filter(standing__gt=after)
    return list(keys.values_list("standing", flat=True).distinct().order_by("standing")[:PEOPLE_AT_ONCE])


# Plan, service, day, key, planned minutes, minutes.
_Row = tuple[int, int, date, int, int, int]


def _rows(plans: Iterable[int], before: date) -> list[_Row]:
    return list(
        counting()
        .filter(plan__in=bulk.among(plans), on__lt=before)
        .order_by()
        .values_list("plan_id", "service_id", "on", "pk", "planned_minutes", "minutes")
    )


def counting() -> QuerySet[Attendance]:
    """The marks that count for the allowance: of signed registers, present, and replaced by no other."""
    return Attendance.objects.filter(is_signed=True, is_replaced=False, presence="present")


def _person_due(
    person: int, plans: dict[int, int], rows: list[_Row], held_to: Terms, book: "_Book"
) -> PersonDue:
    sessions, without, demo = [], set(), set()
    for plan, service, on, _key, planned, minutes in rows:
        hourly, is_demo = book.value(service, on)
        if hourly is None:
            without.add(plan)
        if is_demo:
            demo.add(plan)
        block, bears = book.services[service]
        sessions.append(Attended(plan, block, hourly or 0, bears, planned, minutes))
    return PersonDue(person, plans, due(sessions, held_to), frozenset(without), frozenset(demo))


@dataclass
class _Book:
    """The services met so far: block, whether they bear an allowance, hourly values by their first day."""

    services: dict[int, tuple[str, bool]] = field(default_factory=dict)
    days: dict[int, list[date]] = field(default_factory=dict)
    values: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    def learn(self, services: Iterable[int]) -> None:
        """Read what is not known yet of some services. Two queries, or none."""
        wanted = set(services) - self.services.keys()
        if not wanted:
            return
        for key, block, bears in Service.objects.filter(pk__in=wanted).values_list(
            "pk", "block", "bears_allowance"
        ):
            self.services[key], self.days[key], self.values[key] = (block, bears), [], []
        known: QuerySet[ServiceValue, Any] = ServiceValue.objects.filter(service__in=wanted)
        for value in known.order_by("service", "starts_on"):
            self.days[value.service_id].append(value.starts_on)
            self.values[value.service_id].append((value.hourly_cents, value.is_demo))

    def value(self, service: int, on: date) -> tuple[int | None, bool]:
        """What an hour of a service is worth on a day, in cents, and whether the figure is invented."""
        place = bisect_right(self.days[service], on)
        return self.values[service][place - 1] if place else (None, False)
