"""A resident's own plan in plain words: what comes next, hours, the allowance so far, services, whom to call."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import now, today
from campanello.plans.queries import plan_shown as queries
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import CLOSED, State, hours, last_day
from campanello.resident.doors import for_residents


@for_residents(scope="plan")
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The plan that runs, else the latest one."""
    found = queries.own(request.actor, on=today(), at=now())
    if found is None:
        return render(request, "resident/plan/none.html")
    language = get_language() or "it"
    manager = found.plan.case_manager
    context = {
        "plan": found.plan,
        "state": found.plan.get_state_display(),
        "is_over": State(found.plan.state) in CLOSED,
        "last_day": last_day(found.plan.ends_on),
        "next": found.next_session,
        "next_name": in_language(found.next_session.service.names, language) if found.next_session else "",
        "done": hours(sum(bar.done for bar in found.bars)),
        "planned": hours(sum(row.minutes for row in found.holding.services)),
        "euros": found.euros,
        "services": [
            (in_language(row.service.names, language), hours(row.minutes), row)
            for row in found.holding.services
        ],
        "manager": (manager.name or manager.username) if manager else "",
        "lead": found.plan.project.lead.name,
    }
    return render(request, "resident/plan/page.html", context)
