"""Asking for a run: which project, through which day."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import payments as queries
from campanello.plans.services import payments as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.payments.forms import DAY, NewRunForm

TEMPLATE = "staff/plans/asked.html"


@for_right(Right.PROPOSE_PAYMENTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest) -> HttpResponse:
    """The form; its run is computed in the background."""
    on = today()
    last_month = on.replace(day=1) - DAY
    form = NewRunForm(
        asking.sent(request),
        initial={"uid": uuid4(), "through": last_month},
        projects=queries.projects(request.actor),
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = services.propose(
                    actor=request.actor,
                    uid=form.cleaned_data["uid"],
                    project=form.cleaned_data["project"],
                    through_on=form.through_on(),
                    on=on,
                    at=now(),
                )
            except DomainError as error:
                if error.kind is Kind.MISSING:
                    raise
                form.add_error(None, say(error, get_language()))
                status = HTTP_STATUS[error.kind]
            else:
                # Without a message: it would be written to the session, and on SQLite wait for the job to end.
                return redirect("staff:payment-run", made.uid)
    return render(request, TEMPLATE, {"form": form, **_words()}, status=status)


def _words() -> dict[str, Any]:
    back = reverse("staff:payment-runs")
    return {
        "title": gettext("Propose a payment run"),
        "crumbs": [(gettext("Payments"), back)],
        "back": back,
        "action": gettext("Compute it"),
        "follows": [
            gettext("Each plan's due is what its signed hours give, less what earlier runs set aside."),
            gettext("Requirements are checked again. What can't be paid is held, with the reason."),
            gettext("Nothing is paid before somebody else approves it."),
        ],
        "tone": "info",
    }
