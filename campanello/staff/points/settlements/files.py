"""What leaves about a settlement: the bank's order, the office's table, the landlord's statement as CSV and PDF."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import pain, typesetting
from campanello.core.access import Right
from campanello.core.edges import now
from campanello.core.pain import Batch, Order, Payer
from campanello.points.queries import settlement_files as queries
from campanello.points.queries.settlement_files import Statement
from campanello.points.rules.settlements import euros
from campanello.points.rules.values import SCHEMES, SETTLEMENT_STATES
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

TEMPLATE = Path(__file__).parent / "statement.typ"


@for_right(Right.PROPOSE_SETTLEMENTS)
@never_cache
@require_safe
def order(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The payment as the bank takes it: one transfer to the landlord."""
    held = queries.order(request.actor, uid)
    assert held.ordered_at is not None  # of an ordered settlement
    assert held.pays_on is not None
    file = pain.document(
        Payer(held.payer, held.payer_iban, held.payer_bic),
        Batch(held.uid, 1, held.ordered_at, held.pays_on),
        [Order(held.uid, held.holder, held.iban, held.cents)],
    )
    response = HttpResponse(file, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="punti-{held.project.code}-{held.number}.xml"'
    return response


@for_right(Right.PROPOSE_SETTLEMENTS)
@never_cache
@require_safe
def office(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What the accounting office books: one line, the payment or the offset."""
    held = queries.office(request.actor, uid)
    head = [
        *(gettext("Settlement"), gettext("Project"), gettext("Landlord"), gettext("How"), "IBAN"),
        *(gettext("Points"), gettext("Amount (EUR)"), gettext("Taken off the debts (EUR)")),
        *(gettext("Identifier"), gettext("State"), gettext("Day"), gettext("Reference")),
    ]
    row = [
        *(held.number, held.project.code, held.creditor.name, gettext(SCHEMES[held.way]), held.iban),
        *(held.points, euros(held.cents), euros(held.settled_cents) if held.paid_on else ""),
        *(pain.end_to_end(held.uid), gettext(SETTLEMENT_STATES[held.state])),
        *(f"{held.paid_on:%d/%m/%Y}" if held.paid_on else "", held.proof),
    ]
    return download(f"contabilita-punti-{held.number}.csv", head, [row])


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def statement_csv(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The landlord's statement for a spreadsheet, its totals last."""
    told = queries.statement(request.actor, uid, form="csv")
    rows: list[list[object]] = [
        [
            *(one.number, one.contract, one.dwelling, euros(one.before_cents), one.points),
            *(euros(one.cents), euros(one.after_cents)),
        ]
        for one in told.entries
    ]
    rows.append([gettext("Total"), "", "", "", told.points, euros(told.cents), ""])
    return download(f"estratto-punti-{told.settlement.number}.csv", _head(), rows)


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def statement_pdf(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The landlord's statement on A4."""
    told = queries.statement(request.actor, uid, form="pdf")
    language = get_language() or "it"
    made = typesetting.pdf(
        TEMPLATE.read_bytes(), _data(told), language=language, made_at=now().replace(microsecond=0)
    )
    response = HttpResponse(made, content_type="application/pdf")
    name = f"estratto-punti-{told.settlement.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _head() -> list[str]:
    return [
        *(gettext("Line"), gettext("Contract"), gettext("Dwelling"), gettext("Debt before (EUR)")),
        *(gettext("Points"), gettext("Taken off (EUR)"), gettext("Debt after (EUR)")),
    ]


def _data(told: Statement) -> dict[str, Any]:
    held = told.settlement
    facts = [
        (gettext("Landlord"), held.creditor.name),
        (gettext("How"), gettext(SCHEMES[held.way])),
        (gettext("State"), gettext(SETTLEMENT_STATES[held.state])),
        (gettext("Identifier"), pain.end_to_end(held.uid)),
    ]
    if held.paid_on:
        facts.append((gettext("Day"), f"{held.paid_on:%d/%m/%Y}"))
        facts.append((gettext("Reference"), held.proof))
    return {
        "title": gettext("Statement of settlement %(number)s") % {"number": held.number},
        "project": held.project.title,
        "facts": [{"label": label, "value": value} for label, value in facts],
        "head": _head(),
        "rows": [
            [
                *(str(one.number), one.contract or "–", one.dwelling or "–", euros(one.before_cents)),
                *(str(one.points), euros(one.cents), euros(one.after_cents)),
            ]
            for one in told.entries
        ],
        "total": [gettext("Total"), str(told.points), euros(told.cents)],
        "note": gettext(
            "A line is a contract's debt; it names nobody and says nothing of how points were earned."
        ),
    }
