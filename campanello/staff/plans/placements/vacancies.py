"""The list of vacancies and short courses, and what is written down of one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.people.rules.world import FIRST_LANGUAGES
from campanello.plans.queries import placements
from campanello.plans.queries import vacancies as queries
from campanello.plans.queries.vacancies import Wanted
from campanello.plans.rules.values import VACANCY_KINDS
from campanello.plans.services import vacancies as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.people import municipalities
from campanello.staff.people.words import language
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.plans.placements import forms, words

PER_PAGE = 25
STATES = {
    queries.OPEN: gettext_lazy("Open now"),
    queries.TO_COME: gettext_lazy("To come"),
    queries.CLOSED: gettext_lazy("Closed already"),
    "": gettext_lazy("All"),
}
SORT_NAMES = {
    "new": gettext_lazy("Newest"),
    "closing": gettext_lazy("Closing first"),
    "title": gettext_lazy("By name"),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Vacancies and courses, filtered, sorted, paged."""
    on, wanted = today(), wanted_of(request)
    rows = queries.vacancies(request.actor, wanted, on)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    towns = municipalities.by_istat()
    context = {
        "page": found,
        "rows": [
            {"one": one, "town": towns.get(one.municipality, ""), "languages": words.languages(one.languages)}
            for one in found.object_list
        ],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "kinds": in_words(VACANCY_KINDS),
        "states": STATES.items(),
        "sorts": SORT_NAMES.items(),
        "towns": queries.municipalities(request.actor),
        "spoken": [(code, language(code)) for code in FIRST_LANGUAGES],
        "may_write": may(request.actor, Right.WRITE_PLANS),
    }
    return render(request, "staff/plans/placements/vacancies.html", context)


@require_safe
@for_right(Right.READ_PLANS)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it; it names nobody."""
    head = [
        gettext("What it is called"),
        gettext("What it is"),
        gettext("Who offers it"),
        gettext("Municipality"),
        gettext("Minutes a week"),
        gettext("Languages"),
        gettext("Skills"),
        gettext("Places"),
        gettext("Put forward"),
        gettext("Taken on"),
        gettext("Open from"),
        gettext("First day it is closed"),
    ]
    towns = municipalities.by_istat()
    rows = queries.vacancies(request.actor, wanted_of(request), today())
    return download("vacancies.csv", head, (_cells(one, towns) for one in rows))


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """A vacancy or a course is written down."""
    projects = placements.projects(request.actor)
    form = forms.NewVacancyForm(asking.sent(request), projects=projects, initial={"opens_on": today()})

    def act(given: Mapping[str, Any]) -> None:
        services.keep_vacancy(actor=request.actor, uid=given["uid"], project=given["project"], facts=given)

    said = gettext("It is written down. Below stands who fits.")
    uid = str(form["uid"].value())
    done = reverse("staff:vacancy", args=[uid]) if form.is_bound and form.is_valid() else ""
    context = _context(gettext("New vacancy or course")) | {"back": reverse("staff:vacancies")}
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A vacancy changes, or closes by its last day."""
    row = queries.vacancy(request.actor, uid, right=Right.WRITE_PLANS)
    version = asking.version(request, row.version)
    initial = {name: getattr(row, name) for name in services.VACANCY_FIELDS}
    initial["languages"] = [code for code in row.languages.split(",") if code]
    form = forms.VacancyForm(asking.sent(request), initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        services.edit_vacancy(actor=request.actor, uid=uid, version=version, changes=given)

    context = _context(row.title) | {"version": version}
    done = reverse("staff:vacancy", args=[uid])
    said = gettext("The vacancy is changed.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    lists: dict[str, Mapping[str, Any]] = {
        "kind": VACANCY_KINDS,
        "state": STATES,
        "municipality": municipalities.by_istat(),
        "language": dict.fromkeys(FIRST_LANGUAGES),
        "sort": SORT_NAMES,
    }
    asked = {name: request.GET[name] for name in lists if name in request.GET}
    kept = {name: value for name, value in asked.items() if value in lists[name]}
    return Wanted(words=request.GET.get("q", "")[:80].strip(), **kept)


def _cells(one: Any, towns: Mapping[str, str]) -> list[object]:
    return [
        one.title,
        gettext(VACANCY_KINDS[one.kind]),
        one.employer,
        towns.get(one.municipality, ""),
        one.weekly_minutes or "",
        words.languages(one.languages),
        one.skills,
        one.places,
        one.put,
        one.hired,
        f"{one.opens_on:%d/%m/%Y}",
        f"{one.closes_on:%d/%m/%Y}" if one.closes_on else "",
    ]


def _context(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": [(gettext("Vacancies and courses"), reverse("staff:vacancies"))],
        "municipalities": list(municipalities.by_name()),
    }
