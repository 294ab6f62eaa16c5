"""Accounts, and payment runs: one that is paid, with one payment that came back, and one that waits for approval."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid5

from schwifty import IBAN

from campanello.accounts.models import User
from campanello.accounts.queries import actor_of
from campanello.core.actor import Role
from campanello.core.models import Organisation, Project
from campanello.demo.live.labs import at
from campanello.demo.live.prolorenteggio import NAMES, Team
from campanello.plans.models import BankAccount, Payment, PaymentRun, Plan, Treasury
from campanello.plans.services import payments, payments_outcomes

# A bank that is no more, and accounts that no bank would number so: nobody's.
BANK, BRANCH = "05428", "11101"
RETURNED = "Conto chiuso"


def invented_iban(number: int) -> str:
    """The IBAN of an account that there is not."""
    return str(IBAN.generate("IT", bank_code=BANK, branch_code=BRANCH, account_code=f"DEMO{number:08}"))


def fill_accounts(
    project: Project, plans: Sequence[Plan], creditors: Sequence[Organisation], *, on: date
) -> None:
    """Give the project, its creditors and nearly everybody with a plan an account."""
    Treasury.objects.create(project=project, payer=project.lead.name[:70], iban=invented_iban(project.pk))
    since, recorded_at = on - timedelta(days=300), at(on - timedelta(days=300), 10)
    told = [
        BankAccount(
            person=plan.person,
            iban=invented_iban(1000 + plan.person_id),
            holder=plan.person.name[:70],
            starts_on=since,
            recorded_at=recorded_at,
        )
        # One has none yet, so that a payment is held for it.
        for plan in plans[1:]
    ]
    told += [
        BankAccount(
            organisation=one,
            iban=invented_iban(900 + one.pk),
            holder=one.name[:70],
            starts_on=since,
            recorded_at=recorded_at,
        )
        for one in creditors
    ]
    BankAccount.objects.bulk_create(told)


def fill_runs(project: Project, team: Team, *, on: date) -> None:
    """Compute, approve, order and close a run of last month; propose this month's."""
    paid_on = on - timedelta(days=21)
    run = _proposed(project, team, 1, paid_on)
    approver = actor_of(User.objects.get(username=Role.PROGRAMME), on)
    run = payments.approve(
        actor=approver, uid=run.uid, version=run.version, seal=run.lines_sha256, at=at(paid_on, 15)
    )
    run = payments_outcomes.order(
        actor=team.coordinator, uid=run.uid, version=run.version,
        pays_on=paid_on + timedelta(days=3), on=paid_on, at=at(paid_on, 16),
    )  # fmt: skip
    back = Payment.objects.filter(run=run, state="ordered").order_by("-pk").first()
    day = paid_on + timedelta(days=5)
    if back:
        payments_outcomes.tell(
            actor=team.coordinator, payment=back.uid, version=back.version,
            state="failed", value_on=day, reason=RETURNED, on=day, at=at(day, 12),
        )  # fmt: skip
    run.refresh_from_db()
    payments_outcomes.close(
        actor=team.coordinator, uid=run.uid, version=run.version, value_on=day, on=day, at=at(day, 12)
    )
    _proposed(project, team, 2, on)


def _proposed(project: Project, team: Team, number: int, day: date) -> PaymentRun:
    assert team.coordinator.user is not None
    made = PaymentRun.objects.create(
        uid=uuid5(NAMES, f"run {project.code} {number}"),
        project=project,
        number=number,
        through_on=day,
        proposed_by_id=team.coordinator.user,
        proposed_at=at(day, 9),
    )
    return payments.compute(actor=team.coordinator, uid=made.uid, on=day, at=at(day, 9, 5), takes_demo=True)
