"""The catalogue of a project by block, and the page of one service."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, projects_with
from campanello.core.edges import today
from campanello.plans.queries import catalogue as queries
from campanello.plans.queries import plans
from campanello.plans.rules.plans import hours
from campanello.plans.rules.values import BLOCKS
from campanello.staff.doors import for_right
from campanello.staff.lab.activities.forms import LANGUAGE_NAMES


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The services of a project (`?project=`), by block, with what an hour is worth today."""
    on = today()
    place = queries.project(request.actor, request.GET.get("project", "")[:40])
    blocks = queries.blocks(place, on, dict(plans.limits(on).block_minutes))
    shipped = queries.shipped(place)
    context: dict[str, Any] = {
        "project": place,
        "projects": list(queries.projects(request.actor)),
        "blocks": [
            (gettext(BLOCKS[one.block]), hours(one.minutes) if one.minutes else "", one.entries)
            for one in blocks
        ],
        "total": sum(len(one.entries) for one in blocks),
        "without_value": sum(
            entry.now is None for one in blocks for entry in one.entries if entry.service.bears_allowance
        ),
        "shipped": len(shipped),
        "may_set": place.pk in projects_with(request.actor, Right.SET_MEASURES),
    }
    return render(request, "staff/plans/catalogue/list.html", context)


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def one(request: ActingRequest, key: int) -> HttpResponse:
    """A service with its names, its values by day, and how many plans hold it."""
    service = queries.service(request.actor, key)
    context = {
        "entry": queries.entry(service, today()),
        "service": service,
        "texts": [(code, LANGUAGE_NAMES[code], name) for code, name in service.names.items()],
        "project": service.project,
        "may_set": service.project_id in projects_with(request.actor, Right.SET_MEASURES),
    }
    return render(request, "staff/plans/catalogue/service.html", context)
