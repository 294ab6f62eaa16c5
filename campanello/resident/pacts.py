"""A resident's own pacts: what they get, what they give, what goes to the rent, how far they are. In plain words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import today
from campanello.plans.queries import pacts_shown as queries
from campanello.resident.doors import for_residents


@for_residents(scope="plan")
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The pacts, the latest first."""
    return render(request, "resident/pacts/page.html", {"pacts": queries.own(request.actor, today())})
