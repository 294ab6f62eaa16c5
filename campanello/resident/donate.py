"""Points as a gift: to a neighbour by their code, or to everybody's pool; back within minutes. And one's own code."""

from typing import Any
from uuid import UUID, uuid4

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import Conflict, DomainError, Refused
from campanello.points.queries import own as queries
from campanello.points.queries.own import Own
from campanello.points.services import donating
from campanello.resident.codes import qr
from campanello.resident.doors import for_residents

SCOPE = "spend"
NEIGHBOUR, POOL = "neighbour", "pool"


class DonateForm(forms.Form):
    """To whom, how many, whether they may know who gave. Its number is made with the form: sent twice, given once."""

    to = forms.ChoiceField(
        label=gettext_lazy("To whom?"),
        choices=(
            (NEIGHBOUR, gettext_lazy("To a neighbour who told me their code")),
            (POOL, gettext_lazy("To everybody: the lab gives them to who needs them")),
        ),
        widget=forms.RadioSelect,
        initial=NEIGHBOUR,
    )
    code = forms.CharField(
        label=gettext_lazy("The neighbour's code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Eight letters and figures. Your neighbour finds it in the app."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "autocomplete": "off"}),
    )
    points = forms.IntegerField(
        label=gettext_lazy("How many points?"),
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    shows_donor = forms.BooleanField(label=gettext_lazy("They may know that it was me"), required=False)
    nothing_in_return = forms.BooleanField(
        label=gettext_lazy("It is a gift: I ask for nothing back"),
        required=True,
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A gift to a neighbour needs the code."""
        given = super().clean() or {}
        if given.get("to") == NEIGHBOUR and not given.get("code", "").strip():
            self.add_error("code", gettext("Write your neighbour's code."))
        return given

    @property
    def receiver(self) -> str | None:
        """The code; None for the pool."""
        return self.cleaned_data["code"] if self.cleaned_data["to"] == NEIGHBOUR else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents(scope=SCOPE)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    """Choose, look once more, give."""
    own = queries.own(request.actor, today())
    if request.method != "POST" or own.account is None:
        initial = {"uid": uuid4(), "to": NEIGHBOUR, "code": request.GET.get("codice", "")[:20]}
        return _asked(request, own, DonateForm(initial=initial))
    form = DonateForm(request.POST)
    if not form.is_valid():
        return _asked(request, own, form, status=422)
    try:
        if "yes" in request.POST:
            return _given(request, own, form)
        return _confirmed(request, own, form)
    except (Refused, Conflict) as error:
        form.add_error(None, say(error, get_language()))
        return _asked(request, own, form, status=HTTP_STATUS[error.kind])


@for_residents(scope=SCOPE)
@require_POST
def take_back(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The gift comes back, within minutes and while it is still there."""
    try:
        donating.take_back(actor=request.actor, transfer=uid, at=now(), on=today())
    except (Refused, Conflict) as error:
        messages.error(request, _sentence(error))
    else:
        messages.success(request, gettext("Your points are back."))
    return redirect("resident:ticket", uid)


@for_residents(scope="points")
@never_cache
@require_safe
def code(request: ActingRequest) -> HttpResponse:
    """One's own code, for a neighbour who wants to give."""
    own = queries.own(request.actor, today())
    context: dict[str, Any] = {"own": own}
    if own.account is not None and own.account.gift_code:
        address = f"{reverse('resident:donate')}?codice={own.account.gift_code}"
        context["code"] = own.account.gift_code
        context["picture"] = qr(request.build_absolute_uri(address))
    return render(request, "resident/donate/code.html", context)


def _asked(request: ActingRequest, own: Own, form: DonateForm, status: int = 200) -> HttpResponse:
    return render(request, "resident/donate/page.html", {"own": own, "form": form}, status=status)


def _confirmed(request: ActingRequest, own: Own, form: DonateForm) -> HttpResponse:
    assert own.account is not None
    queries.refuse_gift(own, form.cleaned_data["points"])
    donating.check(
        actor=request.actor,
        account=own.account.uid,
        to=form.receiver,
        on=today(),
        at=now(),
        address=_address(request),
    )
    given = form.cleaned_data
    context = {"own": own, "form": form, "given": given, "left_points": own.balance - given["points"]}
    return render(request, "resident/donate/confirm.html", context)


def _given(request: ActingRequest, own: Own, form: DonateForm) -> HttpResponse:
    given = form.cleaned_data
    assert own.account is not None
    donating.donate(
        actor=request.actor,
        account=own.account.uid,
        to=form.receiver,
        points=given["points"],
        nothing_in_return=given["nothing_in_return"],
        uid=given["uid"],
        at=now(),
        on=today(),
        shows_donor=given["shows_donor"],
        address=_address(request),
    )
    messages.success(request, gettext("Thank you. Your gift is given."))
    return redirect("resident:ticket", given["uid"])


def _address(request: ActingRequest) -> str:
    """Where a request comes from; behind a proxy, where the proxy says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def _sentence(error: DomainError) -> str:
    return " ".join(say(error, get_language()))
