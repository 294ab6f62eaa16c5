"""Indirect work as it is entered, and one's own week."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
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
from campanello.lab.queries import naming, recent, visits
from campanello.lab.queries import work as queries
from campanello.lab.rules.shifts import monday_of
from campanello.lab.rules.values import WORK_KINDS
from campanello.lab.services import work as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.shifts.weeks import hours
from campanello.staff.lab.visits.words import MINUTES
from campanello.staff.lab.work.forms import EditForm, WorkForm, week_of

WEEK = timedelta(days=7)
FORM = "staff/lab/visits/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def page(request: ActingRequest) -> HttpResponse:
    """Write work down; the week stands below."""
    actor, on, status = request.actor, today(), 200
    projects = visits.projects(actor)
    if not projects:
        raise NotFound
    asked = request.POST.get("project") or request.GET.get("project")
    project = next((one for one in projects if one.code == asked), projects[0])
    person = request.POST.get("person") or request.GET.get("person", "")
    form = WorkForm(
        asking.sent(request),
        initial={"uid": uuid4(), "project": project.code, "on": on, "person": person},
        projects=projects,
        people=_people(request, project.pk, person),
    )
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                services.record_work(actor=actor, uid=form.cleaned_data["uid"], work=form.work(), today=on)
            except DomainError as error:
                if error.kind in {Kind.MISSING, Kind.DENIED}:
                    raise
                form.add_error(None, say(error, get_language()))
                status = HTTP_STATUS[error.kind]
            else:
                messages.success(request, gettext("The work is written down."))
                return redirect(f"{reverse('staff:work')}?project={project.code}")
    context = {
        "form": form,
        "kinds": [(value, gettext(text)) for value, text in WORK_KINDS.items()],
        "chosen_kind": form["kind"].value(),
        "presets": MINUTES,
        "project": project,
        "projects": projects,
        **_week(request),
    }
    return render(request, "staff/lab/work/page.html", context, status=status)


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Correct one's own entry."""
    actor = request.actor
    held = queries.own_work(actor, uid)
    facts = queries.facts_of(held)
    version = asking.version(request, held.version)
    person = str(facts.person or "")
    form = EditForm(
        asking.sent(request),
        initial={"kind": facts.kind, "minutes": facts.minutes, "on": facts.on, "person": person}
        | {"note": facts.note},
        people=_people(request, held.project_id, person),
    )
    return asking.answer(
        request,
        form,
        lambda given: services.edit_work(actor=actor, uid=uid, version=version, changes=given, today=today()),
        done=reverse("staff:work"),
        said=gettext("The work is corrected."),
        context={"title": gettext("Correct indirect work"), "version": version},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def strike(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take one's own entry out."""
    held = queries.own_work(request.actor, uid)
    return asking.answer(
        request,
        forms.Form(asking.sent(request)),
        lambda _given: services.strike_work(actor=request.actor, uid=uid),
        done=reverse("staff:work"),
        said=gettext("The work is taken out."),
        context={
            "title": gettext("Take work out"),
            "consequence": gettext("1 entry of %(minutes)s minutes on %(day)s is deleted.")
            % {"minutes": held.minutes, "day": f"{held.on:%d/%m/%Y}"},
            "action": gettext("Take it out"),
            "is_grave": True,
        },
        template=FORM,
    )


def _people(request: ActingRequest, project: int, person: str) -> list[tuple[str, str]]:
    on = today()
    met = recent.met_lately(request.actor, project, on)
    people = {str(one.uid): one.name for one in met if one.kind == recent.PEOPLE}
    if person and person not in people:
        try:
            uid = UUID(person)
        except ValueError:
            return list(people.items())
        one = recent.chosen(request.actor, recent.PEOPLE, uid, on)
        people = {str(one.uid): one.name} | people
    return list(people.items())


def _week(request: ActingRequest) -> dict[str, Any]:
    monday = monday_of(week_of(request.GET.get("week", ""), today()))
    rows = queries.own_week(request.actor, monday)
    return {
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "before": monday - WEEK,
        "after": monday + WEEK if monday + WEEK <= today() else None,
        "rows": [
            {
                "work": one,
                "kind": gettext(WORK_KINDS[one.kind]),
                "who": naming.name_of(request.actor, naming.standing(one.person), one.project_id),
            }
            for one in rows
        ],
        "hours": hours(sum(one.minutes for one in rows)),
    }
