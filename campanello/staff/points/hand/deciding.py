"""One award by hand, and what is decided on it: signed, refused, withdrawn, taken back."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, today
from campanello.points.queries import hand_awards as queries
from campanello.points.rules.hand_awards import WAITING
from campanello.points.services import hand_awards as services
from campanello.points.services import reversing
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.hand.forms import WhyForm, rate_name
from campanello.staff.points.hand.words import TONES

TEMPLATE = "staff/points/hand/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One award: what, when, with which evidence, the figures, and how it stands."""
    found = queries.shown(request.actor, uid, today())
    one = found.award
    waits = one.state == WAITING
    is_mine = one.proposed_by_id == request.actor.user
    may_decide = waits and may(request.actor, Right.APPROVE_POINTS) and not found.figures.is_own
    context = {
        "found": found,
        "one": one,
        "rate": rate_name(one.rate),
        "tone": TONES[one.state],
        "name": found.person.name or gettext("Somebody without a name"),
        "may_sign": may_decide and not is_mine,
        "may_refuse": may_decide,
        "may_withdraw": waits and is_mine,
        "may_reverse": found.transfer is not None
        and not found.is_reversed
        and may(request.actor, Right.APPROVE_POINTS),
    }
    return render(request, "staff/points/hand/award.html", context)


@require_POST
@for_right(Right.APPROVE_POINTS)
def approve(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Sign an award as the page showed it."""
    version = asking.version(request, 0)
    made = services.approve(actor=request.actor, uid=uid, version=version, on=today(), at=now())
    told = ngettext("Signed: %(n)s point is given.", "Signed: %(n)s points are given.", made.points)
    messages.success(request, told % {"n": made.points})
    return redirect("staff:hand-award", uid)


@for_right(Right.APPROVE_POINTS)
@never_cache
@asks
def refuse(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Refuse an award that waits, with a reason."""
    return _asked(
        request,
        uid,
        WhyForm(asking.sent(request)),
        lambda given, version: services.refuse(
            actor=request.actor, uid=uid, version=version, why=given["why"], on=today(), at=now()
        ),
        title=gettext("Refuse this award"),
        follows=gettext("No points are given. Whoever proposed it reads why."),
        said=gettext("The award is refused."),
    )


@for_right(Right.AWARD_POINTS)
@never_cache
@asks
def withdraw(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Withdraw an award that one proposed."""
    return _asked(
        request,
        uid,
        forms.Form(asking.sent(request)),
        lambda _given, version: services.withdraw(actor=request.actor, uid=uid, version=version, at=now()),
        title=gettext("Withdraw this award"),
        follows=gettext("No points are given. You can write it down again."),
        said=gettext("The award is withdrawn."),
    )


@for_right(Right.APPROVE_POINTS)
@never_cache
@asks
def take_back(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take back the points of a transfer that was a mistake; `uid` is the transfer's."""
    row = queries.to_take_back(request.actor, uid)
    back = reverse("staff:point-account", args=[row.target.uid])
    text = ngettext(
        "%(n)s point goes back to the project. The first movement stays, and this one stands beside it.",
        "%(n)s points go back to the project. The first movement stays, and this one stands beside it.",
        row.points,
    )
    held = ngettext(
        "%(n)s point is in the account now.", "%(n)s points are in the account now.", row.target.balance
    )
    context = {
        "title": gettext("Take these points back"),
        "follows": [text % {"n": row.points}, held % {"n": row.target.balance}],
        "action": gettext("Take them back"),
        "is_grave": True,
    }
    return asking.answer(
        request,
        WhyForm(asking.sent(request)),
        lambda given: reversing.reverse(actor=request.actor, transfer=uid, why=given["why"], at=now()),
        done=back,
        said=gettext("The points are taken back."),
        context=context,
        template=TEMPLATE,
    )


def _asked(
    request: ActingRequest,
    uid: UUID,
    form: forms.Form,
    act: Callable[[Mapping[str, Any], int], Any],
    *,
    title: str,
    follows: str,
    said: str,
) -> HttpResponse:
    one = queries.award(request.actor, uid)
    version = asking.version(request, one.version)
    text = ngettext("It would be %(n)s point.", "It would be %(n)s points.", one.points)
    context = {
        "title": title,
        "quoted": one.what,
        "version": one.version,
        "follows": [text % {"n": one.points}, follows],
        "action": title,
        "is_grave": True,
    }
    return asking.answer(
        request,
        form,
        lambda given: act(given, version),
        done=reverse("staff:hand-award", args=[uid]),
        said=said,
        context=context,
        template=TEMPLATE,
    )
