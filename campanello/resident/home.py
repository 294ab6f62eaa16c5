"""A resident's first page, which answers three questions; and the page that leads to all the rest."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import now, today
from campanello.lab.queries import own_activities
from campanello.letters.queries import own as letters
from campanello.people.queries.own import own_person
from campanello.points.queries import own as points
from campanello.points.queries import worths
from campanello.resident.debts import drawn
from campanello.resident.doors import for_residents

DAYS = 7
MOST_ON = 3


@for_residents
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """How many points, how much debt is left, what is on this week: as far as a delegate was allowed to see."""
    actor = request.actor
    context = {
        "person": own_person(actor),
        "on": today(),
        "may_spend": actor.may_for_own("spend"),
        "may_report": actor.may_for_own("reports"),
        **_points(request),
        **_week(request),
        "unread": letters.unread(actor) if actor.may_for_own("letters") else 0,
    }
    return render(request, "resident/home/page.html", context)


@for_residents
@never_cache
@require_safe
def more(request: ActingRequest) -> HttpResponse:
    """Everything that has no place in the bar; to a delegate, what they were allowed."""
    may = request.actor.may_for_own
    context = {
        "is_own": request.actor.stands_for is None,
        "sees_reports": may("reports"),
        "sees_hours": may(own_activities.SCOPE),
        "sees_plan": may("plan"),
    }
    return render(request, "resident/home/more.html", context)


def _points(request: ActingRequest) -> dict[str, Any]:
    if not any(request.actor.may_for_own(scope) for scope in points.SEES):
        return {"own": None}
    found = points.own(request.actor, today())
    return {"own": found, "debts": drawn(found.debts)}


def _week(request: ActingRequest) -> dict[str, Any]:
    if not request.actor.may_for_own(own_activities.SCOPE):
        return {"sees_activities": False}
    language = get_language() or "it"
    found = own_activities.own_sessions(request.actor, today(), days=DAYS, at=now(), language=language)
    shown = found[:MOST_ON]
    earns = worths.points_shown([one.row for one in shown])
    return {
        "sees_activities": True,
        "week": [(one, earns.get(one.row.pk)) for one in shown],
        "further": len(found) - len(shown),
    }
