"""The list of findings, the drawing of a neighbourhood, and the files that are taken out of them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.lab.queries import findings as queries
from campanello.lab.queries.findings import House, Wanted
from campanello.lab.rules.values import FINDING_KINDS
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.lab.findings import workbook

PER_PAGE = 25
LONGEST_SEARCH = 100
SORT_NAMES = {
    "votes": gettext_lazy("Most hands"),
    "new": gettext_lazy("Newest"),
    "address": gettext_lazy("Address"),
}


@require_safe
@for_right(Right.READ_LAB)
def page(request: ActingRequest) -> HttpResponse:
    """All findings: searched, filtered, sorted, paged; and the neighbourhoods to draw."""
    actor, wanted = request.actor, wanted_of(request)
    found = Paginator(queries.findings(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "wanted": wanted,
        "is_filtered": wanted != Wanted(sort=wanted.sort),
        "kinds": in_words(FINDING_KINDS),
        "sorts": [(name, text, name == wanted.sort) for name, text in SORT_NAMES.items()],
        "neighbourhoods": list(queries.neighbourhoods(actor)),
    }
    return render(request, "staff/lab/findings/list.html", context)


@require_safe
@for_right(Right.READ_LAB)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Neighbourhood"),
        gettext("Street"),
        gettext("Street number"),
        gettext("Strong or weak point"),
        gettext("What people say"),
        gettext("Where exactly"),
        gettext("Hands"),
        gettext("Day"),
    ]
    rows = queries.exported(request.actor, wanted_of(request))
    return download("findings.csv", head, (cells(one) for one in rows))


@require_safe
@for_right(Right.READ_LAB)
def neighbourhood(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A neighbourhood's houses, street by street, each with what is said of it."""
    place = queries.neighbourhood(request.actor, uid)
    houses = queries.houses(request.actor, place)
    context = {
        "place": place,
        "streets": streets(houses),
        "strong": sum(one.marks.strong for one in houses),
        "weak": sum(one.marks.weak for one in houses),
        "told": sum(one.marks.balance != "none" for one in houses),
        "total": len(houses),
        "may_write": may(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/findings/neighbourhood.html", context)


@require_safe
@for_right(Right.READ_LAB)
def designers(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A neighbourhood's findings as a workbook for those who design the works."""
    place = queries.neighbourhood(request.actor, uid)
    houses = queries.houses(request.actor, place)
    rows = queries.exported(request.actor, Wanted(neighbourhood=str(uid), sort="address"))
    response = HttpResponse(
        workbook.written(place.name, houses, rows),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="findings.xlsx"'
    return response


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    asked = request.GET
    kind, sort = asked.get("kind", ""), asked.get("sort", "votes")
    return Wanted(
        words=asked.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip(),
        kind=kind if kind in FINDING_KINDS else "",
        neighbourhood=uid_of(asked.get("neighbourhood", "")),
        is_withdrawn=asked.get("withdrawn") == "1",
        sort=sort if sort in SORT_NAMES else "votes",
    )


def uid_of(text: str) -> str:
    """A record's number out of an address; nothing where it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def cells(one: Any) -> list[object]:
    """A finding as the cells of a row."""
    building = one.building
    kind = gettext(FINDING_KINDS[one.kind])
    place = [building.neighbourhood.name, building.street, building.number]
    return [*place, kind, one.text, one.spot, one.votes, f"{one.made_at:%d/%m/%Y}"]


def streets(houses: Iterable[House]) -> list[dict[str, Any]]:
    """The houses street by street, odd numbers on one side and even ones on the other, as the street has them."""
    found = []
    for street, along in groupby(houses, key=lambda one: one.building.street):
        sides: tuple[list[House], list[House]] = ([], [])
        for house in along:
            sides[_number(house.building.number) % 2 == 0].append(house)
        found.append({"name": street, "sides": [side for side in sides if side]})
    return found


def _number(text: str) -> int:
    digits = "".join(one for one in text.partition("/")[0] if one.isascii() and one.isdigit())
    return int(digits) if digits else 1
