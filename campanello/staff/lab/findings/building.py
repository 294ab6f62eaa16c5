"""The page of one street number: what is good, what is bad, how many agree; and the sheet for the courtyard."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.lab.queries import findings as queries
from campanello.lab.rules.values import FINDING_KINDS
from campanello.staff.doors import for_right

EMPTY_LINES = range(6)


@require_safe
@for_right(Right.READ_LAB)
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Both kinds of points side by side; hands are counted from here."""
    building, rows = queries.of_building(request.actor, uid)
    held = [one for one in rows if one.withdrawn_at is None]
    context = {
        "building": building,
        "kinds": _by_kind(held),
        "withdrawn": [one for one in rows if one.withdrawn_at is not None],
        "marks": queries.marks_of(held),
        "total": len(held),
        "may_write": may(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/findings/building.html", context)


@require_safe
@for_right(Right.READ_LAB)
def sheet(request: ActingRequest, uid: UUID) -> HttpResponse:
    """On paper: the points with room to count hands, and lines for what is said there."""
    building, rows = queries.of_building(request.actor, uid)
    held = [one for one in rows if one.withdrawn_at is None]
    context = {"building": building, "kinds": _by_kind(held), "lines": EMPTY_LINES, "today": today()}
    return render(request, "staff/lab/findings/sheet.html", context)


def _by_kind(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "name": name, "points": [(one, uuid4()) for one in rows if one.kind == kind]}
        for kind, name in FINDING_KINDS.items()
    ]
