"""Edits one part of a person's record: their own fields, or the facts of which there are several."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import records
from campanello.people.rules.facts import NewCode
from campanello.people.rules.person import StalePerson
from campanello.people.rules.record import PersonRecord
from campanello.people.services import codes, editing, facts
from campanello.staff.doors import for_right
from campanello.staff.people import conflicts, forms, rows, words
from campanello.staff.people.municipalities import by_istat, by_name

Form = type[django_forms.Form]


@dataclass(frozen=True)
class Part:
    """How a part is edited: with one form for the person's own fields, or by adding, changing and ending rows."""

    add: Form | None = None
    change: Form | None = None
    has_end: bool = False


PARTS: Mapping[str, Part] = {
    "basic": Part(),
    "residence": Part(),
    "contacts": Part(forms.ContactForm, forms.ContactChange, has_end=True),
    "languages": Part(forms.LanguageForm, forms.LanguageChange),
    "citizenships": Part(forms.CitizenshipForm, forms.CitizenshipChange),
    "codes": Part(forms.CodeForm, has_end=True),
    "employment": Part(forms.EmploymentForm, forms.EmploymentChange),
    "permits": Part(forms.PermitForm, forms.PermitForm),
    "special": Part(forms.SpecialForm, forms.SpecialChange, has_end=True),
}
OWN = ("basic", "residence")


@for_right(Right.WRITE_PERSON)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, uid: UUID, part: str) -> HttpResponse:
    """One part of a person's record, to be changed."""
    if part not in PARTS:
        raise NotFound
    on = today()
    record = records.person_record(request.actor, uid, on)
    if part == "special" and record.special is None:
        raise NotFound
    if record.uid != uid:
        return redirect("staff:person-edit", record.uid, part)
    return _own(request, record, part, on) if part in OWN else _several(request, record, part, on)


def _own(request: ActingRequest, record: PersonRecord, part: str, on: date) -> HttpResponse:
    form = _own_form(part, request.POST if request.method == "POST" else None, record)
    if request.method == "POST" and form.is_valid():
        version = _whole(request.POST.get("version"), record.version)
        changes = conflicts.chosen(form.cleaned_data, request.POST)
        try:
            editing.edit_person(
                actor=request.actor,
                uid=record.uid,
                version=version,
                changes=changes,
                on=on,
                at=timezone.now(),
            )
        except StalePerson as stale:
            return conflicts.page(request, record, part, stale)
        except DomainError as error:
            _tell(form, error)
        else:
            return _saved(request, record)
    context = {"form": form, "municipalities": by_name() if part == "residence" else ()}
    return _page(request, record, part, "staff/people/edit.html", context)


def _own_form(part: str, data: Any, record: PersonRecord) -> django_forms.Form:
    said = vars(record.facts)
    if part == "basic":
        return forms.BasicForm(data, initial=said)
    initial = said | {"residence": by_istat().get(record.facts.residence_istat, "")}
    return forms.ResidenceForm(data, initial=initial, municipalities=by_name())


def _several(request: ActingRequest, record: PersonRecord, part: str, on: date) -> HttpResponse:
    form_with_errors: tuple[str, int, django_forms.Form] | None = None
    if request.method == "POST":
        deed, row = request.POST.get("deed", ""), _whole(request.POST.get("row"), 0)
        form = _deed_form(part, deed, request.POST, on)
        if form is None:
            raise NotFound
        if form.is_valid():
            try:
                _do(request, record, part, (deed, row), form)
            except StalePerson as stale:
                return conflicts.page(request, record, part, stale)
            except DomainError as error:
                _tell(form, error)
            else:
                return _saved(request, record, part)
        form_with_errors = (deed, row, form)
    context = rows.listing(record, part, PARTS[part], form_with_errors, on)
    return _page(request, record, part, "staff/people/facts.html", context)


def _deed_form(part: str, deed: str, data: Any, on: date) -> django_forms.Form | None:
    kinds: dict[str, Form | None] = {
        "add": PARTS[part].add,
        "change": PARTS[part].change,
        "end": forms.EndForm if PARTS[part].has_end else None,
        "take-back": forms.TakeBackForm,
        "declined": forms.NothingForm if part == "citizenships" else None,
    }
    kind = kinds.get(deed)
    return kind(data, prefix=rows.prefix(deed, _whole(data.get("row"), 0))) if kind else None


def _do(
    request: ActingRequest, record: PersonRecord, part: str, which: tuple[str, int], form: django_forms.Form
) -> None:
    deed, row = which
    given: dict[str, Any] = {"actor": request.actor, "uid": record.uid, "at": timezone.now()}
    version = _whole(request.POST.get("version"), record.version)
    deeds: dict[str, Callable[[], object]] = {
        "add": lambda: _add(form.fact(), given, record.on),  # type: ignore[attr-defined]
        "change": lambda: facts.change_fact(
            part=part,
            row=row,
            version=version,
            changes=conflicts.chosen(form.cleaned_data, request.POST),
            **given,
        ),
        "end": lambda: facts.end_fact(part=part, row=row, ends_on=form.cleaned_data["ends_on"], **given),
        "take-back": lambda: facts.take_back(part=part, row=row, why=form.cleaned_data["why"], **given),
        "declined": lambda: editing.edit_person(
            version=version, changes={"has_declined_citizenship": True}, on=record.on, **given
        ),
    }
    deeds[deed]()


def _add(fact: Any, given: dict[str, Any], on: date) -> object:
    if isinstance(fact, NewCode):
        return codes.add_code(code=fact, on=on, **given)
    return facts.add_fact(fact=fact, on=on, **given)


def _tell(form: django_forms.Form, error: DomainError) -> None:
    # What is not there, or changed meanwhile, has a page of its own; what a rule refuses belongs into the form.
    if error.kind is Kind.MISSING:
        raise error
    form.add_error(None, words.said(error))


def _saved(request: ActingRequest, record: PersonRecord, part: str = "") -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect("staff:person-edit", record.uid, part) if part else redirect("staff:person", record.uid)


def _page(
    request: ActingRequest, record: PersonRecord, part: str, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    errors = request.method == "POST"
    shared = {
        "record": record,
        "name": record.name,
        "part": part,
        "title": gettext(words.PART_NAMES[part]),
        "others": [
            (key, gettext(words.PART_NAMES[key]))
            for key in PARTS
            if key != "special" or record.special is not None
        ],
    }
    return render(request, template, {**shared, **context}, status=422 if errors else 200)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else otherwise
