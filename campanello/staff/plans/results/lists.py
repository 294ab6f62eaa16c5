"""The register of who is to be asked how they are, as a page and as a file. Opening it forgets nobody."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import measures
from campanello.plans.queries import results as queries
from campanello.plans.queries.results import Line, Wanted
from campanello.plans.rules.results import Due
from campanello.plans.rules.values import RESULT_MOMENTS, RESULT_STATUSES
from campanello.plans.services import results as services
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download

PER_PAGE = 25
PAST_END_SHOWN = 5
DUES = {
    Due.OPEN.value: gettext_lazy("To be asked now"),
    Due.OVERDUE.value: gettext_lazy("Overdue"),
    Due.NOT_YET.value: gettext_lazy("Later"),
    Due.KNOWN.value: gettext_lazy("Recorded"),
    "all": gettext_lazy("All"),
}
SORTS = {"due": gettext_lazy("Most urgent first"), "new": gettext_lazy("Newest first")}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Who is due; plans that are over and were passed over are opened first."""
    actor, on, wanted = request.actor, today(), wanted_of(request)
    services.open_missing(actor=actor)
    found = Paginator(queries.register(actor, _asked(wanted), on), PER_PAGE).get_page(request.GET.get("page"))
    past = queries.past_end(actor, on)
    context = {
        "page": found,
        "lines": queries.lines(actor, found.object_list, on),
        "counts": queries.counts(actor, on),
        "past_end": past.count(),
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="due") != Wanted(),
        "dues": DUES.items(),
        "sorts": SORTS.items(),
        "moments": in_words(RESULT_MOMENTS),
        "statuses": in_words(RESULT_STATUSES),
        "measures": [(one.code, one.titles.get("it", one.code)) for one in _measures(actor)],
        "may_export": may(actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/plans/results/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The register as CSV, all pages of it."""
    names = (
        *("Person", "Plan", "Measure", "Plan ended on", "Moment", "From", "Until", "Tries", "Next try"),
        *("Status", "Of the day", "Source", "Qualification gained"),
    )
    rows = queries.exported(request.actor, _asked(wanted_of(request)), today())
    return download("esiti.csv", [gettext(one) for one in names], (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the register for; what means nothing is left out."""
    lists: dict[str, Mapping[str, Any]] = {
        "due": DUES,
        "moment": RESULT_MOMENTS,
        "status": RESULT_STATUSES,
        "sort": SORTS,
        "again": {"1": ""},
    }
    asked = {name: request.GET.get(name, "") for name in lists}
    known = {name: value for name, value in asked.items() if value in lists[name]}
    typed = request.GET.get("q", "").replace("\0", "")[:120].strip()
    return Wanted(**known, measure=request.GET.get("measure", "")[:40], words=typed)


def _asked(wanted: Wanted) -> Wanted:
    return replace(wanted, due="") if wanted.due == "all" else wanted


def _measures(actor: Any) -> Any:
    return measures.measures(actor)


def _cells(line: Line) -> list[object]:
    one = line.result
    days = [one.plan.closed_on, one.opens_on, one.due_on, line.again_on, one.status_on]
    ended, opens, due, again, status_on = (f"{day:%d/%m/%Y}" if day else "" for day in days)
    moment = gettext(RESULT_MOMENTS[one.moment])
    status = gettext(RESULT_STATUSES[one.status]) if one.status else ""
    head = [line.person.name, one.plan.code, one.plan.measure.code, ended, moment, opens, due]
    return [*head, line.tries, again, status, status_on, one.source, one.qualification]
