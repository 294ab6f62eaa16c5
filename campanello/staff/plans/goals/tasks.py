"""Adds tasks, ticks them off, and takes the tick back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.plans.queries import goals as queries
from campanello.plans.queries import team
from campanello.plans.rules.goals import NewTask
from campanello.plans.services import goals as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.goals.forms import TaskForm
from campanello.staff.plans.goals.setting import FORM, crumbs, home

OWN_PAGE = "person"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A new task of a goal."""
    actor, on = request.actor, today()
    held = queries.goal(actor, uid, right=Right.WRITE_PLANS)
    form = TaskForm(
        asking.sent(request),
        colleagues=team.colleagues(held.project_id, on, Right.READ_PLANS),
        initial={"due_on": held.due_on, "owner": actor.user},
    )

    def act(given: Mapping[str, Any]) -> None:
        told = NewTask(**{name: value for name, value in given.items() if name != "uid"})
        services.add_task(actor=actor, uid=given["uid"], goal=uid, task=told, today=on)

    context = {
        "title": gettext("New task"),
        "crumbs": crumbs(held.person),
        "quoted": held.title,
        "action": gettext("Add the task"),
    }
    said = gettext("The task is added.")
    return asking.answer(
        request, form, act, done=home(held.person), said=said, context=context, template=FORM
    )


@for_right(Right.WRITE_PLANS)
@require_POST
def tick(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Done."""
    held = services.tick_task(actor=request.actor, uid=uid, on=today())
    return redirect(_back(request, held, done=str(uid)))


@for_right(Right.WRITE_PLANS)
@require_POST
def untick(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Not done after all."""
    held = services.untick_task(actor=request.actor, uid=uid)
    return redirect(_back(request, held))


def _back(request: ActingRequest, held: Any, **also: str) -> str:
    """The page that the button stood on, with its filters."""
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    query.pop("done", None)
    for name, value in also.items():
        query[name] = value
    is_own_page = request.POST.get("to") == OWN_PAGE
    return f"{home(held.goal.person) if is_own_page else reverse('staff:goals')}?{query.urlencode()}"
