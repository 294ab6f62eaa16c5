"""What is due to people over all plans: signed hours alone, at the value of their day, for any number of plans."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.plans.models import Attendance, Plan, Service, ServiceValue
from campanello.plans.queries import allowance
from campanello.plans.queries.allowance import PersonDue
from campanello.plans.rules.allowance import Terms
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
TERMS = Terms(300_000, 200_000, {"orientation": 18 * 60, "consolidation": 124 * 60})
DAY = date(2026, 2, 2)
LATER = date(2027, 1, 1)


def attended(plan: Plan, service: Service, length: int, on: date = DAY, **given: Any) -> Attendance:
    """A signed mark of a session of so many minutes."""
    starts = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    session = factories_plans.session(
        service, on=on, starts_at=starts, ends_at=starts + timedelta(minutes=length)
    )
    whole = {"session": session, "plan": plan, "service": service, "on": on, "planned_minutes": length}
    whole |= {"is_signed": True, "presence": "present", "minutes": length, "recorded_at": starts}
    return Attendance.objects.create(**whole | given)


def dues(project: Any, before: date = LATER, **given: Any) -> list[PersonDue]:
    return list(allowance.dues(project=project.pk, before=before, held_to=TERMS, **given))


def test_hours_count_at_the_value_of_their_day_once_signed_and_not_replaced() -> None:
    project = factories.project()
    plan, service = factories_plans.plan(factories_plans.measure(project)), factories_plans.service(project)
    given: dict[str, Any] = {"service": service, "source": "Act 12 of 2026"}
    ServiceValue.objects.create(starts_on=date(2026, 3, 1), hourly_cents=20_00, **given)
    attended(plan, service, 60, date(2026, 2, 28))
    attended(plan, service, 60, date(2026, 3, 1))
    attended(plan, service, 60, is_signed=False)
    attended(plan, service, 60, is_replaced=True)
    attended(plan, service, 60, presence="excused", minutes=0)
    (found,) = dues(project)
    assert (found.due.counted_minutes, found.due.allowance_cents) == (120, 30_00)
    assert (found.plans, found.demo, found.without_value) == ({plan.pk: project.pk}, {plan.pk}, frozenset())
    (sooner,) = dues(project, before=date(2026, 3, 1))
    assert sooner.due.allowance_cents == 10_00


def test_an_hour_without_a_value_is_worth_nothing_and_is_told() -> None:
    project = factories.project()
    plan, service = (
        factories_plans.plan(factories_plans.measure(project)),
        factories_plans.service(project, hourly_cents=None),
    )
    attended(plan, service, 60)
    (found,) = dues(project)
    assert (found.due.counted_minutes, found.due.allowance_cents) == (60, 0)
    assert found.without_value == {plan.pk}


def test_caps_and_limits_are_a_person_s_over_plans_projects_and_merged_records() -> None:
    here, there = factories.project(), factories.project()
    rosa = factories.person(here)
    again = factories.person(there, merged_into=rosa)
    first = factories_plans.plan(factories_plans.measure(here), rosa)
    second = factories_plans.plan(factories_plans.measure(there), again)
    balance, other = (
        factories_plans.service(here, hourly_cents=100_00),
        factories_plans.service(there, hourly_cents=100_00),
    )
    attended(second, other, 600, date(2026, 2, 3))
    attended(first, balance, 900, date(2026, 2, 2))
    (found,) = dues(here)
    assert [found] == dues(there)
    assert (found.person, found.due.capped, found.due.over_minutes) == (
        rosa.pk,
        ("hours",),
        {"orientation": 420},
    )
    assert [(part.plan, part.counted_minutes, part.allowance_cents) for part in found.due.parts] == [
        (first.pk, 900, 150_000),
        (second.pk, 180, 30_000),
    ]


def test_any_number_of_plans_is_gone_through_in_few_queries_and_can_be_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = factories.project()
    measure, service = factories_plans.measure(project), factories_plans.service(project)
    plans = [factories_plans.plan(measure) for _each in range(5)]
    factories_plans.plan(measure, state="draft")
    for plan in plans:
        attended(plan, service, 60)
    monkeypatch.setattr(allowance, "PEOPLE_AT_ONCE", 2)
    with CaptureQueriesContext(connection) as captured:
        found = dues(project)
    people = sorted(plan.person_id for plan in plans)
    assert [one.person for one in found] == people
    # Three rounds of people, records, plans and marks, one look that finds nobody more, and the catalogue once.
    assert len(captured) == 3 * 4 + 1 + 2
    assert [one.person for one in dues(project, after=people[2])] == people[3:]
