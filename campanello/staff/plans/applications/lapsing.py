"""What lapses: applications whose day for what is missing is over, ended together after a look at who they are."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import applications as queries
from campanello.plans.queries.applications import LAPSING, Wanted
from campanello.plans.services import applications as services
from campanello.staff.doors import for_right
from campanello.staff.plans.applications import words
from campanello.staff.plans.applications.forms import WhyForm

MOST = 100  # ended at once


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.DECIDE_APPLICATIONS)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    actor, on, status = request.actor, today(), 200
    first = {"note": gettext("What was missing has not come by the day that was given.")}
    form = WhyForm(request.POST or None, initial=first)
    chosen = _uids(request.POST.getlist("uid")) if request.method == "POST" else None
    if chosen == []:
        form.add_error(None, gettext("Choose at least one application."))
    if request.method == "POST":
        status = 422
        if form.is_valid() and chosen:
            try:
                ended = services.lapse_many(
                    actor=actor, uids=chosen, note=form.cleaned_data["note"], on=on, at=now()
                )
            except DomainError as error:
                if error.kind in {Kind.MISSING, Kind.DENIED}:
                    raise
                form.add_error(None, say(error, get_language()))
                status = HTTP_STATUS[error.kind]
            else:
                count = len(ended)
                text = ngettext(
                    "%(count)s application has lapsed.", "%(count)s applications have lapsed.", count
                )
                messages.success(request, text % {"count": count})
                return redirect("staff:applications")
    wanted = Wanted(due=LAPSING, sort="due")
    rows = queries.applications(actor, wanted, on, Right.DECIDE_APPLICATIONS)[:MOST]
    lines = [(line, words.requirements(line.missing)) for line in queries.lines(actor, rows, on)]
    context = {
        "form": form,
        "lines": lines,
        "chosen": {str(uid) for uid in chosen} if chosen is not None else None,
    }
    return render(request, "staff/plans/applications/lapsing.html", context, status=status)


def _uids(given: list[str]) -> list[UUID]:
    found = []
    for one in given[:MOST]:
        with suppress(ValueError):
            found.append(UUID(one))
    return found
