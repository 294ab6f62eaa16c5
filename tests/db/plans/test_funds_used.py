"""A plan that is withdrawn before its start gives back what was not used of its funds, and no more."""

from datetime import date

import pytest

from campanello.plans.models import Application, Measure
from campanello.plans.queries.payments import set_aside
from campanello.plans.rules.plans import Act, NewAct
from campanello.plans.services import plans
from tests import factories, factories_plans
from tests.db.plans import paying
from tests.db.plans.paying import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "used"), [(300, 50_00), (0, 0)], ids=["five hours paid", "nothing paid"])
def test_a_plan_withdrawn_before_its_start_keeps_what_was_paid_of_its_funds(minutes: int, used: int) -> None:
    w = paying.world(committed_services_cents=3_000_00, committed_allowance_cents=2_000_00)
    rosa = factories.person(w.project)
    asked = factories_plans.application(
        w.measure,
        person=rosa,
        state="eligible",
        decided_at=AT,
        services_cents=3_000_00,
        allowance_cents=2_000_00,
    )
    plan = paying.plan(w, minutes, person=rosa, application=asked, state="signed", starts_on=date(2026, 3, 1))
    (paying.paid if minutes else paying.proposed)(w)
    assert set_aside([plan.pk]).get(plan.pk, 0) == used
    case = paying.actor(w.project, "case")
    plans.act(
        actor=case,
        uid=plan.uid,
        version=plan.version,
        act=NewAct(Act.WITHDRAW, TODAY, reason="Moves away"),
        at=AT,
    )
    measure, asked = Measure.objects.get(), Application.objects.get()
    assert (measure.committed_services_cents, measure.committed_allowance_cents) == (used, used)
    assert (asked.services_cents, asked.allowance_cents) == (used, used)
