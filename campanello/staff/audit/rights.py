"""What a person may ask for: a copy of their data, correction, restriction, erasure; answered by a coordinator."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.core.language import LANGUAGES
from campanello.people.queries import requests
from campanello.people.queries import rights as queries
from campanello.people.rules.erasure import ALWAYS, STAYS, WITH_IDENTITY, NotConfirmed, Preview
from campanello.people.rules.requests import OUTCOMES, RequestAnswered
from campanello.people.services import erasure
from campanello.people.services import rights as services
from campanello.staff.audit import papers
from campanello.staff.audit.requests import RequestForm
from campanello.staff.doors import for_right

answers_rights = for_right(Right.ANSWER_RIGHTS)


@answers_rights
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What this person may ask for, and what an erasure would do, in figures."""
    person, preview = erasure.preview(actor=request.actor, uid=uid, on=today())
    return _page(request, person, preview)


def _page(request: ActingRequest, person: Any, preview: Preview, **more: Any) -> HttpResponse:
    context = {
        "person": person,
        "preview": preview,
        "goes": _counted(preview.goes, ALWAYS | WITH_IDENTITY),
        "stays": _counted(preview.stays, STAYS),
        "requests": requests.of_person(person),
        "form": RequestForm(initial={"asked_on": today()}),
        "outcomes": OUTCOMES.items(),
        "on": today(),
        **more,
    }
    return render(request, "staff/audit/rights.html", context, status=more.get("status", 200))


def _counted(found: Any, names: dict[str, str]) -> list[tuple[str, int]]:
    return [(gettext(names[name]), count) for name, count in found.items() if count]


@answers_rights
@never_cache
@require_safe
def copy(request: ActingRequest, uid: str, extension: str) -> HttpResponse:
    """All data of the person as a file for them: JSON for programs, PDF to read."""
    data = queries.all_data(request.actor, UUID(uid), at=timezone.now(), format=extension)
    if extension == "json":
        body = json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
    else:
        response = HttpResponse(papers.copy(data, _language(data)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="dati-personali.{extension}"'
    return response


def _language(data: dict[str, Any]) -> str:
    """The one that the person prefers, if the pages speak it."""
    preferred = (row["code"] for row in data["tables"].get("people.language", ()) if row["is_preferred"])
    return next((code for code in preferred if code in LANGUAGES), "it")


@answers_rights
@never_cache
@require_POST
def note(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Note that the person asked for something."""
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            services.note_request(actor=request.actor, uid=uid, on=today(), **form.cleaned_data)
        except DomainError as error:
            if error.kind is Kind.MISSING:
                raise
            form.add_error(None, say(error, get_language()))
        else:
            messages.success(request, gettext("Noted. It waits on the home page until it is answered."))
            return redirect("staff:person-rights", uid)
    person, preview = erasure.preview(actor=request.actor, uid=uid, on=today())
    return _page(request, person, preview, form=form, status=422)


@answers_rights
@require_POST
def answer(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Note that a request was answered."""
    outcome = request.POST.get("outcome", "")
    whose = requests.request(request.actor, uid).person.uid
    if outcome not in OUTCOMES:
        messages.error(request, gettext("Choose how it was answered."))
        return redirect("staff:person-rights", whose)
    try:
        services.answer_request(actor=request.actor, uid=uid, outcome=outcome, on=today())
    except RequestAnswered as error:
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("Noted as answered today."))
    return redirect("staff:person-rights", whose)


@answers_rights
@require_POST
def restrict(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Restrict the use of the data, or lift it."""
    if request.POST.get("lift"):
        services.lift_restriction(actor=request.actor, uid=uid)
        messages.success(request, gettext("The team may use this person's data again."))
    else:
        services.restrict(actor=request.actor, uid=uid, at=timezone.now())
        messages.success(request, gettext("From now on only who answers people's rights sees this record."))
    return redirect("staff:person-rights", uid)


@answers_rights
@never_cache
@require_POST
def erase(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Erase what may be erased; the person's name was typed."""
    typed = request.POST.get("name", "")[:300]
    try:
        done = erasure.erase(actor=request.actor, uid=uid, typed=typed, on=today(), at=timezone.now())
    except NotConfirmed as error:
        person, preview = erasure.preview(actor=request.actor, uid=uid, on=today())
        refused = say(error, get_language())[0]
        return _page(request, person, preview, refused=refused, status=HTTP_STATUS[error.kind])
    # The person's name is not said again: it is gone.
    context = {
        "preview": done,
        "goes": _counted(done.goes, ALWAYS | WITH_IDENTITY),
        "stays": _counted(done.stays, STAYS),
        "uid": None if done.is_whole else uid,
    }
    return render(request, "staff/audit/erased.html", context)
