"""What is kept about a resident in plain words; a copy, what they ask for, language, telephone, how they come in."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts import queries as accounts
from campanello.accounts import services as account_services
from campanello.accounts.middleware import ActingRequest
from campanello.accounts.services.doors import revoke_own
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import doors, looked, own_data
from campanello.people.rules import requests, values
from campanello.people.rules.facts import shown_telephone
from campanello.people.services import doors as door_services
from campanello.people.services import own as services
from campanello.resident.doors import for_residents
from campanello.resident.entry import ChooseForm, pin_field

TONES = {"opens": "success", "waits": "info", "locked": "warning", "guessed-at": "danger"}
# In the person's own words what `services.ASKED_IN_APP` names.
ASKS = {
    "correction": _("Correct my data"),
    "erasure": _("Erase my data"),
    "restriction": _("Keep my data, but do not use them"),
    "objection": _("I object to the use of my data"),
}


class LanguageForm(forms.Form):
    """The language of letters and messages."""

    language = forms.ChoiceField(label=gettext_lazy("Letters and messages in"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class TelephoneForm(forms.Form):
    """The number at which one wants to be called."""

    number = forms.CharField(
        label=gettext_lazy("Call me at this number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )


class NewPinForm(ChooseForm):
    """The PIN that one has, and another one twice."""

    old = pin_field(gettext_lazy("The PIN you have now"))
    field_order = ("old", "pin", "again")


@for_residents(own=True, kept=False)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """What is kept about me."""
    found = own_data.own(request.actor, today())
    phone = found.telephone
    user = accounts.oneself(request.actor)
    context = {
        "data": found,
        "facts": _facts(found),
        "requests": [(ASKS.get(one.kind) or requests.KINDS[one.kind], one) for one in found.requests],
        "asked": ASKS.items(),
        "language_form": LanguageForm(initial={"language": user.language}),
        "telephone_form": TelephoneForm(initial={"number": shown_telephone(phone.normal) if phone else ""}),
    }
    return render(request, "resident/data/page.html", context)


def _facts(data: own_data.OwnData) -> list[tuple[str, list[str]]]:
    """What is kept, a heading and lines each; nothing is said of what nobody asked."""
    person = data.person
    born = f"{person.born_on:%d/%m/%Y}" if person.born_on else ""
    parts = [
        (gettext("Name"), [person.name, person.native_name, person.other_names]),
        (gettext("Born"), [born, person.birth_place]),
        (gettext("Home address"), [person.residence_address]),
        (gettext("Codes"), [f"{_word(values.CODE_KINDS, one.kind)}: {one.value}" for one in data.codes]),
        (gettext("How you are reached"), [_contact(one) for one in data.contacts]),
        (
            gettext("What you agreed to"),
            [_word(values.CONSENT_PURPOSES, one.purpose) for one in data.consents],
        ),
        (
            gettext("Facts that only few may read"),
            [f"{_word(values.SPECIAL_KINDS, one.kind)} {one.detail}" for one in data.special],
        ),
        (gettext("Projects that know you"), [one.project.title for one in data.projects]),
    ]
    return [(name, kept) for name, lines in parts if (kept := [one for one in lines if one])]


def _contact(one: Any) -> str:
    value = shown_telephone(one.normal) if one.kind in {"phone", "whatsapp"} else one.value
    return f"{_word(values.CONTACT_KINDS, one.kind)}: {value}"


def _word(names: dict[str, str], value: str) -> str:
    return gettext(names[value]) if value in names else value


@for_residents(own=True, kept=False)
@never_cache
@require_safe
def copy(request: ActingRequest) -> HttpResponse:
    """Everything, as a file for me and for programs."""
    told = own_data.copy(request.actor, at=now())
    body = json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="i-miei-dati.json"'
    return response


@require_POST
@for_residents(own=True)
def ask(request: ActingRequest) -> HttpResponse:
    """Ask for a correction, an erasure, a restriction; the lab answers within the law's month."""
    try:
        made = services.ask(actor=request.actor, kind=request.POST.get("kind", ""), on=today())
    except services.NoSuchRequest as error:
        messages.error(request, " ".join(say(error, get_language())))
    else:
        said = gettext("Asked. You get an answer by %(day)s. The lab calls you to hear what is to change.")
        messages.success(request, said % {"day": f"{made.due_on:%d/%m/%Y}"})
    return redirect("resident:data")


