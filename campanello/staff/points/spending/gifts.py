"""Gifts and the pool: what neighbours gave, without who; what went to and fro; what the pool holds."""

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
from campanello.points.queries import donations as queries
from campanello.points.queries import pool
from campanello.points.queries.donations import Line, Wanted
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.points.spending.words import WHICH, kept

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
    """Gifts, filtered, sorted, paged; the pools above, and for who approves what went to and fro."""
    actor, on, wanted = request.actor, today(), wanted_of(request)
    found = Paginator(queries.listed(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    figures = queries.figures(actor)
    may_part = may(actor, Right.APPROVE_POINTS)
    context: dict[str, Any] = {
        "page": found,
        "rows": [(line, WHICH[line.which]) for line in queries.lines(actor, found.object_list, on)],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "pools": pool.holdings(actor),
        "figures": [
            (WHICH[name], *figures.get(name, (0, 0))) for name in WHICH if name != queries.TAKEN_BACK
        ],
        "which": WHICH.items(),
        "sorts": SORT_NAMES.items(),
        "may_part": may_part,
        "to_and_fro": queries.to_and_fro(actor, on) if may_part else (),
        "days": queries.to_and_fro_days(on),
        "may_export": may(actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/points/spending/gifts.html", context)


@for_right(Right.EXPORT_PEOPLE)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it; who gave only where they wish it."""
    head = [
        *(gettext("Day"), gettext("Kind"), gettext("Points"), gettext("By"), gettext("To whom")),
        *(gettext("Reason"), gettext("Taken back"), gettext("Project")),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("doni.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    return Wanted(
        project=request.GET.get("project", "")[:40].replace("\0", ""),
        **kept(request.GET, {"which": WHICH, "sort": SORT_NAMES}),
    )


def _cells(line: Line) -> list[object]:
    one = line.donation
    return [
        *(f"{one.transfer.on:%d/%m/%Y}", WHICH[line.which], one.transfer.points),
        *(line.giver.name if line.giver else "", line.receiver.name if line.receiver else ""),
        *(one.why, gettext("yes") if line.is_taken_back else "", one.transfer.project.code),
    ]
