"""What would be handed over, in figures; a press then makes the file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.core.language import RIGHT_TO_LEFT
from campanello.lab.queries import handover as queries
from campanello.lab.rules.handover import Pack
from campanello.people.queries import records
from campanello.staff.doors import for_right
from campanello.staff.lab.handover import packing

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_right(Right.HAND_OVER)
def labs(request: ActingRequest) -> HttpResponse:
    """The labs to hand over."""
    return render(request, "staff/lab/handover/labs.html", {"labs": queries.labs(request.actor)})


@asks
@for_right(Right.HAND_OVER)
@never_cache
def lab(request: ActingRequest, key: int) -> HttpResponse:
    """A whole lab."""
    if request.method == "POST":
        return _packed(request, queries.taken_of_lab(request.actor, key, today()))
    return _confirmed(request, queries.of_lab(request.actor, key, today()), reverse("staff:hand-over"))


@asks
@for_right(Right.READ_PERSON)
@never_cache
def person(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One person."""
    standing = records.person(request.actor, uid)
    if standing.uid != uid:
        return redirect("staff:hand-over-person", standing.uid)
    if request.method == "POST":
        return _packed(request, queries.taken_of_person(request.actor, uid, today()))
    back = reverse("staff:person", args=[uid])
    return _confirmed(request, queries.of_person(request.actor, uid, today()), back)


def _confirmed(request: ActingRequest, pack: Pack, back: str) -> HttpResponse:
    context = {"pack": pack, "figures": packing.figures(pack), "back": back}
    return render(request, "staff/lab/handover/confirm.html", context)


def _packed(request: ActingRequest, pack: Pack) -> HttpResponse:
    language = get_language() or "it"
    return packing.packed(pack, by=request.actor.name, language=language, is_rtl=language in RIGHT_TO_LEFT)
