"""The page of one application: who, what they asked, what the requirements answer, what was done, what comes next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.people.rules.values import CONTACT_KINDS
from campanello.plans.queries import application_page as queries
from campanello.plans.queries.application_page import Page
from campanello.plans.rules.application_words import Standing
from campanello.plans.rules.applications import TOLD, State
from campanello.plans.rules.measures import title_in
from campanello.plans.rules.values import (
    APPLICATION_STATES,
    CHANNELS,
    DOCUMENT_KINDS,
    DOCUMENT_STATES,
    TOLD_HOW,
    TRY_OUTCOMES,
)
from campanello.staff.doors import for_right
from campanello.staff.people import words as people_words
from campanello.staff.plans.applications import words
from campanello.staff.plans.eligibility.showing import verdicts

# What may be done next by state: the word in the address, what the button says, its tone, whether only who decides.
DEEDS: tuple[tuple[str, str, str, bool, frozenset[State]], ...] = (
    ("ammetti", _("Decide: eligible"), "primary", True, frozenset({State.PENDING})),
    ("escludi", _("Decide: not eligible"), "outline-danger", True, frozenset({State.PENDING})),
    ("integra", _("Ask for what is missing"), "outline-primary", False, frozenset({State.PENDING})),
    ("fondi", _("Commit funds"), "primary", True, frozenset({State.ELIGIBLE})),
    ("comunica", _("Tell the applicant"), "primary", False, TOLD),
    (
        "ritira",
        _("The applicant withdraws"),
        "outline-danger",
        False,
        frozenset({State.PENDING, State.ELIGIBLE}),
    ),
    ("decadi", _("Let it lapse"), "outline-danger", True, frozenset({State.PENDING, State.ELIGIBLE})),
    ("riapri", _("Take it up again"), "outline-primary", True, TOLD),
)
DOCUMENT_TONES = {"received": "info", "accepted": "success", "refused": "danger"}
NOBODY = gettext_lazy("Somebody without a name")


@dataclass(frozen=True)
class Happened:
    """One step as the page tells it."""

    at: Any
    text: str
    requirements: list[str]
    note: str
    out_of_turn: str
    by: str


@for_right(Right.READ_APPLICATIONS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    found = queries.page(request.actor, uid, today())
    one, line = found.application, found.line
    context = {
        "page": found,
        "one": one,
        "line": line,
        "measure": title_in(one.measure.titles, get_language() or "it"),
        "name": line.name or NOBODY,
        "tone": words.TONES[one.state],
        "state": gettext(APPLICATION_STATES[one.state]),
        "channel": gettext(CHANNELS[one.channel]),
        "spoken": people_words.language(one.language),
        "answers": words.answers(one.answers, special=found.may_read_special) if not line.is_untold else [],
        "missing": words.requirements(line.missing),
        "told": words.read_out(standing(found), one.language),
        "told_how": people_words.named(TOLD_HOW, one.told_how),
        "steps": [_happened(step) for step in found.steps],
        "tries": [_try(one) for one in found.tries],
        "documents": [_document(one) for one in found.documents],
        "deeds": deeds(found),
        "verdicts": verdicts(found.check.results, sees_special=found.may_read_special) if found.check else [],
        "plan_url": _url("staff:plan", found.plan.uid)
        if found.plan and may(request.actor, Right.READ_PLANS)
        else "",
        "plan_new_url": _plan_new(found) if may(request.actor, Right.WRITE_PLANS) else "",
    }
    return render(request, "staff/plans/applications/application.html", context)


def standing(found: Page) -> Standing:
    """Where an application stands, for the words that are told."""
    one = found.application
    last = next((step for step in reversed(found.steps) if step.note or step.reasons), None)
    is_last = last is not None and last.after == one.state
    return Standing(
        one.state,
        one.number or 0,
        has_funds=not found.waits_for_funds,
        results=found.check.results if found.check else (),
        asked=tuple(last.reasons) if last and is_last else (),
        due_on=one.due_on,
        note=last.note if last and is_last else "",
    )


def deeds(found: Page) -> list[tuple[str, str, str]]:
    """What the reader may do next with an application: the word in the address, the button, its tone."""
    one = found.application
    allowed = []
    for deed, label, tone, decides, states in DEEDS:
        if one.state not in states or not (found.may_decide if decides else found.may_write):
            continue
        if deed == "fondi" and not found.waits_for_funds:
            continue
        if deed in {"ritira", "decadi", "riapri"} and found.plan is not None:
            continue
        allowed.append(
            (deed, gettext(label), "outline-primary" if deed == "comunica" and one.told_at else tone)
        )
    return allowed


def _happened(step: Any) -> Happened:
    if step.before == step.after:
        text = (
            gettext("Asked for what is missing") if step.reasons or step.note else gettext("Funds committed")
        )
    else:
        text = gettext(APPLICATION_STATES[step.after])
    by = (step.by.name or step.by.username) if step.by else gettext("The applicant")
    return Happened(step.at, text, words.requirements(step.reasons), step.note, step.out_of_turn, by)


def _try(one: Any) -> dict[str, Any]:
    return {
        "at": one.at,
        "how": people_words.named(CONTACT_KINDS, one.how),
        "outcome": gettext(TRY_OUTCOMES[one.outcome]),
        "again_on": one.again_on,
        "note": one.note,
        "by": (one.by.name or one.by.username) if one.by else "",
    }


def _document(one: Any) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "url": _url("staff:document", one.uid),
        "kind": gettext(DOCUMENT_KINDS[one.kind]),
        "state": gettext(DOCUMENT_STATES[one.state]),
        "tone": DOCUMENT_TONES[one.state],
        "reason": one.reason,
        "expires_on": one.expires_on,
        "uploaded_at": one.uploaded_at,
        "kilobytes": max(1, one.size // 1024),
    }


def _plan_new(found: Page) -> str:
    one = found.application
    url = (
        _url("staff:plan-new") if one.state == State.ELIGIBLE and found.plan is None and one.person_id else ""
    )
    return f"{url}?application={one.uid}" if url else ""


def _url(name: str, *given: object) -> str:
    # Pages of other topics, which an installation may be without.
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""
