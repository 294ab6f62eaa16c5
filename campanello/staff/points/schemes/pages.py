"""Projects with their schemes; one with budget, tariffs and creditors; the form that sets it up or changes it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import params
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.points.queries import caps, tariffs, worths
from campanello.points.queries import schemes as queries
from campanello.points.rules.schemes import NewScheme, grouped, masked
from campanello.points.services import schemes as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.awards import words
from campanello.staff.points.schemes.forms import SchemeForm

TEMPLATE = "staff/points/awards/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.SET_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The projects of the reader, each with its scheme or a way to set one up."""
    return render(request, "staff/points/schemes/list.html", {"lines": queries.lines(request.actor)})


@for_right(Right.SET_POINTS)
@never_cache
@require_safe
def scheme(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One scheme: budget, tariffs in force, to come and over, creditors, caps, activities without a rate."""
    one, on = queries.scheme(request.actor, uid), today()
    context = {
        "scheme": one,
        "budget": queries.budget_of(one),
        "account": masked(one.payer_iban),
        "tariffs": [
            (
                line,
                [
                    (rate.code, words.rate_name(rate.names), words.rate(rate.points, rate.unit))
                    for rate in line.rates
                ],
            )
            for line in tariffs.lines(one, on)
        ],
        "creditors": [(terms, masked(terms.iban)) for terms in queries.terms(one)],
        "caps": caps.caps_on(on),
        "caps_source": params.parameter("points.cap_person_day", on).source,
        "without_worth": worths.without_worth(request.actor).filter(project=one.project).count(),
    }
    return render(request, "staff/points/schemes/scheme.html", context)


@asks
@for_right(Right.SET_POINTS)
@never_cache
def make(request: ActingRequest, project: int) -> HttpResponse:
    """Set a project's scheme up."""
    where = queries.project(request.actor, project)
    initial = {"starts_on": today(), "cents_a_point": "1,00"}

    def act(given: Mapping[str, Any]) -> None:
        services.set_up(actor=request.actor, project=project, scheme=NewScheme(**given), at=now())

    title = gettext("Set the points up")
    context = {"title": title, "lead": where.title, "crumbs": crumbs(), "action": title}
    return asking.answer(
        request,
        SchemeForm(asking.sent(request), initial=initial),
        act,
        done=reverse("staff:point-schemes"),
        said=gettext("The scheme is there. Set its tariff next."),
        context=context,
        template=TEMPLATE,
    )


@asks
@for_right(Right.SET_POINTS)
@never_cache
def change(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Change a scheme."""
    one = queries.scheme(request.actor, uid)
    version = asking.version(request, one.version)
    initial = {name: getattr(one, name) for name in services.EDITED} | {
        "cents_a_point": f"{one.cents_a_point // 100},{one.cents_a_point % 100:02}",
        "payer_iban": grouped(one.payer_iban),
    }

    def act(given: Mapping[str, Any]) -> None:
        services.change(actor=request.actor, uid=uid, version=version, changes=given)

    issued = queries.budget_of(one).issued
    told = ngettext("%(n)s point is issued already.", "%(n)s points are issued already.", issued)
    context = {
        "title": gettext("Change the scheme"),
        "lead": one.name,
        "crumbs": crumbs((one.name, reverse("staff:point-scheme", args=[uid]))),
        "version": version,
        "follows": [told % {"n": issued}, gettext("What was earned stays as it was.")],
        "tone": "info",
    }
    return asking.answer(
        request,
        SchemeForm(asking.sent(request), initial=initial),
        act,
        done=reverse("staff:point-scheme", args=[uid]),
        said=gettext("Saved."),
        context=context,
        template=TEMPLATE,
    )


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the schemes."""
    return [(gettext("Scheme and tariff"), reverse("staff:point-schemes")), *more]
