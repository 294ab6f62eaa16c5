"""One's own shifts: start, end, add what was forgotten, correct; and the weeks of the desk."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import shifts as queries
from campanello.lab.queries import visits
from campanello.lab.rules.shifts import Worked
from campanello.lab.services import shifts as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.shifts import weeks
from campanello.staff.lab.shifts.bar import shift_bar
from campanello.staff.lab.shifts.forms import AddForm, EndForm, ShiftForm

WEEKS = 12
FORM = "staff/lab/visits/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """My shifts, and the desk week by week."""
    actor = request.actor
    projects = visits.projects(actor)
    if not projects:
        raise NotFound
    project = next((one for one in projects if one.code == request.GET.get("project")), projects[0])
    found = queries.weeks(actor, project.pk, last=today(), count=WEEKS)
    context = {
        "bar": shift_bar(actor),
        "own": list(queries.own_shifts(actor, queries.since(now()))),
        "projects": projects,
        "project": project,
        "hours": queries.opening_hours(actor, project.pk, today()),
        "weeks": [weeks.row(one) for one in found],
        "drawing": weeks.drawing(found),
    }
    return render(request, "staff/lab/shifts/page.html", context)


@for_right(Right.WRITE_LAB)
@require_POST
def start(request: ActingRequest) -> HttpResponse:
    """I am at the desk from now on: of the project that was chosen, else of one's first."""
    mine = [one.code for one in visits.projects(request.actor)]
    try:
        project = request.POST.get("project") or next(iter(mine), "")
        services.start_shift(actor=request.actor, project=project, at=now())
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("Your shift has started."))
    return redirect(_back(request))


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def end(request: ActingRequest) -> HttpResponse:
    """I leave the desk; the form asks when, where that is over a while."""

    def act(given: Mapping[str, Any]) -> None:
        services.end_shift(actor=request.actor, at=now(), ended_at=given.get("ended_at"))

    return asking.answer(
        request,
        EndForm(asking.sent(request)),
        act,
        done=_back(request),
        said=gettext("Your shift has ended."),
        context={"title": gettext("End the shift"), "action": gettext("End the shift")},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def add(request: ActingRequest) -> HttpResponse:
    """A shift that nobody started in time."""
    form = AddForm(asking.sent(request), projects=visits.projects(request.actor))

    def act(given: Mapping[str, Any]) -> None:
        worked = Worked(given["starts_at"], given["ends_at"])
        services.add_shift(actor=request.actor, project=given["project"], worked=worked, at=now())

    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:shifts"),
        said=gettext("The shift is recorded."),
        context={"title": gettext("Add a shift that was forgotten")},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def correct(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Set one's own shift's hours right."""
    held = queries.own_shift(request.actor, uid)
    version = asking.version(request, held.version)
    hours = {"starts_at": held.starts_at, "ends_at": held.ends_at}

    def act(given: Mapping[str, Any]) -> None:
        worked = Worked(**(hours | dict(given)))
        services.correct_shift(actor=request.actor, uid=uid, version=version, worked=worked, at=now())

    return asking.answer(
        request,
        ShiftForm(asking.sent(request), initial=hours),
        act,
        done=reverse("staff:shifts"),
        said=gettext("The shift is corrected."),
        context={"title": gettext("Correct a shift"), "version": version},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def strike(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take one's own shift out."""
    held = queries.own_shift(request.actor, uid)
    minutes = Worked(held.starts_at, held.ends_at).minutes
    return asking.answer(
        request,
        forms.Form(asking.sent(request)),
        lambda _given: services.strike_shift(actor=request.actor, uid=uid),
        done=reverse("staff:shifts"),
        said=gettext("The shift is taken out."),
        context={
            "title": gettext("Take a shift out"),
            "consequence": gettext(
                "1 shift of %(minutes)s minutes is deleted; it can be added again by hand."
            )
            % {"minutes": minutes},
            "action": gettext("Take it out"),
            "is_grave": True,
        },
        template=FORM,
    )


def _back(request: ActingRequest) -> str:
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return back
    return reverse("staff:shifts")
