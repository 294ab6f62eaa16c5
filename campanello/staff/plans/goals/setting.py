"""Sets goals, changes them, closes them with what came of it, and opens them again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.people.queries import records
from campanello.plans.queries import frames
from campanello.plans.queries import goals as queries
from campanello.plans.rules.goals import NewGoal
from campanello.plans.services import goals as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.goals.forms import CloseForm, GoalForm, NewGoalForm

FORM = "staff/plans/assessments/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A new goal of a person."""
    actor = request.actor
    person = records.person(actor, uid, right=Right.WRITE_PLANS)
    found = frames.frames(actor, person, Right.WRITE_PLANS)
    form = NewGoalForm(asking.sent(request), frames=found, initial={"frame": request.GET.get("frame")})

    def act(given: Mapping[str, Any]) -> None:
        told = NewGoal(**{name: given[name] for name in services.FIELDS})
        services.set_goal(actor=actor, uid=given["uid"], person=person.uid, frame=given["frame"], goal=told)

    context = {"title": gettext("New goal"), "crumbs": crumbs(person), "action": gettext("Set the goal")}
    said = gettext("The goal is set. Add the tasks that lead to it.")
    return asking.answer(request, form, act, done=home(person), said=said, context=context, template=FORM)


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Correct a goal; two people who changed it at once see both texts."""
    held = queries.goal(request.actor, uid, right=Right.WRITE_PLANS)
    version = asking.version(request, held.version)
    initial = {name: getattr(held, name) for name in services.FIELDS}
    return asking.answer(
        request,
        GoalForm(asking.sent(request), initial=initial),
        lambda given: services.edit_goal(actor=request.actor, uid=uid, version=version, changes=given),
        done=home(held.person),
        said=gettext("The goal is changed."),
        context={"title": gettext("Change the goal"), "crumbs": crumbs(held.person), "version": version},
        template=FORM,
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def close(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Close a goal."""
    held = queries.goal(request.actor, uid, right=Right.WRITE_PLANS)
    version, waits = asking.version(request, held.version), queries.open_tasks(held)
    follows = ngettext(
        "%(tasks)s task that is not done is no longer reminded of.",
        "%(tasks)s tasks that are not done are no longer reminded of.",
        waits,
    ) % {"tasks": waits}
    return asking.answer(
        request,
        CloseForm(asking.sent(request), initial={"on": today()}),
        lambda given: services.close_goal(
            actor=request.actor, uid=uid, version=version, today=today(), **given
        ),
        done=home(held.person),
        said=gettext("The goal is closed."),
        context={
            "title": gettext("Close the goal"),
            "crumbs": crumbs(held.person),
            "quoted": held.title,
            "version": version,
            "follows": [follows] if waits else [],
            "action": gettext("Close the goal"),
        },
        template=FORM,
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def reopen(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take a closing back."""
    held = queries.goal(request.actor, uid, right=Right.WRITE_PLANS)
    version = asking.version(request, held.version)
    return asking.answer(
        request,
        django_forms.Form(asking.sent(request)),
        lambda _given: services.reopen_goal(actor=request.actor, uid=uid, version=version),
        done=home(held.person),
        said=gettext("The goal is open again."),
        context={
            "title": gettext("Open the goal again"),
            "crumbs": crumbs(held.person),
            "quoted": held.title,
            "version": version,
            "follows": [gettext("What was written as its outcome goes.")],
            "action": gettext("Open it again"),
        },
        template=FORM,
    )


def home(person: Any) -> str:
    """Where a person's goals are."""
    return reverse("staff:person-goals", args=[(person.merged_into or person).uid])


def crumbs(person: Any) -> list[tuple[str, str]]:
    """The way there."""
    stands = person.merged_into or person
    return [
        (gettext("Goals and tasks"), reverse("staff:goals")),
        (stands.name or gettext("Somebody without a name"), home(person)),
    ]
