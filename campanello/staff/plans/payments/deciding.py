"""What is decided on a run: approved, made void, ordered of the bank, closed. Each says in figures what follows."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.plans.queries import payments as queries
from campanello.plans.rules.funds import euros
from campanello.plans.services import payments as services
from campanello.plans.services import payments_arrears, payments_outcomes
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.payments.forms import CloseForm, OrderForm, ReasonForm

TEMPLATE = "staff/plans/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@for_right(Right.APPROVE_PAYMENTS)
def approve(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Approve a run as the page showed it."""
    version = asking.version(request, 0)
    seal = request.POST.get("seal", "")
    services.approve(actor=request.actor, uid=uid, version=version, seal=seal, at=now())
    messages.success(request, gettext("The run is approved. Whoever proposed it orders it of the bank."))
    return redirect("staff:payment-run", uid)


@for_right(Right.PROPOSE_PAYMENTS, Right.APPROVE_PAYMENTS)
@never_cache
@asks
def void(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Make a run void that is not approved yet."""
    run = queries.run(request.actor, uid)
    version = asking.version(request, run.version)
    return _asked(
        request,
        run,
        ReasonForm(asking.sent(request)),
        lambda given: services.void(actor=request.actor, uid=uid, version=version, reason=given["reason"]),
        title=gettext("Make the run void"),
        follows=[_in_figures(run), gettext("None of it is paid; all of it is due again in the next run.")],
        said=gettext("The run is void: nothing of it is paid."),
        is_grave=True,
    )


@for_right(Right.PROPOSE_PAYMENTS)
@never_cache
@asks
def order(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Order an approved run of the bank."""
    run, on = queries.run(request.actor, uid, right=Right.PROPOSE_PAYMENTS), today()
    version = asking.version(request, run.version)
    return _asked(
        request,
        run,
        OrderForm(asking.sent(request), initial={"pays_on": on}),
        lambda given: payments_outcomes.order(
            actor=request.actor, uid=uid, version=version, pays_on=given["pays_on"], on=on, at=now()
        ),
        title=gettext("Order the payments"),
        follows=[
            _in_figures(run),
            gettext("From then on the bank's files can be downloaded, and no payment can be held any more."),
        ],
        said=gettext("The payments are ordered. Download the bank's files and hand them in."),
    )


@require_POST
@for_right(Right.PROPOSE_PAYMENTS)
def book(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Book shares of pacts for which no home was known when they were paid."""
    number = payments_arrears.book_again(actor=request.actor, uid=uid, at=now())
    text = ngettext("%(n)s payment is booked.", "%(n)s payments are booked.", number)
    messages.success(request, text % {"n": number})
    return redirect("staff:payment-run", uid)


@for_right(Right.PROPOSE_PAYMENTS)
@never_cache
@asks
def close(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Close an ordered run: all others were paid."""
    run, on = queries.run(request.actor, uid, right=Right.PROPOSE_PAYMENTS), today()
    version = asking.version(request, run.version)
    count, cents = queries.figures(run).states.get("ordered", (0, 0))
    paid = ngettext(
        "%(n)s payment, %(sum)s, is taken as paid.", "%(n)s payments, %(sum)s, are taken as paid.", count
    )
    return _asked(
        request,
        run,
        CloseForm(
            asking.sent(request),
            initial={"value_on": run.pays_on if run.pays_on and run.pays_on <= on else on},
        ),
        lambda given: payments_outcomes.close(
            actor=request.actor, uid=uid, version=version, value_on=given["value_on"], on=on, at=now()
        ),
        title=gettext("All others were paid: close the run"),
        follows=[
            paid % {"n": count, "sum": euros(cents)},
            gettext("What is held is due again. What the bank gives back later can still be written down."),
        ],
        said=gettext("The run is closed."),
    )


def _in_figures(run: Any) -> str:
    text = ngettext(
        "%(sum)s for %(n)s plan, of it %(arrears)s to landlords.",
        "%(sum)s for %(n)s plans, of it %(arrears)s to landlords.",
        run.plans,
    )
    total = run.to_person_cents + run.to_arrears_cents
    return text % {"sum": euros(total), "n": run.plans, "arrears": euros(run.to_arrears_cents)}


def _asked(
    request: ActingRequest,
    run: Any,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], Any],
    *,
    title: str,
    follows: list[str],
    said: str,
    is_grave: bool = False,
) -> HttpResponse:
    back = reverse("staff:payment-run", args=[run.uid])
    name = gettext("Run %(number)s") % {"number": run.number}
    context = {
        "title": title,
        "crumbs": [(gettext("Payments"), reverse("staff:payment-runs")), (name, back)],
        "version": run.version,
        "follows": follows,
        "action": title,
        "is_grave": is_grave,
    }
    return asking.answer(request, form, act, done=back, said=said, context=context, template=TEMPLATE)
