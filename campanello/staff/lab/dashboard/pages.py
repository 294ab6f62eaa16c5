"""The dashboard of a lab, its figures as a file, and a month of it as PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, may
from campanello.core.actor import Actor
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.core.language import LANGUAGES
from campanello.lab.queries import figures as queries
from campanello.lab.queries import figures_told as told
from campanello.lab.queries.figures import Wanted
from campanello.lab.rules.figures import last_whole_month, month_of
from campanello.lab.services.figures import month_paper
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.lab.dashboard import showing


@dataclass(frozen=True)
class _Asked:
    """What an address asks for: a lab among those one reads, and the days."""

    labs: list[Any]
    project: Any
    has_all: bool
    wanted: Wanted

    def query(self, **changes: str) -> str:
        """The address' question with some of it changed."""
        days = {"first": self.wanted.first, "last": self.wanted.last}
        said = {
            "project": self.project.code,
            "month": f"{self.wanted.month:%Y-%m}" if self.wanted.month else "",
        }
        said |= {name: f"{day:%Y-%m-%d}" for name, day in days.items() if day}
        return urlencode({name: value for name, value in (said | changes).items() if value})


@for_right(Right.READ_FIGURES, Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """A lab's figures of a month, of some days, or of all time; beside it the other labs one reads."""
    actor, on = request.actor, today()
    if not queries.labs(actor) and queries.may_read(actor):
        return render(request, "staff/lab/dashboard/none.html")
    asked = _asked(actor, request.GET, on)
    context: dict[str, Any] = _choices(asked, on) | {"works_here": may(actor, Right.READ_LAB)}
    # Labs are put beside each other where the same is withheld of both.
    beside = [one for one in asked.labs if queries.has_all(actor, one.pk) == asked.has_all]
    try:
        labs = queries.figures(actor, beside, asked.wanted, on=on)
    except DomainError as error:
        if error.kind is Kind.MISSING:
            raise
        context |= {"refusal": say(error, get_language())}
        return render(request, "staff/lab/dashboard/page.html", context, status=HTTP_STATUS[error.kind])
    found = next(one for one in labs if one.project.pk == asked.project.pk)
    context |= {
        "period": told.period(found.days),
        "rule": told.rule(found),
        "is_empty": found.figures.is_empty,
        "sections": told.sections(found.figures),
        "panels": showing.panels(found),
        "months": [
            (one, asked.query(month=f"{one.month:%Y-%m}", first="", last=""))
            for one in told.months(found.figures, most=showing.MONTHS_SHOWN)
        ],
        "month_heads": told.month_heads(),
        "compared": [(one, _other(asked, one.code)) for one in showing.compared(labs, asked.project.code)]
        if len(labs) > 1
        else [],
        "compared_heads": showing.compared_heads(),
    }
    return render(request, "staff/lab/dashboard/page.html", context)


@for_right(Right.READ_FIGURES, Right.READ_LAB)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The same figures as CSV."""
    actor, on = request.actor, today()
    asked = _asked(actor, request.GET, on)
    found = queries.exported(actor, [asked.project], asked.wanted, form="csv", on=on)
    head, rows = told.table(found)
    return download(f"{_name(asked)}.csv", head, rows)


@for_right(Right.READ_FIGURES, Right.READ_LAB)
@never_cache
@require_safe
def paper(request: ActingRequest) -> HttpResponse:
    """A month as PDF, in any of the languages; without a month the last that is over."""
    asked = _asked(request.actor, request.GET, today())
    month = asked.wanted.month or month_of(last_whole_month(today()).last)
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else get_language() or "it"
    made = month_paper(actor=request.actor, project=asked.project, month=month, language=language, at=now())
    response = HttpResponse(made, content_type="application/pdf")
    name = _name(replace(asked, wanted=Wanted(month=month)))
    response["Content-Disposition"] = f'attachment; filename="{name}-{language}.pdf"'
    return response


def _asked(actor: Actor, said: Mapping[str, str], on: date) -> _Asked:
    labs = queries.labs(actor)
    if not labs:
        raise NotFound
    wished = said.get("project", "")
    project = next((one for one in labs if one.code == wished), None)
    if project is None:
        if wished:
            raise NotFound
        # Who works in a lab begins with it.
        project = next((one for one in labs if queries.has_all(actor, one.pk)), labs[0])
    has_all = queries.has_all(actor, project.pk)
    month = _day(f"{said.get('month', '')}-01")
    if month and month <= on:
        return _Asked(labs, project, has_all, Wanted(month=month))
    first, last = (_day(said.get(name, "")) if has_all else None for name in ("first", "last"))
    if first and last and last < first:
        first, last = last, first
    return _Asked(labs, project, has_all, Wanted(first=first, last=last))


def _choices(asked: _Asked, on: date) -> dict[str, Any]:
    """What the form and the links of the page need."""
    latest = on if asked.has_all else last_whole_month(on).last
    month = asked.wanted.month
    chosen = month or month_of(last_whole_month(on).last)
    return {
        "labs": asked.labs,
        "project": asked.project,
        "has_all": asked.has_all,
        "wanted": asked.wanted,
        "query": asked.query(),
        "all_time": asked.query(month="", first="", last="") if asked.wanted != Wanted() else "",
        "latest": latest,
        "ways": _ways(asked, latest) if month else [],
        "paper_month": chosen,
        "paper_languages": [(code, gettext(name)) for code, name in _NAMES.items()],
        "language": get_language(),
    }


_NAMES = {"it": "Italiano", "en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "ur": "اردو"}


def _ways(asked: _Asked, latest: date) -> list[tuple[str, str]]:
    """The month before and the one after."""
    month = asked.wanted.month or latest
    near = (month_of(month - timedelta(days=1)), month_of(month + timedelta(days=31)))
    return [(date_format(one, "F Y"), asked.query(month=f"{one:%Y-%m}")) for one in near if one <= latest]


def _other(asked: _Asked, code: str) -> str:
    return f"{reverse('staff:lab-dashboard')}?{asked.query(project=code)}"


def _name(asked: _Asked) -> str:
    code = "".join(sign for sign in asked.project.code if sign.isalnum() or sign in "-_")
    return f"lab-{code}-{asked.wanted.month:%Y-%m}" if asked.wanted.month else f"lab-{code}"


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 1900 else None
