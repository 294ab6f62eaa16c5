"""What an hour of a service is worth from a day on."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import catalogue as queries
from campanello.plans.rules.catalogue import HourlyValue
from campanello.plans.services import catalogue as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.catalogue import forms
from campanello.staff.plans.catalogue.keeping import TEMPLATE, asks


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def put(request: ActingRequest, key: int) -> HttpResponse:
    """A new hourly value."""
    one = queries.service(request.actor, key, right=Right.SET_MEASURES)

    def act(given: Mapping[str, Any]) -> None:
        value = HourlyValue(given["hourly_cents"], given["starts_on"], given["is_demo"])
        services.set_value(actor=request.actor, key=key, value=value, source=given["source"])

    return asking.answer(
        request,
        forms.ValueForm(asking.sent(request), initial={"starts_on": today()}),
        act,
        done=reverse("staff:service", args=[key]),
        said=gettext("The value is written down."),
        context={
            "title": gettext("What an hour is worth"),
            "service": one,
            "follows": [
                gettext(
                    "Hours from that day on are worth this, until the next value; hours before keep theirs."
                )
            ],
        },
        template=TEMPLATE,
    )


@for_right(Right.SET_MEASURES)
@require_POST
def drop(request: ActingRequest, key: int, value: int) -> HttpResponse:
    """A value that was written by mistake goes, as long as no signed session is worth it."""
    try:
        services.drop_value(actor=request.actor, key=key, value=value)
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("The value is taken away."))
    return redirect("staff:service", key)
