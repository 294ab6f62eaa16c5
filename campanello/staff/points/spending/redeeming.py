"""Points towards the rent, with the person there: how many, what follows in figures, done."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.points.queries import spending as queries
from campanello.points.queries.spending import Shown
from campanello.points.rules import redeeming as rules
from campanello.points.rules.redeeming import Debt
from campanello.points.rules.values import SCHEMES
from campanello.points.services import redeeming as services
from campanello.staff.doors import for_right
from campanello.staff.points.spending.forms import RedeemForm

TEMPLATE = "staff/points/spending/redeem.html"
SEND = "send"


@for_right(Right.SPEND_POINTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Each debt with its own number of points; then the figures; then it is done, and there is a receipt."""
    shown = queries.shown(request.actor, uid, today())
    if request.method != "POST":
        return _page(request, shown)
    form = RedeemForm(_sent(request, shown))
    if not form.is_valid():
        return _page(request, shown, form=form, status=422)
    asked = form.cleaned_data
    debt = shown.standing.debt(asked["tenancy"], asked["creditor"])
    if request.POST.get("step") == SEND:
        return _done(request, shown, form)
    if refusal := rules.why_not_redeem(shown.standing, debt, asked["points"]):
        form.add_error(None, say(refusal, get_language()))
        return _page(request, shown, form=form, status=422)
    assert debt is not None
    effect = rules.effect(shown.standing, debt, asked["points"])
    return _page(request, shown, form=form, debt=debt, way=gettext(SCHEMES[debt.way]), effect=effect)


def _sent(request: ActingRequest, shown: Shown) -> Any:
    """What was sent; pressed on "all that helps", with the number that this means."""
    if "all" not in request.POST:
        return request.POST
    given = request.POST.copy()
    form = RedeemForm({**given.dict(), "points": 1})
    if form.is_valid():
        debt = shown.standing.debt(form.cleaned_data["tenancy"], form.cleaned_data["creditor"])
        given["points"] = str(rules.spendable(shown.standing, debt) if debt else 0)
    return given


def _done(request: ActingRequest, shown: Shown, form: RedeemForm) -> HttpResponse:
    asked = form.cleaned_data
    try:
        made = services.redeem(
            actor=request.actor, account=shown.account.uid, with_staff=True, on=today(), at=now(), **asked
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        form.add_error(None, say(error, get_language()))
        return _page(request, shown, form=form, status=HTTP_STATUS[error.kind])
    messages.success(request, gettext("The points are put aside for the rent. Here is the receipt."))
    return redirect("staff:redemption", made.uid)


def _page(request: ActingRequest, shown: Shown, *, status: int = 200, **more: Any) -> HttpResponse:
    form = more.get("form")
    context: dict[str, Any] = {
        "shown": shown,
        "standing": shown.standing,
        "uid": form["uid"].value() if form is not None and form["uid"].value() else uuid4(),
        "rows": [_row(shown, debt) for debt in shown.standing.debts],
        **more,
    }
    if not shown.standing.debts:
        context["none"] = say(rules.NoDebtStated(), get_language())[0]
    return render(request, TEMPLATE, context, status=status)


def _row(shown: Shown, debt: Debt) -> dict[str, Any]:
    """A debt with how many points it takes, or why it takes none."""
    refusal = rules.why_not_spend(shown.standing, debt)
    most = rules.spendable(shown.standing, debt)
    return {
        "debt": debt,
        "most": most,
        "takes": most * shown.standing.cents_a_point,
        "rest": shown.standing.rest_cents(debt),
        "denial": "" if refusal is None else _denied(shown, refusal),
    }


def _denied(shown: Shown, refusal: DomainError) -> str:
    tells_debt = isinstance(refusal, rules.NothingOwed | rules.NoDebtLeft | rules.LessThanAPoint)
    if tells_debt and not shown.sees_debt:
        return gettext("This debt takes no more points now.")
    return say(refusal, get_language())[0]
