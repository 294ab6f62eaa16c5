"""The ten-second visit: who, how, about what, save. Without scripts it is a form; the search is then a button of it."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.homes.queries import search
from campanello.lab.queries import recent, shifts, visits
from campanello.lab.queries.recent import DOORBELLS, PEOPLE, Met
from campanello.lab.services.visits import record_visit
from campanello.people.rules.asking import LONGEST
from campanello.staff.doors import for_right
from campanello.staff.lab.visits import words
from campanello.staff.lab.visits.forms import RecordForm

FIRST_CHANNEL = "desk"


@for_right(Right.WRITE_LAB)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest) -> HttpResponse:
    """Record a visit, then the next one."""
    actor = request.actor
    projects = visits.projects(actor)
    project = _project(request, projects)
    form = _form(request, projects, project)
    status = 200
    if request.method == "POST" and "find" not in request.POST:
        status = 422
        if form.is_valid():
            try:
                at = now()
                made = record_visit(actor=actor, uid=form.cleaned_data["uid"], visit=form.visit(at), at=at)
            except DomainError as error:
                if error.kind in {Kind.MISSING, Kind.DENIED}:
                    raise
                form.add_error(None, say(error, get_language()))
                status = HTTP_STATUS[error.kind]
            else:
                return redirect(_saved_address(made.uid, made.channel, form.cleaned_data["project"]))
    return render(request, "staff/lab/visits/new.html", _context(request, form, project), status=status)


@for_right(Right.WRITE_LAB)
@never_cache
@require_safe
def who(request: ActingRequest) -> HttpResponse:
    """The people who may be meant, as part of the page."""
    typed = _typed(request.GET.get("q", ""))
    return render(request, "staff/lab/visits/_found.html", {"found": _found(request, typed), "typed": typed})


def _project(request: ActingRequest, projects: list[Any]) -> Any:
    if not projects:
        raise NotFound
    asked = request.POST.get("project") or request.GET.get("project")
    if len(projects) > 1 and not asked and (running := shifts.open_shift(request.actor)):
        asked = running.project.code
    return next((one for one in projects if one.code == asked), projects[0])


def _form(request: ActingRequest, projects: list[Any], project: Any) -> RecordForm:
    given = request.GET
    first = {
        "uid": uuid4(),
        "project": project.code,
        "channel": given.get("channel") if given.get("channel") in words.CHANNEL_ICONS else FIRST_CHANNEL,
        "who": next((f"{kind}:{given[kind]}" for kind in (PEOPLE, DOORBELLS) if kind in given), ""),
        "building": given.get("building", ""),
    }
    if request.method == "POST" and "find" not in request.POST:
        data: Any = request.POST
    elif request.method == "POST":
        # Somebody is looked for: what was written so far stays.
        lists = {"needs"}
        sent = request.POST
        first |= {name: sent.getlist(name) if name in lists else sent[name] for name in sent}
        data = None
    else:
        data = None
    return RecordForm(
        data,
        initial=first,
        projects=projects,
        buildings=partial(recent.buildings_near, request.actor, project.pk),
    )


def _context(request: ActingRequest, form: RecordForm, project: Any) -> dict[str, Any]:
    actor, on = request.actor, today()
    typed = _typed(request.POST.get("q", ""))
    chosen = str(form["who"].value() or "")
    met = recent.met_lately(actor, project.pk, on)
    found = _found(request, typed)
    shown = {one.value for one in (*met, *found)}
    if chosen and chosen not in shown:
        met = [*_chosen(request, chosen), *met]
    return {
        "form": form,
        "met": met,
        "found": found,
        "typed": typed,
        "chosen": chosen,
        "channels": words.channels(str(form["channel"].value())),
        "needs": words.needs(form["needs"].value() or []),
        "presets": words.MINUTES,
        "project": project,
        "has_projects": len(form.fields["project"].choices) > 1,  # type: ignore[attr-defined]
        "saved": _saved(request),
        "is_more_open": any(form[name].errors or form[name].value() for name in words.MORE),
    }


def _chosen(request: ActingRequest, chosen: str) -> list[Met]:
    kind, _colon, key = chosen.partition(":")
    try:
        uid = UUID(key)
    except ValueError:
        return []
    return [recent.chosen(request.actor, kind, uid, today())] if kind in {PEOPLE, DOORBELLS} else []


def _typed(text: str) -> str:
    return text.replace("\0", "")[:LONGEST].strip()


def _found(request: ActingRequest, typed: str) -> list[Met]:
    if not typed:
        return []
    people = search.find_people(request.actor, typed, on=today())
    return [
        Met(PEOPLE, card.person.uid, card.person.name, words.beside(card.age, card.doorbell, card.address))
        for card in people.cards
    ]


def _saved_address(uid: UUID, channel: str, project: str) -> str:
    # How and where stay for the next one: in a courtyard everybody is met in the courtyard.
    parts = {"saved": uid, "channel": channel, "project": project}
    return f"{reverse('staff:visit-new')}?{urlencode(parts)}"


def _saved(request: ActingRequest) -> Any:
    try:
        uid = UUID(request.GET.get("saved", ""))
    except ValueError:
        return None
    if request.method == "POST":
        return None
    return words.visit_shown(request.actor, visits.visit_read(request.actor, uid), today())
