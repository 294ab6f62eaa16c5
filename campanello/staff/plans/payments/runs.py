"""Payment runs: the list, and one run with its lines, what is held, what changed since the last."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import job_signs, jobs
from campanello.core.access import Right, may
from campanello.core.jobs import MAY_BEGIN_AGAIN, STANDING_NAMES, Standing
from campanello.core.reach import reach
from campanello.plans.queries import payment_orders, payments_arrears
from campanello.plans.queries import payments as queries
from campanello.plans.queries.payments import Figures, Shown, Wanted
from campanello.plans.rules.payments import CHANGES, HOLDS
from campanello.plans.rules.values import PAYMENT_STATES, RUN_STATES
from campanello.plans.services.payments import why_not_approve
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes.forms import in_words
from campanello.staff.plans.payments.words import TONES, caps, changes, refusal

PER_PAGE = 25
WHICH = {
    "paid": gettext_lazy("Paid by this run"),
    "held": gettext_lazy("Held: nothing is paid"),
    "changed": gettext_lazy("Other than in the last run"),
    "over": gettext_lazy("Cut by a cap, a block's hours or the fund"),
}
SORT_NAMES = {
    "number": gettext_lazy("As computed"),
    "plan": gettext_lazy("Plan"),
    "-due": gettext_lazy("Largest amount"),
    "-minutes": gettext_lazy("Most hours"),
}


@dataclass(frozen=True)
class Row:
    """A line in words."""

    shown: Shown
    changes: list[str]
    caps: list[str]
    why: str
    held: int
    over: int


@for_right(Right.READ_PAYMENTS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The runs, latest first; what waits to be approved or paid stands above."""
    state = request.GET.get("state", "")
    found = queries.runs(request.actor, state=state if state in RUN_STATES else "")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(run, gettext(RUN_STATES[run.state]), TONES[run.state]) for run in page],
        "states": in_words(RUN_STATES),
        "state": state,
        "may_propose": may(request.actor, Right.PROPOSE_PAYMENTS),
        "may_set": may(request.actor, Right.SET_MEASURES),
    }
    return render(request, "staff/plans/payments/list.html", context)


@for_right(Right.READ_PAYMENTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One run: how far it is while it is computed, then its figures and lines, and what may be done now."""
    actor = request.actor
    run = queries.run(actor, uid)
    if run.state == "computing":
        return _computing(request, run)
    if is_partial(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    wanted = wanted_of(request)
    found = Paginator(queries.lines(run, wanted), PER_PAGE).get_page(request.GET.get("page"))
    told = queries.figures(run)
    may_propose = queries.may_name(actor, run.project_id)
    is_approver = run.project_id in reach(actor, Right.APPROVE_PAYMENTS)
    may_approve = is_approver and run.state == "proposed"
    denial = why_not_approve(actor, run) if may_approve else None
    is_out = run.state in {"ordered", "closed"} and may_propose
    context = {
        **about(run),
        **_figures(told),
        "page": found,
        "rows": [_row(one) for one in queries.shown(actor, run, found.object_list)],
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "which": WHICH.items(),
        "whys": [(code, gettext(HOLDS[code])) for code in HOLDS if code in told.held],
        "sorts": SORT_NAMES.items(),
        "may_propose": may_propose,
        "may_approve": may_approve and denial is None,
        "denial": refusal(denial) if denial else "",
        "may_void": run.state == "proposed" and (may_propose or may_approve),
        "landlords": payment_orders.landlords(run),
        "unbooked": payments_arrears.of_run(run) if is_out else (),
        "parts": range(1, payment_orders.parts_of(run) + 1) if is_out else (),
    }
    return render(request, "staff/plans/payments/run.html", context)


def _computing(request: ActingRequest, run: Any) -> HttpResponse:
    seen = queries.job_of(request.actor, run)
    if is_partial(request) and seen is not None:
        if request.GET.get("was") != seen.standing:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "staff/plans/payments/_far.html", {"seen": seen})
    is_own = seen is not None and seen.job.asked_by_id == request.actor.user
    context = {
        **about(run),
        "seen": seen,
        "standing": gettext(STANDING_NAMES[seen.standing]) if seen else "",
        "may_begin_again": seen is not None and is_own and seen.standing in MAY_BEGIN_AGAIN,
        "may_void": queries.may_name(request.actor, run.project_id)
        and (seen is None or not seen.is_under_way),
        "has_worker": seen is None or seen.standing is not Standing.WAITING or job_signs.has_worker(),
        "holds_up": jobs.hold_others_up(),
        "failure": gettext(seen.job.error_text) % seen.job.error_facts
        if seen and seen.job.error_text
        else "",
    }
    return render(request, "staff/plans/payments/computing.html", context)


def about(run: Any) -> dict[str, Any]:
    """What every page about one run tells."""
    return {
        "run": run,
        "state": gettext(RUN_STATES[run.state]),
        "tone": TONES[run.state],
        "total": run.to_person_cents + run.to_arrears_cents,
    }


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the lines for; what means nothing is left out."""
    asked = request.GET
    return Wanted(
        text=asked.get("q", "").strip()[:40],
        which=asked.get("which", "") if asked.get("which") in WHICH else "",
        why=asked.get("why", "") if asked.get("why") in HOLDS else "",
        change=asked.get("change", "") if asked.get("change") in CHANGES else "",
        sort=asked.get("sort", "") if asked.get("sort") in SORT_NAMES else "number",
    )


def _figures(told: Figures) -> dict[str, Any]:
    return {
        "lines": told.lines,
        "held": [(code, gettext(HOLDS.get(code, code)), count) for code, count in told.held.items()],
        "held_count": sum(told.held.values()),
        "held_cents": told.held_cents,
        "changed": [(code, gettext(CHANGES[code]), count) for code, count in told.changed.items()],
        "over": told.over,
        "before": told.before,
        "states": [
            (gettext(PAYMENT_STATES[state]), *told.states[state], TONES[state])
            for state in PAYMENT_STATES
            if state in told.states
        ],
    }


def _row(shown: Shown) -> Row:
    line = shown.line
    return Row(
        shown=shown,
        changes=changes(line.changed),
        caps=caps(line.capped),
        why=gettext(HOLDS.get(line.held_why, line.held_why)) if line.held_why else "",
        held=line.frozen.get("held", 0),
        over=line.frozen.get("over", 0),
    )
