"""The plan on paper: Italian, and beside it the person's own language, with the signatures or room for them."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import typesetting
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.plans.queries import plan_shown as queries
from campanello.plans.queries.plan_shown import Shown, Version
from campanello.plans.rules.plans import shown as day_shown
from campanello.plans.rules.signing import PERSON, STAFF
from campanello.plans.rules.values import SIGNED_HOW
from campanello.staff.doors import for_right
from campanello.staff.plans.drawing import as_svg
from campanello.staff.plans.plans import sheet

TEMPLATE = Path(__file__).parent / "plan.typ"


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def paper(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The latest version, or the one that is asked for (`?versione=`)."""
    at = now().replace(microsecond=0)
    found = queries.printed(request.actor, uid, on=today(), at=at)
    asked = request.GET.get("versione", "")
    version = next((one for one in found.versions if str(one.row.number) == asked), found.last)
    response = HttpResponse(as_pdf(found, version, at), content_type="application/pdf")
    name = f"{found.plan.code}-{version.row.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def as_pdf(found: Shown, version: Version, at: Any) -> bytes:
    """A version of a plan as PDF; a folder of several papers takes it too."""
    drawn = {f"{one.by}.svg": as_svg(one.strokes).encode() for one in version.signatures if one.strokes}
    columns = [sheet.in_words(found, version, language) for language in sheet.languages_of(found)]
    data = {
        "title": f"{columns[0].title} {found.plan.code}",
        "columns": [
            {**one.plain(), "signatures": _signatures(found, version, one.language)} for one in columns
        ],
        "drawn": sorted(drawn),
    }
    return typesetting.pdf(TEMPLATE.read_bytes(), data, language="it", made_at=at, files=drawn)


def _signatures(found: Shown, version: Version, language: str) -> list[dict[str, str]]:
    with override(language):
        given = {one.by: one for one in version.signatures}
        sides = (
            (PERSON, gettext("The person"), found.person.name),
            (STAFF, gettext("The team"), _team_of(given.get(STAFF))),
        )
        return [_signature(by, title, name, given.get(by)) for by, title, name in sides]


def _signature(by: str, title: str, name: str, one: Any) -> dict[str, str]:
    told = ""
    if one:
        facts = {"day": day_shown(one.on), "how": gettext(SIGNED_HOW[one.how])}
        told = gettext("Signed on %(day)s: %(how)s") % facts
    return {
        "file": f"{by}.svg" if one and one.strokes else "",
        "title": title,
        "name": name,
        "told": told,
        "empty": gettext("Day and signature"),
        "alt": gettext("Drawn signature"),
    }


def _team_of(one: Any) -> str:
    if one is None or one.recorded_by is None:
        return ""
    return str(one.recorded_by.name or one.recorded_by.username)
