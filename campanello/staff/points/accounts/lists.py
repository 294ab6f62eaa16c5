"""The list of accounts: who holds how many points, what came of them; as a file; and what lapses."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.points.queries import account_lists as queries
from campanello.points.queries import expiring
from campanello.points.queries.account_lists import Lapsing, Line, Wanted
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

PER_PAGE = 25
SHOW_NAMES = {
    queries.HELD: gettext_lazy("With points"),
    queries.EMPTY: gettext_lazy("Without points"),
    queries.SOON: gettext_lazy("With points that lapse"),
    queries.ELSEWHERE: gettext_lazy("Of people from elsewhere"),
}
SORT_NAMES = {
    "points": gettext_lazy("Most points"),
    "few": gettext_lazy("Fewest points"),
    "name": gettext_lazy("Name"),
    "soon": gettext_lazy("Lapsing first"),
    "new": gettext_lazy("Newest"),
}


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Accounts of one's projects, filtered, sorted, paged."""
    on, wanted = today(), wanted_of(request)
    found = Paginator(queries.listed(request.actor, wanted, on), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.lines(request.actor, found.object_list, on),
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="points") != Wanted(),
        "projects": queries.projects(request.actor),
        "shows": SHOW_NAMES.items(),
        "sorts": SORT_NAMES.items(),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/points/accounts/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Household"),
        gettext("Doorbell"),
        gettext("Project"),
        gettext("Points"),
        gettext("Earned"),
        gettext("Received as a gift"),
        gettext("Given away"),
        gettext("Put towards the rent"),
        gettext("Expired"),
        gettext("Will lapse"),
        gettext("On the day"),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("points.csv", head, (_cells(line) for line in rows))


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def lapsing(request: ActingRequest) -> HttpResponse:
    """What lapses on which day unless it is used."""
    on = today()
    found = Paginator(expiring.coming(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.lapsing(request.actor, found.object_list, on),
        "terms": expiring.terms(on),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/points/accounts/lapsing.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def lapsing_table(request: ActingRequest) -> HttpResponse:
    """What lapses as CSV."""
    head = [
        gettext("Household"),
        gettext("Told of"),
        gettext("Will lapse"),
        gettext("On the day"),
        gettext("Told on"),
    ]
    rows = queries.lapsing_exported(request.actor, today())
    return download("points-that-lapse.csv", head, (_lapsing_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    asked = request.GET
    show, sort, project = asked.get("show", ""), asked.get("sort", ""), asked.get("project", "")
    return Wanted(
        words=asked.get("q", "")[:80].replace("\0", "").strip(),
        project=int(project) if project.isdecimal() and len(project) < 10 else None,
        show=show if show in SHOW_NAMES else "",
        sort=sort if sort in SORT_NAMES else "points",
    )


def _cells(line: Line) -> list[object]:
    one, sums, soon = line.account, line.totals, line.soon
    return [
        line.owner.name,
        line.doorbell,
        one.project.code,
        one.balance,
        sums.earned,
        sums.received,
        sums.given,
        sums.to_rent,
        sums.lapsed,
        soon.points if soon else 0,
        f"{soon.expires_on:%d/%m/%Y}" if soon else "",
    ]


def _lapsing_cells(line: Lapsing) -> list[object]:
    one = line.notice
    return [
        line.owner.name,
        one.points,
        line.left,
        f"{one.expires_on:%d/%m/%Y}",
        f"{one.told_on:%d/%m/%Y}",
    ]
