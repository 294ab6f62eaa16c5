"""The audit trail's pages: a sentence a line, filtered by the address, older entries a page away."""

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import audit_trail
from campanello.core.access import Right, may
from campanello.core.actor import ROLE_NAMES, Role
from campanello.core.audit_trail import Asked, Place
from campanello.people.queries import access_log
from campanello.people.queries.access_log import Line, Log
from campanello.staff.audit.sentences import SENTENCES, sentence, shown, sort_name
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes.tables import inert

TONES = {"read": "neutral", "write": "info", "export": "warning", "refusal": "danger"}
ANY = ("", gettext_lazy("All"))
HEAD = ("when", "who", "roles", "sort", "deed", "sentence", "person", "reference")


class FilterForm(forms.Form):
    """The filters of the list; what is wrong in the address is passed over."""

    who = forms.CharField(label=gettext_lazy("Who, by name or user name"), max_length=100, required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sort"), required=False)
    verb = forms.ChoiceField(label=gettext_lazy("Deed"), required=False)
    first = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    last = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sorts = [(sort, gettext(name)) for sort, name in audit_trail.SORTS.items()]
        somebody = {"who": gettext("Somebody")}
        deeds = sorted(
            ((verb, gettext(text) % somebody) for verb, text in SENTENCES.items()), key=lambda one: one[1]
        )
        self.fields["sort"].choices = [ANY, *sorts]  # type: ignore[attr-defined]
        self.fields["verb"].choices = [ANY, *deeds]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What is asked for, without what can't be read."""
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            who=given.get("who", "").replace("\0", ""),
            verb=given.get("verb", ""),
            sort=given.get("sort", ""),
            first=given.get("first"),
            last=given.get("last"),
        )


@for_right(Right.READ_AUDIT, Right.READ_ALL_AUDIT)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """What was done, the newest first."""
    form = FilterForm(request.GET)
    asked = form.asked()
    log = access_log.log(request.actor, asked, _where(request.GET))
    context = _context(request, form, asked, log) | {
        "sees_all": may(request.actor, Right.READ_ALL_AUDIT),
        "finds_people": may(request.actor, Right.FIND_PEOPLE),
    }
    return render(request, "staff/audit/page.html", context)


@for_right(Right.READ_AUDIT)
@never_cache
@require_safe
def person(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Who has looked at a person and who changed the record; as a piece for the person's page too."""
    form = FilterForm(request.GET)
    asked = form.asked()
    who, log, looked = access_log.of_person(request.actor, uid, asked, _where(request.GET))
    context = _context(request, form, asked, log) | {
        "person": who,
        "looked": [
            {"name": one.name or gettext("A resident"), "roles": _roles(one.roles), "one": one}
            for one in looked
        ],
    }
    template = "staff/audit/_looked.html" if is_partial(request) else "staff/audit/person.html"
    return render(request, template, context)


@for_right(Right.READ_AUDIT, Right.READ_ALL_AUDIT)
@never_cache
@require_safe
def table(request: ActingRequest) -> StreamingHttpResponse:
    """The entries asked for as CSV, written while they are read."""
    lines = access_log.export(request.actor, FilterForm(request.GET).asked())
    response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="registro.csv"'
    return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(lines: Iterator[Line]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(HEAD)
    for line in lines:
        entry = line.entry
        cells = (
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            line.who,
            entry.roles,
            entry.sort,
            entry.verb,
            sentence(line),
            line.whom.name if line.whom else "",
            entry.reference,
        )
        yield writer.writerow([inert(cell) for cell in cells])


def _where(asked: QueryDict) -> Place | None:
    return audit_trail.place(asked.get("at", ""))


def _context(request: ActingRequest, form: FilterForm, asked: Asked, log: Log) -> dict[str, Any]:
    filters = request.GET.copy()
    filters.pop("at", None)
    return {
        "form": form,
        "is_narrowed": asked.is_narrowed,
        "rows": [_row(line) for line in log.lines],
        "newer": _address(filters, log.newer),
        "older": _address(filters, log.older),
        "is_later": "at" in request.GET,
        "query": filters.urlencode(),
    }


def _address(filters: QueryDict, where: Place | None) -> str:
    if where is None:
        return ""
    query = filters.copy()
    query["at"] = str(where)
    return f"?{query.urlencode()}"


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "entry": line.entry,
        "sentence": shown(line),
        "roles": _roles(line.entry.roles),
        "sort": sort_name(line.entry.sort),
        "tone": TONES[line.entry.sort],
        "note": _note(line),
    }


def _roles(held: str) -> str:
    return ", ".join(gettext(ROLE_NAMES[Role(role)]) for role in held.split(",") if role in list(Role))


def _note(line: Line) -> str:
    """What the entry says beside: which page was refused, which fields were changed."""
    facts = line.entry.facts
    if line.entry.verb == "core.refused":
        return str(facts.get("view", ""))
    fields = facts.get("fields")
    return ", ".join(str(one) for one in fields) if isinstance(fields, list) else ""
