"""The list of applications under its funnel: filtered, searched, sorted, paged, and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.core.edges import today
from campanello.people.rules.asking import LONGEST
from campanello.plans.queries import application_calls, measures
from campanello.plans.queries import applications as queries
from campanello.plans.queries.applications import Line, Wanted
from campanello.plans.rules.applications import Funnel
from campanello.plans.rules.eligibility_why import TITLES
from campanello.plans.rules.measures import title_in
from campanello.plans.rules.values import APPLICATION_STATES, CHANNELS
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.plans.applications import words

PER_PAGE = 25
STATES = {state: name for state, name in APPLICATION_STATES.items() if state != "draft"}


@dataclass(frozen=True)
class Part:
    """One figure of the funnel, and where its bar stands, in thousandths of the whole."""

    state: str
    name: str
    tone: str
    count: int
    start: float
    width: float


@for_right(Right.READ_APPLICATIONS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Applications; the figures above are those of the measure that is chosen, or of all."""
    actor, on = request.actor, today()
    ways = queries.ways(actor)
    wanted = wanted_of(request.GET, ways)
    found = Paginator(queries.applications(actor, wanted, on), PER_PAGE).get_page(request.GET.get("page"))
    funnel = queries.funnel(actor, wanted.measure)
    context = {
        "page": found,
        "lines": [
            (line, words.requirements(line.missing)) for line in queries.lines(actor, found.object_list, on)
        ],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new", measure="") != Wanted(),
        "has_more": bool(wanted.missing or wanted.channel or wanted.through or wanted.wants_call)
        or wanted.sort != "new",
        "funnel": funnel,
        "parts": parts(funnel),
        "sum": " + ".join(str(count) for count in funnel.parts.values()),
        "tones": words.TONES,
        "to_call": application_calls.waiting(actor, on),
        "may_export": may(actor, Right.EXPORT_PEOPLE),
        "may_write": may(actor, Right.WRITE_APPLICATIONS),
        "may_lapse": wanted.due == queries.LAPSING and may(actor, Right.DECIDE_APPLICATIONS),
    }
    return render(request, "staff/plans/applications/list.html", context | _choices(actor, ways))


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Measure"),
        gettext("Number"),
        gettext("Received on"),
        gettext("Person"),
        gettext("State"),
        gettext("How it came"),
        gettext("Came through"),
        gettext("Not known yet"),
        gettext("To be brought by"),
        gettext("Services committed (EUR)"),
        gettext("Allowance committed (EUR)"),
    ]
    wanted = wanted_of(request.GET, queries.ways(request.actor))
    rows = queries.exported(request.actor, wanted, today())
    return download("domande.csv", head, (_cells(line) for line in rows))


def wanted_of(asked: Mapping[str, str], ways: list[str]) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    lists: dict[str, Any] = {
        "state": STATES,
        "channel": CHANNELS,
        "through": ways,
        "missing": TITLES,
        "due": words.DUES,
        "sort": words.SORTS,
    }
    given = {name: asked.get(name, "") for name in lists}
    return Wanted(
        **{name: value for name, value in given.items() if value in lists[name]},
        measure=asked.get("measure", "")[:40].replace("\0", ""),
        wants_call=asked.get("call") == "1",
        words=asked.get("q", "").replace("\0", "")[:LONGEST].strip(),
    )


def parts(funnel: Funnel) -> list[Part]:
    """The funnel's figures with their bars, which fill the whole between them."""
    found: list[Part] = []
    start = 0.0
    for state, count in funnel.parts.items():
        width = 1000 * count / funnel.received if funnel.received else 0.0
        name = gettext(APPLICATION_STATES[state])
        found.append(Part(state, name, words.TONES[state], count, round(start, 2), round(width, 2)))
        start += width
    return found


def _choices(actor: Actor, ways: list[str]) -> dict[str, Any]:
    language = get_language() or "it"
    return {
        "measures": [(one.code, title_in(one.titles, language)) for one in measures.measures(actor)],
        "states": in_words(STATES),
        "channels": in_words(CHANNELS),
        "ways": ways,
        "requirements": in_words(TITLES),
        "dues": words.DUES.items(),
        "sorts": words.SORTS.items(),
    }


def _cells(line: Line) -> list[object]:
    one = line.application
    return [
        one.measure.code,
        one.number,
        f"{one.received_on:%d/%m/%Y}",
        line.name,
        gettext(APPLICATION_STATES[one.state]),
        gettext(CHANNELS[one.channel]),
        one.came_through,
        ", ".join(words.requirements(line.missing)),
        f"{one.due_on:%d/%m/%Y}" if one.due_on else "",
        _euros(one.services_cents),
        _euros(one.allowance_cents),
    ]


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
