"""The pact as PDF to read, print and sign: Italian, and the person's own language beside it."""

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
from campanello.plans.queries import pacts_shown as queries
from campanello.plans.queries.pacts_shown import Shown
from campanello.plans.rules.pacts import share_text
from campanello.plans.rules.values import PACT_KINDS, PACT_SCOPES
from campanello.staff.doors import for_right
from campanello.staff.plans.pacts import words
from campanello.staff.templatetags.durations import hours

TEMPLATE = Path(__file__).parent / "pact.typ"


@for_right(Right.READ_PLANS)
@require_safe
def paper(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A4: the terms that are proposed, or else those that hold, with lines to sign on."""
    found = queries.shown(request.actor, uid, today())
    asked = request.GET.get("lingua", "") or (found.pact.plan.language if found.pact.plan else "it")
    second = asked if asked in dict(settings.LANGUAGES) and asked != "it" else ""
    languages = ["it", *([second] if second else [])]
    data = {"columns": [_column(found, one) for one in languages]} | _plain(found)
    made = typesetting.pdf(TEMPLATE.read_bytes(), data, language="it", made_at=now().replace(microsecond=0))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="patto.pdf"'
    return response


def _plain(found: Shown) -> dict[str, Any]:
    """What is the same in every language."""
    terms = found.proposed or found.held or found.says
    with override("it"):
        kind = gettext(PACT_KINDS[found.pact.kind])
    return {
        "title": f"{kind}: {found.pact.title}" if found.pact.title else kind,
        "project": found.pact.project.title,
        "gets": terms.gets if terms else "",
        "gives": terms.gives if terms else "",
        "number": str(terms.number) if terms else "",
        "people": [one.name or "–" for one in found.people],
    }


def _column(found: Shown, language: str) -> dict[str, Any]:
    """The headings and figures in one language."""
    pact, terms = found.pact, found.proposed or found.held
    with override(language):
        until = f"{pact.ends_on:%d/%m/%Y}" if pact.ends_on else gettext("until it is ended")
        facts = [
            (gettext("With"), gettext(PACT_SCOPES[pact.scope])),
            (gettext("From"), f"{(terms.starts_on if terms else pact.starts_on):%d/%m/%Y}"),
            (gettext("First day after it"), until),
            (gettext("Hours to give in all"), hours(terms.minutes_to_give if terms else 0)),
        ]
        if terms and terms.numerator:
            share = share_text(terms.numerator, terms.denominator)
            facts.append((gettext("Share of the allowance to the arrears"), share))
        return {
            "language": language,
            "direction": typesetting.direction(language),
            "kind": gettext(PACT_KINDS[pact.kind]),
            "gets": gettext("What one gets"),
            "gives": gettext("What one gives"),
            "facts": [{"label": label, "value": value} for label, value in facts],
            "worked": words.worked(found, terms),
            "rule": gettext("What stands here is changed only by new terms that both sides sign."),
            "signatures": gettext("Signatures"),
            "team": gettext("The team"),
            "day": gettext("Day"),
        }
