"""One's own account: name, language, where one is logged in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from campanello.accounts import queries, services
from campanello.accounts.middleware import ActingRequest
from campanello.core.language import LANGUAGES


class ProfileForm(forms.Form):
    """How one is called here, and in which language one is written to."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), help_text=gettext_lazy("As your colleagues read it."), max_length=120
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Your language"),
        help_text=gettext_lazy(
            "Of letters and messages to you. The language of the pages is chosen at the top."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        assert {code for code, _ in settings.LANGUAGES} == set(LANGUAGES)


@login_required
@never_cache
def profile(request: ActingRequest) -> HttpResponse:
    """One's own account."""
    user = queries.oneself(request.actor)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        services.change_own(actor=request.actor, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("own-account")
    return render(
        request,
        "account/profile.html",
        {
            "form": form,
            "own": user,
            "factors": queries.second_factors(user),
            "is_demo_installation": settings.MODE == "demo",
        },
    )


@login_required
@never_cache
def sessions(request: ActingRequest) -> HttpResponse:
    """Where one is logged in; ends one session, or all but this."""
    user = queries.oneself(request.actor)
    if request.method == "POST":
        messages.success(request, _ended(request, user))
        return redirect("usersessions_list")
    found = queries.sessions(user)
    context = {"sessions": found, "here": request.session.session_key}
    return render(request, "usersessions/usersession_list.html", context)


def _ended(request: ActingRequest, user: Any) -> str:
    chosen = request.POST.get("session", "")
    if chosen.isdecimal() and len(chosen) < 19:
        ended = int(services.end_own_session(actor=request.actor, session_id=int(chosen)))
    else:
        ended = services.end_other_sessions(user=user, but=request.session.session_key)
    return ngettext("%(count)s log-in ended.", "%(count)s log-ins ended.", ended) % {"count": ended}
