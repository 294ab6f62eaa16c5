"""A gift with the giver there: to whose code, how many, in figures before; its receipt; taken back within minutes."""

from typing import Any
from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.points.queries import donations as queries
from campanello.points.queries import spending
from campanello.points.queries.spending import Shown
from campanello.points.services import donating as services
from campanello.staff.doors import for_right
from campanello.staff.points.spending.forms import GiftForm

TEMPLATE = "staff/points/spending/donate.html"
SEND = "send"


@for_right(Right.SPEND_POINTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The form; then the figures; then it is given. Of who receives nothing is told but that the code is good."""
    shown = spending.shown(request.actor, uid, today())
    form = GiftForm(request.POST if request.method == "POST" else None, initial={"uid": uuid4()})
    if not form.is_bound:
        return _page(request, shown, form)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        if request.POST.get("step") == SEND:
            return _given(request, shown, form)
        services.check(
            actor=request.actor,
            account=uid,
            to=form.receiver(),
            points=form.cleaned_data["points"],
            on=today(),
            at=now(),
            address=address(request),
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        form.add_error(None, say(error, get_language()))
        return _page(request, shown, form, status=HTTP_STATUS[error.kind])
    return _page(
        request, shown, form, is_checked=True, held_after=shown.account.balance - form.cleaned_data["points"]
    )


def _given(request: ActingRequest, shown: Shown, form: GiftForm) -> HttpResponse:
    asked = form.cleaned_data
    made = services.donate(
        actor=request.actor,
        account=shown.account.uid,
        to=form.receiver(),
        points=asked["points"],
        nothing_in_return=asked["nothing_in_return"],
        shows_donor=asked["shows_donor"],
        uid=asked["uid"],
        on=today(),
        at=now(),
        address=address(request),
    )
    messages.success(request, gettext("The points are given. Here is the receipt."))
    return redirect("staff:donation", made.transfer.uid)


def _page(
    request: ActingRequest, shown: Shown, form: GiftForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"shown": shown, "form": form, **more}
    return render(request, TEMPLATE, context, status=status)


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def given(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A gift with its receipt, and for a while the way back."""
    shown = queries.shown(request.actor, uid, today(), now())
    context = {"shown": shown, "may_take_back": shown.until and may(request.actor, Right.SPEND_POINTS)}
    return render(request, "staff/points/spending/gift.html", context)


@for_right(Right.SPEND_POINTS)
@never_cache
@require_POST
def take_back(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take a gift back, with the giver there."""
    try:
        services.take_back(actor=request.actor, transfer=uid, at=now(), on=today())
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, say(error, get_language())[0])
    else:
        messages.success(request, gettext("The gift was taken back: the points are with the giver again."))
    return redirect(reverse("staff:donation", args=[uid]))


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, where the proxy says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "-"
