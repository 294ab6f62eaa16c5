"""The page of one pact: what holds, what is proposed and who has still to sign, how it is kept."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import pacts_shown as queries
from campanello.plans.queries.pacts_shown import Shown
from campanello.plans.rules.pacts_kept import days_late
from campanello.staff.doors import for_right
from campanello.staff.plans.pacts import words


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One pact."""
    on = today()
    found = queries.shown(request.actor, uid, on)
    return render(request, "staff/plans/pacts/pact.html", context_of(request, found))


def context_of(request: ActingRequest, found: Shown) -> dict[str, Any]:
    """What the page of a pact shows."""
    on, pact = today(), found.pact
    names = {one.key: one for one in found.people}
    is_open = pact.state in {"draft", "signed"}
    may_write = may(request.actor, Right.WRITE_PLANS)
    says = found.says
    return {
        "found": found,
        "one": pact,
        "says": says,
        "worked": words.worked(found, found.proposed),
        "worked_held": words.worked(found, found.held),
        "reviews": [
            {"row": one, "late": 0 if one.held_on else days_late(one.due_on, on)} for one in found.reviews
        ],
        "given": [{"row": one, "who": _giver(one, names)} for one in found.given],
        "signatures": found.signatures,
        "promised": says.minutes_to_give if says else 0,
        "may_write": may_write and is_open,
        "may_edit": may_write and pact.state == "draft" and not found.signatures,
        "may_give": may_write and pact.state != "draft",
    }


def _giver(row: Any, names: dict[int, Any]) -> Any:
    return names.get(row.person.merged_into_id or row.person_id)
