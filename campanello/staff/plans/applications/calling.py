"""Whom to call back, the longest waiting first; what came of each try; putting somebody on the list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, today
from campanello.plans.queries import application_calls as queries
from campanello.plans.queries import application_page
from campanello.plans.queries.application_calls import Call
from campanello.plans.rules.applying_steps import BEST_TIMES
from campanello.plans.rules.values import TRY_OUTCOMES
from campanello.plans.services import application_contacts as services
from campanello.plans.services.application_contacts import NewTry
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.people import words as people_words
from campanello.staff.plans.applications.forms import TryForm
from campanello.staff.plans.applications.moving import TEMPLATE
from campanello.staff.plans.applications.showing import NOBODY

PER_PAGE = 25


@for_right(Right.READ_APPLICATIONS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Those to call now, or those put off until a later day."""
    actor, on, later = request.actor, today(), request.GET.get("later") == "1"
    rows = queries.to_call(actor, on, later=later)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "calls": [_shown(one) for one in queries.calls(actor, found.object_list, on)],
        "later": later,
        "may_write": may(actor, Right.WRITE_APPLICATIONS),
    }
    return render(request, "staff/plans/applications/calls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.WRITE_APPLICATIONS)
@never_cache
def tried(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What came of a try to reach an applicant."""
    found = application_page.page(request.actor, uid, today())

    def act(given: Any) -> None:
        told = NewTry(given["how"], given["outcome"], given["again_on"], given["note"])
        services.note_try(actor=request.actor, uid=given["uid"], application=uid, told=told, at=now())

    back = "staff:applications-calls" if request.GET.get("list") else "staff:application"
    context = {
        "title": gettext("Call the applicant"),
        "name": found.line.name or NOBODY,
        "one": found.application,
        "phones": found.phones,
        "action": gettext("Save"),
    }
    done = reverse(back) if request.GET.get("list") else reverse(back, args=[uid])
    form = TryForm(asking.sent(request))
    said = gettext("The try is written down.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@require_POST
@for_right(Right.WRITE_APPLICATIONS)
def ask(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Put an applicant on the list of those to be called."""
    version = asking.version(request, 0)
    services.ask_to_call(actor=request.actor, uid=uid, version=version)
    messages.success(request, gettext("They are on the list of those to call."))
    return redirect("staff:application", uid)


def _shown(call: Call) -> dict[str, Any]:
    last = call.last
    return {
        "call": call,
        "one": call.line.application,
        "name": call.line.name or NOBODY,
        "best_time": people_words.named(BEST_TIMES, call.best_time),
        "languages": [people_words.language(one) for one in call.languages],
        "last": gettext(TRY_OUTCOMES[last.outcome]) if last else "",
    }
