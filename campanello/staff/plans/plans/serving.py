"""Puts services into a plan, takes them out, and begins a new version of a signed one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import plans as queries
from campanello.plans.rules.plans import hours
from campanello.plans.rules.values import BLOCKS
from campanello.plans.services import plans as services
from campanello.plans.services.plans import NewService
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.plans import forms
from campanello.staff.plans.plans.drafting import TEMPLATE, asks


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def put(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A service of the catalogue in the plan's last version; `?service=` is one that stands there."""
    actor, on = request.actor, today()
    one = queries.plan(actor, uid, right=Right.WRITE_PLANS)
    last = queries.last_version(one)
    held = queries.services_of(last)
    asked = request.GET.get("service", "")
    row = next((row for row in held if str(row.service_id) == asked), None)
    if asked and row is None:
        raise NotFound
    there = {row.service_id for row in held}
    choices = (
        [row.service] if row else [one for one in queries.offered(one.project_id) if one.pk not in there]
    )
    names = ("minutes", "starts_on", "ends_on", "calendar")
    initial = {"service": row.service_id, "deliverer": row.deliverer_id} if row else {}
    form = forms.PlanServiceForm(
        asking.sent(request),
        services=choices,
        deliverers=queries.deliverers(one.project_id),
        initial=initial | ({name: getattr(row, name) for name in names} if row else {}),
    )
    version = asking.version(request, one.version)

    def act(given: Mapping[str, Any]) -> None:
        services.put_service(actor=actor, uid=uid, version=version, new=NewService(**given), on=on)

    context = {
        "title": gettext("Change a service of the plan") if row else gettext("Put a service into the plan"),
        "plan": one,
        "version": version,
        "room": _room(queries.planned(held), queries.limits(last.starts_on)),
        "missing": "" if choices else gettext("Every service of the catalogue is in the plan already."),
    }
    done, said = reverse("staff:plan", args=[uid]) + "#services", gettext("The service is in the plan.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@for_right(Right.WRITE_PLANS)
@require_POST
def drop(request: ActingRequest, uid: UUID, service: int) -> HttpResponse:
    """A service goes out of the plan; it can be put in again."""
    version = asking.version(request, -1)
    try:
        services.drop_service(actor=request.actor, uid=uid, version=version, service=service)
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("The service is out of the plan."))
    return redirect(reverse("staff:plan", args=[uid]) + "#services")


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.WRITE_PLANS)
@never_cache
def amend(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A new version of a signed plan, which begins with what the last one holds."""
    actor = request.actor
    one = queries.plan(actor, uid, right=Right.WRITE_PLANS)
    last = queries.last_version(one)
    form = forms.AmendForm(asking.sent(request), initial={"starts_on": max(today(), one.starts_on)})
    version = asking.version(request, one.version)
    facts = {"next": last.number + 1, "last": last.number}
    context = {
        "title": gettext("Change what was signed"),
        "plan": one,
        "version": version,
        "action": gettext("Begin the new version"),
        "follows": [
            gettext("Version %(next)s begins with the services of version %(last)s; you change them then.")
            % facts,
            gettext("Version %(last)s holds until the person and the team have both signed version %(next)s.")
            % facts,
        ],
    }

    def act(given: Mapping[str, Any]) -> None:
        services.amend(actor=actor, uid=uid, version=version, at=now(), **given)

    done = reverse("staff:plan", args=[uid]) + "#services"
    said = gettext("The new version is begun. Change its services, then have it signed.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _room(planned: Any, limits: Any) -> list[str]:
    """How many hours each limited block has left."""
    sums = dict.fromkeys(BLOCKS, 0)
    for one in planned:
        sums[one.block] += one.minutes
    return [
        gettext("%(block)s: %(planned)s of %(most)s hours are planned.")
        % {"block": gettext(BLOCKS[block]), "planned": hours(sums[block]), "most": hours(most)}
        for block, most in limits.block_minutes.items()
    ]
