"""The views: an address becomes a selection, the cube answers, a page or a file shows it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campanello.core.edges import say
from campanello.core.language import RIGHT_TO_LEFT
from campanello.evaluation import selection
from campanello.evaluation.registry import FIGURES
from campanello.evaluation.report import numbers
from campanello.evaluation.report.wording import Wording, wording
from campanello.staff.evaluation import (
    address,
    cards,
    comparing,
    downloads,
    filters,
    missing,
    notes,
    panels,
    reports,
    stored,
)
from campanello.staff.evaluation import definitions as meanings
from campanello.staff.evaluation.stored import Entry, Kept, Seen

LONGEST_SEARCH = 100
# Fewer can be seen at a glance.
MOST_WITHOUT_SEARCH = 8


@dataclass(frozen=True)
class Asked:
    """What a request asks for: a stored evaluation, a selection of it, in which language."""

    kept: Kept
    seen: Seen
    address: address.Address
    ignored: list[str]
    words: Wording

    @property
    def context(self) -> dict[str, Any]:
        """What every page about one evaluation is given."""
        evaluation = self.kept.stored
        return {
            "name": evaluation.name,
            "title": self.words.gettext(evaluation.title),
            "as_of": cards.day(self.kept.as_of, self.words),
            "made_at": numbers.moment(evaluation.made_at, self.words.language),
            "query": self.address.query(),
            "selection": self.address.selection,
            "described": selection.described(self.address.selection, self.kept.programme, self.words),
        }


def _asked(request: HttpRequest, name: str) -> Asked:
    kept, words, parameters = stored.kept(name), _words(), dict(request.GET.lists())
    parsed = selection.parse(parameters, kept.cube, kept.programme)
    return Asked(
        kept,
        stored.seen(name, parsed.selection),
        address.read(parameters, parsed.selection),
        filters.ignored(parsed.ignored, words),
        words,
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    searched = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    words, everything = _words(), stored.entries()
    found = [_listed(one, words) for one in everything if searched.casefold() in _text(one, words)]
    context = {
        "entries": found,
        "total": len(everything),
        "searched": searched,
        "has_search": bool(searched) or len(everything) > MOST_WITHOUT_SEARCH,
        "openable": [entry for entry in found if not entry["problem"]],
        "folder": stored.home(),
    }
    return render(request, "staff/evaluation/listing.html", context)


def _text(entry: Entry, words: Wording) -> str:
    return f"{words.gettext(entry.title)} {entry.name}".casefold()


def _listed(entry: Entry, words: Wording) -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": words.gettext(entry.title),
        "people": words.withheld() if entry.people is None else words.count(entry.people),
        "as_of": cards.day(entry.as_of, words),
        "made_at": numbers.moment(entry.made_at, words.language) if entry.made_at else "",
        "problem": " ".join(say(entry.problem, words.language)) if entry.problem else "",
    }


@require_safe
def dashboard(request: HttpRequest, name: str) -> HttpResponse:
    asked = _asked(request, name)
    kept, seen, words = asked.kept, asked.seen, asked.words
    context = asked.context | {
        "filter_groups": filters.groups(kept, seen.selection, words),
        "chips": filters.chips(kept, asked.address, words),
        "clear": asked.address.selecting(selection.Selection()),
        "ignored": asked.ignored,
        "refusal": " ".join(say(seen.refusal, words.language)) if seen.refusal else "",
        "quality": missing.tables(kept, asked.address, words),
        "rule": words.withheld_rule(kept.threshold) if kept.threshold else "",
        "notes": notes.notes(kept.folder, words),
        "reports": reports.formats(kept),
        "sort": asked.address.sort,
        "is_everything": asked.address.is_everything,
        "everything": replace(asked.address, is_everything=True).query(),
    }
    if seen.evaluation:
        is_rtl = words.language in RIGHT_TO_LEFT
        people = seen.evaluation.indicator("recipients.total").value
        context |= {
            "is_empty": people == 0,
            "card_groups": cards.groups(seen.evaluation, words),
            "panels": panels.panels(seen.evaluation, asked.address, words, is_rtl=is_rtl),
            "overlap": panels.overlap(seen.evaluation, words, is_rtl=is_rtl),
            "profiles": cards.profiles(seen.evaluation, words),
            "people": words.withheld() if people is None else words.count(int(people)),
        }
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    template = "_dashboard.html" if is_part else "dashboard.html"
    response = render(request, f"staff/evaluation/{template}", context)
    if is_part:
        # A form sends its empty fields too; the address in the browser is to be the short one.
        response["HX-Push-Url"] = (request.path + asked.address.query()).removesuffix("?")
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@require_safe
def definitions(request: HttpRequest, name: str) -> HttpResponse:
    asked = _asked(request, name)
    searched = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    found = meanings.of_all(asked.seen.evaluation, asked.words)
    context = {
        "definitions": [one for one in found if one.has(searched)],
        "total": len(found),
        "searched": searched,
        "pairs": asked.address.selection.pairs(),
    }
    return render(request, "staff/evaluation/definitions.html", asked.context | context)


@require_safe
def definition(request: HttpRequest, name: str, code: str) -> HttpResponse:
    asked = _asked(request, name)
    one = meanings.one(code, asked.seen.evaluation, asked.words)
    return render(request, "staff/evaluation/definition.html", asked.context | {"definition": one})


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    words = _words()
    entries = [_listed(one, words) for one in stored.entries() if one.problem is None]
    names = sorted(entry["name"] for entry in entries)
    # The first two where nothing, or something that is not there, was chosen.
    first = _chosen(request, "a", names, names[:1])
    second = _chosen(request, "b", names, [one for one in names if one != first])
    context: dict[str, Any] = {"entries": entries, "first": first, "second": second}
    if first and second:
        both = [_asked_whole(one) for one in (first, second)]
        (one, seen), (other, seen_too) = both
        context |= {
            "sides": [_side(one, words), _side(other, words)],
            "indicators": comparing.indicators(seen, seen_too, words),
            "figures": comparing.figures(seen, seen_too, words),
        }
    return render(request, "staff/evaluation/comparison.html", context)


def _chosen(request: HttpRequest, parameter: str, names: list[str], usual: list[str]) -> str:
    wanted = request.GET.get(parameter, "")
    return wanted if wanted in names else next(iter(usual), "")


def _asked_whole(name: str) -> tuple[Kept, Any]:
    return stored.kept(name), stored.seen(name, selection.Selection()).evaluation


def _side(kept: Kept, words: Wording) -> dict[str, Any]:
    return {
        "name": kept.stored.name,
        "title": words.gettext(kept.stored.title),
        "as_of": cards.day(kept.as_of, words),
        "notes": notes.notes(kept.folder, words),
    }


@require_safe
def data(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    asked = _asked(request, name)
    if asked.seen.refusal:
        raise asked.seen.refusal
    assert asked.seen.evaluation is not None
    figure = request.GET.get("figure", "")
    sheet = downloads.Sheet(
        asked.kept,
        asked.seen.evaluation,
        asked.seen.selection,
        asked.words,
        figure if figure in FIGURES else "",
    )
    content = downloads.written(sheet, extension, at=datetime.now(UTC))
    response = HttpResponse(content, content_type=downloads.TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{sheet.file_name(extension)}"'
    return response


@require_safe
def report(request: HttpRequest, name: str, extension: str) -> FileResponse:
    kept = stored.kept(name)
    file = reports.file(kept, extension)
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{name}-report.{extension}",
        content_type=reports.TYPES[extension],
    )


def _words() -> Wording:
    return wording(get_language() or "en")
