"""An account's statement on paper: Italian, and beside it the language of whoever reads it."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import typesetting
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.points.queries import account_page as queries
from campanello.points.queries.account_page import Statement
from campanello.points.queries.movements import Movement
from campanello.staff.doors import for_right
from campanello.staff.points.accounts.showing import title_of

TEMPLATE = Path(__file__).parent / "statement.typ"


@for_right(Right.READ_POINTS)
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The movements of a period (`?dal=`, `?al=`), this year's where none is asked for; `?lingua=` stands beside."""
    on = today()
    first = _day(request.GET.get("dal", ""), date(on.year, 1, 1))
    last = max(first, _day(request.GET.get("al", ""), on))
    asked = request.GET.get("lingua", "")
    found = queries.statement(request.actor, uid, first, last, on=on, language=asked or "it")
    second = asked or found.language
    languages = ["it", *([second] if second in dict(settings.LANGUAGES) and second != "it" else [])]
    made = typesetting.pdf(
        TEMPLATE.read_bytes(),
        data_of(found, languages, on),
        language="it",
        made_at=now().replace(microsecond=0),
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="punti.pdf"'
    return response


def data_of(found: Statement, languages: list[str], on: date) -> dict[str, Any]:
    """The statement as plain data: figures once, words in each of the languages."""
    columns = [_column(found, one, on) for one in languages]
    return {
        "title": f"{columns[0]['title']} {found.scheme.name}",
        "people": list(found.people) or [title_of("")],
        "columns": columns,
        "rows": [_row(one, languages) for one in found.movements],
        "before": str(found.before),
        "after": str(found.after),
    }


def _column(found: Statement, language: str, on: date) -> dict[str, Any]:
    facts = {"first": f"{found.first:%d/%m/%Y}", "last": f"{found.last:%d/%m/%Y}"}
    with override(language):
        return {
            "language": language,
            "direction": typesetting.direction(language),
            "title": gettext("Your points"),
            "period": gettext("From %(first)s to %(last)s") % facts,
            "before": gettext("Points on the first day"),
            "after": gettext("Points on the last day"),
            "day": gettext("Day"),
            "what": gettext("What for"),
            "points": gettext("Points"),
            "receipt": gettext("Receipt"),
            "none": gettext("Nothing moved in these days."),
            "check": gettext("Anybody can check a receipt on our public page, without a log-in."),
            "printed": gettext("Printed on %(day)s") % {"day": f"{on:%d/%m/%Y}"},
        }


def _row(one: Movement, languages: list[str]) -> dict[str, Any]:
    kinds = []
    for language in languages:
        with override(language):
            kinds.append(gettext(one.kind_name))
    return {
        "day": f"{one.on:%d/%m/%Y}",
        "kinds": list(dict.fromkeys(kinds)),
        "what": one.what,
        "who": one.who_earned,
        "points": f"{one.points:+d}".replace("-", "−"),
        "receipt": one.receipt,
    }


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
