"""The list of referrals: sent and received, waiting and overdue; and as a file."""

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
from campanello.lab.queries import referrals as queries
from campanello.lab.queries.referrals import Line, Wanted
from campanello.lab.rules.referrals import Due
from campanello.lab.rules.values import NEEDS, REFERRAL_OUTCOMES, REFERRAL_STATES
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download

PER_PAGE = 25
DIRECTIONS = {
    queries.SENT: gettext_lazy("Sent by us"),
    queries.RECEIVED: gettext_lazy("Received by us"),
}
DUES = {
    "waiting": gettext_lazy("All that wait"),
    "overdue": gettext_lazy("Overdue"),
}
SORT_NAMES = {"new": gettext_lazy("Newest"), "old": gettext_lazy("Oldest")}


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Referrals, filtered, sorted, paged; how many are overdue stands above."""
    on, wanted = today(), wanted_of(request)
    found = Paginator(queries.referrals(request.actor, wanted, on), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": found,
        "lines": queries.lines(request.actor, found.object_list, on),
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "overdue": queries.overdue(request.actor, on),
        "states": in_words(REFERRAL_STATES),
        "needs": in_words(NEEDS),
        "directions": DIRECTIONS.items(),
        "dues": DUES.items(),
        "sorts": SORT_NAMES.items(),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/lab/referrals/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Sent on"),
        gettext("Person"),
        gettext("From"),
        gettext("To"),
        gettext("Need"),
        gettext("State"),
        gettext("Answered on"),
        gettext("Outcome"),
        gettext("Concluded on"),
        gettext("Overdue by days"),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("referrals.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    lists: dict[str, Mapping[str, Any]] = {
        "state": REFERRAL_STATES,
        "direction": DIRECTIONS,
        "need": NEEDS,
        "due": DUES,
        "sort": SORT_NAMES,
    }
    asked = {name: request.GET.get(name, "") for name in lists}
    return Wanted(**{name: value for name, value in asked.items() if value in lists[name]})


def due_words(line: Line) -> str:
    """What a referral waits for, in words."""
    if line.waiting.due is Due.NOTHING:
        return ""
    if line.waiting.due is Due.ANSWER:
        return gettext("Waits for an answer")
    return gettext("Waits for its outcome")


def _cells(line: Line) -> list[object]:
    one = line.referral
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (one.sent_on, one.answered_on, one.concluded_on)]
    return [
        days[0],
        line.name,
        one.project.title,
        line.destination,
        gettext(NEEDS[one.need]) if one.need else "",
        gettext(REFERRAL_STATES[one.state]),
        days[1],
        gettext(REFERRAL_OUTCOMES[one.outcome]) if one.outcome else "",
        days[2],
        line.waiting.overdue_days or "",
    ]
