"""One redemption: how far it is, each step with its receipt; taken back while it is merely asked for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, today
from campanello.points.queries import redemptions as queries
from campanello.points.rules.values import REDEMPTION_STATES, SCHEMES, TRANSFER_KINDS
from campanello.points.services import redeeming as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.spending.forms import WhyForm
from campanello.staff.points.spending.words import TONES, in_points

# The way of a redemption that nothing stops.
WAY = ("asked", "in_batch", "settled")


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A redemption with its steps, and the ticket of the asking to print."""
    shown = queries.shown(request.actor, uid, today())
    one = shown.redemption
    context = {
        "shown": shown,
        "one": one,
        "state": gettext(REDEMPTION_STATES[one.state]),
        "tone": TONES[one.state],
        "way": gettext(SCHEMES[one.way]),
        "ticket": shown.steps[0].receipt if shown.steps else "",
        "steps": [(step, gettext(TRANSFER_KINDS[step.kind])) for step in shown.steps],
        "stations": [(gettext(REDEMPTION_STATES[name]), _place(one.state, name)) for name in WAY],
        "may_take_back": one.state == "asked" and may(request.actor, Right.SPEND_POINTS),
    }
    return render(request, "staff/points/spending/redemption.html", context)


def _place(state: str, name: str) -> str:
    """Whether a station was passed, is where it stands, or is to come; of what was given back, only the first."""
    here = WAY.index(state) if state in WAY else 0
    if WAY.index(name) < here or state == "settled":
        return "done"
    return "here" if state == name else ""


@for_right(Right.SPEND_POINTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Asked first, in figures; then the household has its points again."""
    shown = queries.shown(request.actor, uid, today())
    back = reverse("staff:redemption", args=[uid])
    figure = in_points(shown.open_points)
    context = {
        "title": gettext("Take the points back"),
        "crumbs": [
            (gettext("Towards the rent"), reverse("staff:redemptions")),
            (gettext("Redemption"), back),
        ],
        "follows": [
            gettext("The household holds %(points)s more. Its debt stays as it is.") % {"points": figure},
            gettext("They can be put towards the rent again at any time."),
        ],
        "action": gettext("Take back %(points)s") % {"points": figure},
    }

    def act(given: Mapping[str, Any]) -> None:
        services.take_back(
            actor=request.actor, redemption=uid, at=now(), on=today(), why=given.get("why", "")
        )

    return asking.answer(
        request,
        WhyForm(asking.sent(request)),
        act,
        done=back,
        said=gettext("The household has its points again."),
        context=context,
        template="staff/points/spending/asked.html",
    )
