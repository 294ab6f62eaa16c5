"""Who acts for a resident, and for whom a resident acts: give, end, look for somebody else and back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import params
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import delegations as queries
from campanello.people.rules.delegations import DelegationOver, NewDelegation, last_possible
from campanello.people.rules.values import SCOPES
from campanello.people.services import delegations as services
from campanello.resident.doors import STANDS_FOR, for_residents

asks = require_http_methods(["GET", "HEAD", "POST"])


class GiveForm(forms.Form):
    """Whom, what, until when. Its number is made with the form: sent twice, given once."""

    code = forms.CharField(
        label=gettext_lazy("Their code"),
        help_text=gettext_lazy("They find it in their own app: More, Who acts for me, Show my code."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What they may do for you"),
        choices=lambda: [(name, gettext(text)) for name, text in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    last_on = forms.DateField(
        label=gettext_lazy("Until and including"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)
    # Who it is was shown, and is right.
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        last = last_possible(today(), params.value("people.delegation_months", today()))
        super().__init__(*args, **{"initial": {"uid": uuid4(), "last_on": last}, **given})
        self.fields["last_on"].widget.attrs |= {"min": today().isoformat(), "max": last.isoformat()}

    @property
    def given(self) -> NewDelegation:
        """What the form says, as the rules take it."""
        said = self.cleaned_data
        return NewDelegation(frozenset(said["scopes"]), said["last_on"] + timedelta(days=1))


@for_residents(own=True)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Who acts for me, and for whom I act."""
    return render(
        request, "resident/delegates/page.html", {"both": queries.own(request.actor, today()), "on": today()}
    )


@require_POST
@for_residents(own=True)
@never_cache
def show_code(request: ActingRequest) -> HttpResponse:
    """My code, to be read to whoever wants me to act for them."""
    shown = services.show_code(actor=request.actor, at=now())
    return render(request, "resident/delegates/code.html", {"shown": shown})


@asks
@for_residents(own=True)
@never_cache
def give(request: ActingRequest) -> HttpResponse:
    """Let somebody act for me: first who they are is shown, then it is given."""
    form = GiveForm(request.POST if request.method == "POST" else None)
    status, name = 422 if form.is_bound else 200, ""
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["sure"]:
                return _give(request, form)
            found = services.found_by_code(actor=request.actor, code=form.cleaned_data["code"], at=now())
            name, status = found.name, 200
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
    context = {"form": form, "name": name}
    if name:
        context |= {
            "scopes": [text for key, text in SCOPES.items() if key in form.cleaned_data["scopes"]],
            "last_on": form.cleaned_data["last_on"],
        }
    return render(request, "resident/delegates/give.html", context, status=status)


def _give(request: ActingRequest, form: GiveForm) -> HttpResponse:
    said = form.cleaned_data
    services.give(
        actor=request.actor, uid=said["uid"], code=said["code"], given=form.given, at=now(), on=today()
    )
    messages.success(request, gettext("Done. You can end it at any time, here or at the lab."))
    return redirect("resident:delegates")


@require_POST
@for_residents(own=True)
def end(request: ActingRequest, uid: UUID) -> HttpResponse:
    """End it at once, whichever of the two I am."""
    services.end(actor=request.actor, uid=uid, at=now())
    messages.success(request, gettext("Ended: nobody acts by it any more."))
    return redirect("resident:delegates")


@require_POST
@for_residents
def stand_for(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Look at the pages for somebody else from now on; whose delegation is over is told so, on their own pages."""
    request.session.pop(STANDS_FOR, None)
    try:
        services.stand_for(actor=request.actor, uid=uid, on=today())
    except DelegationOver as error:
        messages.warning(request, " ".join(say(error, get_language())))
    else:
        request.session[STANDS_FOR] = str(uid)
    return redirect("resident:home")
