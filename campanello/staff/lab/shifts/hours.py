"""A project's opening hours, from a day on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import shifts as queries
from campanello.lab.queries import visits
from campanello.lab.rules.shifts import HoursChangedMeanwhile
from campanello.lab.services.shifts import set_opening_hours
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.shifts.forms import HoursForm


@for_right(Right.WRITE_LAB)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest) -> HttpResponse:
    """The week as it is open, to be changed from a day on."""
    actor, on, status = request.actor, today(), 200
    projects = visits.projects(actor)
    if not projects:
        raise NotFound
    project = next((one for one in projects if one.code == request.GET.get("project")), projects[0])
    kept = queries.opening_hours(actor, project.pk, on)
    form = HoursForm(asking.sent(request), hours=kept.now, initial={"starts_on": on, "mark": kept.mark})
    clash: tuple[object, ...] = ()
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                set_opening_hours(
                    actor=actor,
                    project=project.code,
                    hours=form.openings(),
                    starts_on=form.cleaned_data["starts_on"],
                    mark=form.cleaned_data["mark"],
                )
            except DomainError as error:
                if error.kind in {Kind.MISSING, Kind.DENIED}:
                    raise
                form.add_error(None, say(error, get_language()))
                status = HTTP_STATUS[error.kind]
                if isinstance(error, HoursChangedMeanwhile):
                    clash = kept.now
            else:
                messages.success(request, gettext("The opening hours are saved."))
                return redirect(f"{reverse('staff:shifts')}?project={project.code}")
    context = {
        "form": form,
        "days": form.days(),
        "project": project,
        "projects": projects,
        "later": kept.later,
        "clash": clash,
        "mark": kept.mark,
    }
    return render(request, "staff/lab/shifts/hours.html", context, status=status)
