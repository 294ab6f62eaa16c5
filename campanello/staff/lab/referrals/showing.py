"""The pages of one referral, and of all referrals of one person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.lab.queries import referrals as queries
from campanello.lab.rules.referrals import TRANSITIONS, State
from campanello.staff.doors import for_right
from campanello.staff.lab.referrals.moving import deeds_of


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One referral: who, where to, what for, what was answered, and what may be done next."""
    line = queries.shown(request.actor, uid, today())
    context = {
        "line": line,
        "one": line.referral,
        "deeds": deeds_of(request.actor, line.referral),
        "is_over": not TRANSITIONS[State(line.referral.state)],
    }
    return render(request, "staff/lab/referrals/referral.html", context)


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def of_person(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A person's referrals, and whether another one may be sent."""
    found = queries.of_person(request.actor, uid, today())
    if found.person.uid != uid:
        return redirect("staff:person-referrals", found.person.uid)
    context = {
        "person": found.person,
        "lines": found.lines,
        "consent": found.consent,
        "may_write": may(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/referrals/person.html", context)
