"""The list of pacts: by state, by kind, by what they wait for, by words; and as a file."""

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
from campanello.plans.queries import pacts_shown as queries
from campanello.plans.queries.pacts_shown import Line, Wanted
from campanello.plans.rules.values import PACT_KINDS, PACT_SCOPES, PACT_STATES
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download

PER_PAGE = 25
WAITS = {
    queries.TO_SIGN: gettext_lazy("Signatures are missing"),
    queries.REVIEW_DUE: gettext_lazy("A review is due"),
    queries.REVIEW_LATE: gettext_lazy("A review is late"),
}
SORT_NAMES = {
    "new": gettext_lazy("Newest"),
    "old": gettext_lazy("Oldest"),
    "review": gettext_lazy("Next review"),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Pacts, filtered, sorted, paged; how many reviews are late stands above."""
    on, wanted = today(), wanted_of(request)
    found = Paginator(queries.listed(request.actor, wanted, on), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.lines(request.actor, found.object_list, on),
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "late": queries.late_reviews(request.actor, on),
        "states": in_words(PACT_STATES),
        "kinds": in_words(PACT_KINDS),
        "waits": WAITS.items(),
        "sorts": SORT_NAMES.items(),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/plans/pacts/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("People"),
        gettext("Kind"),
        gettext("With"),
        gettext("State"),
        gettext("From"),
        gettext("Share to the arrears"),
        gettext("Creditor"),
        gettext("Minutes to give"),
        gettext("Minutes given"),
        gettext("Next review"),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("pacts.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    lists: dict[str, Mapping[str, Any]] = {
        "state": PACT_STATES,
        "kind": PACT_KINDS,
        "waits": WAITS,
        "sort": SORT_NAMES,
    }
    asked = {name: request.GET.get(name, "") for name in lists}
    kept = {name: value for name, value in asked.items() if value in lists[name]}
    return Wanted(words=request.GET.get("q", "")[:80].strip(), **kept)


def _cells(line: Line) -> list[object]:
    one, terms = line.pact, line.terms
    return [
        ", ".join(party.name for party in line.people if party.uid),
        gettext(PACT_KINDS[one.kind]),
        gettext(PACT_SCOPES[one.scope]),
        gettext(PACT_STATES[one.state]),
        f"{one.starts_on:%d/%m/%Y}",
        line.share,
        one.creditor.name if one.creditor else "",
        terms.minutes_to_give if terms else 0,
        line.given_minutes,
        f"{line.review_on:%d/%m/%Y}" if line.review_on else "",
    ]
