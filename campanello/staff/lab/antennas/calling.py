"""Who is to be called: the list that waits at the desk, and what came of each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, today
from campanello.homes.queries import buildings
from campanello.lab.queries import calls as queries
from campanello.lab.rules.antennas import NewCall
from campanello.lab.services import calls as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.antennas.forms import AnswerForm, CallForm

PER_PAGE = 25
TEMPLATE = "staff/lab/neighbours_form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The calls that wait, or those that are done."""
    is_done = request.GET.get("done") == "1"
    rows = queries.calls(request.actor, is_done=is_done)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.lines(request.actor, found.object_list, today()),
        "is_done": is_done,
        "may_write": may(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/antennas/calls.html", context)


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def add(request: ActingRequest) -> HttpResponse:
    """A colleague notes that somebody is to be called."""
    actor = request.actor
    houses = buildings.buildings(actor, buildings.Wanted(), on=today())

    def act(given: Mapping[str, Any]) -> None:
        house = UUID(given["building"]) if given["building"] else None
        call = NewCall(who=given["who"], why=given["why"], building=house)
        services.ask_for_call(actor=actor, uid=given["uid"], call=call, at=now())

    return asking.answer(
        request,
        CallForm(asking.sent(request), houses=houses),
        act,
        done=reverse("staff:calls"),
        said=gettext("The call waits on the list."),
        context={"title": gettext("New call"), "crumbs": [_crumb()]},
        template=TEMPLATE,
    )


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def answer(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What came of a call; then it is done."""
    row = queries.call(request.actor, uid, right=Right.WRITE_LAB)
    return asking.answer(
        request,
        AnswerForm(asking.sent(request), initial={"text": row.answer}),
        lambda given: services.answer_call(actor=request.actor, uid=uid, at=now(), **given),
        done=reverse("staff:calls"),
        said=gettext("The call is done. It can be put back from the list of those done."),
        context={
            "title": gettext("What came of the call"),
            "crumbs": [_crumb()],
            "quoted": row.who,
            "action": gettext("Done"),
        },
        template=TEMPLATE,
    )


@require_POST
@for_right(Right.WRITE_LAB)
def reopen(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Put a call back among those that wait."""
    services.reopen_call(actor=request.actor, uid=uid)
    messages.success(request, gettext("The call waits again."))
    return redirect("staff:calls")


def _crumb() -> tuple[str, str]:
    return gettext("To call"), reverse("staff:calls")
