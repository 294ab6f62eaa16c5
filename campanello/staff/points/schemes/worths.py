"""What an activity earns: the box on its page, the form that sets it from a day on, activities of which nobody said."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may, projects_with
from campanello.core.edges import now, today
from campanello.lab.rules.activities import in_language
from campanello.points.queries import tariffs
from campanello.points.queries import worths as queries
from campanello.points.queries.worths import Box
from campanello.points.services import tariffs as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.awards import words
from campanello.staff.points.schemes.forms import EARNS_NOTHING, WorthForm
from campanello.staff.points.schemes.pages import TEMPLATE, crumbs

PER_PAGE = 25


def box_of(request: ActingRequest, uid: UUID) -> dict[str, Any]:
    """What `_worth.html` shows on an activity's page; nothing to whoever does not read points."""
    if not may(request.actor, Right.READ_POINTS):
        return {}
    found = queries.box(request.actor, uid, today())
    if found.scheme is None:
        return {}
    return {
        "worth_box": found,
        "worth_lines": _lines(found),
        "may_set_worth": found.activity.project_id in projects_with(request.actor, Right.SET_POINTS),
    }


def _lines(found: Box) -> list[dict[str, Any]]:
    return [
        {
            "starts_on": one.worth.starts_on,
            "is_current": one is found.current,
            "text": f"{words.rate_name(one.rate.names)}, {words.rate(one.rate.points, one.rate.unit)}"
            if one.rate
            else (one.worth.code or gettext("It earns nothing")),
        }
        for one in found.lines
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.SET_POINTS)
@never_cache
def worth(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Choose by which rate an activity earns from a day on."""
    on = today()
    found = queries.box(request.actor, uid, on)
    title = in_language(found.activity.titles, get_language() or "it")
    done = reverse("staff:activity", args=[uid])
    context: dict[str, Any] = {
        "title": gettext("What the activity is worth"),
        "lead": title,
        "crumbs": crumbs((title, done)),
        "action": gettext("Save"),
    }
    if found.scheme is None:
        context["missing"] = gettext("This project has no points yet.")
        context["missing_url"], context["missing_action"] = (
            reverse("staff:point-schemes"),
            gettext("Set them up"),
        )
        rates = []
    else:
        rates = tariffs.rates_on(found.scheme, max(on, found.scheme.starts_on))
    choices = [
        (one.code, f"{words.rate_name(one.names)}: {words.rate(one.points, one.unit)}") for one in rates
    ]
    starts_on = found.scheme.starts_on if found.scheme and not found.lines else on
    initial = {
        "starts_on": starts_on,
        "code": (found.current.worth.code or EARNS_NOTHING) if found.current else "base",
    }

    def act(given: Mapping[str, Any]) -> None:
        services.set_worth(
            actor=request.actor,
            activity=uid,
            code="" if given["code"] == EARNS_NOTHING else given["code"],
            starts_on=given["starts_on"],
            at=now(),
        )

    form = WorthForm(asking.sent(request), rates=choices, initial=initial)
    said = gettext("Saved. Sessions from that day on earn by it.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@for_right(Right.SET_POINTS)
@never_cache
@require_safe
def without(request: ActingRequest) -> HttpResponse:
    """Activities of which nobody said what they earn."""
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    found = Paginator(queries.without_worth(request.actor, asked), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "it"
    context = {
        "page": found,
        "lines": [(one, in_language(one.titles, language)) for one in found],
        "words": asked,
    }
    return render(request, "staff/points/schemes/without.html", context)
