"""Writes down findings, counts hands, withdraws and puts back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, say
from campanello.core.errors import DomainError, Kind
from campanello.homes.queries import places
from campanello.lab.queries import findings as queries
from campanello.lab.rules.findings import NewFinding
from campanello.lab.services import findings as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.findings.forms import FindingForm, NewFindingForm, VoteForm

TEMPLATE = "staff/lab/neighbours_form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_LAB)
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A new point of a street number."""
    building = places.building(request.actor, uid)
    kind = request.GET.get("kind", "")

    def act(given: Mapping[str, Any]) -> None:
        told = {name: given[name] for name in ("kind", "text", "spot", "hands")}
        services.record_finding(
            actor=request.actor, uid=given["uid"], finding=NewFinding(building=uid, **told), at=now()
        )

    return asking.answer(
        request,
        NewFindingForm(asking.sent(request), initial={"kind": kind} if kind else {}),
        act,
        done=reverse("staff:building-findings", args=[uid]),
        said=gettext("The point is recorded."),
        context={"title": gettext("New point"), "crumbs": _crumbs(building), "lead": str(building)},
        template=TEMPLATE,
    )


@asks
@for_right(Right.WRITE_LAB)
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Other words for a point; hands stay."""
    finding = queries.finding(request.actor, uid, right=Right.WRITE_LAB)
    version = asking.version(request, finding.version)
    saved = {name: getattr(finding, name) for name in services.EDITED}
    return asking.answer(
        request,
        FindingForm(asking.sent(request), initial=saved),
        lambda given: services.edit_finding(actor=request.actor, uid=uid, version=version, changes=given),
        done=reverse("staff:building-findings", args=[finding.building.uid]),
        said=gettext("The point is saved."),
        context={
            "title": gettext("Change the point"),
            "crumbs": _crumbs(finding.building),
            "lead": str(finding.building),
            "version": version,
        },
        template=TEMPLATE,
    )


@require_POST
@for_right(Right.WRITE_LAB)
def vote(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Count hands."""
    finding = queries.finding(request.actor, uid, right=Right.WRITE_LAB)
    form = VoteForm(request.POST)
    if not form.is_valid():
        messages.warning(request, gettext("Write how many hands were raised, as a number."))
    else:
        given = form.cleaned_data
        try:
            made = services.vote(
                actor=request.actor, uid=given["uid"], finding=uid, at=now(), hands=given["hands"]
            )
        except DomainError as error:
            _warn(request, error)
        else:
            counted = ngettext("%(n)s hand is counted.", "%(n)s hands are counted.", made.hands)
            messages.success(request, counted % {"n": made.hands})
    return redirect("staff:building-findings", finding.building.uid)


@asks
@for_right(Right.WRITE_LAB)
def withdraw(request: ActingRequest, uid: UUID) -> HttpResponse:
    """First what is withdrawn, in figures; then one button. It can be put back."""
    finding = queries.finding(request.actor, uid, right=Right.WRITE_LAB)
    done = reverse("staff:building-findings", args=[finding.building.uid])
    if request.method == "POST":
        services.withdraw_finding(actor=request.actor, uid=uid, at=now())
        messages.success(request, gettext("The point is withdrawn. Below you can put it back."))
        return redirect(done)
    follows = ngettext(
        "It leaves the list, the drawing and the files, with the %(n)s hand that agreed.",
        "It leaves the list, the drawing and the files, with the %(n)s hands that agreed.",
        finding.votes,
    ) % {"n": finding.votes}
    context = {
        "title": gettext("Withdraw this point?"),
        "crumbs": _crumbs(finding.building),
        "quoted": finding.text,
        "follows": [follows, gettext("It is kept, and can be put back.")],
        "action": gettext("Withdraw"),
        "is_grave": True,
        "back": done,
    }
    return render(request, TEMPLATE, context)


@require_POST
@for_right(Right.WRITE_LAB)
def restore(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Put a withdrawn point back."""
    finding = services.restore_finding(actor=request.actor, uid=uid)
    messages.success(request, gettext("The point is back, with its hands."))
    return redirect("staff:building-findings", finding.building.uid)


def _crumbs(building: Any) -> list[tuple[str, str]]:
    page = reverse("staff:building-findings", args=[building.uid])
    return [(gettext("Courtyards"), reverse("staff:findings")), (str(building), page)]


def _warn(request: ActingRequest, error: DomainError) -> None:
    if error.kind in {Kind.MISSING, Kind.DENIED}:
        raise error
    messages.warning(request, " ".join(say(error, get_language())))
