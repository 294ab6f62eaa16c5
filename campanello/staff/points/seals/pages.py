"""Each day's seal with its sums: what was sealed, and how to check it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.points.queries import seals
from campanello.staff.doors import for_right

A_PAGE = 31


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The seals of the reader's projects, a month of them a page."""
    page = Paginator(seals.seals(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/points/seals/listing.html", {"page": page})
