"""Registers a person: searched for first, with who may be the same shown before anybody is added."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.core.errors import DomainError, Kind
from campanello.core.period import completed_years
from campanello.people.queries import duplicates, records
from campanello.people.queries.duplicates import Candidate
from campanello.people.services import registration
from campanello.people.services.registration import KnownHere, Registered
from campanello.staff.doors import for_right, is_partial
from campanello.staff.people import words
from campanello.staff.people.municipalities import by_name
from campanello.staff.people.proposing import filled, offered
from campanello.staff.people.register_form import LONGEST_SEARCH, MORE, RegisterForm, typed


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the same, as the page shows them."""

    uid: UUID
    name: str
    born_on: date | None
    age: int | None
    reasons: list[str]


@for_right(Right.WRITE_PERSON)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ActingRequest) -> HttpResponse:
    """A new person, once the search has not found them."""
    searched = (request.POST or request.GET).get("q", "")[:LONGEST_SEARCH].strip()
    projects = list(records.projects(request.actor))
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        initial=typed(searched),
        projects=projects,
        municipalities=by_name(),
    )
    if request.method != "POST":
        if not searched:
            return redirect("staff:search")
        return _page(request, form, searched)
    if is_partial(request):
        return _code_says(request)
    if {"read", "take"} & request.POST.keys():
        return _read(request, searched, projects)
    if not form.is_valid():
        return _page(request, form, searched, status=422)
    likely = _likely(request, form)
    seen = set(request.POST.getlist("seen"))
    if {str(one.uid) for one in likely} - seen:
        return _page(request, form, searched, likely=likely)
    return _registered(request, form, searched, likely)


def _code_says(request: ActingRequest) -> HttpResponse:
    """What the code says, while the form is being filled in."""
    context = {"offered": offered(request.POST, today()), "was_read": bool(request.POST.get("code"))}
    return render(request, "staff/people/_code_says.html", context)


def _read(request: ActingRequest, searched: str, projects: list[Any]) -> HttpResponse:
    """The form again, with all that was typed: what its code says is shown, or taken over where it was accepted."""
    given = filled(request.POST, today()) if "take" in request.POST else request.POST.dict()
    form = RegisterForm(None, initial=given, projects=projects, municipalities=by_name())
    return _page(request, form, searched, was_read="read" in request.POST)


def _registered(
    request: ActingRequest, form: RegisterForm, searched: str, likely: list[Likely]
) -> HttpResponse:
    known: UUID | None = None
    try:
        made = registration.register(
            actor=request.actor,
            project=form.cleaned_data["project"],
            details=form.details(),
            on=today(),
            at=timezone.now(),
        )
    except KnownHere as error:
        known = error.uid
        form.add_error("code", words.said(error))
    except DomainError as error:
        if error.kind is Kind.MISSING:
            raise
        form.add_error(form.field_of(error), words.said(error))
    else:
        return _thanks(request, made)
    return _page(request, form, searched, likely=likely, known=known, status=422)


def _thanks(request: ActingRequest, made: Registered) -> HttpResponse:
    if made.was_here:
        messages.info(
            request, gettext("This person was already here: the code is theirs. This is their record.")
        )
    elif made.is_joined:
        messages.info(
            request,
            gettext(
                "This person is known to another project by this code. Their record is now open to yours too; "
                "compare it with what you were told."
            ),
        )
    elif made.doubtful:
        messages.warning(
            request,
            gettext(
                "Registered without the code: it is recorded for somebody whose name or birth date is different. "
                "A coordinator is asked to compare the two; ask for the document meanwhile."
            ),
        )
    else:
        messages.success(request, gettext("Registered."))
    return redirect("staff:person", made.person.uid)


def _likely(request: ActingRequest, form: RegisterForm) -> list[Likely]:
    given = form.cleaned_data
    found = duplicates.likely(
        request.actor,
        family_name=given["family_name"],
        given_name=given["given_name"],
        born_on=given["born_on"],
        codes=[given["code"]] if given["code"] else [],
        phones=[given["contact"]] if given["contact_kind"] in {"phone", "whatsapp"} else [],
    )
    records.candidates_shown(request.actor, [one.person.pk for one in found])
    return [_shown(one) for one in found]


def _shown(one: Candidate) -> Likely:
    born_on = one.person.born_on
    return Likely(
        uid=one.person.uid,
        name=one.person.name,
        born_on=born_on,
        age=completed_years(born_on, today()) if born_on else None,
        reasons=[words.told((reason.text, reason.facts)) for reason in one.reasons],
    )


def _page(
    request: ActingRequest,
    form: RegisterForm,
    searched: str,
    *,
    likely: list[Likely] | None = None,
    known: UUID | None = None,
    was_read: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "searched": searched,
        "likely": likely or [],
        "known_url": reverse("staff:person", args=[known]) if known else "",
        "municipalities": by_name(),
        "offered": offered({name: form[name].value() for name in form.fields}, today()),
        "was_read": was_read,
        "is_more": any(form[name].value() for name in MORE),
    }
    return render(request, "staff/people/register.html", context, status=status)
