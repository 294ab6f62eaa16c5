"""Puts services into the catalogue, changes them, retires them and offers them again."""

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.plans.queries import catalogue as queries
from campanello.plans.rules.catalogue import NewService
from campanello.plans.rules.versions import LANGUAGES
from campanello.plans.services import catalogue as services
from campanello.plans.services.catalogue import NAME
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.catalogue import forms

TEMPLATE = "staff/plans/catalogue/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def add(request: ActingRequest) -> HttpResponse:
    """A new service in a project's catalogue (`?project=`)."""
    place = queries.project(request.actor, request.GET.get("project", "")[:40], Right.SET_MEASURES)

    def act(given: Mapping[str, Any]) -> None:
        names = {code: given[NAME + code] for code in LANGUAGES}
        new = NewService(given["code"], names, given["block"], given["bears_allowance"])
        services.add_service(actor=request.actor, project=place.code, new=new)

    return asking.answer(
        request,
        forms.ServiceForm(asking.sent(request), is_new=True),
        act,
        done=_list_of(place.code),
        said=gettext("The service is in the catalogue."),
        context={"title": gettext("New service"), "lead": place.title},
        template=TEMPLATE,
    )


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def start(request: ActingRequest) -> HttpResponse:
    """Takes over the programme's own services, which a project then changes as it needs them."""
    place = queries.project(request.actor, request.GET.get("project", "")[:40], Right.SET_MEASURES)
    new = queries.shipped(place)
    told = ngettext(
        "%(n)s service of the programme comes into the catalogue, with its name in six languages.",
        "%(n)s services of the programme come into the catalogue, with their names in six languages.",
        len(new),
    ) % {"n": len(new)}
    context = {
        "title": gettext("Start from the programme's catalogue"),
        "lead": place.title,
        "follows": [told, gettext("They come without hourly values: you write those, each with its source.")],
        "items": [one.names["it"] for one in new],
        "action": gettext("Take them over"),
        "missing": "" if new else gettext("All services of the programme are in the catalogue already."),
    }
    return asking.answer(
        request,
        django_forms.Form(asking.sent(request)),
        lambda _given: services.start_from_programme(actor=request.actor, project=place.code),
        done=_list_of(place.code),
        said=gettext("The programme's services are in the catalogue."),
        context=context,
        template=TEMPLATE,
    )


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def edit(request: ActingRequest, key: int) -> HttpResponse:
    """Names, block and allowance of a service."""
    one = queries.service(request.actor, key, right=Right.SET_MEASURES)
    version = asking.version(request, one.version)
    form = forms.ServiceForm(asking.sent(request), is_new=False, initial=services.flat(one))
    held = queries.signed_plans(one)
    told = ngettext(
        "%(n)s signed plan holds it: its Italian name and its block stay.",
        "%(n)s signed plans hold it: its Italian name and its block stay.",
        held,
    ) % {"n": held}
    return asking.answer(
        request,
        form,
        lambda given: services.edit_service(actor=request.actor, key=key, version=version, changes=given),
        done=reverse("staff:service", args=[key]),
        said=gettext("The service is saved."),
        context={
            "title": gettext("Change the service"),
            "service": one,
            "version": version,
            "follows": [told] if held else [],
        },
        template=TEMPLATE,
    )


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def offer(request: ActingRequest, key: int) -> HttpResponse:
    """Retires a service, or offers it again."""
    one = queries.service(request.actor, key, right=Right.SET_MEASURES)
    will = not one.is_offered
    retired = gettext(
        "It can be put into no further plan. Plans that hold it keep it. You can offer it again."
    )
    return asking.answer(
        request,
        django_forms.Form(asking.sent(request)),
        lambda _given: services.offer_service(
            actor=request.actor, key=key, is_offered=request.POST.get("offer") == "yes"
        ),
        done=reverse("staff:service", args=[key]),
        said=gettext("The service is offered again.") if will else gettext("The service is retired."),
        context={
            "title": gettext("Offer again") if will else gettext("Retire the service"),
            "service": one,
            "offer": "yes" if will else "no",
            "follows": [gettext("It can be put into plans again.") if will else retired],
            "action": gettext("Offer again") if will else gettext("Retire"),
        },
        template=TEMPLATE,
    )


def _list_of(project: str) -> str:
    return f"{reverse('staff:services')}?project={project}"
