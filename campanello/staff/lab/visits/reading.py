"""The pages that show one visit, and what happened with a person before."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, projects_with
from campanello.core.edges import today
from campanello.lab.queries import timeline, visits
from campanello.people.queries import records
from campanello.staff.doors import for_right, is_partial
from campanello.staff.lab.visits import words


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One visit."""
    found = visits.visit_read(request.actor, uid)
    context = {
        "shown": words.visit_shown(request.actor, found, today()),
        "visit": found,
        "may_write": found.project_id in projects_with(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/visits/visit.html", context)


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def story(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What happened with a person in the lab before a moment; htmx asks for the lines alone."""
    record = records.person_record(request.actor, uid, today())
    if record.uid != uid:
        return redirect("staff:person-story", record.uid)
    found = timeline.story(request.actor, record, before=_moment(request.GET.get("before", "")))
    context = {
        "record": record,
        "name": record.name,
        "happenings": [words.line(one) for one in found.happenings],
        "following": found.following.isoformat() if found.following else "",
    }
    template = "_story.html" if is_partial(request) else "story.html"
    return render(request, f"staff/lab/visits/{template}", context)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None
