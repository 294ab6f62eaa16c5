"""Says whose application it is: who on record may be meant comes first, registering somebody new last.

Buttons say what is wanted: `find` looks for somebody, `person` links, `register` makes a record.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.homes.queries import search
from campanello.people.rules.facts import NewCode, NewContact, NewLanguage
from campanello.people.rules.person import Details, PersonFacts
from campanello.people.rules.world import LANGUAGES
from campanello.plans.queries import application_page
from campanello.plans.queries import applications as queries
from campanello.plans.services import applications as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.reports.asked import uid_of
from campanello.staff.people import words as people_words
from campanello.staff.plans.applications.forms import RegisterForm
from campanello.staff.plans.applications.recording import LONGEST_SEARCH


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.WRITE_APPLICATIONS)
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor, on = request.actor, today()
    row = queries.application(actor, uid, right=Right.WRITE_APPLICATIONS)
    registers = "register" in request.POST
    form = RegisterForm(request.POST if registers else None, initial=_asked(row.answers))
    given = form.cleaned_data if registers and form.is_valid() else _asked(row.answers)
    likely = application_page.candidates(actor, row, given)
    seen = {str(one.person.uid) for one in likely}
    status = 200
    if request.method == "POST" and "find" not in request.POST:
        unseen = seen - set(request.POST.getlist("seen"))
        if not (registers and (unseen or not form.is_valid())):
            done = _linked(request, row, form)
            if done:
                return done
        status = 422
    typed = request.POST.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip()
    context = {
        "one": row,
        "name": queries.name_in(row.answers),
        "form": form,
        "version": asking.version(request, row.version),
        "likely": [_shown(one) for one in likely],
        "typed": typed,
        "people": search.find_people(actor, typed, on=on).cards if typed else None,
    }
    return render(request, "staff/plans/applications/identify.html", context, status=status)


def _linked(request: ActingRequest, row: Any, form: RegisterForm) -> HttpResponse | None:
    """Where to go on to; None where something is wrong."""
    which: dict[str, Any] = {
        "actor": request.actor,
        "uid": row.uid,
        "version": asking.version(request, row.version),
        "on": today(),
    }
    try:
        if "register" in request.POST:
            services.identify_new(**which, details=_details(form, row.language), at=now())
        elif person := uid_of(request.POST.get("person", "")):
            services.identify(**which, person=person)
        else:
            return None
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
        return None
    messages.success(request, gettext("The application is linked. What the record says counts from now on."))
    return redirect("staff:application", row.uid)


def _details(form: RegisterForm, language: str) -> Details:
    given = form.cleaned_data
    return Details(
        facts=PersonFacts(
            family_name=given["family_name"], given_name=given["given_name"], born_on=given["born_on"]
        ),
        codes=(NewCode("cf", given["code"]),) if given["code"].strip() else (),
        contacts=(NewContact("phone", given["phone"], is_preferred=True),) if given["phone"] else (),
        languages=(NewLanguage(language, is_preferred=True),) if language in LANGUAGES else (),
    )


def _asked(answers: dict[str, Any]) -> dict[str, Any]:
    texts = {name: str(answers.get(name) or "") for name in ("family_name", "given_name", "phone")}
    return {**texts, "born_on": _born(answers)}


def _born(answers: dict[str, Any]) -> date | None:
    try:
        return parse_date(str(answers.get("birth_date") or ""))
    except ValueError:
        return None


def _shown(one: Any) -> dict[str, Any]:
    return {
        "person": one.person,
        "reasons": [people_words.told((reason.text, reason.facts)) for reason in one.reasons],
    }
