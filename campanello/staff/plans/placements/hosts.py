"""Hosts of traineeships: their list, and what is written down of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import placements as queries
from campanello.plans.services import placements as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.people import municipalities
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.plans.placements import forms

PER_PAGE = 25


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Hosts by name, with their agreements and the places that are free today."""
    on, asked = today(), request.GET.get("q", "")[:80].strip()
    found = Paginator(queries.hosts(request.actor, asked, on=on), PER_PAGE).get_page(request.GET.get("page"))
    towns = municipalities.by_istat()
    context = {
        "page": found,
        "rows": [_row(one, towns, on) for one in found.object_list],
        "asked": asked,
        "may_write": may(request.actor, Right.WRITE_PLANS),
    }
    return render(request, "staff/plans/placements/hosts.html", context)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """A host is written down."""
    form = forms.NewHostForm(asking.sent(request), projects=queries.projects(request.actor))

    def act(given: Mapping[str, Any]) -> None:
        services.keep_host(actor=request.actor, uid=given["uid"], project=given["project"], facts=given)

    said = gettext("The host is written down.")
    context = _context(gettext("New host"))
    done = reverse("staff:hosts")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A host, its agreement or its places change."""
    host = queries.host(request.actor, uid, right=Right.WRITE_PLANS)
    version = asking.version(request, host.version)
    initial = {name: getattr(host, name) for name in services.HOST_FIELDS}
    form = forms.HostForm(asking.sent(request), initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        services.edit_host(actor=request.actor, uid=uid, version=version, changes=given)

    said = gettext("The host is changed.")
    context = _context(host.name) | {"version": version}
    done = reverse("staff:hosts")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _row(host: Any, towns: Mapping[str, str], on: Any) -> dict[str, Any]:
    is_open = bool(host.agreement) and host.agreed_on is not None and host.agreed_on <= on
    return {
        "host": host,
        "town": towns.get(host.municipality, ""),
        "free": max(0, host.places - host.taken),
        "is_covered": is_open and (host.agreed_until is None or host.agreed_until > on),
    }


def _context(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": [
            (gettext("Traineeships"), reverse("staff:traineeships")),
            (gettext("Hosts"), reverse("staff:hosts")),
        ],
        "municipalities": list(municipalities.by_name()),
    }
