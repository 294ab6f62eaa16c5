"""The list of buildings: searched, filtered, sorted, paged, and as a file."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.homes.queries import buildings as queries
from campanello.homes.queries import exports, places
from campanello.homes.queries.buildings import SORTS, Wanted
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes.tables import download

PER_PAGE = 25
LONGEST_SEARCH = 100
SORT_NAMES = {
    "address": gettext_lazy("Address"),
    "place": gettext_lazy("Place"),
    "dwellings": gettext_lazy("Most dwellings"),
    "empty": gettext_lazy("Most empty dwellings"),
    "arrears": gettext_lazy("Most households in arrears"),
}


@require_safe
@for_right(Right.READ_HOMES)
def listing(request: ActingRequest) -> HttpResponse:
    actor, wanted = request.actor, wanted_of(request)
    page = Paginator(queries.buildings(actor, wanted, on=today()), PER_PAGE).get_page(request.GET.get("page"))
    sees_arrears = may(actor, Right.READ_ARREARS)
    context = {
        "page": page,
        "wanted": wanted,
        "is_filtered": wanted != Wanted(sort=wanted.sort),
        "sees_arrears": sees_arrears,
        "sorts": _sorts(wanted.sort, sees_arrears=sees_arrears),
        "municipalities": queries.municipalities(actor),
        "neighbourhoods": places.neighbourhoods(actor),
        "owners": queries.owners(actor),
        "may_add": places.projects_of(actor).exists(),
        "may_export": exports.may_export(actor),
    }
    template = "_buildings.html" if is_partial(request) else "buildings.html"
    response = render(request, f"staff/homes/{template}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@for_right(Right.EXPORT_PEOPLE, Right.IMPORT_HOMES)
def table(request: ActingRequest) -> HttpResponse:
    rows = exports.buildings(request.actor, wanted_of(request), on=today())
    head = [
        gettext("Municipality"),
        gettext("Neighbourhood"),
        gettext("Street"),
        gettext("Street number"),
        gettext("Dwellings"),
        gettext("Lived in"),
        gettext("Empty"),
    ]
    if may(request.actor, Right.READ_ARREARS):
        head.append(gettext("Households in arrears"))
    return download("buildings.csv", head, (_cells(row) for row in rows))


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    asked = request.GET
    owner, municipality, place = (asked.get(name, "") for name in ("owner", "municipality", "neighbourhood"))
    sort = asked.get("sort", "address")
    return Wanted(
        words=asked.get("q", "")[:LONGEST_SEARCH].strip(),
        municipality=municipality if municipality.isascii() and municipality.isdigit() else "",
        neighbourhood=_uid(place),
        owner=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 12 else None,
        in_arrears=asked.get("arrears") == "1" and may(request.actor, Right.READ_ARREARS),
        sort=sort if sort in SORTS else "address",
    )


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _sorts(chosen: str, *, sees_arrears: bool) -> Iterable[tuple[str, Any, bool]]:
    names = [name for name in SORT_NAMES if sees_arrears or name != "arrears"]
    return [(name, SORT_NAMES[name], name == chosen) for name in names]


def _cells(row: Any) -> list[object]:
    place = row.neighbourhood
    cells = [place.municipality.name, place.name, row.street, row.number]
    cells += [row.dwelling_count, row.let_count, row.empty_count]
    return [*cells, row.arrears_count] if hasattr(row, "arrears_count") else cells
