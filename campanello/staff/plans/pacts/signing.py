"""Takes a signature under the terms that are proposed: what is signed stands above, worked out in euros."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.plans.queries import pacts_shown as queries
from campanello.plans.queries.pacts_shown import Shown
from campanello.plans.rules.pacts import TEAM
from campanello.plans.rules.signing import PAD_HEIGHT, PAD_WIDTH, PAPER, SCREEN, NewSignature
from campanello.plans.services import pacts as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.pacts import forms, words
from campanello.staff.plans.pacts.making import asks


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def sign(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One side signs; the page is given to the person to read."""
    found = queries.shown(request.actor, uid, today())
    sides = _sides(request, found)
    how = request.POST.get("how", SCREEN)
    sent = asking.sent(request)
    screen = forms.SignOnScreenForm(sent if how == SCREEN else None, sides=sides, auto_id="screen_%s")
    paper = forms.SignedOnPaperForm(
        sent if how == PAPER else None,
        request.FILES if sent and how == PAPER else None,
        sides=sides,
        auto_id="paper_%s",
        initial={"on": today(), "is_in_folder": True},
    )

    def act(given: Mapping[str, Any]) -> None:
        person = given["who"].partition(":")[2]
        services.sign(
            actor=request.actor,
            uid=uid,
            number=_number(request, found),
            signature=_signature(given, how),
            person=UUID(person) if person else None,
            at=now(),
        )

    context = {
        "title": gettext("Sign the pact"),
        "found": found,
        "one": found.pact,
        "terms": found.proposed,
        "worked": words.worked(found, found.proposed),
        "screen": screen,
        "paper": paper,
        "sides": sides,
        "number": found.proposed.number if found.proposed else 0,
        "pad": {"width": PAD_WIDTH, "height": PAD_HEIGHT},
    }
    return asking.answer(
        request,
        paper if how == PAPER else screen,
        act,
        done=reverse("staff:pact", args=[uid]),
        said=gettext("The signature is kept."),
        context=context,
        template="staff/plans/pacts/sign.html",
    )


def _signature(given: Mapping[str, Any], how: str) -> NewSignature:
    by = given["who"].partition(":")[0]
    if how == PAPER:
        scan = given["scan"].read() if given["scan"] else None
        return NewSignature(by, PAPER, given["on"], scan=scan, is_in_folder=given["is_in_folder"])
    return NewSignature(
        by,
        SCREEN,
        today(),
        strokes=given["strokes"],
        has_agreed=given["has_agreed"],
        typed=given["typed"],
    )


def _sides(request: ActingRequest, found: Shown) -> list[tuple[str, str]]:
    """Whose signatures are missing, as choices; a parent or guardian may sign instead of a person."""
    sides = [
        choice
        for one in found.to_sign
        if one.uid
        for choice in (
            (f"person:{one.uid}", one.name),
            (f"guardian:{one.uid}", gettext("Parent or guardian of %(name)s") % {"name": one.name}),
        )
    ]
    if found.lacks_team:
        sides.append((TEAM, gettext("The team: %(name)s") % {"name": request.actor.name}))
    return sides


def _number(request: ActingRequest, found: Shown) -> int:
    """The number of the terms that were read; it came with the form."""
    return asking.version(request, found.proposed.number if found.proposed else 0)
