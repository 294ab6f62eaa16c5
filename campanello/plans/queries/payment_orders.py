"""Payments on their way out: what a bank's file, the accounting office's table, a landlord's statement hold.

With names and accounts, hence for who proposes payments alone; each leaves the line of an export.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, QuerySet, Sum

from campanello.core import audit, params
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.core.period import day_of
from campanello.plans.models import BankAccount, Payment, PaymentRun
from campanello.plans.queries.payments import run
from campanello.plans.rules import payments as rules

ORDERED = ("ordered", "paid", "failed", "returned")


@dataclass(frozen=True)
class Part:
    """A part of a run that makes one file: its number from 1, its payments with their accounts."""

    run: PaymentRun
    number: int
    payments: tuple[Payment, ...]


@dataclass(frozen=True)
class Landlord:
    """What a run pays a landlord against arrears: payments, cents, and the account, with the day it holds from."""

    organisation: Organisation
    payments: int
    cents: int
    account: BankAccount | None


def _ordered_run(actor: Actor, uid: UUID) -> PaymentRun:
    held = run(actor, uid, right=Right.PROPOSE_PAYMENTS)
    if held.state not in {"ordered", "closed"}:
        raise rules.RunNotReady(state=held.state)
    return held


def _ordered(held: PaymentRun) -> QuerySet[Payment]:
    found = Payment.objects.filter(run=held, state__in=ORDERED).order_by("pk")
    return found.select_related("account", "creditor", "pact", "line__plan", "line__person")


def _a_file(held: PaymentRun) -> int:
    return params.value("plans.payments_a_file", day_of(held.ordered_at or held.proposed_at))


def parts_of(held: PaymentRun) -> int:
    """Into how many files the payments of an ordered run are cut."""
    number = Payment.objects.filter(run=held, state__in=ORDERED).count()
    return -(-number // _a_file(held))


@transaction.atomic
def part(actor: Actor, uid: UUID, number: int) -> Part:
    """A part of an ordered run for the bank; leaves a line.

    Raises:
        NotFound, NotYours, RunNotReady.
    """
    held = _ordered_run(actor, uid)
    size = _a_file(held)
    payments = tuple(_ordered(held)[(number - 1) * size : number * size]) if number > 0 else ()
    if not payments:
        raise NotFound
    audit.exported(actor, "plans.payment-order-exported", held, part=number, rows=len(payments))
    return Part(held, number, payments)


@transaction.atomic
def table(actor: Actor, uid: UUID) -> tuple[PaymentRun, Iterable[Payment]]:
    """All payments of an ordered run for the accounting office; leaves a line.

    Raises:
        NotFound, NotYours, RunNotReady.
    """
    held = _ordered_run(actor, uid)
    found = _ordered(held)
    audit.exported(actor, "plans.payment-table-exported", held, rows=found.count())
    return held, found.iterator(2_000)


@transaction.atomic
def statement(actor: Actor, uid: UUID, creditor: int) -> tuple[Organisation, list[Payment]]:
    """What an ordered run pays a landlord, tenant by tenant; leaves a line.

    Raises:
        NotFound, NotYours, RunNotReady.
    """
    held = _ordered_run(actor, uid)
    rows = list(_ordered(held).filter(creditor=creditor))
    if not rows or rows[0].creditor is None:
        raise NotFound
    audit.exported(actor, "plans.landlord-statement-exported", held, creditor=creditor, rows=len(rows))
    return rows[0].creditor, rows


def landlords(held: PaymentRun) -> list[Landlord]:
    """The landlords that a run pays, by name; for who let the actor in to the run. Two queries."""
    rows = Payment.objects.filter(run=held, creditor__isnull=False).order_by()
    sums = list(
        rows.values_list("creditor").annotate(all=Count("pk"), cents=Sum("cents"), account=Max("account"))
    )
    bodies = Organisation.objects.in_bulk([one for one, *_ in sums])
    accounts = BankAccount.objects.in_bulk([account for *_, account in sums])
    found = [
        Landlord(bodies[one], number, cents, accounts.get(account)) for one, number, cents, account in sums
    ]
    return sorted(found, key=lambda one: one.organisation.name)
