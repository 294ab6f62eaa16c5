"""The register on paper, with a column to sign, and as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.lab.queries import calendar
from campanello.lab.queries import registers as queries
from campanello.lab.rules.values import PRESENCES
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

EMPTY_LINES = 8


@for_right(Right.WRITE_LAB)
@require_safe
def sheet(request: ActingRequest, uid: UUID) -> HttpResponse:
    """An A4 sheet: names and room for signatures, with some empty lines for who comes unexpected."""
    register = queries.register(request.actor, uid, is_export=True)
    context = {
        "register": register,
        "session": register.session,
        "event": calendar.event(register.session, get_language() or "it"),
        "empty": range(EMPTY_LINES),
        "printed_at": timezone.now(),
    }
    return render(request, "staff/lab/registers/paper.html", context)


@for_right(Right.EXPORT_PEOPLE)
@require_safe
def table(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The register as CSV; it names people, hence who may export them alone."""
    register = queries.register(request.actor, uid, is_export=True)
    head = [
        gettext("Name"),
        gettext("Presence"),
        gettext("Minutes"),
        gettext("Signed up"),
        gettext("Corrected"),
    ]
    rows = (
        [
            row.name,
            gettext(PRESENCES[row.mark.presence]) if row.mark.presence else "",
            row.mark.minutes if row.mark.presence else "",
            gettext("yes") if row.is_signed_up else "",
            row.attendance.reason if row.attendance else "",
        ]
        for row in register.rows
    )
    return download(f"register-{register.session.on:%Y-%m-%d}.csv", head, rows)
