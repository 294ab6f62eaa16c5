"""An antenna's pages: tell something, ask for a call, and see what became of it. Of others they see nothing."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import antennas as queries
from campanello.lab.rules.antennas import NewCall
from campanello.lab.rules.reports import NewReport
from campanello.lab.services import calls
from campanello.lab.services import reports as report_services
from campanello.resident.doors import for_residents
from campanello.resident.forms import AntennaForm, AskForm, TellForm

asks = require_http_methods(["GET", "HEAD", "POST"])


@for_residents(own=True)
@never_cache
@require_safe
def home(request: ActingRequest) -> HttpResponse:
    """Two big buttons, and below what was told and what became of it."""
    mandates = queries.own_mandates(request.actor, today())
    context = {"mandates": mandates, "told": queries.told_by(request.actor)}
    return render(request, "resident/antenna/home.html", context)


@asks
@for_residents(own=True)
@never_cache
def tell(request: ActingRequest) -> HttpResponse:
    """Something is to be told: it goes to the lab as a report."""
    mandate = queries.own_mandate(request.actor, today())

    def act(given: Mapping[str, Any]) -> None:
        report = NewReport(
            project=mandate.project.code,
            kind=given["kind"],
            text=given["text"],
            made_at=now(),
            building=_uid(given["building"]),
            place_note=given["place_note"],
            reporter=mandate.person.uid,
            source="antenna",
        )
        report_services.make_report(actor=request.actor, uid=given["uid"], report=report, at=now())

    form = TellForm(_sent(request), houses=queries.own_buildings(mandate))
    said = gettext("Thank you. The lab has it, and tells you here what becomes of it.")
    return _answered(request, form, act, said, {"title": gettext("Tell something")})


@asks
@for_residents(own=True)
@never_cache
def ask(request: ActingRequest) -> HttpResponse:
    """Somebody wants to be called by the lab."""
    mandate = queries.own_mandate(request.actor, today())

    def act(given: Mapping[str, Any]) -> None:
        call = NewCall(who=given["who"], why=given["why"], building=_uid(given["building"]))
        calls.ask_as_antenna(actor=request.actor, uid=given["uid"], call=call, on=today(), at=now())

    form = AskForm(_sent(request), houses=queries.own_buildings(mandate))
    said = gettext("Thank you. Somebody of the lab will call.")
    return _answered(request, form, act, said, {"title": gettext("Ask for a call")})


def _answered(
    request: ActingRequest,
    form: AntennaForm,
    act: Callable[[Mapping[str, Any]], None],
    said: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    status = 200
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, said)
            return redirect("resident:antenna")
    elif form.is_bound:
        status = 422
    return render(request, "resident/antenna/form.html", {"form": form, **context}, status=status)


def _sent(request: ActingRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _uid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
