"""The list of sessions: which wait for their register, which are to come; filtered, paged, and as a file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now
from campanello.plans.queries import session_lists as queries
from campanello.plans.queries.session_lists import Wanted
from campanello.plans.rules.catalogue import in_language
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

PER_PAGE = 25
STATE_NAMES = {
    queries.TO_SIGN: gettext_lazy("Wait to be signed"),
    queries.COMING: gettext_lazy("To come"),
    queries.SIGNED: gettext_lazy("Signed"),
    queries.CANCELLED: gettext_lazy("Cancelled"),
}
SORT_NAMES = {"late": gettext_lazy("Latest first"), "soon": gettext_lazy("Earliest first")}
MOST_WORDS = 60


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Sessions as the address asks for them; how many registers wait stands above."""
    actor, at, wanted = request.actor, now(), wanted_of(request.GET)
    paged = Paginator(queries.sessions(actor, wanted, at), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "it"
    context = {
        "page": paged,
        "lines": [_line(one, language, at) for one in paged],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="late") != Wanted(),
        "waiting": queries.waiting(actor, at),
        "projects": queries.projects(actor),
        "services": [
            (one.pk, in_language(one.names, language), one.project.title) for one in queries.services(actor)
        ],
        "states": STATE_NAMES.items(),
        "sorts": SORT_NAMES.items(),
        "may_write": may(actor, Right.WRITE_PLANS),
    }
    return render(request, "staff/plans/registers/list.html", context)


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV; it names nobody."""
    at, language = now(), get_language() or "it"
    head = [
        gettext("Day"),
        gettext("From"),
        gettext("To"),
        gettext("Service"),
        gettext("Project"),
        gettext("Place"),
        gettext("State"),
        gettext("Expected"),
        gettext("Marked"),
        gettext("Present"),
    ]
    found = queries.sessions(request.actor, wanted_of(request.GET), at)
    return download("sessioni.csv", head, (_cells(one, language, at) for one in found.iterator()))


def _cells(one: Any, language: str, at: Any) -> list[Any]:
    starts, ends = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    line = _line(one, language, at)
    return [
        f"{one.on:%d/%m/%Y}",
        f"{starts:%H:%M}",
        f"{ends:%H:%M}",
        line["name"],
        one.project.title,
        one.place,
        line["state"],
        one.listed,
        one.marked,
        one.came,
    ]


def _line(one: Any, language: str, at: Any) -> dict[str, Any]:
    """A session as a line: its service in the reader's language, its state in words and tone."""
    if one.cancelled_at:
        state, tone = queries.CANCELLED, "neutral"
    elif one.signed_at:
        state, tone = queries.SIGNED, "success"
    else:
        state, tone = (queries.TO_SIGN, "warning") if one.ends_at <= at else (queries.COMING, "info")
    name = in_language(one.service.names, language)
    return {"session": one, "name": name, "state": STATE_NAMES[state], "tone": tone}


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    service = asked.get("service", "")
    return Wanted(
        words=" ".join(asked.get("q", "").replace("\0", "").split())[:MOST_WORDS],
        project=asked.get("project", "").replace("\0", "")[:40],
        service=int(service) if service.isascii() and service.isdecimal() and len(service) < 10 else None,
        state=asked.get("state", "") if asked.get("state") in queries.STATES else "",
        first=_day(asked.get("first", "")),
        last=_day(asked.get("last", "")),
        sort=asked.get("sort", "late") if asked.get("sort") in SORT_NAMES else "late",
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 1900 else None
