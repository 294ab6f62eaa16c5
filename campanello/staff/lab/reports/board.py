"""The board: reports by state, who has to answer, since when; moved by buttons, which the keyboard reaches too."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import today
from campanello.lab.queries import reports as queries
from campanello.lab.queries import reports_shown
from campanello.staff.doors import for_right, is_partial
from campanello.staff.lab.reports import asked, cards


@for_right(*queries.READERS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    response = render(request, _template(request), context(request))
    patch_vary_headers(response, ["HX-Request"])
    return response


def context(request: ActingRequest) -> dict[str, Any]:
    """What the board is drawn from."""
    on, wanted = today(), asked.wanted_of(request.GET)
    columns = [
        (column, cards.cards(column.cards, on))
        for column in reports_shown.board(request.actor, wanted, on=on)
    ]
    return asked.filters(request, wanted) | {"columns": columns, "today": on}


def _template(request: ActingRequest) -> str:
    return "staff/lab/reports/_board.html" if is_partial(request) else "staff/lab/reports/board.html"
