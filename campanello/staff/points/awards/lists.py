"""The list of signed registers by what is to be done with them: filtered, paged, as a file; all that wait."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now
from campanello.lab.queries.calendar import place_of
from campanello.lab.rules.activities import in_language
from campanello.points.queries import award_lists as queries
from campanello.points.queries import withheld
from campanello.points.queries.award_lists import Wanted
from campanello.points.services import awarding_all
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.points.awards import words

PER_PAGE = 25
MOST_WORDS = 60
DAY = timedelta(days=1)


@for_right(Right.AWARD_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Registers as the address asks for them; how many are in each state stands above."""
    actor, wanted = request.actor, wanted_of(request.GET)
    found = Paginator(queries.sessions(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    present = queries.present([one.pk for one in found])
    counts = queries.counts(actor)
    context = {
        "page": found,
        "lines": [_line(one, present) for one in found],
        "wanted": wanted,
        "last": wanted.end - DAY if wanted.end else None,
        "is_filtered": replace(wanted, state=queries.READY, sort="old") != Wanted(),
        "tabs": [(state, name, counts[state], state == wanted.state) for state, name in words.STATES.items()],
        "ready": counts[queries.READY],
        "withheld": withheld.open_count(actor),
        "projects": queries.projects(actor),
        "sorts": words.SORTS.items(),
        "may_set": may(actor, Right.SET_POINTS),
    }
    return render(request, "staff/points/awards/list.html", context)


@for_right(Right.AWARD_POINTS)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it; it names nobody."""
    head = [
        gettext("Day"),
        gettext("Activity"),
        gettext("Project"),
        gettext("Place"),
        gettext("State"),
        gettext("Rate"),
        gettext("People"),
        gettext("Minutes"),
        gettext("Points awarded"),
        gettext("People with something withheld"),
    ]
    found = list(queries.sessions(request.actor, wanted_of(request.GET)))
    present = queries.present([one.pk for one in found])
    return download("presenze-punti.csv", head, (_cells(_line(one, present)) for one in found))


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.AWARD_POINTS)
@never_cache
def ready(request: ActingRequest) -> HttpResponse:
    """Award all registers that wait: how many first, in figures, and then what became of them."""
    wanted = wanted_of(request.GET)
    found = queries.sessions(request.actor, Wanted(project=wanted.project))
    waiting = list(found[: awarding_all.MOST])
    present = queries.present([one.pk for one in waiting])
    context: dict[str, Any] = {
        "registers": len(waiting),
        "more": max(0, found.count() - len(waiting)),
        "people": sum(people for people, _minutes in present.values()),
        "minutes": sum(minutes for _people, minutes in present.values()),
        "back": reverse("staff:awards"),
    }
    if request.method == "POST":
        done = awarding_all.award_all(actor=request.actor, sessions=[one.uid for one in waiting], at=now())
        context |= {"done": done, "withheld_url": reverse("staff:withheld")}
    return render(request, "staff/points/awards/ready.html", context)


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    state, sort, last = asked.get("state", ""), asked.get("sort", ""), _day(asked.get("last", ""))
    return Wanted(
        state=state if state in queries.STATES else queries.READY,
        project=asked.get("project", "").replace("\0", "")[:40],
        words=" ".join(asked.get("q", "").replace("\0", "").split())[:MOST_WORDS],
        first=_day(asked.get("first", "")),
        end=last + DAY if last else None,
        sort=sort if sort in words.SORTS else "old",
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1900 < found.year < 9999 else None


def _line(one: Any, present: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    people, minutes = present.get(one.pk, (0, 0))
    return {
        "session": one,
        "title": in_language(one.activity.titles, get_language() or "it"),
        "place": place_of(one),
        "people": people,
        "minutes": minutes,
        "rate": words.rate(one.rate_points, one.rate_unit) if one.rate_points else "",
        "state": _state(one),
    }


def _state(one: Any) -> tuple[str, str]:
    """The tone and the words of a register's state."""
    if one.is_corrected:
        return "warning", gettext("Corrected since")
    if one.is_awarded:
        told = ngettext("%(n)s point awarded", "%(n)s points awarded", one.awarded_points)
        return "success", told % {"n": one.awarded_points}
    return ("info", gettext("To award")) if one.rate_points else ("danger", gettext("Without a rate"))


def _cells(line: Mapping[str, Any]) -> list[object]:
    one = line["session"]
    return [
        f"{one.on:%d/%m/%Y}",
        line["title"],
        one.project.title,
        line["place"],
        line["state"][1],
        line["rate"],
        line["people"],
        line["minutes"],
        one.awarded_points,
        one.withheld_people,
    ]
