"""What a social lab is, where each one is, when it opens, what is on there, how points work, what came of it all."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from campanello.core.edges import now, today
from campanello.lab.queries import activities, calendar, figures, figures_told
from campanello.lab.queries import lab_places as queries
from campanello.lab.queries.activities import Wanted
from campanello.lab.queries.lab_places import Lab
from campanello.lab.rules.activities import in_language
from campanello.lab.rules.shifts import WEEKDAYS
from campanello.plans.queries import applying
from campanello.plans.rules.measures import title_in
from campanello.points.queries import published
from campanello.public.sharing import language_of, shared

MOST_EVENTS, MOST_LISTED = 8, 500
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Of a lab's single figures those that mean something to a reader who is not of the team.
_FIGURES = ("people", "visits", "activities", "attendances")


@require_safe
def what(request: HttpRequest) -> HttpResponse:
    """The citizens' brochure in plain words: what it is, who may come, what it gives, how one asks."""
    context = {"labs": len(queries.labs(at=now())), "measures": _measures(request)}
    return shared(request, "public/labs/what.html", context, about=_organisation(request))


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All labs: where, whether they are open now, by town."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    found = [one for one in queries.labs(at=now()) if _is_like(one, words)]
    context = {"labs": found, "words": words, "on": today()}
    about = {"@type": "ItemList", "itemListElement": [_place(request, one) for one in found]}
    return shared(request, "public/labs/list.html", context, about=about)


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One lab: address, hours, how to reach it, what is on next."""
    at, language = now(), language_of(request)
    found = queries.lab(code, at=at)
    place = found.place
    sessions = queries.next_sessions(place.project_id, at=at, most=MOST_EVENTS)
    events = [calendar.event(one, language) for one in sessions]
    context = {
        "lab": found,
        "about": in_language(place.about, language) if place.about else "",
        "reaching": in_language(place.reaching, language) if place.reaching else "",
        "week": [
            (WEEKDAYS[number], spans, number == today().weekday()) for number, spans in enumerate(found.week)
        ],
        "events": events,
    }
    about = _place(request, found) | {"event": [_event(request, one, place) for one in events]}
    return shared(request, "public/labs/lab.html", context, about=about)


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """How points work, with the tariff that holds today."""
    language, on = language_of(request), today()
    tariffs = [
        (one, [(in_language(rate.names, language), rate) for rate in one.rates.all()])
        for one in published.tariffs(on)
    ]
    return shared(
        request, "public/labs/points.html", {"tariffs": tariffs, "on": on}, about=_organisation(request)
    )


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What came of labs and points, in counts that nobody can be known by."""
    labs = queries.labs(at=now()) if settings.OPEN_FIGURES else []
    projects = [one.place.project for one in labs]
    of_points = published.figures(one.pk for one in projects)
    told = figures.published(projects, on=today()) if projects else []
    with override(language_of(request)):
        rows = [
            {
                "project": one.project,
                "period": figures_told.period(one.days),
                "figures": [figures_told.single(one.figures, code) for code in _FIGURES],
                "points": of_points.get(one.project.pk),
            }
            for one in told
        ]
    context = {
        "rows": rows,
        "threshold": max(5, settings.SUPPRESS),
        "is_open": settings.OPEN_FIGURES,
        "on": today(),
    }
    return shared(request, "public/labs/results.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages for who indexes them. Three queries."""
    names = (
        "home",
        "lab-what",
        "labs",
        "points",
        "results",
        "activities",
        "apply",
        "accessibility",
        "privacy",
    )
    pages = [reverse(f"public:{one}") for one in names]
    pages += [reverse("public:lab", args=[one.place.project.code]) for one in queries.labs(at=now())]
    coming = activities.public_sessions(Wanted(starts_on=today()))[:MOST_LISTED]
    pages += [reverse("public:activity", args=[one]) for one in sorted({one.activity.uid for one in coming})]
    rows = "".join(f"<url><loc>{request.build_absolute_uri(one)}</loc></url>" for one in pages)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAP}">{rows}</urlset>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _is_like(lab: Lab, words: str) -> bool:
    text = f"{lab.place.name} {lab.place.address} {lab.place.town}".casefold()
    return all(word in text for word in words.casefold().split())


def _measures(request: HttpRequest) -> list[tuple[str, str]]:
    language = language_of(request)
    return [(one.code, title_in(one.titles, language)) for one in applying.open_measures(today())]


def _organisation(request: HttpRequest) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": settings.OWNER or "campanello",
        "url": settings.OWNER_URL or request.build_absolute_uri("/"),
    }


def _place(request: HttpRequest, lab: Lab) -> dict[str, Any]:
    place = lab.place
    told: dict[str, Any] = {
        "@type": "CivicStructure",
        "name": place.name,
        "url": request.build_absolute_uri(reverse("public:lab", args=[place.project.code])),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "addressLocality": place.town,
            "addressRegion": place.project.province,
            "addressCountry": "IT",
        },
        "isAccessibleForFree": True,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{WEEKDAYS[one.weekday]}",
                "opens": f"{one.opens_at:%H:%M}",
                "closes": f"{one.closes_at:%H:%M}",
            }
            for spans in lab.week
            for one in spans
        ],
    }
    if place.telephone:
        told["telephone"] = place.telephone
    return told | ({"email": place.email} if place.email else {})


def _event(request: HttpRequest, one: Any, place: Any) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": one.title,
        "startDate": one.starts_at.isoformat(),
        "endDate": one.ends_at.isoformat(),
        "url": request.build_absolute_uri(reverse("public:activity", args=[one.activity])),
        "location": {
            "@type": "Place",
            "name": place.name,
            "address": f"{one.place or place.address}, {place.town}",
        },
        "isAccessibleForFree": True,
    }
