"""An operator's own page: to which household they belong, so that they award it nothing and decide nothing about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import Refused
from campanello.points.queries import own_households as queries
from campanello.points.services import own_households as services
from campanello.staff.doors import for_right
from campanello.staff.households import picking

TEMPLATE = "staff/points/awards/own.html"
MOST_DIGITS = 19


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.AWARD_POINTS)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    """The households that one declared, and a box that finds a member of another."""
    if request.method != "POST":
        return _shown(request)
    ended, member = request.POST.get("ended", ""), request.POST.get("person", "")
    if ended.isascii() and ended.isdecimal() and len(ended) < MOST_DIGITS:
        services.end(actor=request.actor, key=int(ended), at=now())
        messages.success(request, gettext("Written down. What was declared before stays on record."))
        return redirect("staff:own-households")
    try:
        services.declare(actor=request.actor, person=UUID(member), at=now())
    except ValueError:
        return _shown(request, gettext("Choose a member of the household from the list."), 422)
    except Refused as refusal:
        return _shown(request, say(refusal, get_language())[0], HTTP_STATUS[refusal.kind])
    messages.success(request, gettext("Written down: you award this household nothing from now on."))
    return redirect("staff:own-households")


def _shown(request: ActingRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    on = today()
    typed, choices = picking.found(request, on, set())
    context = {
        "lines": queries.lines(request.actor, on),
        "typed": typed,
        "choices": choices,
        "wrong": wrong,
    }
    return render(request, TEMPLATE, context, status=status)
