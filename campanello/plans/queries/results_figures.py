"""Counts how people were after their plans, by project. Without names; small counts are withheld where they must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q

from campanello.core.access import Right, grants_with, projects_with, require
from campanello.core.actor import Actor, Role
from campanello.core.models import Project
from campanello.plans.models import Result
from campanello.plans.rules import results_figures as rules
from campanello.plans.rules.results_figures import Figures
from campanello.plans.rules.values import RESULT_MOMENTS

# Whose right to figures holds for every project where their role names none.
_OF_THE_PROGRAMME = frozenset({Role.PROGRAMME, Role.EVALUATOR})


@dataclass(frozen=True)
class ProjectFigures:
    """A project's figures by moment: of all who had to answer up to a day. `threshold` is 0 where all is shown."""

    project: Project
    last: date
    threshold: int
    moments: Mapping[str, Figures]


def figures(actor: Actor, on: date) -> list[ProjectFigures]:
    """The figures of the projects that the actor reads, those with any; projects are never added up. Two queries.

    Raises:
        NotFound: The actor reads no figures.
    """
    if not projects_with(actor, Right.READ_PLANS):
        require(actor, Right.READ_FIGURES)
    whole = projects_with(actor, Right.READ_PLANS)
    months = rules.last_month_end(on)
    counted = _counts(_reach(actor, whole), {True: on - timedelta(days=1), False: months}, whole)
    projects = Project.objects.in_bulk(counted)
    found = []
    for key in sorted(counted, key=lambda key: (projects[key].title, key)):
        threshold = 0 if key in whole else settings.SUPPRESS
        moments = {one: rules.figures(counted[key].get(one, {}), threshold) for one in RESULT_MOMENTS}
        last = on - timedelta(days=1) if key in whole else months
        found.append(ProjectFigures(projects[key], last, threshold, moments))
    return found


def _reach(actor: Actor, whole: frozenset[int]) -> frozenset[int] | None:
    granted = grants_with(actor, Right.READ_FIGURES)
    if any(one.project is None and one.role in _OF_THE_PROGRAMME for one in granted):
        return None
    return whole | projects_with(actor, Right.READ_FIGURES)


def _counts(
    reach: frozenset[int] | None, last: Mapping[bool, date], whole: frozenset[int]
) -> dict[int, dict[str, dict[str, int]]]:
    mine = Q(plan__project__in=whole)
    rows = Result.objects.filter((mine & Q(due_on__lte=last[True])) | (~mine & Q(due_on__lte=last[False])))
    if reach is not None:
        rows = rows.filter(plan__project__in=reach)
    found: dict[int, dict[str, dict[str, int]]] = {}
    grouped = rows.order_by().values_list("plan__project", "moment", "status").annotate(Count("pk"))
    for project, moment, status, many in grouped:
        found.setdefault(project, {}).setdefault(moment, {})[status] = many
    return found
