"""Checks a receipt without a log-in: a form for the code, what the record says, the ticket as PDF. No name anywhere."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.core import typesetting
from campanello.core.edges import HTTP_STATUS, now, say
from campanello.core.errors import DomainError
from campanello.points.queries import receipts as queries
from campanello.points.queries import seals
from campanello.points.queries.receipts import Receipt
from campanello.points.rules.receipts import ReceiptUnknown
from campanello.points.rules.values import RATE_UNITS, TRANSFER_KINDS
from campanello.public import receipts_doors as doors
from campanello.public.templatetags.receipts import drawn, in_fours

TEMPLATE = Path(__file__).parent / "ticket.typ"
_MINUTES = 60


class CodeForm(forms.Form):
    """The code as it stands on the paper."""

    code = forms.CharField(
        label=gettext_lazy("Code of the receipt"),
        help_text=gettext_lazy("Capital or small letters, with or without lines between them."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and leads on to what it says."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _receipt(request, form.cleaned_data["code"])
        except DomainError as error:
            return _refused(request, form, error)
        return redirect("public:receipt", found.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "public/receipts/check.html", {"form": form}, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What the record behind a code says."""
    try:
        found = _receipt(request, code)
    except DomainError as error:
        return _refused(request, CodeForm(initial={"code": code[:100]}), error)
    context = {"found": found, "what": _what(found), "address": _address(request, found)}
    return render(request, "public/receipts/receipt.html", context)


@never_cache
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The ticket to print, in the reader's language or another of the six."""
    try:
        found = _receipt(request, code)
    except DomainError as error:
        return _refused(request, CodeForm(initial={"code": code[:100]}), error)
    if not found.is_true:
        return redirect("public:receipt", found.code)
    asked = request.GET.get("lingua", "")
    language = asked if asked in dict(settings.LANGUAGES) else _language()
    address = _address(request, found)
    with override(language):
        data = _ticket(found, address)
    made = typesetting.pdf(
        TEMPLATE.read_bytes(),
        data,
        language=language,
        made_at=now().replace(microsecond=0),
        files={"code.svg": drawn(address).encode()},
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ricevuta-{found.code}.pdf"'
    return response


@require_safe
def sealed(request: HttpRequest) -> HttpResponse:
    """The latest seals of each project, for anybody to copy; as a plain text where that is asked for."""
    codes = seals.projects()
    wanted = request.GET.get("progetto", "")
    found = seals.latest(wanted if wanted in dict(codes) else "")
    if request.GET.get("formato") == "txt":
        lines = [f"{one.project.code} {one.on.isoformat()} {one.sha256}\n" for one in found]
        return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
    return render(request, "public/receipts/seals.html", {"seals": found, "codes": codes, "wanted": wanted})


def _receipt(request: HttpRequest, typed: str) -> Receipt:
    doors.refuse_guesses(request)
    try:
        return queries.receipt(typed)
    except ReceiptUnknown:
        doors.note_guess(request)
        raise


def _refused(request: HttpRequest, form: CodeForm, error: DomainError) -> HttpResponse:
    context = {"form": form, "refusal": say(error, _language())[0]}
    return render(request, "public/receipts/check.html", context, status=HTTP_STATUS[error.kind])


def _what(found: Receipt) -> str:
    """What it was for in general words: the rate and the hours, or which landlord; never an activity or a name."""
    if found.rate_names:
        name = found.rate_names.get(_language()) or found.rate_names["it"]
        if found.unit == "hour" and found.minutes:
            facts = {"rate": name, "hours": found.minutes // _MINUTES, "minutes": found.minutes % _MINUTES}
            return gettext("%(rate)s: %(hours)s h %(minutes)s min") % facts
        return f"{name} ({gettext(RATE_UNITS[found.unit])})"
    return found.creditor


def _ticket(found: Receipt, address: str) -> dict[str, Any]:
    assert found.on is not None  # of a true record
    facts = [
        (gettext("What for"), _what(found)),
        (gettext("Project"), found.project),
        (gettext("Recorded on"), date_format(found.on, "DATE_FORMAT")),
        (gettext("Seal of the day"), in_fours(found.seal[:16]) if found.seal else gettext("Comes tonight")),
    ]
    return {
        "title": gettext("Receipt"),
        "points": ngettext("%(points)s point", "%(points)s points", found.points) % {"points": found.points},
        "kind": gettext(TRANSFER_KINDS[found.kind]),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "taken_back": gettext("It was taken back since.") if found.was_taken_back else "",
        "scan": gettext("Anybody who has this paper can check it: scan the code, or type it on our site."),
        "scan_alt": gettext("A code that leads to the page of this receipt"),
        "code": found.code,
        "address": address,
    }


def _address(request: HttpRequest, found: Receipt) -> str:
    return request.build_absolute_uri(reverse("public:receipt", args=[found.code]))


def _language() -> str:
    return get_language() or "it"
