"""The list of awards by hand: what waits, what was given, what was refused; and as a file."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.points.queries import account_lists
from campanello.points.queries import hand_awards as queries
from campanello.points.queries.hand_awards import Line, Wanted
from campanello.points.rules.values import AWARD_STATES
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.points.hand.words import SORT_NAMES, TONES

PER_PAGE = 25


@for_right(Right.AWARD_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Awards by state, filtered, sorted, paged; how many wait for the reader stands above."""
    wanted = wanted_of(request)
    found = Paginator(queries.listed(request.actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": [(one, TONES[one.award.state]) for one in queries.lines(request.actor, found.object_list)],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "to_sign": queries.waiting(request.actor).count(),
        "states": in_words(AWARD_STATES),
        "projects": account_lists.projects(request.actor),
        "sorts": SORT_NAMES.items(),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/points/hand/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Person"),
        gettext("What was done"),
        gettext("Day"),
        gettext("Rate"),
        gettext("Minutes"),
        gettext("Times"),
        gettext("Points"),
        gettext("State"),
        gettext("Evidence"),
        gettext("Proposed by"),
        gettext("Decided by"),
        gettext("Why not"),
    ]
    rows = queries.exported(request.actor, wanted_of(request))
    return download("awards-by-hand.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    asked = request.GET
    state, sort, project = asked.get("state", ""), asked.get("sort", ""), asked.get("project", "")
    return Wanted(
        state=state if state in AWARD_STATES else "",
        words=asked.get("q", "")[:80].replace("\0", "").strip(),
        project=int(project) if project.isdecimal() and len(project) < 10 else None,
        mine=asked.get("mine") == "1",
        sort=sort if sort in SORT_NAMES else "new",
    )


def _cells(line: Line) -> list[object]:
    one = line.award
    return [
        line.name,
        one.what,
        f"{one.done_on:%d/%m/%Y}",
        one.rate.code,
        one.minutes,
        one.times,
        one.points,
        gettext(AWARD_STATES[one.state]),
        one.evidence,
        one.proposed_by.name if one.proposed_by else "",
        one.decided_by.name if one.decided_by else "",
        one.why_not,
    ]
