"""A resident's way in: the address of a QR code, and a PIN. The address alone shows nothing of whose it is.

A telephone that has been let in keeps the address in a cookie of these pages alone, so that the PIN is enough later.
"""

import hashlib
from datetime import datetime
from math import ceil
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.queries.doors import waits_for_pin
from campanello.accounts.rules.doors import PIN_LENGTH, DoorClosed, DoorLocked, NotAPin, TooManyPins, WeakPin
from campanello.accounts.services.doors import try_pin
from campanello.core import params
from campanello.core.edges import now, say, today
from campanello.people.services.doors import choose_pin

COOKIE, PATH = "door", "/entra/"
LOCKED_STATUS = 429
_HOUR = 3600
asks = require_http_methods(["GET", "HEAD", "POST"])


def pin_field(label: Any, **given: Any) -> forms.CharField:
    """A field for a PIN: a keyboard of figures, nothing to be read over a shoulder."""
    widget = forms.PasswordInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "door-pin"}
    )
    return forms.CharField(label=label, max_length=20, widget=widget, **given)


class PinForm(forms.Form):
    """The PIN."""

    pin = pin_field(
        gettext_lazy("Your PIN"), help_text=gettext_lazy("The six figures on the second sheet, or your own.")
    )


class ChooseForm(forms.Form):
    """A PIN of one's own, twice."""

    pin = pin_field(
        gettext_lazy("Choose a PIN"),
        help_text=gettext_lazy("Six figures that only you know. Not your birthday, not 123456."),
    )
    again = pin_field(gettext_lazy("The same PIN again"))

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("pin") and given.get("again") and given["pin"] != given["again"]:
            self.add_error("again", gettext("The two PINs are not the same. Type it again."))
        return given


@asks
@never_cache
@sensitive_post_parameters("pin", "again")
def door(request: HttpRequest, secret: str) -> HttpResponse:
    """The door of an address: its PIN, or the choice of one where the desk has just shown it."""
    return _confidential(_at(request, secret))


@asks
@never_cache
@sensitive_post_parameters("pin", "again")
def known_door(request: HttpRequest) -> HttpResponse:
    """The door that this telephone has been let in through before; else how to come in."""
    secret = request.COOKIES.get(COOKIE, "")[:100]
    return _confidential(_at(request, secret) if secret else render(request, "resident/entry/how.html"))


@require_POST
@never_cache
def forget(request: HttpRequest) -> HttpResponse:
    """Let this telephone forget the address: the next one to use it needs the letter again."""
    response = redirect("door")
    response.delete_cookie(COOKIE, path=PATH)
    return response


def _at(request: HttpRequest, secret: str) -> HttpResponse:
    at = now()
    chooses = waits_for_pin(secret, at=at) is not None
    form = (ChooseForm if chooses else PinForm)(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            _refuse_guesses(request, at)
            enter = choose_pin if chooses else try_pin
            return _come_in(request, enter(secret=secret, pin=form.cleaned_data["pin"], at=at), secret)
        except (DoorClosed, DoorLocked, NotAPin, WeakPin, TooManyPins) as error:
            if isinstance(error, DoorClosed | DoorLocked):
                _note_guess(request, at)
            form.add_error("pin", say(error, get_language()))
            status = LOCKED_STATUS if isinstance(error, DoorLocked | TooManyPins) else 422
    elif form.is_bound:
        status = 422
    context = {"form": form, "chooses": chooses, "figures": PIN_LENGTH}
    return render(request, "resident/entry/door.html", context, status=status)


def _come_in(request: HttpRequest, user: Any, secret: str) -> HttpResponse:
    # Whoever was logged in here before leaves: several people may share a telephone.
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    record_authentication(request, user, method="pin")
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("resident:home"))
    response.set_cookie(
        COOKIE,
        secret,
        max_age=params.value("accounts.door_key_days", today()) * 24 * _HOUR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _confidential(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    # The secret is in the address, which goes to nobody; with less than its origin the browser sends no form back.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _refuse_guesses(request: HttpRequest, at: datetime) -> None:
    for who, name in ((_address(request), "door_wrong_an_hour"), ("", "door_wrong_an_hour_all")):
        if int(cache.get(_counter(who, at), 0)) >= params.value(f"accounts.{name}", today()):
            raise TooManyPins(minutes=ceil((_HOUR - at.timestamp() % _HOUR) / 60))


def _note_guess(request: HttpRequest, at: datetime) -> None:
    for who in (_address(request), ""):
        name = _counter(who, at)
        cache.set(name, int(cache.get(name, 0)) + 1, timeout=_HOUR)


def _counter(who: str, at: datetime) -> str:
    """Where wrong PINs of an hour of the clock are counted; addresses are kept as digests."""
    digest = hashlib.sha256(who.encode()).hexdigest()[:24]
    return f"door:{digest}:{int(at.timestamp()) // _HOUR}"


def _address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, where the proxy says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "-"
