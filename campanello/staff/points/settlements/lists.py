"""Settlements: the list, and one with its steps, lines, what went back and what changed since the last."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, landlords_with, may
from campanello.core.edges import say
from campanello.core.reach import reach
from campanello.points.queries import settlements as queries
from campanello.points.queries.settlements import Wanted
from campanello.points.rules.values import GIVEN_BACK_WHYS, SCHEMES, SETTLEMENT_STATES
from campanello.points.services.settlements import why_not_approve
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words

PER_PAGE = 25
TONES = {
    "proposed": "warning",
    "approved": "info",
    "ordered": "info",
    "confirmed": "success",
    "void": "neutral",
}
SORT_NAMES = {
    "latest": gettext_lazy("Latest"),
    "-cents": gettext_lazy("Largest amount"),
    "creditor": gettext_lazy("Landlord"),
}
LINE_SORT_NAMES = {
    "number": gettext_lazy("As proposed"),
    "contract": gettext_lazy("Contract"),
    "-cents": gettext_lazy("Largest amount"),
}


@dataclass(frozen=True)
class Step:
    """A step of a settlement: its words, who took it and when; `is_done`, or `is_next`."""

    words: str
    who: str
    when: Any
    is_done: bool
    is_next: bool = False


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The settlements, latest first; what waits to be proposed stands above."""
    actor, wanted = request.actor, _wanted(request)
    page = Paginator(queries.settlements(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    may_propose = may(actor, Right.PROPOSE_SETTLEMENTS)
    context = {
        "page": page,
        "rows": [(one, gettext(SETTLEMENT_STATES[one.state]), TONES[one.state]) for one in page],
        "waiting": queries.waiting(actor) if may_propose else (),
        "states": in_words(SETTLEMENT_STATES),
        "creditors": list(queries.creditors(actor)),
        "sorts": SORT_NAMES.items(),
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "may_propose": may_propose,
    }
    return render(request, "staff/points/settlements/list.html", context)


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One settlement in figures, by contract; what may be done now."""
    actor = request.actor
    held = queries.settlement(actor, uid)
    text, sort = request.GET.get("q", "").strip()[:40], request.GET.get("sort", "number")
    found = Paginator(queries.lines(held, text=text, sort=sort), PER_PAGE).get_page(request.GET.get("page"))
    told = queries.figures(held)
    context = {
        **about(held),
        "told": told,
        "back": [
            (gettext(GIVEN_BACK_WHYS[why]), *told.back[why]) for why in GIVEN_BACK_WHYS if why in told.back
        ],
        "given_back": [
            (one, gettext(GIVEN_BACK_WHYS[one.why])) for one in queries.given_back(held)[:PER_PAGE]
        ],
        "page": found,
        "lines": list(found.object_list),
        "text": text,
        "sort": sort,
        "sorts": LINE_SORT_NAMES.items(),
        "steps": _steps(held),
        **_doable(request, held),
    }
    return render(request, "staff/points/settlements/settlement.html", context)


def about(held: Any) -> dict[str, Any]:
    """What every page about one settlement tells."""
    return {
        "settlement": held,
        "state": gettext(SETTLEMENT_STATES[held.state]),
        "tone": TONES[held.state],
        "way": gettext(SCHEMES[held.way]),
        "is_payment": held.way == "payment",
        "short_cents": held.cents - held.settled_cents if held.state == "confirmed" else 0,
    }


def _doable(request: ActingRequest, held: Any) -> dict[str, Any]:
    actor = request.actor
    proposes = held.project_id in reach(actor, Right.PROPOSE_SETTLEMENTS)
    approves = held.project_id in reach(actor, Right.APPROVE_SETTLEMENTS) and held.state == "proposed"
    confirms = held.project_id in reach(actor, Right.CONFIRM_SETTLEMENTS)
    confirms = confirms or held.creditor_id in landlords_with(actor, Right.CONFIRM_SETTLEMENTS)
    denial = why_not_approve(actor, held) if approves else None
    is_open = held.state in {"proposed", "approved", "ordered"}
    return {
        "denial": say(denial, get_language())[0] if denial else "",
        "may_approve": approves and denial is None,
        "may_order": proposes and held.state == "approved" and held.way == "payment",
        "may_confirm": confirms and held.state == ("ordered" if held.way == "payment" else "approved"),
        "may_void": is_open and (proposes or approves),
        "has_order": proposes and held.way == "payment" and held.state in {"ordered", "confirmed"},
        "has_office": proposes and held.state in {"approved", "ordered", "confirmed"},
        "has_statement": held.state in {"approved", "ordered", "confirmed"},
        "may_compare": held.state == "confirmed",
    }


def _steps(held: Any) -> list[Step]:
    steps = [
        (gettext("Proposed"), held.proposed_by, held.proposed_at),
        (gettext("Approved"), held.approved_by, held.approved_at),
    ]
    if held.way == "payment":
        steps.append((gettext("Ordered of the bank"), None, held.ordered_at))
    steps.append((gettext("Confirmed"), held.confirmed_by, held.confirmed_at))
    done = [bool(when) for _, _, when in steps]
    following = done.index(False) if False in done and held.state != "void" else -1
    return [
        Step(words, who.name if who else "", when, bool(when), place == following)
        for place, (words, who, when) in enumerate(steps)
    ]


def _wanted(request: ActingRequest) -> Wanted:
    asked = request.GET
    creditor = asked.get("creditor", "")
    return Wanted(
        state=asked.get("state", "") if asked.get("state") in SETTLEMENT_STATES else "",
        creditor=int(creditor) if creditor.isdecimal() and len(creditor) < 10 else None,
        sort=asked.get("sort", "") if asked.get("sort") in SORT_NAMES else "latest",
    )
