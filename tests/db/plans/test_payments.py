"""Payment runs as they are stored: what is due, to whom, who may say so, and that nothing is paid twice."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from campanello.accounts.models import User
from campanello.accounts.queries import actor_of
from campanello.core.access import NotFound
from campanello.core.models import AuditEntry
from campanello.plans.models import Payment, PaymentLine, PaymentRun, Purse
from campanello.plans.queries import payments as queries
from campanello.plans.rules import payments as rules
from campanello.plans.services import payments, payments_outcomes
from tests import factories, factories_plans
from tests.db.plans import paying
from tests.db.plans.paying import AT, TODAY

pytestmark = pytest.mark.django_db


def lines(run: PaymentRun) -> list[tuple[Any, ...]]:
    return list(
        PaymentLine.objects.filter(run=run).values_list(
            "allowance_cents", "before_cents", "due_cents", "to_arrears_cents", "to_person_cents", "held_why"
        )
    )


def cents(state: str = "paid") -> int:
    return sum(Payment.objects.filter(state=state).values_list("cents", flat=True))


def test_the_worked_example_thirty_hours_and_a_third_for_the_rent() -> None:
    w = paying.world()
    landlord = factories.organisation(name="ALER di prova")
    paying.account(organisation=landlord)
    plan = paying.plan(w, 1_000)  # 16 h 40 min at 10 EUR: 166,67 EUR
    paying.pact(w, plan, landlord)
    run = paying.proposed(w)
    assert lines(run) == [(16_667, 0, 16_667, 5_556, 11_111, "")]
    told = list(Payment.objects.filter(run=run).values_list("payee", "cents", "creditor", "pact__plan"))
    assert told == [("person", 11_111, None, None), ("landlord", 5_556, landlord.pk, plan.pk)]
    assert (run.state, run.plans, run.to_person_cents, run.to_arrears_cents) == ("proposed", 1, 11_111, 5_556)


def test_a_later_run_pays_only_what_has_come_since() -> None:
    w = paying.world()
    plan = paying.plan(w, 60)
    paying.paid(w)
    paying.attended(w, plan, 90, date(2026, 3, 9))
    assert lines(paying.proposed(w)) == [(2_500, 1_000, 1_500, 0, 1_500, "")]


def test_what_was_overpaid_is_set_against_what_comes() -> None:
    w = paying.world()
    plan = paying.plan(w)
    mark = paying.attended(w, plan, 120)
    paying.paid(w)
    corrected = paying.corrected(mark, 60)
    run = paying.proposed(w)
    assert lines(run) == [(1_000, 2_000, 0, 0, 0, "plans.overpaid")]
    assert PaymentLine.objects.get(run=run).frozen["over"] == 1_000
    payments.void(actor=w.proposer, uid=run.uid, version=run.version, reason="Da rifare")
    paying.corrected(corrected, 120)
    paying.attended(w, plan, 30, date(2026, 3, 9))
    assert lines(paying.proposed(w)) == [(2_500, 2_000, 500, 0, 500, "")]


def test_the_cap_holds_over_the_plans_of_two_projects() -> None:
    one, other = paying.world(), paying.world()
    person = factories.person(one.project)
    paying.plan(one, 60 * 150, person=person)
    paying.paid(one)
    second = paying.plan(other, person=person)
    paying.attended(other, second, 60 * 100, date(2026, 3, 20))
    run = paying.proposed(other)
    assert lines(run) == [(50_000, 0, 50_000, 0, 50_000, "")]
    line = PaymentLine.objects.get(run=run)
    assert line.capped == "allowance"
    assert Purse.objects.get(person=person).allowance_cents == 200_000


def test_earlier_hours_signed_late_in_another_project_never_pass_the_cap() -> None:
    one, other = paying.world(), paying.world()
    person = factories.person(one.project)
    paying.attended(one, paying.plan(one, person=person), 60 * 200, date(2026, 3, 20))
    paying.paid(one)
    paying.attended(other, paying.plan(other, person=person), 60 * 50, date(2026, 3, 2))
    run = paying.proposed(other)
    assert [why for *_, why in lines(run)] == ["plans.cap-reached"]
    assert Purse.objects.get(person=person).allowance_cents == 200_000


def test_no_more_is_paid_than_was_committed_for_the_application() -> None:
    w = paying.world()
    person = factories.person(w.project)
    application = factories_plans.application(
        w.measure, person=person, state="eligible", allowance_cents=1_500, services_cents=0
    )
    paying.plan(w, 120, person=person, application=application)
    run = paying.proposed(w)
    assert lines(run) == [(2_000, 0, 1_500, 0, 1_500, "")]
    assert PaymentLine.objects.get(run=run).capped == "fund"


def test_a_fund_that_ends_in_the_middle_of_a_run_serves_who_came_first() -> None:
    w = paying.world(allowance_cents=2_500)
    plans = [paying.plan(w, 60) for _ in range(4)]
    paying.attended(w, plans[2], 60, date(2026, 3, 9))
    run = paying.proposed(w)
    told = PaymentLine.objects.filter(run=run).order_by("plan_id").values_list("due_cents", "held_why")
    assert list(told) == [(1_000, ""), (1_000, ""), (0, "plans.fund-ended"), (0, "plans.fund-ended")]
    w.measure.refresh_from_db()
    assert w.measure.committed_allowance_cents == 2_000 == run.to_person_cents == cents("ready")
    assert sum(Purse.objects.values_list("allowance_cents", flat=True)) == 2_000
    payments.void(actor=w.approver, uid=run.uid, version=run.version, reason="Fondi da rivedere")
    w.measure.refresh_from_db()
    assert w.measure.committed_allowance_cents == 0
    assert sum(Purse.objects.values_list("allowance_cents", flat=True)) == 0


HELD: dict[str, tuple[Any, str]] = {
    "nobody knows the account": ({"has_account": False}, "plans.no-account"),
    "the plan is suspended": ({"state": "suspended"}, "plans.plan-suspended"),
}


@pytest.mark.parametrize(("given", "why"), HELD.values(), ids=HELD)
def test_a_line_is_held_when(given: Any, why: str) -> None:
    w = paying.world()
    paying.plan(w, 60, **given)
    run = paying.proposed(w)
    assert lines(run) == [(1_000, 0, 0, 0, 0, why)]
    assert PaymentLine.objects.get(run=run).frozen["held"] == 1_000
    assert not Payment.objects.exists()


def test_a_line_is_held_when_the_persons_data_are_restricted_or_the_landlord_has_no_account() -> None:
    w = paying.world()
    paying.plan(w, 60, person=factories.person(w.project, restricted_at=AT))
    paying.pact(w, paying.plan(w, 60), factories.organisation())
    assert [why for *_, why in lines(paying.proposed(w))] == [
        "plans.person-restricted",
        "plans.creditor-without-account",
    ]


def test_invented_hourly_values_are_not_paid_outside_a_demonstration() -> None:
    w = paying.world()
    paying.plan(w, 60)
    assert [why for *_, why in lines(paying.proposed(w, takes_demo=False))] == ["plans.demo-values"]


def test_what_is_not_met_any_more_holds_the_payment_and_the_answer_is_kept() -> None:
    w = paying.world()
    person = factories.person(w.project)
    given = {"person": person, "state": "eligible", "allowance_cents": 200_000}
    application = factories_plans.application(w.measure, **given)
    application.facts.create(
        name="receives_naspi", value="yes", evidence="register", source="INPS", on=TODAY, recorded_at=AT
    )
    paying.plan(w, 60, person=person, application=application)
    assert [why for *_, why in lines(paying.proposed(w))] == ["plans.requirements-not-met"]
    check = application.checks.get()
    assert (check.occasion, check.outcome) == ("payment", "ineligible")


def test_what_failed_is_paid_again_once_and_to_the_same_side() -> None:
    w = paying.world()
    landlord = factories.organisation()
    paying.account(organisation=landlord)
    plan = paying.plan(w, 180)
    paying.pact(w, plan, landlord)
    run = paying.ordered(w, paying.approved(w, paying.proposed(w)))
    lost = Payment.objects.get(run=run, payee="landlord")
    said = {"state": "failed", "value_on": TODAY, "reason": "AC04 conto chiuso", "on": TODAY, "at": AT}
    payments_outcomes.tell(actor=w.proposer, payment=lost.uid, version=lost.version, **said)
    with pytest.raises(rules.PaymentMoved):
        payments_outcomes.tell(actor=w.proposer, payment=lost.uid, version=lost.version, **said)
    run.refresh_from_db()
    paying.closed(w, run)
    again = paying.proposed(w)
    assert lines(again) == [(3_000, 2_000, 1_000, 1_000, 0, "")]
    assert PaymentLine.objects.get(run=again).changed == "again"
    lost.refresh_from_db()
    assert lost.again_in == PaymentLine.objects.get(run=again)
    paying.closed(w, paying.ordered(w, paying.approved(w, again)))
    assert lines(paying.proposed(w)) == []
    assert cents() == 3_000


OTHERS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "the same mailbox under a label": ({"email": "anna@example.org"}, {"email": "ANNA+pm@example.org"}),
    "the same name the other way round": ({"name": "Anna Verdi"}, {"name": "Vérdi, Anna"}),
}


@pytest.mark.parametrize(("one", "other"), OTHERS.values(), ids=OTHERS)
def test_who_proposed_does_not_approve_by_another_account_of(one: Any, other: Any) -> None:
    w = paying.world()
    paying.plan(w, 60)
    run = paying.proposed(w)
    User.objects.filter(pk=w.proposer.user).update(**one)
    second = factories.actor("programme", project=w.project, user=factories.user(**other))
    given = {"uid": run.uid, "version": run.version, "seal": run.lines_sha256, "at": AT}
    with pytest.raises(rules.SameHuman) as refused:
        payments.approve(actor=second, **given)
    assert refused.value.facts["total"] == "10,00 EUR"
    entry = AuditEntry.objects.get(sort="refusal", verb="plans.payment-run-approved")
    assert entry.facts == {"code": "plans.same-human"}
    assert paying.approved(w, run).state == "approved"


def test_who_may_propose_in_the_project_approves_nobody_s_run_there() -> None:
    w = paying.world()
    paying.plan(w, 60)
    run = paying.proposed(w)
    both = factories.assignment(role="programme", project=w.project).user
    factories.assignment(role="coordinator", project=w.project, user=both)
    given = {"uid": run.uid, "version": run.version, "seal": run.lines_sha256, "at": AT}
    with pytest.raises(rules.RolesIncompatible):
        payments.approve(actor=actor_of(both, TODAY), **given)


def test_a_role_without_a_project_reaches_the_projects_of_its_organisation_alone() -> None:
    w, other = paying.world(), paying.world()
    paying.plan(w, 60)
    paying.plan(other, 60)
    wide = factories.actor("programme", project=None, organisation=w.project.lead)
    assert queries.run(wide, paying.proposed(w).uid).project == w.project
    with pytest.raises(NotFound):
        queries.run(wide, paying.proposed(other).uid)


def test_pressing_twice_proposes_approves_orders_and_closes_once() -> None:
    w = paying.world()
    paying.plan(w, 60)
    uid = uuid4()
    given = {"actor": w.proposer, "project": w.project.pk, "through_on": paying.APRIL, "on": TODAY, "at": AT}
    first = payments.propose(uid=uid, **given)
    assert payments.propose(uid=uid, **given) == first
    with pytest.raises(rules.RunUnderWay):
        payments.propose(uid=uuid4(), **given)
    run = payments.compute(actor=w.proposer, uid=uid, on=TODAY, at=AT, takes_demo=True)
    with pytest.raises(rules.RunNotReady):
        payments.compute(actor=w.proposer, uid=uid, on=TODAY, at=AT, takes_demo=True)
    run = paying.approved(w, run)
    with pytest.raises(rules.RunNotReady):
        paying.approved(w, run)
    run = paying.ordered(w, run)
    with pytest.raises(rules.RunNotReady):
        paying.ordered(w, run)
    run = paying.closed(w, run)
    with pytest.raises(rules.RunNotReady):
        paying.closed(w, run)
    assert cents() == 1_000


def test_a_held_payment_is_not_ordered_and_is_due_again() -> None:
    w = paying.world()
    paying.plan(w, 60)
    paying.plan(w, 120)
    run = paying.approved(w, paying.proposed(w))
    one = Payment.objects.filter(run=run, cents=1_000).get()
    payments_outcomes.hold(actor=w.proposer, payment=one.uid, version=one.version, reason="Da chiarire")
    paying.closed(w, paying.ordered(w, run))
    assert (cents("paid"), cents("void")) == (2_000, 1_000)
    assert [due for _, _, due, *_ in lines(paying.proposed(w))] == [1_000]


CHANGES = {
    "a line's amount": lambda: PaymentLine.objects.update(due_cents=1, to_person_cents=1),
    "a line goes": lambda: PaymentLine.objects.all()._raw_delete("default"),
    "a payment's amount": lambda: Payment.objects.update(cents=1),
    "a payment's account": lambda: Payment.objects.update(account=None),
    "a payment goes": lambda: Payment.objects.all()._raw_delete("default"),
    "the run's sums": lambda: PaymentRun.objects.update(to_person_cents=1),
    "the run is computed again": lambda: PaymentRun.objects.update(state="computing"),
    "an account's number": lambda: paying.BankAccount.objects.update(iban=paying.OTHER_IBAN),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_keeps_what_was_proposed(change: Any) -> None:
    w = paying.world()
    paying.plan(w, 60)
    run = paying.proposed(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
    assert paying.approved(w, run).state == "approved"
