"""Takes an application on for somebody, at the desk or on the telephone: short, on a telephone too, without script.

Buttons say what is wanted: `find` looks for a person, everything else records.
"""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.homes.queries import search
from campanello.people.queries import records
from campanello.plans.queries import measures
from campanello.plans.rules.applications import NewApplication
from campanello.plans.rules.measures import title_in
from campanello.plans.services import applications as services
from campanello.staff.doors import for_right
from campanello.staff.lab.reports.asked import uid_of
from campanello.staff.plans.applications.forms import NewForm

LONGEST_SEARCH = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.WRITE_APPLICATIONS)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    is_finding = "find" in given
    is_sent = request.method == "POST" and not is_finding
    typed = given.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip()
    first: dict[str, Any] = given.dict()
    form = NewForm(request.POST if is_sent else None, measures=_measures(request), initial=_first(first))
    person = uid_of(given.get("person", ""))
    uid = uid_of(given.get("uid", "")) or uuid4()
    status = 200
    if is_sent:
        if done := _recorded(request, form, uid, person):
            return done
        status = 422
    context = {
        "form": form,
        "uid": uid,
        "typed": typed,
        "chosen": records.person(request.actor, person) if person else None,
        "people": search.find_people(request.actor, typed, on=today()).cards
        if is_finding and typed
        else None,
        "has_measures": bool(form.fields["measure"].choices),  # type: ignore[attr-defined]
    }
    return render(request, "staff/plans/applications/new.html", context, status=status)


def _recorded(request: ActingRequest, form: NewForm, uid: UUID, person: UUID | None) -> HttpResponse | None:
    """Where to go on to; None where something is wrong."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    if person is None and not (given["given_name"] or given["family_name"]):
        form.add_error("given_name", gettext("Choose a person on record, or write a name."))
        return None
    told = NewApplication(
        measure=given["measure"],
        channel=given["channel"],
        language=given["language"] or "it",
        person=person,
        came_through=given["came_through"],
        wants_call=given["wants_call"],
        answers=form.answers(with_name=person is None),
    )
    try:
        made = services.record(actor=request.actor, uid=uid, application=told, on=today(), at=now())
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        form.add_error(None, say(error, get_language()))

        return None
    said = gettext("Recorded with number %(number)s. Look below at what is not known yet.")
    messages.success(request, said % {"number": made.number})
    return redirect("staff:application", made.uid)


def _first(given: dict[str, Any]) -> dict[str, Any]:
    # Only what was typed: a box that was not ticked is not sent.
    return {"channel": "staff", **{name: value for name, value in given.items() if value}}


def _measures(request: ActingRequest) -> list[tuple[str, str]]:
    on, language = today(), get_language() or "it"
    rows = measures.measures(request.actor, Right.WRITE_APPLICATIONS)
    return [(one.code, title_in(one.titles, language)) for one in rows if measures.is_open(one, on)]
