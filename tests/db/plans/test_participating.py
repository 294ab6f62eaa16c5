"""Which plans the programme's evaluation counts: those of its own measures."""

from datetime import date

import pytest

from campanello.people.models import Participation
from campanello.plans.services import participating
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_evaluated", "counted"), [(True, 1), (False, 0)], ids=["of the programme's fund", "of another fund"]
)
def test_a_signed_plan_is_counted_where_its_measure_is(is_evaluated: bool, counted: int) -> None:
    project = factories.project()
    plan = factories_plans.plan(factories_plans.measure(project, is_evaluated=is_evaluated))
    entry = participating.enter(plan, date(2026, 1, 1))
    assert (entry is not None) == is_evaluated
    assert Participation.objects.count() == counted
