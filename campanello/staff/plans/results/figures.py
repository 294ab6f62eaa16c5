"""How people were after their plans, in figures without names; for the programme too."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.plans.queries import results_figures as queries
from campanello.plans.queries.results_figures import ProjectFigures
from campanello.plans.rules.results_figures import ANSWERED, ANSWERS, WAITING, Figures
from campanello.plans.rules.values import RESULT_MOMENTS, RESULT_STATUSES
from campanello.staff.doors import for_right

WAYS = {ANSWERED: gettext_noop("Answered"), WAITING: gettext_noop("Waiting, and past the day")}


@dataclass(frozen=True)
class Row:
    """One line of a project's table: its words and its cells, an empty one where it is withheld."""

    name: str
    cells: tuple[str, ...]
    is_part: bool = False


@dataclass(frozen=True)
class Shown:
    """A project's figures as the page has them."""

    found: ProjectFigures
    rows: tuple[Row, ...]
    withholds: bool


@for_right(Right.READ_PLANS, Right.READ_FIGURES)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """A table a project."""
    found = [_shown(one) for one in queries.figures(request.actor, today())]
    context = {
        "projects": found,
        "moments": [gettext(one) for one in RESULT_MOMENTS.values()],
        "withholds": any(one.withholds for one in found),
    }
    return render(request, "staff/plans/results/figures.html", context)


def _shown(found: ProjectFigures) -> Shown:
    held = list(found.moments.values())
    ways = [name for name in held[0].ways if name != ANSWERED]
    rows = [
        _row(gettext("Had to be asked"), [one.due for one in held]),
        _row(gettext("Answered"), [one.ways[ANSWERED] for one in held]),
        *(_row(_word(name), [one.answers[name] for one in held], is_part=True) for name in ANSWERS),
        *(_row(_word(name), [one.ways[name] for one in held]) for name in ways),
        _row(gettext("In employment, of those who answered"), [one.employed for one in held]),
        Row(gettext("Response rate"), tuple(_rate(one) for one in held)),
    ]
    return Shown(found, tuple(rows), any(one.withholds for one in held))


def _row(name: str, counts: list[int | None], *, is_part: bool = False) -> Row:
    return Row(name, tuple("" if one is None else str(one) for one in counts), is_part)


def _word(name: str) -> str:
    words: Mapping[str, str] = {**RESULT_STATUSES, **WAYS}
    return gettext(words[name])


def _rate(one: Figures) -> str:
    if one.due == 0:
        return "–"
    return "" if one.rate_permille is None else f"{number_format(one.rate_permille / 10, 1)} %"
