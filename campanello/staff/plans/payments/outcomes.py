"""What became of payments: one held, let go, failed or given back; the bank's table of all of them."""

import csv
import io
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.plans.queries import payments as queries
from campanello.plans.rules import payment_outcomes as rules
from campanello.plans.rules.funds import euros
from campanello.plans.rules.payments import PAYMENT_MOVES
from campanello.plans.rules.values import PAYEES, PAYMENT_STATES
from campanello.plans.services import payments_outcomes as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.payments.forms import OutcomeForm, OutcomesForm, ReasonForm
from campanello.staff.plans.payments.words import TONES

TEMPLATE = "staff/plans/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])
proposes = for_right(Right.PROPOSE_PAYMENTS)


@proposes
@never_cache
@asks
def payment(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One payment: to whom, its state, and what the bank says of it."""
    held, on = queries.payment_read(request.actor, uid), today()
    states = {
        state: PAYMENT_STATES[state] for state in PAYMENT_MOVES.get(held.state, ()) if state in rules.OUTCOMES
    }
    states.pop("paid", None)
    version = asking.version(request, held.version)
    form = OutcomeForm(
        asking.sent(request), initial={"value_on": on, "state": next(iter(states), "")}, states=states
    )
    about = {
        **_about(held),
        "version": held.version,
        "may_hold": _may_hold(held),
        "may_release": _may_release(held),
    }
    if not states:
        return render(request, "staff/plans/payments/payment.html", about)
    return asking.answer(
        request,
        form,
        lambda given: services.tell(
            actor=request.actor, payment=uid, version=version, on=on, at=now(), **given
        ),
        done=reverse("staff:payment", args=[uid]),
        said=gettext("It is written down. The money is due again in the next run."),
        context=about,
        template="staff/plans/payments/payment.html",
    )


def _may_hold(held: Any) -> bool:
    return held.state == "ready" and held.run.state in {"proposed", "approved"}


def _may_release(held: Any) -> bool:
    return held.state == "held" and held.run.state in {"proposed", "approved"}


def _about(held: Any) -> dict[str, Any]:
    back = reverse("staff:payment-run", args=[held.run.uid])
    return {
        "payment": held,
        "run": held.run,
        "state": gettext(PAYMENT_STATES[held.state]),
        "tone": TONES.get(held.state, "neutral"),
        "payee": gettext(PAYEES[held.payee]),
        "back": back,
        "title": gettext("Payment of %(sum)s") % {"sum": euros(held.cents)},
    }


@proposes
@never_cache
@asks
def hold(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Hold one payment that is not ordered yet."""
    held = queries.payment(request.actor, uid)
    version = asking.version(request, held.version)
    back = reverse("staff:payment", args=[uid])
    follows = gettext("%(sum)s are not paid with this run, and are due again once it is closed.")
    return asking.answer(
        request,
        ReasonForm(asking.sent(request)),
        lambda given: services.hold(
            actor=request.actor, payment=uid, version=version, reason=given["reason"]
        ),
        done=back,
        said=gettext("The payment is held."),
        context={
            "title": gettext("Hold this payment"),
            "crumbs": [(gettext("Payments"), reverse("staff:payment-runs")), (_about(held)["title"], back)],
            "version": held.version,
            "follows": [follows % {"sum": euros(held.cents)}],
            "action": gettext("Hold it"),
        },
        template=TEMPLATE,
    )


@require_POST
@proposes
def release(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Let a held payment go with its run after all."""
    services.release(actor=request.actor, payment=uid, version=asking.version(request, 0))
    return redirect("staff:payment", uid)


@proposes
@never_cache
@asks
def told(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take the bank's table of outcomes: all of it or nothing."""
    run = queries.run(request.actor, uid, right=Right.PROPOSE_PAYMENTS)
    form = OutcomesForm(asking.sent(request), request.FILES or None)
    return asking.answer(
        request,
        form,
        lambda given: services.tell_many(
            actor=request.actor, uid=uid, rows=_rows(given["file"]), on=today(), at=now()
        ),
        done=reverse("staff:payment-run", args=[uid]),
        said=gettext("The bank's answers are stored. What failed or came back is due again in the next run."),
        context={"title": gettext("What the bank says"), "run": run, "columns": rules.COLUMNS},
        template="staff/plans/payments/outcomes.html",
    )


def _rows(file: Any) -> list[rules.Told]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    sample = text.readline()
    text.seek(0)
    reader = csv.DictReader(text, delimiter=";" if ";" in sample else ",", restval="")
    return list(rules.read(reader.fieldnames or (), reader))
