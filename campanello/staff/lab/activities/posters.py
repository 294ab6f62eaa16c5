"""The poster of an activity as PDF, in any of the six languages, with a code that leads to its public page."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import qrcode
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe
from qrcode.image.svg import SvgPathImage

from campanello.accounts.middleware import ActingRequest
from campanello.core import typesetting
from campanello.core.access import Right
from campanello.core.period import ROME
from campanello.lab.queries import activities, calendar
from campanello.lab.rules.activities import in_language, language_of
from campanello.lab.rules.values import ACTIVITY_KINDS, LANGUAGES
from campanello.staff.doors import for_right
from campanello.staff.lab.activities.forms import SPOKEN

TEMPLATE = Path(__file__).parent / "poster.typ"
MOST_DATES = 8


@for_right(Right.READ_LAB)
@require_safe
def poster(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A4, with the dates to come."""
    found = activities.activity(request.actor, uid)
    asked = request.GET.get("lingua", "")
    language = asked if asked in LANGUAGES else get_language() or "it"
    now = timezone.now().replace(microsecond=0)
    dates = [one for one in activities.coming(found, at=now, most=MOST_DATES) if one.cancelled_at is None]
    page = request.build_absolute_uri(reverse("public:activity", args=[uid]))
    with override(language):
        data = _data(found, dates, language, page if found.is_public else "")
    drawn = {"code.svg": _code(f"{page}?lingua={language}")} if found.is_public else {}
    made = typesetting.pdf(TEMPLATE.read_bytes(), data, language=language, made_at=now, files=drawn)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="locandina-{language}.pdf"'
    return response


def _data(activity: Any, dates: list[Any], language: str, page: str) -> dict[str, Any]:
    """The poster's words, in the language that is switched on."""
    spoken = [str(SPOKEN.get(code, code)) for code in activity.languages.split(",") if code]
    facts = [gettext("We speak: %(languages)s") % {"languages": ", ".join(spoken)}] if spoken else []
    if activity.has_childcare:
        facts.append(gettext("Somebody looks after small children"))
    return {
        "title": in_language(activity.titles, language),
        "title_language": _set(language_of(activity.titles, language)),
        "text": in_language(activity.descriptions, language),
        "text_language": _set(language_of(activity.descriptions, language)),
        "kind": gettext(ACTIVITY_KINDS[activity.kind]),
        "dates": [_date(one) for one in dates],
        "no_dates": gettext("The dates come soon. Ask at the desk."),
        "facts": facts,
        "free": gettext("Taking part is free. Sign up at the desk, or just come if there is room."),
        "host": calendar.host_of(activity),
        "project": activity.project.title,
        "code": bool(page),
        "scan": gettext("Dates and places, always up to date: scan the code with your telephone."),
        "scan_alt": gettext("A code that leads to the page of this activity"),
        "page": page,
    }


def _set(language: str) -> dict[str, str]:
    return {"code": language, "direction": typesetting.direction(language)}


def _date(session: Any) -> dict[str, str]:
    starts, ends = session.starts_at.astimezone(ROME), session.ends_at.astimezone(ROME)
    return {
        "day": date_format(starts.date(), "l j F Y"),
        "hours": f"{starts:%H:%M} – {ends:%H:%M}",
        "place": calendar.place_of(session),
    }


def _code(address: str) -> bytes:
    drawn = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12, border=2).save(drawn)
    return drawn.getvalue()
