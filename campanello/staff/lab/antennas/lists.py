"""The list of antennas, with those whose mandate is over on demand; and as a file."""

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
from campanello.lab.queries import antennas as queries
from campanello.lab.queries import calls
from campanello.lab.queries.antennas import Line, Wanted
from campanello.lab.queries.findings import neighbourhoods
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.lab.findings.lists import uid_of

PER_PAGE = 25
STATES = {
    queries.HOLDING: gettext_lazy("Mandate holds"),
    queries.TO_COME: gettext_lazy("Still to begin"),
    queries.ENDED: gettext_lazy("Mandate is over"),
    "all": gettext_lazy("All"),
}
TONES = {queries.HOLDING: "success", queries.TO_COME: "info", queries.ENDED: "neutral"}


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The antennas, with how many calls wait."""
    on, wanted = today(), wanted_of(request)
    found = Paginator(queries.antennas(request.actor, wanted, on), PER_PAGE).get_page(request.GET.get("page"))
    shown = queries.lines(request.actor, found.object_list, on)
    context = {
        "page": found,
        "lines": [{"line": one, "tone": TONES[one.state], "state": STATES[one.state]} for one in shown],
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "states": STATES.items(),
        "neighbourhoods": neighbourhoods(request.actor),
        "calls": calls.waiting(request.actor),
        "may_write": may(request.actor, Right.WRITE_LAB),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/lab/antennas/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Person"),
        gettext("Project"),
        gettext("Area"),
        gettext("What they watch and tell"),
        gettext("From"),
        gettext("First day without"),
        gettext("State"),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("antennas.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    state = request.GET.get("state", queries.HOLDING)
    return Wanted(
        state=state if state in STATES else queries.HOLDING,
        neighbourhood=uid_of(request.GET.get("neighbourhood", "")),
    )


def _cells(line: Line) -> list[Any]:
    one = line.antenna
    place = one.building or one.neighbourhood or ""
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (one.starts_on, one.ends_on)]
    return [line.name, one.project.title, place, one.mandate, *days, STATES[line.state]]
