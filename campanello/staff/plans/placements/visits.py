"""One traineeship: how it goes, the tutor's visits, and how it begins and ends."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import today
from campanello.plans.queries import placements as queries
from campanello.plans.rules.placements import TRAINEESHIP_MOVES
from campanello.plans.services import placements as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.plans.placements import forms

# By the word in the address: the state it leads to, the title, what the button says, what is told after.
DEEDS: Mapping[str, tuple[str, str, str, str]] = {
    "inizio": ("running", _("The traineeship begins"), _("Begin"), _("The traineeship has begun.")),
    "concludi": ("completed", _("The traineeship is completed"), _("Complete"), _("It is completed.")),
    "interrompi": ("interrupted", _("Break the traineeship off"), _("Break off"), _("It is broken off.")),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One traineeship with its visits."""
    line, visits = queries.shown(request.actor, uid, today())
    may_write = may(request.actor, Right.WRITE_PLANS)
    moves = TRAINEESHIP_MOVES[line.row.state]
    context = {
        "line": line,
        "one": line.row,
        "visits": visits,
        "may_visit": may_write and line.row.state != "planned",
        "deeds": [
            (deed, gettext(action), to == "interrupted")
            for deed, (to, _title, action, _said) in DEEDS.items()
            if may_write and to in moves
        ],
    }
    return render(request, "staff/plans/placements/traineeship.html", context)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def visit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The tutor looked in."""
    on = today()
    row = queries.traineeship(request.actor, uid, right=Right.WRITE_PLANS)
    form = forms.VisitForm(asking.sent(request), initial={"day": on})

    def act(given: Mapping[str, Any]) -> None:
        told = {name: given[name] for name in ("day", "note", "goes_well")}
        services.visit(actor=request.actor, uid=uid, visit=given["uid"], on=on, **told)

    context = _context(gettext("The tutor's visit"), row)
    done = reverse("staff:traineeship", args=[uid])
    said = gettext("The visit is written down.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def move(request: ActingRequest, uid: UUID, deed: str) -> HttpResponse:
    """It begins, is completed, or breaks off."""
    on = today()
    row = queries.traineeship(request.actor, uid, right=Right.WRITE_PLANS)
    if deed not in DEEDS:
        raise NotFound
    to, title, action, said = DEEDS[deed]
    version = asking.version(request, row.version)
    kind = forms.ReasonForm if to == "interrupted" else django_forms.Form
    form = kind(asking.sent(request))

    def act(given: Mapping[str, Any]) -> None:
        services.move_traineeship(actor=request.actor, uid=uid, version=version, to=to, on=on, **given)

    is_open = to in TRAINEESHIP_MOVES[row.state]
    context = _context(gettext(title), row) | {
        "version": version,
        "action": gettext(action),
        "is_grave": to == "interrupted",
        "follows": [gettext("No allowance comes from this fund.")] if to == "running" else [],
        "tone": "info",
        "missing": "" if is_open or form.is_bound else gettext("It is in another state now."),
    }
    done = reverse("staff:traineeship", args=[uid])
    return asking.answer(
        request, form, act, done=done, said=gettext(said), context=context, template=TEMPLATE
    )


def _context(title: str, row: Any) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": [
            (gettext("Traineeships"), reverse("staff:traineeships")),
            (row.role, reverse("staff:traineeship", args=[row.uid])),
        ],
    }
