"""A project's indirect work: totals by kind, the entries, and a file without people."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.lab.queries import naming, visits
from campanello.lab.queries import work as queries
from campanello.lab.queries.work import Wanted
from campanello.lab.rules.values import WORK_KINDS
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.lab.shifts.weeks import hours

PER_PAGE = 25
_DAYS = 90  # shown unless other days are asked for


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Totals by kind, and the entries."""
    actor = request.actor
    projects = visits.projects(actor, Right.READ_LAB)
    wanted = _wanted(request.GET, projects)
    totals = queries.totals(actor, wanted)
    paged = Paginator(queries.work(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.shown(actor, paged)
    context = {
        "wanted": wanted,
        "projects": projects,
        "kinds": [(value, gettext(text)) for value, text in WORK_KINDS.items()],
        "totals": [(gettext(one.kind_name), hours(one.minutes), one.entries) for one in totals],
        "hours": hours(sum(one.minutes for one in totals)),
        "entries": sum(one.entries for one in totals),
        "page": paged,
        "rows": [
            {
                "work": one,
                "kind": gettext(WORK_KINDS[one.kind]),
                "who": naming.name_of(actor, naming.standing(one.person), one.project_id),
            }
            for one in rows
        ],
    }
    return render(request, "staff/lab/work/listing.html", context)


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The entries as a file; people and notes stay here."""
    wanted = _wanted(request.GET, visits.projects(request.actor, Right.READ_LAB))
    head = [gettext("Day"), gettext("Kind"), gettext("Minutes"), gettext("Operator"), gettext("Project")]
    rows = (
        [
            f"{one.on:%d/%m/%Y}",
            gettext(WORK_KINDS[one.kind]),
            one.minutes,
            one.operator.name or one.operator.username,
            one.project.title,
        ]
        for one in queries.exported(request.actor, wanted)
    )
    return download("lavoro-indiretto.csv", head, rows)


def _wanted(asked: Mapping[str, str], projects: list[Any]) -> Wanted:
    last = _day(asked.get("last", "")) or today()
    return Wanted(
        first=_day(asked.get("first", "")) or last - timedelta(days=_DAYS),
        last=last,
        project=next((one.pk for one in projects if one.code == asked.get("project")), None),
        kind=asked.get("kind", "") if asked.get("kind") in WORK_KINDS else "",
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 1900 else None
