"""Writes down an act of a plan, once it was said what follows from it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, today
from campanello.plans.queries import plans as queries
from campanello.plans.rules import plans as rules
from campanello.plans.rules.plans import Act, NewAct, Standing
from campanello.plans.rules.values import PLAN_STATES
from campanello.plans.services import plans as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.people import words as people_words
from campanello.staff.plans.plans import forms
from campanello.staff.plans.plans.drafting import TEMPLATE, asks
from campanello.staff.plans.plans.words import DEEDS, GRAVE


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def act(request: ActingRequest, uid: UUID, deed: str) -> HttpResponse:
    """Start, suspend, resume, extend, complete, withdraw, revoke."""
    one = queries.plan(request.actor, uid, right=Right.WRITE_PLANS)
    if deed not in DEEDS:
        raise NotFound
    kind, action, said = DEEDS[deed]
    standing, version = queries.standing(one), asking.version(request, one.version)
    form = forms.ActForm(
        asking.sent(request),
        is_extension=kind is Act.EXTEND,
        needs_reason=kind in rules.NEEDS_REASON,
        initial={"on": today(), "ends_on": standing.ends_on},
    )

    def do(given: Mapping[str, Any]) -> None:
        services.act(actor=request.actor, uid=uid, version=version, act=NewAct(kind, **given), at=now())

    refused = None if request.method == "POST" else rules.why_not_kind(standing, kind)
    context = {
        "title": gettext(action),
        "plan": one,
        "version": version,
        "action": gettext(action),
        "is_grave": kind in GRAVE,
        "tone": "warning" if kind in GRAVE else "info",
        "follows": _follows(standing, kind),
        "missing": people_words.said(refused) if refused else "",
    }
    done = reverse("staff:plan", args=[uid])
    return asking.answer(request, form, do, done=done, said=gettext(said), context=context, template=TEMPLATE)


def _follows(standing: Standing, kind: Act) -> list[str]:
    """What an act does, in figures where it has some."""
    if kind not in rules.TRANSITIONS[standing.state]:
        return []
    to = rules.after(standing, kind)
    lines = [
        gettext("The plan becomes: %(after)s (it is: %(before)s).")
        % {"before": gettext(PLAN_STATES[standing.state]), "after": gettext(PLAN_STATES[to])}
    ]
    if to in rules.CLOSED:
        lines.append(
            gettext("After that day no hours are written down and no allowance is due. It can't be undone.")
        )
    if kind is Act.SUSPEND:
        lines.append(gettext("Until it is resumed no hours are written down and no allowance is due."))
    if kind is Act.EXTEND:
        last = rules.shown(rules.last_day(standing.ends_on))
        lines.append(
            gettext("The last day was %(last)s; hours and money stay within the same limits.")
            % {"last": last}
        )
    return lines
