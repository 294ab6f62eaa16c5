"""Coming in: where one lands after log-in, and how an invitation is accepted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from campanello.accounts import queries, services
from campanello.accounts.middleware import ActingRequest
from campanello.accounts.rules import InvitationUnusable
from campanello.core.edges import today
from campanello.core.navigation import home_of
from campanello.staff.accounts.entry_forms import LONGEST_PASSWORD, PASSWORD_HELP

NO_STORE = "no-store, private"


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One of allauth's pages in our frame, never kept by a browser; its `site` would hide ours."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data.pop("site", None)
        response["Cache-Control"] = NO_STORE
        return response

    return shown


def after_log_in(request: ActingRequest) -> HttpResponse:
    """Go where one's work begins."""
    return redirect(home_of(request.actor))


class PasswordForm(forms.Form):
    """A password of one's own, twice."""

    password1 = forms.CharField(
        label=gettext_lazy("Choose a password"),
        help_text=PASSWORD_HELP,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean(self) -> dict[str, Any]:
        """Both alike, and hard to guess for somebody who knows the user."""
        given: dict[str, Any] = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("The two passwords are not the same. Type it again."))
        elif first:
            try:
                password_validation.validate_password(first, self._user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given


@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: choose a password, come in, and go on to the second factor where the role asks for it."""
    try:
        user = queries.open_invitation(secret, at=timezone.now()).user
        form = PasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            user = services.accept_invitation(
                secret=secret, password=form.cleaned_data["password1"], at=timezone.now(), on=today()
            )
            return _come_in(request, user)
    except InvitationUnusable:
        return _confidential(render(request, "account/invitation_unusable.html", status=404))
    return _confidential(render(request, "account/invitation.html", {"form": form, "invited": user}))


def _come_in(request: HttpRequest, user: Any) -> HttpResponse:
    # Whoever was logged in here before leaves: an invitation is opened on a colleague's computer, too.
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    record_authentication(request, user, method="password")
    answer: HttpResponse = perform_login(request, user)
    return answer


def _confidential(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NO_STORE
    # The secret is in the address, which goes to nobody; with less than its origin the browser sends no form back.
    response["Referrer-Policy"] = "strict-origin"
    return response
