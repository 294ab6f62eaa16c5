"""A small project that pays: a treasury, people with accounts and signed hours, somebody to propose and to approve."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.people.models import Person
from campanello.plans.models import (
    Attendance,
    BankAccount,
    Measure,
    Pact,
    PactTerms,
    PaymentRun,
    Plan,
    Service,
    Session,
    Treasury,
)
from campanello.plans.services import payments, payments_outcomes
from tests import factories, factories_plans
from tests.factories import LONG_AGO

IBAN, OTHER_IBAN = "IT60X0542811101000000123456", "IT40S0542811101000000123457"
TODAY = date(2026, 3, 31)
AT = datetime(2026, 3, 31, 9, tzinfo=UTC)
APRIL = date(2026, 4, 1)
_next = count(1)


@dataclass(frozen=True)
class World:
    """A project with its measure, a service of 10 EUR an hour, who proposes and who approves."""

    project: Project
    measure: Measure
    service: Service
    proposer: Actor
    approver: Actor


def world(**funds: Any) -> World:
    """A project that can pay."""
    project = factories.project()
    Treasury.objects.create(project=project, payer="Comune di Prova", iban=IBAN, bic="BLOPIT22")
    return World(
        project,
        factories_plans.measure(project, **funds),
        factories_plans.service(project, block="other"),
        actor(project, "coordinator"),
        actor(project, "programme"),
    )


def actor(project: Project, role: str) -> Actor:
    number = next(_next)
    name = (
        f"{role} {'abcdefghijklmnopqrstuvwxyz'[number % 26]}{'abcdefghijklmnopqrstuvwxyz'[number // 26 % 26]}"
    )
    user = factories.user(name=name, email=f"{role}{number}@example.org")
    return factories.actor(role, project=project, user=user)


def account(
    person: Person | None = None, organisation: Organisation | None = None, **given: Any
) -> BankAccount:
    return BankAccount.objects.create(
        **{
            "person": person,
            "organisation": organisation,
            "iban": IBAN,
            "holder": "Intestataria di Prova",
            "starts_on": LONG_AGO,
            "recorded_at": AT,
        }
        | given
    )


def plan(
    w: World, minutes: int = 0, *, person: Person | None = None, has_account: bool = True, **given: Any
) -> Plan:
    """A plan whose person came for so many minutes in March, and has an account."""
    made = factories_plans.plan(w.measure, person, **given)
    if has_account and not BankAccount.objects.filter(person=made.person, ends_on=None).exists():
        account(made.person)
    if minutes:
        attended(w, made, minutes)
    return made


def attended(
    w: World, plan: Plan, minutes: int, on: date = date(2026, 3, 2), service: Any = None
) -> Attendance:
    """A mark of a signed register."""
    service = service or w.service
    starts_at = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
    session: Session = factories_plans.session(
        service, on=on, starts_at=starts_at, ends_at=starts_at + timedelta(hours=10)
    )
    made = Attendance.objects.create(
        session=session,
        plan=plan,
        service=service,
        on=on,
        planned_minutes=minutes,
        minutes=minutes,
        presence="present",
        is_signed=True,
        recorded_at=AT,
    )
    Session.objects.filter(pk=session.pk).update(signed_at=AT, signed_by=w.proposer.user)
    return made


def corrected(mark: Attendance, minutes: int) -> Attendance:
    """The mark was wrong: it was so many minutes."""
    Attendance.objects.filter(pk=mark.pk).update(is_replaced=True)
    return Attendance.objects.create(
        session=mark.session,
        plan=mark.plan,
        service=mark.service,
        on=mark.on,
        planned_minutes=mark.planned_minutes,
        minutes=minutes,
        presence="present" if minutes else "excused",
        corrects=mark,
        reason="Foglio riletto",
        is_signed=True,
        recorded_at=AT,
    )


def pact(w: World, plan: Plan, creditor: Organisation, top: int = 1, bottom: int = 3) -> Pact:
    """A signed pact by which a share of the allowance goes to a landlord."""
    made = Pact.objects.create(
        project=w.project,
        kind="do_ut_des",
        scope="individual",
        plan=plan,
        creditor=creditor,
        state="signed",
        starts_on=date(2026, 1, 1),
        made_at=AT,
    )
    PactTerms.objects.create(
        pact=made,
        number=1,
        gets="…",
        gives="…",
        share_numerator=top,
        share_denominator=bottom,
        starts_on=date(2026, 1, 1),
        signed_on=date(2026, 1, 1),
        made_at=AT,
    )
    return made


def proposed(w: World, through_on: date = APRIL, *, takes_demo: bool = True) -> PaymentRun:
    """A run, asked for and computed."""
    asked = payments.propose(
        actor=w.proposer, uid=uuid4(), project=w.project.pk, through_on=through_on, on=TODAY, at=AT
    )
    return payments.compute(actor=w.proposer, uid=asked.uid, on=TODAY, at=AT, takes_demo=takes_demo)


def approved(w: World, run: PaymentRun) -> PaymentRun:
    return payments.approve(actor=w.approver, uid=run.uid, version=run.version, seal=run.lines_sha256, at=AT)


def ordered(w: World, run: PaymentRun) -> PaymentRun:
    return payments_outcomes.order(
        actor=w.proposer, uid=run.uid, version=run.version, pays_on=TODAY, on=TODAY, at=AT
    )


def closed(w: World, run: PaymentRun) -> PaymentRun:
    return payments_outcomes.close(
        actor=w.proposer, uid=run.uid, version=run.version, value_on=TODAY, on=TODAY, at=AT
    )


def paid(w: World, through_on: date = APRIL) -> PaymentRun:
    """A run from the proposal to the end."""
    run = ordered(w, approved(w, proposed(w, through_on)))
    return closed(w, run)
