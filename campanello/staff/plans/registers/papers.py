"""The register on paper, with a column to sign, and as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now
from campanello.plans.queries import registers as queries
from campanello.plans.rules.values import PRESENCES
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.plans.registers import about


@for_right(Right.WRITE_PLANS)
@never_cache
@require_safe
def sheet(request: ActingRequest, uid: UUID) -> HttpResponse:
    """An A4 sheet: names and room for hours and signatures."""
    queries.session(request.actor, uid, right=Right.WRITE_PLANS)
    register = queries.register(request.actor, uid, is_export=True)
    context = {"register": register, "printed_at": now(), **about.session(register.session)}
    return render(request, "staff/plans/registers/paper.html", context)


@for_right(Right.EXPORT_PEOPLE)
@never_cache
@require_safe
def table(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The register as CSV; it names people, hence who may export them alone."""
    register = queries.register(request.actor, uid, is_export=True)
    head = [
        gettext("Plan"),
        gettext("Name"),
        gettext("Presence"),
        gettext("Planned minutes"),
        gettext("Minutes"),
        gettext("Corrected"),
    ]
    rows = (
        [
            row.code,
            row.name,
            gettext(PRESENCES[row.mark.presence]) if row.mark.presence else "",
            row.planned,
            row.mark.minutes if row.mark.presence else "",
            row.attendance.reason if row.attendance else "",
        ]
        for row in register.rows
    )
    return download(f"register-{register.session.on:%Y-%m-%d}.csv", head, rows)
