"""What leaves the system about a run: the bank's order, the office's table, statements, lines without names."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import pain
from campanello.core.access import Right
from campanello.core.pain import Batch, Order, Payer
from campanello.plans.queries import payment_orders, payments
from campanello.plans.rules.accounts import grouped
from campanello.plans.rules.payments import HOLDS
from campanello.plans.rules.values import PAYEES, PAYMENT_STATES
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.plans.payments.runs import wanted_of
from campanello.staff.plans.payments.words import caps, changes


@for_right(Right.PROPOSE_PAYMENTS)
@never_cache
@require_safe
def order(request: ActingRequest, uid: UUID, part: int) -> HttpResponse:
    """A part of the run as the bank takes it."""
    told = payment_orders.part(request.actor, uid, part)
    run, payer = told.run, told.run.parameters["payer"]
    assert run.ordered_at is not None  # of an ordered run
    assert run.pays_on is not None
    file = pain.document(
        Payer(**payer),
        Batch(run.uid, part, run.ordered_at, run.pays_on),
        (
            Order(one.uid, one.account.holder, one.account.iban, one.cents)
            for one in told.payments
            if one.account is not None
        ),
    )
    response = HttpResponse(file, content_type="application/xml")
    name = f"pagamenti-{run.project.code}-{run.number}-{part}.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_right(Right.PROPOSE_PAYMENTS)
@never_cache
@require_safe
def table(request: ActingRequest, uid: UUID) -> HttpResponse:
    """All payments of a run, for the accounting office."""
    run, found = payment_orders.table(request.actor, uid)
    head = [
        *(gettext("Run"), gettext("Plan"), gettext("To"), gettext("Name"), "IBAN", gettext("Amount (EUR)")),
        *(gettext("Identifier"), gettext("State"), gettext("Day"), gettext("Reason")),
    ]
    return download(f"contabilita-{run.number}.csv", head, (_cells(run, one) for one in found))


def _cells(run: Any, one: Any) -> list[object]:
    account = one.account
    return [
        *(run.number, one.line.plan.code, gettext(PAYEES[one.payee])),
        *((account.holder, grouped(account.iban)) if account else ("", "")),
        *(amount(one.cents), pain.end_to_end(one.uid), gettext(PAYMENT_STATES[one.state])),
        *(f"{one.value_on:%d/%m/%Y}" if one.value_on else "", one.reason),
    ]


@for_right(Right.PROPOSE_PAYMENTS)
@never_cache
@require_safe
def statement(request: ActingRequest, uid: UUID, key: int) -> HttpResponse:
    """What a run pays a landlord, tenant by tenant."""
    creditor, rows = payment_orders.statement(request.actor, uid, key)
    head = [
        gettext("Tenant"),
        gettext("Plan"),
        gettext("Pact from"),
        gettext("Amount (EUR)"),
        gettext("Identifier"),
    ]
    cells = (
        [
            one.line.person.name,
            one.line.plan.code,
            f"{one.pact.starts_on:%d/%m/%Y}" if one.pact else "",
            amount(one.cents),
            pain.end_to_end(one.uid),
        ]
        for one in rows
    )
    return download(f"morosita-{creditor.pk}.csv", head, cells)


@for_right(Right.READ_PAYMENTS)
@never_cache
@require_safe
def lines(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The lines of a run as the page lists them, without names."""
    run, found = payments.exported(request.actor, uid, wanted_of(request))
    head = [
        *(gettext("Plan"), gettext("Counted minutes"), gettext("Allowance to the day (EUR)")),
        *(
            gettext("In earlier runs (EUR)"),
            gettext("Paid by this run (EUR)"),
            gettext("To the landlord (EUR)"),
        ),
        *(gettext("Held, why"), gettext("Held (EUR)"), gettext("Cut by"), gettext("Changed")),
    ]
    return download(f"righe-{run.number}.csv", head, (_line(one) for one in found))


def _line(one: Any) -> list[object]:
    sums = (one.allowance_cents, one.before_cents, one.due_cents, one.to_arrears_cents)
    return [
        *(one.plan.code, one.counted_minutes, *(amount(cents) for cents in sums)),
        *(gettext(HOLDS.get(one.held_why, "")) if one.held_why else "", amount(one.frozen.get("held", 0))),
        *(", ".join(caps(one.capped)), ", ".join(changes(one.changed))),
    ]


def amount(cents: int) -> str:
    """Euros as an Italian spreadsheet reads them."""
    return f"{cents // 100},{cents % 100:02}"