@require_POST
@for_residents(own=True)
def language(request: ActingRequest) -> HttpResponse:
    """Choose the language of letters and messages."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        services.change_language(actor=request.actor, language=form.cleaned_data["language"])
        messages.success(request, gettext("Saved."))
    return redirect("resident:data")


@require_POST
@for_residents(own=True)
def telephone(request: ActingRequest) -> HttpResponse:
    """Say at which number one wants to be called."""
    try:
        number = request.POST.get("number", "")[:30]
        services.change_telephone(actor=request.actor, number=number, on=today(), at=now())
    except DomainError as error:
        if error.kind is Kind.MISSING:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("Saved. The lab calls you at this number."))
    return redirect("resident:data")


@for_residents(own=True, kept=False)
@never_cache
@require_safe
def access(request: ActingRequest) -> HttpResponse:
    """How I come in, and where I am logged in."""
    return _access(request, NewPinForm())


def _access(request: ActingRequest, form: NewPinForm, status: int = 200) -> HttpResponse:
    own = doors.own_doors(request.actor, at=now())
    context = {
        "doors": [(one, TONES.get(one.state, "neutral")) for one in own],
        "has_pin": any(one.is_living and one.key.pin for one in own),
        "sessions": accounts.sessions(accounts.oneself(request.actor)),
        "here": request.session.session_key,
        "form": form,
    }
    return render(request, "resident/data/access.html", context, status=status)


@require_POST
@sensitive_post_parameters("old", "pin", "again")
@for_residents(own=True)
@never_cache
def new_pin(request: ActingRequest) -> HttpResponse:
    """Choose another PIN."""
    form = NewPinForm(request.POST)
    status = 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            door_services.change_own_pin(actor=request.actor, pin=said["old"], new=said["pin"], at=now())
        except DomainError as error:
            if error.kind is Kind.MISSING:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, gettext("You have a new PIN."))
            return redirect("resident:access")
    return _access(request, form, status)


@require_POST
@for_residents(own=True)
def end_door(request: ActingRequest, key: int) -> HttpResponse:
    """End a letter or telephone that I lost."""
    revoke_own(actor=request.actor, key=key, here=request.session.session_key, at=now())
    messages.success(request, gettext("Nobody comes in with it any more. You are logged in only here."))
    return redirect("resident:access")


@require_POST
@for_residents(own=True)
def end_others(request: ActingRequest) -> HttpResponse:
    """End my log-ins everywhere else."""
    user = accounts.oneself(request.actor)
    ended = account_services.end_other_sessions(user=user, but=request.session.session_key)
    said = ngettext("%(count)s log-in ended.", "%(count)s log-ins ended.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("resident:access")


@for_residents(own=True)
@never_cache
@require_safe
def who_looked(request: ActingRequest) -> HttpResponse:
    """Who has looked at my data, in plain sentences."""
    page, looks = looked.own(request.actor, request.GET.get("page"))
    return render(
        request, "resident/data/looked.html", {"page": page, "looks": [(one, _said(one)) for one in looks]}
    )


def _said(one: looked.Look) -> str:
    """Who did what, as a sentence."""
    if one.is_delegate:
        return gettext("Somebody who acts for you looked at your pages.")
    who = gettext(one.role) if one.role else gettext("The program")
    told = {"who": who, "organisation": one.organisation}
    if one.is_export:
        text = gettext("%(who)s of %(organisation)s took your data along in a file or on paper.")
        alone = gettext("%(who)s took your data along in a file or on paper.")
    else:
        text = gettext("%(who)s of %(organisation)s looked at your data.")
        alone = gettext("%(who)s looked at your data.")
    return (text if one.organisation else alone) % told
