"""An application's requirements: what is met, what is not, what is not known, why, and what was found before."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import eligibility as queries
from campanello.plans.rules.eligibility import facts_for
from campanello.plans.rules.eligibility_reading import NAMES
from campanello.plans.services import eligibility as services
from campanello.staff.doors import for_right
from campanello.staff.plans.eligibility import showing


@for_right(Right.READ_APPLICATIONS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The requirements as they are answered by what is known today, and the checks that were kept."""
    found = queries.eligibility(request.actor, uid, today())
    sees = {"sees_special": found.sees_special}
    outcome, tone = showing.OUTCOMES[found.now.outcome]
    context = {
        "application": found.application,
        "outcome": outcome,
        "tone": tone,
        "verdicts": showing.verdicts(found.now.results, found.now.known, **sees),
        "flags": showing.flags(found.now.priority),
        "asked_on": found.now.on,
        "requirement_set": found.now.requirement_set,
        "changed": showing.changes(found.changed),
        "last": found.last,
        "facts": [(name, gettext(NAMES[name])) for name in facts_for(found.now.requirement_set)],
        "noted": [_noted(one, found) for one in found.noted],
        "history": [
            (step.check, showing.occasion(step.check.occasion), showing.OUTCOMES[step.check.outcome], told)
            for step in found.history
            for told in (showing.changes(step.changes),)
        ],
        "may_write": may(request.actor, Right.WRITE_APPLICATIONS),
    }
    return render(request, "staff/plans/eligibility/page.html", context)


def _noted(fact: object, found: queries.Page) -> tuple[object, str, str]:
    name, value = fact.name, fact.value  # type: ignore[attr-defined]
    return fact, gettext(NAMES[name]), showing.value(name, value, sees_special=found.sees_special)


@for_right(Right.WRITE_APPLICATIONS)
@require_POST
def again(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Ask the requirements again by what is known today, and keep the answers."""
    try:
        made = services.check(actor=request.actor, application=uid, occasion="again", on=today(), at=now())
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        outcome, _tone = showing.OUTCOMES[made.outcome]
        messages.success(request, gettext("Checked again: %(outcome)s.") % {"outcome": outcome})
    return redirect("staff:eligibility", uid)
