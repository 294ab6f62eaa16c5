"""How a form of these pages is asked, sent and refused, and how two people who changed one record are reconciled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import HTTP_STATUS, say
from campanello.core.errors import DomainError, Kind
from campanello.homes.rules.editing import ChangedMeanwhile

TEMPLATE = "staff/homes/form.html"
KEEP = "keep-"


@dataclass(frozen=True)
class Clash:
    """A field as it is saved and as it was sent, for the page to let choose."""

    name: str
    label: str
    saved: str
    yours: str


def answer(
    request: ActingRequest,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], Any],
    *,
    done: str,
    said: str,
    context: Mapping[str, Any],
    template: str = TEMPLATE,
) -> HttpResponse:
    """Do what a valid form asks and go on to `done`; else show the form with what is wrong.

    Args:
        request: The request.
        form: Bound when it was sent.
        act: Makes the one call, with the cleaned values less those for which the saved value was chosen.
        done: Where to go on to.
        said: What is told there.
        context: What else the page shows: `title`, `crumbs`, and so on.
        template: The page.
    """
    status, clashes, version = 200, [], context.get("version")
    if form.is_bound and form.is_valid():
        kept = {name.removeprefix(KEEP) for name, value in request.POST.items() if value == "saved"}
        try:
            act({name: value for name, value in form.cleaned_data.items() if name not in kept})
        except ChangedMeanwhile as conflict:
            clashes, version = _clashes(form, conflict), conflict.version
            form.add_error(None, say(conflict, get_language()))
            status = HTTP_STATUS[conflict.kind]
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, said)
            return redirect(done)
    elif form.is_bound:
        status = 422
    page = {"form": form, "clashes": clashes, "back": done, **context, "version": version}
    return render(request, template, page, status=status)


def sent(request: ActingRequest) -> Mapping[str, Any] | None:
    """What a form was sent, or None."""
    return request.POST if request.method == "POST" else None


def version(request: ActingRequest, current: int) -> int:
    """The version that the form was opened with; the current one where it is no number, or is not sent."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else current


def _clashes(form: forms.Form, conflict: ChangedMeanwhile) -> list[Clash]:
    found = []
    for one in conflict.differences:
        name = one.field.removesuffix("_id")
        if name in form.fields:
            label = str(form.fields[name].label or name)
            found.append(Clash(name, label, _worded(form, name, one.saved), _worded(form, name, one.yours)))
    return found


def _worded(form: forms.Form, name: str, value: Any) -> str:
    """A value as the form's reader knows it: a choice by its name, a day as days are written here."""
    choices = getattr(form.fields[name], "choices", None)
    if choices:
        names = {str(key): str(text) for key, text in choices if not isinstance(text, list | tuple)}
        return names.get("" if value is None else str(value), "–")
    if isinstance(value, bool):
        return "✓" if value else "–"
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return "–" if value in {None, ""} else str(value)
