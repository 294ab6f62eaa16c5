"""The list of plans: searched, filtered, sorted, paged; and as a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import plan_lists as queries
from campanello.plans.queries.plan_lists import Line, Wanted
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import hours
from campanello.plans.rules.values import PLAN_STATES
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.plans.plans.words import tone

PER_PAGE = 25
ENDS = {
    queries.SOON: gettext_lazy("Ends within a month"),
    queries.OVER: gettext_lazy("Over, and not closed"),
}
STATES = {**PLAN_STATES, queries.UNSIGNED: _("To be signed")}
SORT_NAMES = {
    "new": gettext_lazy("Newest"),
    "end": gettext_lazy("By last day"),
    "name": gettext_lazy("By name"),
    "code": gettext_lazy("By code"),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Plans, with how many end soon and how many are over and wait for their last act."""
    on, wanted = today(), wanted_of(request)
    rows = queries.plans(request.actor, wanted, on)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "it"
    choices = queries.choices(request.actor)
    lines = queries.lines(request.actor, found.object_list, on)
    context = {
        "page": found,
        "lines": [
            {"one": line, "tone": tone(line.plan.state), "hours": hours(line.planned_minutes)}
            for line in lines
        ],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "soon": queries.ending_soon(request.actor, on),
        "over": queries.past_end(request.actor, on),
        "states": in_words(STATES),
        "measures": [(one.code, in_language(one.titles, language)) for one in choices.measures],
        "managers": [(one.pk, one.name or one.username) for one in choices.managers],
        "deliverers": [(one.pk, one.name) for one in choices.deliverers],
        "ends": ENDS.items(),
        "sorts": SORT_NAMES.items(),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
        "may_write": may(request.actor, Right.WRITE_PLANS),
    }
    return render(request, "staff/plans/plans/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Code"),
        gettext("Person"),
        gettext("State"),
        gettext("Measure"),
        gettext("Signed on"),
        gettext("First day"),
        gettext("Last day"),
        gettext("Closed on"),
        gettext("Planned hours"),
        gettext("Case manager"),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("plans.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    given = request.GET
    lists: dict[str, Mapping[str, Any]] = {"state": STATES, "ends": ENDS, "sort": SORT_NAMES}
    asked = {name: given.get(name, "") for name in lists}
    known = {name: value for name, value in asked.items() if value in lists[name]}
    return Wanted(
        **known,
        measure=given.get("measure", "")[:40],
        manager=_key(given.get("manager", "")),
        deliverer=_key(given.get("deliverer", "")),
        words=given.get("q", "").replace("\0", "")[:120].strip(),
    )


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _cells(line: Line) -> list[object]:
    one = line.plan
    days = [
        f"{day:%d/%m/%Y}" if day else ""
        for day in (one.signed_on, one.starts_on, line.last_day, one.closed_on)
    ]
    manager = (one.case_manager.name or one.case_manager.username) if one.case_manager else ""
    measure = in_language(one.measure.titles, get_language() or "it")
    return [
        one.code,
        line.name,
        gettext(PLAN_STATES[one.state]),
        measure,
        *days,
        hours(line.planned_minutes),
        manager,
    ]
