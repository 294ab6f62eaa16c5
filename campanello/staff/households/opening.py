"""A new household for somebody who is in none."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import households, records
from campanello.people.services import households as services
from campanello.people.services.households import Place
from campanello.staff.doors import for_right
from campanello.staff.households.forms import OpenForm


@for_right(Right.WRITE_PERSON)
@never_cache
def open_household(request: ActingRequest, uid: UUID) -> HttpResponse:
    now = today()
    person = records.person(request.actor, uid, right=Right.WRITE_PERSON)
    form, status = OpenForm(request.POST or None, initial={"on": now, "kind": "registry"}), 200
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        try:
            made = services.open_household(
                actor=request.actor,
                kind=sent["kind"],
                places=[Place(person.uid, "head")],
                on=sent["on"],
                today=now,
                leaves=sent["leaves"],
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, gettext("The household is open. Add the others who live there."))
            return redirect("staff:household", made.uid)
    elif form.is_bound:
        status = 422
    found = households.current_of(request.actor, person.uid, now)
    context = {"person": person, "form": form, "compositions": found}
    return render(request, "staff/households/open.html", context, status=status)
