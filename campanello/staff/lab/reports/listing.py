"""The list of reports: searched, filtered, sorted, a page after the other, and as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import today
from campanello.lab.queries import reports as queries
from campanello.lab.rules import values
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes.tables import download
from campanello.staff.lab.reports import asked, cards, words

LONGEST_MARK = 60


@for_right(*queries.READERS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    on, wanted = today(), asked.wanted_of(request.GET)
    after = request.GET.get("after", "")[:LONGEST_MARK]
    page = queries.page(request.actor, wanted, on=on, after=after)
    total = queries.counted(request.actor, wanted, on=on, most=queries.MOST_COUNTED + 1)
    context = asked.filters(request, wanted) | {
        "cards": cards.cards(page.reports, on),
        "next": page.next,
        "is_first": not after,
        "total": min(total, queries.MOST_COUNTED),
        "is_cut": total > queries.MOST_COUNTED,
        "may_export": queries.may_export(request.actor),
    }
    template = "_list.html" if is_partial(request) else "list.html"
    response = render(request, f"staff/lab/reports/{template}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@for_right(*queries.READERS)
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    rows = queries.export(request.actor, asked.wanted_of(request.GET), on=today())
    head = [
        gettext("Number"),
        gettext("State"),
        gettext("Kind"),
        gettext("Priority"),
        gettext("Told on"),
        gettext("Place"),
        gettext("What was told"),
        gettext("Who has to answer"),
        gettext("First answer"),
        gettext("Closed"),
        gettext("Planned for"),
        gettext("Reminders"),
        gettext("Others who told the same"),
    ]
    return download("reports.csv", head, _cells(rows))


def _cells(rows: list[Any]) -> Iterator[list[object]]:
    for row in rows:
        yield [
            row.number,
            words.state(row),
            gettext(values.REPORT_KINDS[row.kind]),
            gettext(values.PRIORITIES[row.priority]),
            row.made_on.isoformat(),
            words.place(row),
            row.text,
            row.owner.name,
            row.first_answer_at.date().isoformat() if row.first_answer_at else "",
            row.closed_at.date().isoformat() if row.closed_at else "",
            row.planned_on.isoformat() if row.planned_on else "",
            row.reminders,
            row.others,
        ]
