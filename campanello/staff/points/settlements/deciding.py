"""What is decided on a settlement: proposed, approved, ordered, confirmed, given up; each says what follows."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, say, today
from campanello.points.queries import settlements as queries
from campanello.points.rules.settlements import euros
from campanello.points.rules.values import GIVEN_BACK_WHYS, SCHEMES
from campanello.points.services import settlements as services
from campanello.points.services import settlements_confirming
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.settlements.forms import ConfirmForm, OrderForm, ProposeForm, ReasonForm

TEMPLATE = "staff/points/settlements/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.PROPOSE_SETTLEMENTS)
@never_cache
@require_safe
def choose(request: ActingRequest) -> HttpResponse:
    """What waits to be settled, by landlord."""
    context = {"waiting": queries.waiting(request.actor)}
    return render(request, "staff/points/settlements/choose.html", context)


@for_right(Right.PROPOSE_SETTLEMENTS)
@never_cache
@asks
def propose(request: ActingRequest, project: int, creditor: int) -> HttpResponse:
    """Propose to settle with a landlord all that waits: first in figures, then for good."""
    actor, on = request.actor, today()
    form = ProposeForm(asking.sent(request), initial={"uid": uuid4()})
    if form.is_bound and form.is_valid():
        # Sent twice, nothing waits any more, but what was proposed is there.
        uid = form.cleaned_data["uid"]
        made = services.propose(actor=actor, uid=uid, project=project, creditor=creditor, on=on, at=now())
        messages.success(request, gettext("The settlement is proposed. Somebody else approves it."))
        return redirect("staff:settlement", made.uid)
    seen = queries.preview(actor, project, creditor, on=on)
    context = {
        "title": gettext("Propose a settlement"),
        "crumbs": [(gettext("What waits"), reverse("staff:settlement-new"))],
        "lead": f"{seen.creditor.name} · {seen.project.title}",
        "form": form,
        "follows": [_sum(seen.points, seen.cents, seen.lines), *_backs(seen)],
        "missing": say(seen.refusal, get_language())[0] if seen.refusal else "",
        "action": gettext("Propose it"),
        "back": reverse("staff:settlement-new"),
    }
    return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)


def _backs(seen: Any) -> list[str]:
    told = [gettext(SCHEMES[seen.way])] if seen.way else []
    for why, (points, cents) in seen.back.items():
        text = ngettext(
            "%(points)s point (%(sum)s EUR) goes back to its household. %(why)s.",
            "%(points)s points (%(sum)s EUR) go back to their households. %(why)s.",
            points,
        )
        told.append(text % {"points": points, "sum": euros(cents), "why": gettext(GIVEN_BACK_WHYS[why])})
    return told


@require_POST
@for_right(Right.APPROVE_SETTLEMENTS)
def approve(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Approve a settlement as the page showed it."""
    version, seal = asking.version(request, 0), request.POST.get("seal", "")
    services.approve(actor=request.actor, uid=uid, version=version, seal=seal, at=now())
    messages.success(request, gettext("The settlement is approved."))
    return redirect("staff:settlement", uid)


@for_right(Right.PROPOSE_SETTLEMENTS)
@never_cache
@asks
def order(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Order an approved payment of the bank."""
    held, on = queries.settlement(request.actor, uid, right=Right.PROPOSE_SETTLEMENTS), today()
    version = asking.version(request, held.version)
    return _asked(
        request,
        held,
        OrderForm(asking.sent(request), initial={"pays_on": on}),
        lambda given: services.order(
            actor=request.actor, uid=uid, version=version, pays_on=given["pays_on"], on=on, at=now()
        ),
        title=gettext("Order the payment"),
        follows=[
            gettext("%(sum)s EUR go to %(holder)s.") % {"sum": euros(held.cents), "holder": held.holder},
            gettext("The debts go down only when the payment is confirmed."),
        ],
        said=gettext("The payment is ordered. Download the bank's file and hand it in."),
    )


@for_right(Right.CONFIRM_SETTLEMENTS)
@never_cache
@asks
def confirm(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Confirm that the landlord was paid, or that the offset's act was made: the debts go down."""
    held, on = queries.settlement(request.actor, uid, right=Right.CONFIRM_SETTLEMENTS), today()
    version, told = asking.version(request, held.version), queries.figures(held)
    initial = {"paid_on": held.pays_on if held.pays_on and held.pays_on <= on else on}
    return _asked(
        request,
        held,
        ConfirmForm(asking.sent(request), initial=initial, is_payment=held.way == "payment"),
        lambda given: settlements_confirming.confirm(
            actor=request.actor,
            uid=uid,
            version=version,
            paid_on=given["paid_on"],
            proof=given["proof"],
            accepted=given["less"],
            on=on,
            at=now(),
        ),
        title=gettext("Confirm the settlement"),
        follows=[
            _sum(held.points, held.cents, told.lines),
            gettext("The debts go down from that day on, and the households are told. It can't be undone."),
            gettext("Where less was accepted, or less was owed on that day, the other points go back."),
        ],
        said=gettext("The settlement is confirmed: the debts have gone down."),
    )


@for_right(Right.PROPOSE_SETTLEMENTS, Right.APPROVE_SETTLEMENTS)
@never_cache
@asks
def void(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Give a settlement up that is not confirmed."""
    held = queries.settlement(request.actor, uid)
    version, told = asking.version(request, held.version), queries.figures(held)
    follows = [
        _sum(held.points, held.cents, told.lines),
        gettext("None of it is taken off the debts; the points wait again for the next settlement."),
    ]
    if held.state == "ordered":
        follows.append(gettext("The bank's file may be out already: make sure that it does not pay."))
    return _asked(
        request,
        held,
        ReasonForm(asking.sent(request)),
        lambda given: services.void(actor=request.actor, uid=uid, version=version, reason=given["reason"]),
        title=gettext("Give the settlement up"),
        follows=follows,
        said=gettext("The settlement is given up: nothing of it is paid."),
        is_grave=True,
    )


def _sum(points: int, cents: int, lines: int) -> str:
    text = ngettext(
        "%(points)s points, %(sum)s EUR, in %(n)s line.",
        "%(points)s points, %(sum)s EUR, in %(n)s lines.",
        lines,
    )
    return text % {"points": points, "sum": euros(cents), "n": lines}


def _asked(
    request: ActingRequest,
    held: Any,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], Any],
    *,
    title: str,
    follows: list[str],
    said: str,
    is_grave: bool = False,
) -> HttpResponse:
    back = reverse("staff:settlement", args=[held.uid])
    context = {
        "title": title,
        "crumbs": [(gettext("Settlement %(number)s") % {"number": held.number}, back)],
        "lead": f"{held.creditor.name} · {held.project.title}",
        "version": held.version,
        "follows": follows,
        "action": title,
        "is_grave": is_grave,
    }
    return asking.answer(request, form, act, done=back, said=said, context=context, template=TEMPLATE)
