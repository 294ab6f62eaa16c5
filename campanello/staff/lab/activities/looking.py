"""The calendar of a lab's activities, the list of them, and one activity with its dates."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.core.period import ROME
from campanello.lab.queries import activities as queries
from campanello.lab.queries import calendar as calendars
from campanello.lab.queries.activities import SORTS, Wanted
from campanello.lab.rules.activities import in_language, language_of
from campanello.lab.rules.calendar import View, span
from campanello.lab.rules.values import ACTIVITY_KINDS
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.lab.activities.forms import LANGUAGE_NAMES, SPOKEN, in_words
from campanello.staff.points.schemes.worths import box_of

PER_PAGE = 25
VIEWS = {"mese": View.MONTH, "settimana": View.WEEK, "elenco": View.LIST}
VIEW_NAMES = {
    "mese": gettext_lazy("Month"),
    "settimana": gettext_lazy("Week"),
    "elenco": gettext_lazy("List"),
}
SORT_NAMES = {
    "next": gettext_lazy("Next date"),
    "title": gettext_lazy("Title"),
    "new": gettext_lazy("Newest"),
}
_LONGEST = 100


@for_right(Right.READ_LAB)
@require_safe
def calendar(request: ActingRequest) -> HttpResponse:
    """What takes place in a month, a week, or from a day on."""
    language, on = get_language() or "it", today()
    name = request.GET.get("vista", "mese")
    shown = span(VIEWS.get(name, View.MONTH), _day(request.GET.get("giorno", ""), on))
    wanted = wanted_of(request)
    found = calendars.calendar(request.actor, wanted, shown, on=on, language=language)
    views = [(code, label, VIEWS[code] is shown.view) for code, label in VIEW_NAMES.items()]
    context = {
        "calendar": found,
        "views": views,
        "on": on,
        "detail": "staff:session",
        **_filters(request, wanted),
    }
    return render(request, "staff/lab/activities/calendar.html", context)


@for_right(Right.READ_LAB)
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The activities themselves, with their next dates."""
    wanted, language = wanted_of(request), get_language() or "it"
    found = queries.activities(request.actor, wanted, at=timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "activity": one,
            "title": in_language(one.titles, language),
            "language": language_of(one.titles, language),
            "kind": ACTIVITY_KINDS[one.kind],
        }
        for one in page
    ]
    sorts = [(name, label, name == wanted.sort) for name, label in SORT_NAMES.items()]
    context = {"page": page, "rows": rows, "sorts": sorts, **_filters(request, wanted)}
    return render(request, "staff/lab/activities/listing.html", context)


@for_right(Right.READ_LAB)
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The sessions that are asked for, in figures: nobody is named."""
    wanted = wanted_of(request)
    head = [
        gettext("Title"),
        gettext("Kind"),
        gettext("Day"),
        gettext("From"),
        gettext("To"),
        gettext("Place"),
    ]
    head += [gettext("Places"), gettext("Booked"), gettext("Guests"), gettext("Cancelled"), gettext("Signed")]
    rows = (
        [
            in_language(one.activity.titles, "it"),
            gettext(ACTIVITY_KINDS[one.activity.kind]),
            f"{one.on:%d/%m/%Y}",
            f"{one.starts_at.astimezone(ROME):%H:%M}",
            f"{one.ends_at.astimezone(ROME):%H:%M}",
            calendars.place_of(one),
            one.capacity,
            one.booked,
            one.guests if one.signed_at else "",
            gettext("yes") if one.cancelled_at else "",
            gettext("yes") if one.signed_at else "",
        ]
        for one in queries.sessions(request.actor, wanted).iterator()
    )
    return download("activities.csv", head, rows)


@for_right(Right.READ_LAB)
@require_safe
def activity(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One activity: its texts, its dates, its poster."""
    found = queries.activity(request.actor, uid)
    now, language = timezone.now(), get_language() or "it"
    sessions = list(queries.of_activity(found))
    context = {
        "activity": found,
        "title": in_language(found.titles, language),
        "title_language": language_of(found.titles, language),
        "kind": ACTIVITY_KINDS[found.kind],
        "texts": [
            (code, LANGUAGE_NAMES[code], found.titles[code], found.descriptions.get(code, ""))
            for code in LANGUAGE_NAMES
            if code in found.titles
        ],
        "spoken": [SPOKEN.get(code, code) for code in found.languages.split(",") if code],
        "coming": [(one, calendars.place_of(one)) for one in sessions if one.ends_at > now],
        "past": [(one, calendars.place_of(one)) for one in reversed(sessions) if one.ends_at <= now],
        "poster_languages": list(LANGUAGE_NAMES.items()),
        "may_write": may(request.actor, Right.WRITE_LAB),
        **box_of(request, uid),
    }
    return render(request, "staff/lab/activities/activity.html", context)


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks for; what means nothing is left out."""
    asked = request.GET
    kind, language, sort = (asked.get(name, "") for name in ("tipo", "lingua", "sort"))
    return Wanted(
        words=asked.get("q", "").replace("\0", "")[:_LONGEST].strip(),
        kind=kind if kind in ACTIVITY_KINDS else "",
        project=asked.get("progetto", "").replace("\0", "")[:40],
        language=language if language in SPOKEN else "",
        has_childcare=asked.get("bambini") == "1",
        sort=sort if sort in SORTS else "next",
    )


def _filters(request: ActingRequest, wanted: Wanted) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "kinds": in_words(ACTIVITY_KINDS),
        "spoken": in_words(SPOKEN),
        "projects": list(queries.projects(request.actor)),
        "is_filtered": wanted != Wanted(sort=wanted.sort),
        "may_write": may(request.actor, Right.WRITE_LAB),
    }


def _day(text: str, on: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return on
