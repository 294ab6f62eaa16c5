"""The page that sets printed figures beside computed ones: the sources', or a file of the reader's own.

A reader's file is checked and forgotten: nothing of it is stored.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.evaluation.published import Published, Verdict, parse, verify
from campanello.evaluation.published.records import Printed, Share, Split, Sum, Union
from campanello.evaluation.published.report import STATUS_WORDS, as_json, shown, spoken, suggestion_lines
from campanello.evaluation.published.verdict import Checked, Status

SOURCES = files("campanello.demo") / "published" / "lombardy-2020.json"
MOST_BYTES = 1_000_000
MOST_FIGURES = 300
# A file and a text of the allowed size, and what a browser puts around them.
MOST_SENT = 2 * MOST_BYTES + 100_000
LONGEST_SEARCH = 100
TONES = {Status.CONTRADICTION: "danger", Status.WARNING: "warning", Status.HOLDS: "success"}
NUMBERS = {
    Status.CONTRADICTION: gettext_lazy("Contradictions"),
    Status.WARNING: gettext_lazy("Warnings"),
    Status.HOLDS: gettext_lazy("Figures that hold"),
}


@dataclass(frozen=True)
class Report:
    """A report's figures and what verifying says of them."""

    figures: Published
    verdict: Verdict


@dataclass(frozen=True)
class Line:
    """One number of a figure: what it is, as it is printed, as it is computed, and whether these differ."""

    name: str
    printed: str
    computed: str
    differs: bool


@dataclass(frozen=True)
class Card:
    """One figure as the page shows it: `anchor` is its place there, `made_of` the numbers that it rests on."""

    anchor: str
    id: str
    label: str
    source: str
    status: Status
    word: str
    tone: str
    made_of: str
    lines: tuple[Line, ...]
    message: str
    suggestions: tuple[str, ...]

    def has(self, words: str) -> bool:
        """Whether all the words, folded, stand somewhere on the card."""
        names = " ".join(line.name for line in self.lines)
        text = _folded(f"{self.id} {self.label} {self.source} {self.made_of} {names} {self.message}")
        return all(word in text for word in words.split())


class OwnFigures(forms.Form):
    """A file of the reader's own, or its text; once it is valid, a `report` and the `content` as text."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("A JSON file of up to 1 MB. It is checked and forgotten: nothing is stored."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        help_text=gettext_lazy("Paste the figures here instead of choosing a file."),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "dir": "ltr", "class": "font-monospace"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Read the one that was given and verify it; what can't be read is told at its field."""
        given: dict[str, Any] = super().clean() or {}
        file, text = given.get("file"), given.get("text") or ""
        if file is None and not text.strip():
            self.add_error("file", gettext("Choose a file, or paste its text below."))
        elif file is not None and text.strip():
            self.add_error("text", gettext("There is a file and a text. Send one of them."))
        elif file is not None:
            self._read("file", file.read(MOST_BYTES + 1))
        else:
            self._read("text", text)
        return given

    def _read(self, field: str, content: bytes | str) -> None:
        try:
            figures = parse(content, most_bytes=MOST_BYTES, most_figures=MOST_FIGURES)
        except DomainError as error:
            sentence, *details = (line.strip() for line in say(error, _language()))
            self.add_error(field, details or [sentence])
        else:
            self.report = Report(figures, verify(figures))
            self.content = content if isinstance(content, str) else content.decode("utf-8-sig")


# Exempt until the length is known: looking for the token would first take in all that was sent.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or ""
    if request.method == "POST" and length.isdigit() and int(length) > MOST_SENT:
        form = OwnFigures({})
        form.errors.clear()
        form.add_error("file", gettext("That is more than 1 MB. Leave only the figures in it."))
        return _shown(request, sources(), {}, form=form, status=413)
    return _answered(request)


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, sources(), request.GET, form=OwnFigures())
    form = OwnFigures(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, sources(), {}, form=form, status=422)
    if request.POST.get("format") == "json":
        return _download(form.report.verdict)
    refilled = OwnFigures(initial={"text": form.content})
    return _shown(request, form.report, request.POST, form=refilled, own_text=form.content)


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    return _download(sources().verdict)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    return _attached(
        HttpResponse(SOURCES.read_bytes(), content_type="application/json"), "lombardy-2020.json"
    )


