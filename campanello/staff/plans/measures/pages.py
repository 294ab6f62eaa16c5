"""Measures with their funds, drawn; a new one; one that is changed, by two people at once if need be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.plans.queries import measures as queries
from campanello.plans.queries.measures import Line
from campanello.plans.queries.requirements import known_sets
from campanello.plans.rules.applications import Funnel
from campanello.plans.rules.measures import NewMeasure, title_in
from campanello.plans.services import measures as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.measures.forms import SETS, MeasureForm, NewMeasureForm, initial_of, measure_of

TEMPLATE = "staff/plans/measures/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Bar:
    """A fund as a bar: what is committed of it, in thousandths."""

    name: str
    total: int
    committed: int
    left: int
    width: int


@for_right(Right.SET_MEASURES)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    language = get_language() or "it"
    lines = [
        {
            "line": line,
            "title": title_in(line.measure.titles, language),
            "requirements": SETS.get(line.measure.requirement_set, line.measure.requirement_set),
            "bars": _bars(line),
            "sum": " + ".join(str(count) for count in line.funnel.parts.values()),
        }
        for line in queries.lines(request.actor, today())
    ]
    return render(request, "staff/plans/measures/list.html", {"lines": lines})


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def make(request: ActingRequest) -> HttpResponse:
    projects = queries.projects(request.actor)
    form = NewMeasureForm(
        asking.sent(request), sets=known_sets(), projects=projects, initial={"opens_on": today()}
    )

    def act(given: Mapping[str, Any]) -> None:
        told = {name: value for name, value in measure_of(given).items() if name != "project"}
        services.make_measure(
            actor=request.actor, project=given["project"], measure=NewMeasure(**told), sets=known_sets()
        )

    context = {"title": gettext("New measure"), "action": gettext("Make the measure")}
    said = gettext("The measure is there.")
    done = reverse("staff:measures")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.SET_MEASURES)
@never_cache
def change(request: ActingRequest, code: str) -> HttpResponse:
    one = queries.measure(request.actor, code)
    sets = tuple(dict.fromkeys([*known_sets(), one.requirement_set]))
    version = asking.version(request, one.version)
    form = MeasureForm(asking.sent(request), sets=sets, initial=initial_of(one))

    def act(given: Mapping[str, Any]) -> None:
        services.change_measure(
            actor=request.actor, code=code, version=version, changes=measure_of(given), sets=known_sets()
        )

    context = {
        "title": title_in(one.titles, get_language() or "it"),
        "version": version,
        "bars": _bars(Line(one, queries.fund_of(one), Funnel(), 0, is_open=True)),
    }
    said = gettext("Saved. What was decided before stays as it was.")
    done = reverse("staff:measures")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _bars(line: Line) -> list[Bar]:
    fund = line.fund
    rows = (
        (gettext("Services"), fund.total.services, fund.committed.services),
        (gettext("Allowances"), fund.total.allowance, fund.committed.allowance),
    )
    return [
        Bar(name, total, committed, total - committed, 1000 * committed // total if total else 0)
        for name, total, committed in rows
    ]
