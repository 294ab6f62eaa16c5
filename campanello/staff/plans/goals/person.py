"""A person's goals with their tasks, and the hours given for the common good."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import goals as queries
from campanello.staff.doors import for_right
from campanello.staff.lab.shifts.weeks import hours
from campanello.staff.plans.goals.lists import uid_of


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What was agreed with one person."""
    actor, on = request.actor, today()
    found = queries.of_person(actor, uid, on)
    if found.person.uid != uid:
        return redirect("staff:person-goals", found.person.uid)
    context = {
        "person": found.person,
        "goals": found.goals,
        "given": found.given,
        "hours": hours(found.given.minutes),
        "weeks": [(one, hours(one.minutes)) for one in found.given.weeks],
        "may_write": found.may_write,
        "may_assess": may(actor, Right.READ_ASSESSMENTS),
        "done": queries.done_lately(actor, uid_of(request.GET.get("done", "")), on),
        "on": on,
    }
    return render(request, "staff/plans/goals/person.html", context)
