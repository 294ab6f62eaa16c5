"""The list of tasks: one's own first, what is late on top; and as a file. A tick is taken back on the spot."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.people.queries import records
from campanello.plans.queries import goals as queries
from campanello.plans.queries.goals import Line, Wanted
from campanello.plans.rules.assessments import ALL_DIMENSIONS
from campanello.plans.rules.goals import When
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download

PER_PAGE = 25
WHOSE = {
    queries.MINE: gettext_lazy("Mine"),
    queries.PERSONS: gettext_lazy("The person's own"),
    queries.EVERYBODYS: gettext_lazy("Everybody's"),
}
WHEN = {
    When.OVERDUE.value: gettext_lazy("Overdue"),
    When.WEEK.value: gettext_lazy("This week"),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Open tasks, filtered and paged."""
    actor, on, wanted = request.actor, today(), wanted_of(request)
    found = Paginator(queries.tasks(actor, wanted, on), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.lines(actor, found.object_list, on),
        "counts": queries.counts(actor, wanted, on),
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "whose": WHOSE.items(),
        "whens": WHEN.items(),
        "projects": list(records.projects(actor, Right.READ_PLANS)),
        "dimensions": in_words({one.code: one.name for one in ALL_DIMENSIONS}),
        "may_write": may(actor, Right.WRITE_PLANS),
        "may_export": may(actor, Right.EXPORT_PEOPLE),
        "done": queries.done_lately(actor, uid_of(request.GET.get("done", "")), on),
    }
    return render(request, "staff/plans/goals/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [gettext(one) for one in ("By", "Task", "Who does it", "Person", "Goal", "Project")]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("compiti.csv", head, (_cells(line) for line in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    lists: dict[str, Any] = {
        "whose": WHOSE,
        "when": WHEN,
        "dimension": {one.code for one in ALL_DIMENSIONS},
    }
    asked = {name: request.GET.get(name, "") for name in lists}
    known = {name: value for name, value in asked.items() if value in lists[name]}
    typed = request.GET.get("q", "").replace("\0", "")[:120].strip()
    return Wanted(**known, project=request.GET.get("project", "")[:40], words=typed)


def uid_of(text: str) -> UUID | None:
    """A number of an address; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _cells(line: Line) -> list[object]:
    one = line.task
    owner = one.owner and (one.owner.name or one.owner.username)
    return [
        f"{one.due_on:%d/%m/%Y}",
        one.title,
        owner or one.who or gettext("The person"),
        line.person.name,
        one.goal.title,
        one.goal.project.title,
    ]
