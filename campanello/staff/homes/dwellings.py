"""A dwelling's page: who lives and lived there, what is owed, how the tenant is reached."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.homes.queries import dwellings as queries
from campanello.homes.rules import values
from campanello.people.rules.values import CONTACT_KINDS
from campanello.staff.doors import for_right
from campanello.staff.homes.drawing import debt_bars


@require_safe
@for_right(Right.READ_HOMES)
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    found = queries.dwelling_page(request.actor, uid, on=today())
    dwelling = found.dwelling
    holding = {one.number for one in found.standing.holding} if found.standing else set()
    context = {
        "page": found,
        "dwelling": dwelling,
        "building": dwelling.building,
        "owner_kind": values.OWNERS[dwelling.owner_kind],
        "state": values.DWELLING_STATES[dwelling.state],
        "stays": [(stay, values.TENURES[stay.tenancy.tenure]) for stay in found.stays],
        "statements": [
            (
                one,
                values.ARREARS_SOURCES[one.source],
                values.NO_FAULT_CAUSES.get(one.no_fault_cause, "") if found.sees_causes else "",
                one.pk in holding,
            )
            for one in found.statements
        ],
        "payments": [(one, values.ARREARS_PAYMENTS[one.source]) for one in found.payments],
        "bars": debt_bars(found.statements, found.limit_cents),
        "contacts": [(CONTACT_KINDS[way.kind], way) for way in found.contacts],
    }
    return render(request, "staff/homes/dwelling.html", context)
