"""Points towards the rent: how many, what the debt is before and after, yes, a ticket. And back, while it is time."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import Conflict, DomainError, Kind, Refused
from campanello.points.queries import own as queries
from campanello.points.queries.own import Own
from campanello.points.services import redeeming
from campanello.resident.debts import Drawn, drawn
from campanello.resident.doors import for_residents

SCOPE = "spend"


class RedeemForm(forms.Form):
    """How many points, towards which debt. Its number is made with the form: sent twice, it happens once."""

    points = forms.IntegerField(
        label=gettext_lazy("How many points?"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    debt = forms.CharField(widget=forms.HiddenInput)
    uid = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents(scope=SCOPE)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    """Choose, see what becomes of the debt, say yes."""
    own = queries.own(request.actor, today())
    chosen = _chosen(own, request.POST.get("debt") or request.GET.get("debito", ""))
    if request.method != "POST" or chosen is None or own.account is None:
        return _asked(request, own, chosen, None)
    if request.POST.get("debt") != chosen.key:
        # The debt that was chosen is gone meanwhile: never put points towards another one without asking.
        return _asked(request, own, chosen, None, status=HTTP_STATUS[Kind.CONFLICT])
    form = RedeemForm(request.POST)
    if not form.is_valid():
        return _asked(request, own, chosen, form, status=422)
    most = chosen.own.most_points
    if "yes" not in request.POST and 0 < form.cleaned_data["points"] <= most:
        return _confirmed(request, own, chosen, form)
    return _done(request, own, chosen, form)


@for_residents(scope=SCOPE)
@require_POST
def take_back(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The points come back, while the landlord's office has not begun to pay."""
    try:
        redeeming.take_back(actor=request.actor, redemption=uid, at=now(), on=today())
    except (Refused, Conflict) as error:
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("Your points are back."))
    return redirect("resident:movements")


def _done(request: ActingRequest, own: Own, chosen: Drawn, form: RedeemForm) -> HttpResponse:
    given = form.cleaned_data
    assert own.account is not None
    try:
        redeeming.redeem(
            actor=request.actor,
            account=own.account.uid,
            tenancy=chosen.own.debt.tenancy,
            creditor=chosen.own.debt.creditor,
            points=given["points"],
            uid=given["uid"],
            at=now(),
            on=today(),
        )
    except (Refused, Conflict) as error:
        return _refused(request, own, chosen, form, error)
    messages.success(request, gettext("Done. Your points are on their way to the landlord."))
    return redirect("resident:ticket", given["uid"])


def _refused(
    request: ActingRequest, own: Own, chosen: Drawn, form: RedeemForm, error: DomainError
) -> HttpResponse:
    form.add_error(None, say(error, get_language()))
    return _asked(request, own, chosen, form, status=HTTP_STATUS[error.kind])


def _asked(
    request: ActingRequest, own: Own, chosen: Drawn | None, form: RedeemForm | None, status: int = 200
) -> HttpResponse:
    most = chosen.own.most_points if chosen else 0
    context: dict[str, Any] = {
        "own": own,
        "debts": drawn(own.debts),
        "chosen": chosen,
        "most": most,
        "form": form,
        "points": form["points"].value() if form else most,
        "uid": (form["uid"].value() if form else None) or uuid4(),
        "why_not": _why_not(own, chosen),
    }
    return render(request, "resident/redeem/page.html", context, status=status)


def _confirmed(request: ActingRequest, own: Own, chosen: Drawn, form: RedeemForm) -> HttpResponse:
    points = form.cleaned_data["points"]
    assert own.scheme is not None
    worth = own.scheme.cents_a_point
    [after] = drawn((chosen.own,), plus_points=points, worth=worth)
    debt = chosen.own.debt
    context = {
        "own": own,
        "chosen": chosen,
        "after": after,
        "points": points,
        "cents": points * worth,
        "left_points": own.balance - points,
        "left_cents": max(0, debt.room_cents - points * worth),
        "uid": form.cleaned_data["uid"],
    }
    return render(request, "resident/redeem/confirm.html", context)


def _chosen(own: Own, key: str) -> Drawn | None:
    # The debt of the address; else the first that points can go to, else the first.
    debts = drawn(own.debts)
    named = [one for one in debts if one.key == key]
    open_ones = [one for one in debts if one.own.most_points]
    return next(iter(named or open_ones or debts), None)


def _why_not(own: Own, chosen: Drawn | None) -> str:
    if own.account is None:
        return ""
    refusal = queries.why_not(own, chosen.own if chosen else None)
    return " ".join(say(refusal, get_language())) if refusal else ""
