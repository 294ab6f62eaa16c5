"""Keys for programs: one's own, made and ended here; and whose there are, for who manages accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts import queries
from campanello.accounts.middleware import ActingRequest
from campanello.accounts.rules import KeyLastsTooLong
from campanello.accounts.services import tokens
from campanello.core import params
from campanello.core.access import Right
from campanello.core.edges import say, today
from campanello.staff.doors import for_right

PER_PAGE = 50


class KeyForm(forms.Form):
    """What a key is for, and how long it holds."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("As you will know it again: the program, the machine."),
        max_length=60,
    )
    days = forms.IntegerField(label=gettext_lazy("For how many days"), min_value=1, max_value=3650)


@login_required
@never_cache
def own(request: ActingRequest) -> HttpResponse:
    """One's own keys; a new one's secret is shown in the answer that made it, and never again."""
    most = params.value("accounts.api_token_days", today())
    form = KeyForm(request.POST or None, initial={"days": min(90, most)})
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = tokens.make_token(
                actor=request.actor, at=timezone.now(), on=today(), **form.cleaned_data
            )
        except KeyLastsTooLong as error:
            form.add_error("days", say(error, get_language()))
        else:
            return _made(request, made, secret)
    context = {"form": form, "keys": _rows(queries.tokens(request.actor)), "most": most}
    return render(request, "account/keys.html", context, status=422 if form.is_bound else 200)


def _made(request: ActingRequest, made: Any, secret: str) -> HttpResponse:
    example = (
        f"curl -H 'Authorization: Bearer {secret}' {request.build_absolute_uri('/api/v1/people?q=rossi')}"
    )
    response = render(request, "account/key_made.html", {"made": made, "secret": secret, "example": example})
    response["Cache-Control"] = "no-store, private"
    return response


@login_required
@require_POST
def end_own(request: ActingRequest, key: int) -> HttpResponse:
    """End one of one's own keys."""
    tokens.revoke_token(actor=request.actor, key=key, at=timezone.now())
    messages.success(request, gettext("The key has ended: nobody is let in with it any more."))
    return redirect("own-keys")


@for_right(Right.MANAGE_ACCOUNTS)
@never_cache
@require_safe
def everybodys(request: ActingRequest) -> HttpResponse:
    """The keys that let in now, whose they are and when they were last used; never their secrets."""
    found = queries.living_tokens(request.actor, at=timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "keys": _rows(page.object_list), "is_demo": settings.MODE == "demo"}
    return render(request, "staff/accounts/keys.html", context)


@for_right(Right.MANAGE_ACCOUNTS)
@require_POST
def end_anybodys(request: ActingRequest, key: int) -> HttpResponse:
    """End a key that its user lost, or left behind."""
    tokens.end_token(actor=request.actor, key=key, at=timezone.now())
    messages.success(request, gettext("The key has ended: nobody is let in with it any more."))
    return redirect("staff:keys")


def _rows(found: Any) -> list[dict[str, Any]]:
    at = timezone.now()
    return [{"key": key, **_state(key, at)} for key in found]


def _state(key: Any, at: Any) -> dict[str, Any]:
    if key.revoked_at:
        return {"state": gettext("Ended"), "tone": "neutral", "is_living": False}
    if key.expires_at <= at:
        return {"state": gettext("Too old"), "tone": "neutral", "is_living": False}
    return {"state": gettext("Lets in"), "tone": "success", "is_living": True}
