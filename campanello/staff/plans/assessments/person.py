"""A person's assessments: the radar, what was found when, and the team."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import assessments as queries
from campanello.plans.rules import assessments as rules
from campanello.plans.rules.assessments import Scored
from campanello.staff.doors import for_right
from campanello.staff.plans.assessments.drawing import radar


@for_right(Right.READ_ASSESSMENTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """All that the teams found of one person, and who is in the team."""
    found = queries.of_person(request.actor, uid, today())
    if found.person.uid != uid:
        return redirect("staff:person-assessments", found.person.uid)
    context = {
        "person": found.person,
        "assessments": found.assessments,
        "radar": radar(found.comparison),
        "team": found.team,
        "needs_team": any(one.needs_team and one.signed_at for one in found.assessments),
        "may_write": may(request.actor, Right.WRITE_ASSESSMENTS),
        "on": today(),
    }
    return render(request, "staff/plans/assessments/person.html", context)


@for_right(Right.READ_ASSESSMENTS)
@never_cache
@require_safe
def one(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One assessment: as it was signed, or as far as the draft is."""
    held = queries.shown(request.actor, uid)
    context = {
        "held": held,
        "person": held.person.merged_into or held.person,
        "radar": radar(queries.comparison_of(held)),
        "rows": _draft_rows(held),
        "may_write": may(request.actor, Right.WRITE_ASSESSMENTS),
    }
    return render(request, "staff/plans/assessments/assessment.html", context)


def _draft_rows(held: Any) -> list[tuple[str, Scored]]:
    """A draft's dimensions with what is written of each so far."""
    told = queries.facts_of(held)
    if told.kind == rules.PRELIMINARY:
        return []
    return [(one.name, told.scores.get(one.code, Scored())) for one in rules.dimensions(told.on)]