@cache
def sources() -> Report:
    """The figures that the programme's own evaluation prints, verified once."""
    figures = parse(SOURCES.read_bytes())
    return Report(figures, verify(figures))


def _download(verdict: Verdict) -> HttpResponse:
    body = JsonResponse(as_json(verdict, _language()), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _attached(body, "verify.json")


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shown(
    request: HttpRequest,
    report: Report,
    wanted: Mapping[str, str],
    *,
    form: OwnFigures,
    own_text: str = "",
    status: int = 200,
) -> HttpResponse:
    chosen = next((status for status in Status if status == wanted.get("status")), None)
    words = wanted.get("q", "")[:LONGEST_SEARCH]
    everything = _cards(report)
    cards = [card for card in everything if chosen in (None, card.status) and card.has(_folded(words))]
    context = {
        "verdict": report.verdict,
        "numbers": [
            (status, NUMBERS[status], TONES[status], report.verdict.number(status)) for status in Status
        ],
        "cards": cards,
        "total": len(everything),
        "chosen": chosen,
        "words": words,
        "form": form,
        "own_text": own_text,
    }
    headers = request.headers
    # Going back, htmx asks for the whole page again when it has forgotten it.
    is_part = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    template = "_figures.html" if is_part else "page.html"
    response = render(request, f"staff/reconciliation/{template}", context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def _cards(report: Report) -> list[Card]:
    """All figures as cards: contradictions first, then warnings, then what holds."""
    cards = [_card(checked, report.figures.counts) for checked in report.verdict.checked]
    return sorted(cards, key=lambda card: list(Status).index(card.status))


def _card(checked: Checked, counts: Mapping[str, int]) -> Card:
    figure, language = checked.figure, _language()
    return Card(
        anchor=quote(figure.id, safe=""),
        id=figure.id,
        label=figure.label or figure.id,
        source=figure.source,
        status=checked.status,
        word=gettext(STATUS_WORDS[checked.status]),
        tone=TONES[checked.status],
        made_of=_made_of(checked, counts),
        lines=_lines(checked),
        message=_unbroken(spoken(checked.message, language)),
        suggestions=tuple(map(_unbroken, suggestion_lines(checked, language))),
    )


def _lines(checked: Checked) -> tuple[Line, ...]:
    figure = checked.figure
    names = figure.categories if isinstance(figure, Split) else ("",)
    unit = "\u00a0%" if isinstance(figure, Share | Split) else ""
    computed: tuple[Printed | None, ...] = checked.computed or (None,) * len(checked.printed)
    return tuple(
        Line(name, _number(printed, unit), _number(number, unit), differs=number != printed)
        for name, printed, number in zip(names, checked.printed, computed, strict=True)
    )


def _number(number: Printed | None, unit: str) -> str:
    return "–" if number is None else shown(number, _language()) + unit


def _made_of(checked: Checked, counts: Mapping[str, int]) -> str:
    figure, language = checked.figure, _language()
    if isinstance(figure, Sum):
        parts = zip(figure.categories, figure.parts, strict=True)
        return " + ".join(f"{name} {shown(number, language)}" for name, number in parts)
    names = figure.parts if isinstance(figure, Union) else figure.names
    given = [f"{name} = {shown(counts[name], language)}" for name in names]
    if isinstance(figure, Share) and figure.count is not None:
        given.insert(0, shown(figure.count, language))
    return ", ".join(given)


def _unbroken(text: str) -> str:
    """The text with its per cent signs kept beside their numbers."""
    return text.replace(" %", "\u00a0%")


def _folded(text: str) -> str:
    """The text for searching: without accents, and large letters as small ones."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _language() -> str:
    return get_language() or "en"
