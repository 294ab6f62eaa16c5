"""Whatever order things come in, and whoever presses at once: never more than caps, attended value and funds."""

import threading
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection, connections, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.core.errors import DomainError
from campanello.plans.models import Attendance, Measure, Payment, PaymentRun, Plan, Purse
from campanello.plans.rules.payments import LIVE
from campanello.plans.services import payments, payments_outcomes
from tests import factories
from tests.db.plans import paying
from tests.db.plans.paying import AT, TODAY

CAP = 200_000
FUND = 250_000
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("attend"), st.integers(0, 3), st.integers(1, 9_000), st.integers(1, 28)),
        st.tuples(st.just("correct"), st.integers(0, 30), st.integers(0, 9_000), st.just(0)),
        st.tuples(st.just("run"), st.integers(0, 1), st.integers(0, 3), st.integers(1, 29)),
    ),
    min_size=3,
    max_size=12,
)


class Town:
    """Two projects that share a person; each pays two plans out of a fund that does not reach for all."""

    def __init__(self) -> None:
        self.worlds = [paying.world(allowance_cents=FUND) for _ in range(2)]
        shared = factories.person(self.worlds[0].project)
        one, other = self.worlds
        self.plans = [paying.plan(one, person=shared), paying.plan(one)]
        self.plans += [paying.plan(other, person=shared), paying.plan(other)]
        landlord = factories.organisation()
        paying.account(organisation=landlord)
        paying.pact(one, self.plans[0], landlord)

    def world_of(self, plan: Plan) -> paying.World:
        return next(w for w in self.worlds if w.project.pk == plan.project_id)

    def attend(self, plan: int, minutes: int, day: int) -> None:
        one = self.plans[plan]
        paying.attended(self.world_of(one), one, minutes, date(2026, 3, day))

    def correct(self, which: int, minutes: int, _day: int) -> None:
        marks = list(Attendance.objects.filter(is_replaced=False).order_by("pk"))
        if marks:
            mark = marks[which % len(marks)]
            paying.corrected(mark, min(minutes, mark.planned_minutes))

    def run(self, world: int, fate: int, day: int) -> None:
        """A run that is made void, left approved, closed, or of which a payment fails."""
        w = self.worlds[world]
        run = paying.proposed(w, date(2026, 3, 1) + timedelta(days=day))
        if fate == 0 or not Payment.objects.filter(run=run).exists():
            payments.void(actor=w.proposer, uid=run.uid, version=run.version, reason="Prova")
            return
        run = paying.approved(w, run)
        if fate == 1:
            return
        run = paying.ordered(w, run)
        if fate == 2:
            one = Payment.objects.filter(run=run).earliest("pk")
            said = {"state": "failed", "value_on": TODAY, "reason": "Prova", "on": TODAY, "at": paying.AT}
            payments_outcomes.tell(actor=w.proposer, payment=one.uid, version=one.version, **said)
        run.refresh_from_db()
        paying.closed(w, run)

    def passed(self) -> list[str]:
        """The limits that are passed: none, at any moment."""
        live, found = Payment.objects.filter(state__in=LIVE), []
        for person, cents in live.values_list("line__person").annotate(Sum("cents")):
            if not cents == Purse.objects.get(person=person).allowance_cents <= CAP:
                found.append(f"a person has {cents}")
        for measure in Measure.objects.filter(project__in=[w.project.pk for w in self.worlds]):
            paid = live.filter(line__plan__measure=measure).aggregate(all=Sum("cents"))["all"] or 0
            if not paid == measure.committed_allowance_cents <= FUND:
                found.append(f"a fund gave {paid}")
        dear = Purse.objects.filter(services_cents__gt=300_000)
        return found + [f"services of {one.services_cents}" for one in dear]


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_in_any_order_of_attendance_corrections_and_runs_no_limit_is_passed(steps: list[Any]) -> None:
    with transaction.atomic():
        town = Town()
        paid_before: dict[int, int] = {}
        for deed, one, two, three in steps:
            getattr(town, deed)(one, two, three)
            assert town.passed() == []
            if deed == "run":
                paid_before = _worth_it(town, paid_before)
        transaction.set_rollback(True)


def _worth_it(town: Town, before: dict[int, int]) -> dict[int, int]:
    """A run never adds to what a plan has beyond the value of the hours that are signed now."""
    live = Payment.objects.filter(state__in=LIVE)
    paid = dict(live.values_list("line__plan").annotate(Sum("cents")))
    for plan in town.plans:
        marks = Attendance.objects.filter(plan=plan, is_replaced=False, presence="present")
        worth = sum(marks.values_list("minutes", flat=True)) * 1_000 / 60
        has = paid.get(plan.pk, 0)
        assert has <= max(worth + 0.5, before.get(plan.pk, 0))
    return paid


@pytest.mark.django_db(transaction=True)
def test_two_projects_that_compute_at_once_never_pass_the_cap_of_a_person_they_share() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")
    worlds = [paying.world() for _ in range(2)]
    people = [factories.person(worlds[0].project) for _ in range(6)]
    for number, w in enumerate(worlds):
        for person in people if number else reversed(people):
            paying.plan(w, 60 * 150, person=person)
    asked = [_asked(w) for w in worlds]
    failed = _at_once(
        [lambda w=w, run=run: _compute(w, run) for w, run in zip(worlds, asked, strict=True)] * 3
    )
    assert {type(one).__name__ for one in failed} <= {"RunNotReady"}
    assert len(failed) == 4
    for person in people:
        paid = Payment.objects.filter(line__person=person).aggregate(all=Sum("cents"))["all"]
        assert paid == CAP == Purse.objects.get(person=person).allowance_cents


@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_by_several_a_run_is_asked_for_approved_ordered_and_closed_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")
    w, uid = paying.world(), uuid4()
    paying.plan(w, 60)
    given = {"project": w.project.pk, "through_on": paying.APRIL, "on": TODAY, "at": AT}
    assert _at_once([lambda: payments.propose(actor=w.proposer, uid=uid, **given)] * 4) == []
    run = _compute(w, PaymentRun.objects.get())
    assert len(_at_once([lambda: paying.approved(w, run)] * 4)) == 3
    run.refresh_from_db()
    assert len(_at_once([lambda: paying.ordered(w, run)] * 4)) == 3
    run.refresh_from_db()
    assert len(_at_once([lambda: paying.closed(w, run)] * 4)) == 3
    assert list(Payment.objects.values_list("state", "cents")) == [("paid", 1_000)]


def _asked(w: paying.World) -> PaymentRun:
    return payments.propose(
        actor=w.proposer, uid=uuid4(), project=w.project.pk, through_on=paying.APRIL, on=TODAY, at=AT
    )


def _compute(w: paying.World, run: PaymentRun) -> PaymentRun:
    return payments.compute(actor=w.proposer, uid=run.uid, on=TODAY, at=AT, takes_demo=True)


def _at_once(deeds: list[Any]) -> list[DomainError]:
    """Do all of them at one moment; answers what was refused."""
    ready, refused = threading.Barrier(len(deeds)), []

    def do(deed: Any) -> None:
        close_old_connections()
        ready.wait()
        try:
            deed()
        except DomainError as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return refused
