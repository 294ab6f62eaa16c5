"""Gives a mandate, changes it, ends it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.edges import say, today
from campanello.core.errors import DomainError, Kind
from campanello.homes.queries import buildings, places
from campanello.lab.queries import antennas as queries
from campanello.lab.rules.antennas import NewMandate
from campanello.lab.services import antennas as services
from campanello.people.queries import records
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.antennas.forms import MandateForm, NewMandateForm

TEMPLATE = "staff/lab/neighbours_form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def give(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A resident becomes an antenna."""
    actor, on = request.actor, today()
    person = records.person(actor, uid, right=Right.WRITE_LAB)

    def act(given: Mapping[str, Any]) -> None:
        told = {name: given[name] for name in ("mandate", "starts_on", "ends_on")}
        mandate = NewMandate(person=uid, **told, **_area(given))
        services.give_mandate(actor=actor, uid=given["uid"], mandate=mandate)

    name = person.name or gettext("Somebody without a name")
    return asking.answer(
        request,
        NewMandateForm(asking.sent(request), initial={"starts_on": on}, **_where(actor)),
        act,
        done=reverse("staff:antennas"),
        said=gettext("The mandate is given. With an account, the antenna can tell from their telephone."),
        context={
            "title": gettext("New antenna"),
            "crumbs": [_crumb(), (name, reverse("staff:person", args=[person.uid]))],
            "lead": name,
        },
        template=TEMPLATE,
    )


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Another area, other words, another last day."""
    actor = request.actor
    row = queries.antenna(actor, uid, right=Right.WRITE_LAB)
    version = asking.version(request, row.version)
    saved = {
        "mandate": row.mandate,
        "ends_on": row.ends_on,
        "neighbourhood": row.neighbourhood.uid if row.neighbourhood else "",
        "building": row.building.uid if row.building else "",
    }

    def act(given: Mapping[str, Any]) -> None:
        changes = {name: given[name] for name in ("mandate", "ends_on") if name in given}
        services.edit_mandate(
            actor=actor, uid=uid, version=version, changes=changes | _area(given), on=today()
        )

    return asking.answer(
        request,
        MandateForm(asking.sent(request), initial=saved, **_where(actor)),
        act,
        done=reverse("staff:antennas"),
        said=gettext("The mandate is saved."),
        context={"title": gettext("Change the mandate"), "crumbs": [_crumb()], "version": version},
        template=TEMPLATE,
    )


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def end(request: ActingRequest, uid: UUID) -> HttpResponse:
    """First what follows, then one button."""
    actor, on = request.actor, today()
    row = queries.antenna(actor, uid, right=Right.WRITE_LAB)
    version = asking.version(request, row.version)
    if request.method == "POST":
        try:
            services.end_mandate(actor=actor, uid=uid, version=version, on=on)
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            messages.warning(request, " ".join(say(error, get_language())))
        else:
            messages.success(request, gettext("The mandate is over from today on."))
        return redirect("staff:antennas")
    context = {
        "title": gettext("End this mandate?"),
        "crumbs": [_crumb()],
        "quoted": row.mandate,
        "version": version,
        "follows": [
            gettext("From today on the antenna can neither tell nor ask for a call."),
            gettext("What they told stays, and they can read it. A new mandate can be given."),
        ],
        "action": gettext("End from today on"),
        "is_grave": True,
        "back": reverse("staff:antennas"),
    }
    return render(request, TEMPLATE, context)


def _where(actor: Actor) -> dict[str, Any]:
    quarters = places.neighbourhoods_of_projects(actor, Right.WRITE_LAB)
    return {"quarters": quarters, "houses": buildings.buildings(actor, buildings.Wanted(), on=today())}


def _area(given: Mapping[str, Any]) -> dict[str, Any]:
    names = [name for name in ("neighbourhood", "building") if name in given]
    return {name: UUID(given[name]) if given[name] else None for name in names}


def _crumb() -> tuple[str, str]:
    return gettext("Antennas"), reverse("staff:antennas")
