"""The list of redemptions: by state, by creditor, by project; and as a file."""

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
from campanello.core.period import day_of
from campanello.points.queries import redemptions as queries
from campanello.points.queries import schemes
from campanello.points.queries.redemptions import Line, Wanted
from campanello.points.rules.values import REDEMPTION_STATES, SCHEMES
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.points.spending.words import TONES, kept

PER_PAGE = 25
SORT_NAMES = {
    "new": gettext_lazy("Newest"),
    "old": gettext_lazy("Oldest"),
    "points": gettext_lazy("Most points"),
}


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Redemptions, filtered, sorted, paged; above them how many points are how far."""
    actor, on, choices = request.actor, today(), queries.choices(request.actor)
    wanted = wanted_of(request)
    found = Paginator(queries.listed(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    sums = queries.sums(actor)
    context: dict[str, Any] = {
        "page": found,
        "rows": [(line, *_state(line)) for line in queries.lines(actor, found.object_list, on)],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "sums": [(gettext(REDEMPTION_STATES[state]), *sums[state]) for state in REDEMPTION_STATES],
        "states": in_words(REDEMPTION_STATES),
        "choices": choices,
        "sorts": SORT_NAMES.items(),
        "may_export": may(actor, Right.EXPORT_PEOPLE),
        "may_set": may(actor, Right.SET_POINTS),
        "projects": [one.project for one in schemes.schemes(actor, Right.SET_POINTS)],
        "is_reader_of_settlements": may(actor, Right.READ_SETTLEMENTS),
    }
    return render(request, "staff/points/spending/redemptions.html", context)


@for_right(Right.EXPORT_PEOPLE)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        *(gettext("Asked on"), gettext("Household"), gettext("Creditor"), gettext("Way"), gettext("State")),
        *(gettext("Points"), gettext("Amount (EUR)"), gettext("Taken off"), gettext("Given back")),
        *(gettext("Debt as of"), gettext("With staff"), gettext("Project")),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("affitto.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    asked = request.GET
    creditor = asked.get("creditor", "")
    return Wanted(
        creditor=int(creditor) if creditor.isdecimal() and len(creditor) < 10 else None,
        project=asked.get("project", "")[:40].replace("\0", ""),
        **kept(asked, {"state": REDEMPTION_STATES, "sort": SORT_NAMES}),
    )


def _state(line: Line) -> tuple[str, str]:
    state = line.redemption.state
    return gettext(REDEMPTION_STATES[state]), TONES[state]


def _cells(line: Line) -> list[object]:
    one = line.redemption
    return [
        *(f"{day_of(one.asked_at):%d/%m/%Y}", line.owner.name, one.creditor.name, gettext(SCHEMES[one.way])),
        *(gettext(REDEMPTION_STATES[one.state]), one.points, f"{line.cents // 100},{line.cents % 100:02}"),
        *(one.settled_points, one.returned_points, f"{one.rests_on.as_of:%d/%m/%Y}"),
        *(gettext("yes") if one.with_staff else gettext("no"), one.project.code),
    ]
