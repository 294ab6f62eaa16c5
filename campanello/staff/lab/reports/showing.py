"""A report's page: what was told, who has to answer and why, what became of it, what may be done now."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import today
from campanello.lab.queries import reports as queries
from campanello.lab.queries import reports_shown, templates
from campanello.lab.queries.reports_shown import ReportPage
from campanello.lab.rules import values
from campanello.lab.rules.templates import Reply, filled
from campanello.staff.doors import for_right
from campanello.staff.lab.reports import cards, words

LANGUAGE_NAMES = {
    "it": "Italiano",
    "en": "English",
    "fr": "Français",
    "ar": "العربية",
    "ur": "اردو",
    "es": "Español",
}


@for_right(*queries.READERS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    return shown(request, uid)


def shown(
    request: ActingRequest,
    uid: UUID,
    *,
    errors: Iterable[str] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with what was refused, and what was typed then, where something was."""
    told = reports_shown.report_page(request.actor, uid, on=today())
    report, replies = told.report, templates.replies(request.actor)
    language = _language(request, told)
    context = {
        "told": told,
        "report": report,
        "place": words.place(report),
        "kind": gettext(values.REPORT_KINDS[report.kind]),
        "state": words.state(report),
        "tone": words.TONES[report.state],
        "priority": gettext(values.PRIORITIES[report.priority]),
        "priority_tone": words.PRIORITY_TONES.get(report.priority, ""),
        "steps": [(one, words.step_text(one), words.because(one), _icon(one)) for one in told.steps],
        "why": next((words.because(one) for one in reversed(told.steps) if one.kind == "owner"), ""),
        "moves": cards.steps(report.state),
        "similar": [(one, words.place(one.report), words.state(one.report)) for one in told.similar],
        "replies": replies,
        "languages": LANGUAGE_NAMES,
        "reply_language": language,
        "reply_text": (typed or {}).get("text") or _prefilled(request, told, replies, language),
        "kinds": words.in_words(values.REPORT_KINDS),
        "priorities": words.in_words(values.PRIORITIES),
        "follow_ups": words.in_words(values.FOLLOW_UP_ANSWERS),
        "joining": uuid4(),
        "today": today(),
        "errors": list(errors),
        "typed": typed or {},
    }
    return render(request, "staff/lab/reports/report.html", context, status=status)


def _icon(step: Any) -> str:
    return words.STEP_ICONS.get(step.kind, "info-circle")


def _language(request: ActingRequest, told: ReportPage) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGE_NAMES else told.language or "it"


def _prefilled(request: ActingRequest, told: ReportPage, replies: Iterable[Reply], language: str) -> str:
    """The text of the reply that was chosen, its gaps filled."""
    title = request.GET.get("reply", "")
    chosen = next((one for one in replies if one.title == title), None)
    if chosen is None:
        return ""
    report = told.report
    facts = {
        "number": report.number,
        "place": words.place(report),
        "owner": report.owner.name,
        "day": f"{report.planned_on:%d/%m/%Y}" if report.planned_on else "",
        "ask": report.ask_whom,
    }
    return filled(chosen.text(language), facts)
