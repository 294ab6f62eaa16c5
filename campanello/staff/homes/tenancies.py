"""Forms by which households move in and out, get another title, or let another member hold the contract."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.homes.queries import choosing, consequences, places
from campanello.homes.queries import tenancies as queries
from campanello.homes.services import tenancies as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking, forms

LONGEST_SEARCH = 100
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_HOMES)
def start(request: ActingRequest, uid: UUID) -> HttpResponse:
    """First the household is chosen, then the contract's days are asked for."""
    actor = request.actor
    dwelling = places.dwelling(actor, uid, right=Right.WRITE_HOMES)
    household = _uid(request.GET.get("famiglia", ""))
    context: dict[str, Any] = {"dwelling": dwelling, "building": dwelling.building}
    if household is None:
        words = request.GET.get("q", "")[:LONGEST_SEARCH]
        found = choosing.households(actor, words, on=today())
        context |= {"words": words, "choices": found}
        return render(request, "staff/homes/choose_household.html", context)
    moving = queries.household(actor, household)
    members = list(queries.members(actor, moving, on=today()))
    form = forms.StartForm(asking.sent(request), members=members, initial={"starts_on": today()})
    return asking.answer(
        request,
        form,
        lambda given: services.start(
            actor=actor, dwelling=uid, household=household, on=today(), **_with_holder(given)
        ),
        done=reverse("staff:dwelling", args=[uid]),
        said=gettext("The tenancy is recorded."),
        context={"title": gettext("A household moves in"), "members": members, **context},
    )


@asks
@for_right(Right.WRITE_HOMES)
def end(request: ActingRequest, uid: UUID) -> HttpResponse:
    tenancy = queries.tenancy(request.actor, uid, right=Right.WRITE_HOMES)
    version = asking.version(request, tenancy.version)

    def act(given: Mapping[str, Any]) -> None:
        if "ends_on" in given:
            services.end(
                actor=request.actor, tenancy=uid, version=version, ends_on=given["ends_on"], on=today()
            )

    return asking.answer(
        request,
        forms.EndForm(asking.sent(request), initial={"ends_on": today()}),
        act,
        done=_home(tenancy),
        said=gettext("The end of the tenancy is recorded."),
        context={
            "title": gettext("The household moves out"),
            "consequence": consequences.of_ending(request.actor, tenancy, on=today()),
            "action": gettext("End the tenancy"),
            "is_grave": True,
            **_place(tenancy, version),
        },
    )


@asks
@for_right(Right.WRITE_HOMES)
def change_tenure(request: ActingRequest, uid: UUID) -> HttpResponse:
    tenancy = queries.tenancy(request.actor, uid, right=Right.WRITE_HOMES)
    version = asking.version(request, tenancy.version)

    def act(given: Mapping[str, Any]) -> None:
        if "tenure" in given:
            services.change_tenure(actor=request.actor, tenancy=uid, version=version, on=today(), **given)

    return asking.answer(
        request,
        forms.TenureForm(asking.sent(request), initial={"tenure": tenancy.tenure, "starts_on": today()}),
        act,
        done=_home(tenancy),
        said=gettext("The new title is recorded; the days before keep theirs."),
        context={"title": gettext("Another title"), **_place(tenancy, version)},
    )


@asks
@for_right(Right.WRITE_HOMES)
def transfer(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    tenancy = queries.tenancy(actor, uid, right=Right.WRITE_HOMES)
    version = asking.version(request, tenancy.version)
    everybody = queries.members(actor, tenancy.household, on=today())
    members = [one for one in everybody if one.pk != tenancy.holder_id]

    def act(given: Mapping[str, Any]) -> None:
        if "holder" in given:
            services.transfer(actor=actor, tenancy=uid, version=version, on=today(), **_with_holder(given))

    return asking.answer(
        request,
        forms.TransferForm(asking.sent(request), members=members, initial={"starts_on": today()}),
        act,
        done=_home(tenancy),
        said=gettext("The new holder is recorded; the debt stays the household's."),
        context={
            "title": gettext("Another member holds the contract"),
            "missing": ""
            if members
            else gettext("Nobody else of the household is yours to see. Ask a colleague of the project."),
            **_place(tenancy, version),
        },
    )


def _with_holder(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, "holder": _uid(given.get("holder", ""))}


def _place(tenancy: Any, version: int) -> dict[str, Any]:
    dwelling = tenancy.dwelling
    return {"tenancy": tenancy, "dwelling": dwelling, "building": dwelling.building, "version": version}


def _home(tenancy: Any) -> str:
    return reverse("staff:dwelling", args=[tenancy.dwelling.uid])


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
