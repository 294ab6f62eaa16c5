"""What is on in the neighbourhood, for everybody: the calendar and one activity, without anybody's name."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.views.decorators.http import require_safe

from campanello.core.edges import today
from campanello.core.language import LANGUAGES
from campanello.lab.queries import activities as queries
from campanello.lab.queries import calendar as calendars
from campanello.lab.queries.activities import Wanted
from campanello.lab.rules.activities import in_language, language_of
from campanello.lab.rules.calendar import View, span
from campanello.lab.rules.values import ACTIVITY_KINDS
from campanello.public.sharing import shared

VIEWS = {"mese": View.MONTH, "settimana": View.WEEK, "elenco": View.LIST}
VIEW_NAMES = {
    "mese": gettext_lazy("Month"),
    "settimana": gettext_lazy("Week"),
    "elenco": gettext_lazy("List"),
}
DETAIL = "public:activity"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The calendar: month, week or list."""
    language, on = get_language() or "it", today()
    shown = span(VIEWS.get(request.GET.get("vista", ""), View.MONTH), _day(request.GET.get("giorno", ""), on))
    wanted = wanted_of(request)
    found = calendars.public_calendar(wanted, shown, on=on, language=language)
    context = {
        "calendar": found,
        "views": [(code, label, VIEWS[code] is shown.view) for code, label in VIEW_NAMES.items()],
        "on": on,
        "detail": DETAIL,
        "is_public": True,
        "wanted": wanted,
        "kinds": [(value, gettext(text)) for value, text in ACTIVITY_KINDS.items()],
        "projects": list(queries.public_projects()),
        "is_filtered": wanted != Wanted(),
        **_subscribing(request, wanted.project),
    }
    return render(request, "public/activities/listing.html", context)


@require_safe
def activity(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One activity with its dates to come; a poster's code asks for it in the poster's language."""
    asked = request.GET.get("lingua", "")
    language = asked if asked in LANGUAGES else get_language() or "it"
    with override(language):
        found = queries.public_activity(uid)
        coming = [calendars.event(one, language) for one in queries.coming(found, at=timezone.now())]
        context = {
            "activity": found,
            "title": in_language(found.titles, language),
            "title_language": language_of(found.titles, language),
            "text": in_language(found.descriptions, language),
            "text_language": language_of(found.descriptions, language),
            "kind": ACTIVITY_KINDS[found.kind],
            "host": calendars.host_of(found),
            "coming": coming,
            **_subscribing(request, found.project.code),
        }
        return shared(request, "public/activities/activity.html", context)


def wanted_of(request: HttpRequest) -> Wanted:
    """What an address asks for; what means nothing is left out."""
    asked = request.GET
    kind = asked.get("tipo", "")
    return Wanted(
        kind=kind if kind in ACTIVITY_KINDS else "",
        project=asked.get("progetto", "").replace("\0", "")[:40],
        has_childcare=asked.get("bambini") == "1",
    )


def _subscribing(request: HttpRequest, project: str) -> dict[str, Any]:
    """The addresses to subscribe to, of one project where one is chosen; webcal opens a telephone's own calendar."""
    chosen = f"?{urlencode({'progetto': project})}" if project else ""
    found = {kind: reverse(f"public:activities-{kind}") + chosen for kind in ("ics", "rss", "atom")}
    calendar = request.build_absolute_uri(found["ics"])
    return {
        "calendar_url": calendar,
        "webcal_url": "webcal://" + calendar.partition("://")[2],
        "rss_url": found["rss"],
        "atom_url": found["atom"],
    }


def _day(text: str, on: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return on
