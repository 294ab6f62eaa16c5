"""Accounts, and a payment run past its computation, without the hours behind it. Each saves what it makes."""

from datetime import UTC, date, datetime
from typing import Any

from campanello.core.models import Project
from campanello.plans.models import BankAccount, Pact, Payment, PaymentLine, PaymentRun, Plan, Treasury
from tests import factories
from tests.factories import LONG_AGO

IBAN = "IT60X0542811101000000123456"
AT = datetime(2026, 2, 27, 9, tzinfo=UTC)


def account(**given: Any) -> BankAccount:
    """An account of a `person` or an `organisation` since long ago."""
    return BankAccount.objects.create(
        **{"iban": IBAN, "holder": "Intestataria di Prova", "starts_on": LONG_AGO, "recorded_at": AT} | given
    )


def treasury(project: Project) -> Treasury:
    """The account that a project pays from."""
    return Treasury.objects.create(project=project, payer="Comune di Prova", iban=IBAN, bic="BLOPIT22")


def ordered_run(plan: Plan) -> PaymentRun:
    """A run that is ordered: 30 EUR for one plan, ten of them to the landlord of its pact."""
    treasury(plan.project)
    pact = Pact.objects.filter(plan=plan).first()
    creditor = pact.creditor if pact and pact.creditor else factories.organisation(kind="aler")
    run = PaymentRun.objects.create(
        project=plan.project,
        number=1,
        through_on=date(2026, 2, 1),
        parameters={"payer": {"name": "Comune di Prova", "iban": IBAN, "bic": "BLOPIT22"}},
        plans=1,
        to_person_cents=2_000,
        to_arrears_cents=1_000,
        proposed_by=factories.user(),
        proposed_at=AT,
    )
    line = PaymentLine.objects.create(
        run=run,
        plan=plan,
        person=plan.person,
        attended_minutes=180,
        counted_minutes=180,
        services_cents=3_000,
        allowance_cents=3_000,
        due_cents=3_000,
        to_arrears_cents=1_000,
        to_person_cents=2_000,
        changed="first",
    )
    paid = {"line": line, "run": run, "state": "ordered"}
    Payment.objects.create(payee="person", cents=2_000, account=account(person=plan.person), **paid)
    Payment.objects.create(
        payee="landlord",
        cents=1_000,
        creditor=creditor,
        pact=pact,
        account=account(organisation=creditor),
        **paid,
    )
    run.state, run.approved_by, run.approved_at = "ordered", factories.user(), AT
    run.ordered_by, run.ordered_at, run.pays_on = run.proposed_by, AT, date(2026, 3, 5)
    run.save()
    return run
