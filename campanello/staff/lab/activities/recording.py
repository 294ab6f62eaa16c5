"""Records activities and their dates, changes them, and cancels a date once it was said whom that concerns."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import today
from campanello.lab.queries import activities as queries
from campanello.lab.rules.activities import ActivityFacts, SessionFacts, in_language
from campanello.lab.rules.values import LANGUAGES
from campanello.lab.services import activities as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.activities import forms

asks = require_http_methods(["GET", "HEAD", "POST"])
FORM = "staff/lab/activities/form.html"


@for_right(Right.WRITE_LAB)
@asks
def add_activity(request: ActingRequest) -> HttpResponse:
    """A new activity, as yet without a date; then its first date is asked."""
    actor, projects = request.actor, list(queries.projects(request.actor, Right.WRITE_LAB))
    hosts = {one.pk: one for project in projects for one in queries.hosts(project.pk)}
    form = forms.ActivityForm(
        asking.sent(request), projects=projects, hosts=hosts.values(), initial={"is_public": True}
    )
    made = form["uid"].value()
    return asking.answer(
        request,
        form,
        lambda given: services.add_activity(
            actor=actor, project=given["project"], uid=given["uid"], facts=_facts(given)
        ),
        done=reverse("staff:session-add", args=[_uid(made)]),
        said=gettext("The activity is recorded. When is it?"),
        context={"title": gettext("New activity"), "back": reverse("staff:activities")},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@asks
def edit_activity(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What is recorded of an activity."""
    actor = request.actor
    found = queries.activity(actor, uid, right=Right.WRITE_LAB)
    saved = {name: getattr(found, name) for name in services.ACTIVITY_FIELDS}
    saved |= {f"title_{code}": text for code, text in found.titles.items()}
    saved |= {f"description_{code}": text for code, text in found.descriptions.items()}
    form = forms.ActivityForm(asking.sent(request), hosts=queries.hosts(found.project_id), initial=saved)
    version = asking.version(request, found.version)
    return asking.answer(
        request,
        form,
        lambda given: services.edit_activity(actor=actor, uid=uid, version=version, changes=given),
        done=reverse("staff:activity", args=[uid]),
        said=gettext("The activity is saved."),
        context={"title": gettext("Change the activity"), "version": version, "activity": found},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@asks
def add_session(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A date, and perhaps the weeks after it."""
    actor = request.actor
    found = queries.activity(actor, uid, right=Right.WRITE_LAB)
    form = forms.SessionForm(
        asking.sent(request),
        buildings=queries.places(actor, found.project_id),
        initial={"capacity": found.capacity, "day": today()},
    )
    return asking.answer(
        request,
        form,
        lambda given: services.add_sessions(
            actor=actor,
            activity=uid,
            uid=given["uid"],
            facts=SessionFacts(
                given["starts_at"], given["ends_at"], given["building_id"], given["place"], given["capacity"]
            ),
            times=given["times"],
            on=today(),
        ),
        done=reverse("staff:activity", args=[uid]),
        said=gettext("The dates are recorded."),
        context={"title": gettext("New date"), "activity": found, "subject": _title(found)},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@asks
def edit_session(request: ActingRequest, uid: UUID) -> HttpResponse:
    """When and where a date is, and for how many."""
    actor = request.actor
    found = queries.session(actor, uid, right=Right.WRITE_LAB)
    form = forms.EditSessionForm(
        asking.sent(request),
        buildings=queries.places(actor, found.project_id),
        initial={name: getattr(found, name) for name in services.SESSION_FIELDS},
    )
    version = asking.version(request, found.version)
    return asking.answer(
        request,
        form,
        lambda given: services.edit_session(actor=actor, uid=uid, version=version, changes=given, on=today()),
        done=reverse("staff:session", args=[uid]),
        said=gettext("The date is saved."),
        context={
            "title": gettext("Change the date"),
            "version": version,
            "activity": found.activity,
            "subject": _title(found.activity),
        },
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@asks
def cancel_session(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Says first, in figures, who must be told."""
    actor = request.actor
    found = queries.session(actor, uid, right=Right.WRITE_LAB)
    form = forms.ReasonForm(asking.sent(request))
    told = ngettext(
        "%(people)s person has a place and must be told.",
        "%(people)s people have a place and must be told.",
        found.booked,
    ) % {"people": found.booked}
    return asking.answer(
        request,
        form,
        lambda given: services.cancel_session(
            actor=actor, uid=uid, reason=given["reason"], at=timezone.now()
        ),
        done=reverse("staff:session", args=[uid]),
        said=gettext("The date is cancelled. The list below says whom to tell; it can be taken back."),
        context={
            "title": gettext("Cancel the date"),
            "activity": found.activity,
            "subject": f"{_title(found.activity)}, {timezone.localtime(found.starts_at):%d/%m/%Y %H:%M}",
            "follows": [
                told,
                gettext("Subscribed calendars and the public page show the date as cancelled."),
            ],
            "action": gettext("Cancel the date"),
            "is_grave": True,
        },
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@require_POST
def restore_session(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Takes a cancellation back."""
    services.restore_session(actor=request.actor, uid=uid)
    messages.success(request, gettext("The date takes place after all."))
    return redirect("staff:session", uid)


def _facts(given: Mapping[str, Any]) -> ActivityFacts:
    return ActivityFacts(
        kind=given["kind"],
        titles={code: given[f"title_{code}"] for code in LANGUAGES},
        descriptions={code: given[f"description_{code}"] for code in LANGUAGES},
        host=given.get("host_id"),
        languages=given["languages"],
        has_childcare=given["has_childcare"],
        capacity=given["capacity"],
        is_public=given["is_public"],
    )


def _title(activity: Any) -> str:
    return in_language(activity.titles, get_language() or "it")


def _uid(given: Any) -> UUID:
    """The number that the form gave the new record.

    Raises:
        NotFound: It is none: whoever sent it did not use the form.
    """
    try:
        return UUID(str(given))
    except ValueError:
        raise NotFound from None
