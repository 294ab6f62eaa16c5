"""The page of one plan: where it is, hours and euros against their limits, what comes next, acts, versions."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, projects_with
from campanello.core.edges import now, today
from campanello.plans.queries import plan_shown as queries
from campanello.plans.queries.plan_shown import Shown
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import CLOSED, last_day, possible_acts
from campanello.plans.rules.signing import BOTH
from campanello.staff.doors import for_right
from campanello.staff.plans.plans import sections, words


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One plan."""
    on = today()
    found = queries.shown(request.actor, uid, on=on, at=now())
    context = base(found) | {
        "may_write": found.plan.project_id in projects_with(request.actor, Right.WRITE_PLANS),
        "deeds": _deeds(found),
        "unsigned": sorted(BOTH - found.last.signed_by) if found.last.row.signed_on is None else [],
        "is_open": found.standing.state not in CLOSED,
        "is_editable": found.last.row.signed_on is None and not found.last.signatures,
        **sections.of_plan(request.actor, found.plan, on),
    }
    return render(request, "staff/plans/plans/plan.html", context)


def base(found: Shown) -> dict[str, Any]:
    """What every page about one plan tells."""
    language = get_language() or "it"
    names = words.names_of(found)
    return {
        "shown": found,
        "plan": found.plan,
        "name": found.person.name or gettext("Somebody without a name"),
        "tone": words.tone(found.plan.state),
        "measure": in_language(found.plan.measure.titles, language),
        "last_day": last_day(found.plan.ends_on),
        "steps": words.steps(found),
        "hour_bars": words.hour_bars(found.bars),
        "euro_bars": words.euro_bars(found.euros),
        "acts": [words.act_line(act) for act in reversed(found.acts)],
        "blocks": words.blocks_of(found.last),
        "names": names,
        "versions": [(one, words.change_lines(one, names)) for one in reversed(found.versions)],
        "session_name": (
            in_language(found.next_session.service.names, language) if found.next_session else ""
        ),
    }


def _deeds(found: Shown) -> list[tuple[str, str, str]]:
    """The acts that may be written down now: the word in the address, the button, its tone."""
    possible = possible_acts(found.standing)
    return [
        (deed, gettext(action), "outline-danger" if kind in words.GRAVE else "outline-primary")
        for deed, (kind, action, _said) in words.DEEDS.items()
        if kind in possible
    ]
