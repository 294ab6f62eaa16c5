"""A resident's movements of points, each with its receipt; and one of them as a ticket."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import now, today
from campanello.points.queries import own as queries
from campanello.points.queries.movements import PAGE
from campanello.resident.doors import for_residents

# What the choices of the page mean, in kinds of transfers.
KINDS: dict[str, tuple[str, ...]] = {
    "guadagnati": ("award",),
    "regali": ("donation",),
    "affitto": ("redemption", "return"),
}


@for_residents(scope="points")
@never_cache
@require_safe
def movements(request: ActingRequest) -> HttpResponse:
    """The movements of an account, the latest first, a page at a time."""
    own = queries.own(request.actor, today(), account=_uid(request.GET.get("conto", "")))
    kind = request.GET.get("cosa", "")
    rows, waiting = [], []
    if own.account is not None:
        rows = queries.own_movements(
            request.actor,
            today(),
            account=own.account.uid,
            before=_number(request.GET.get("prima", "")),
            kinds=KINDS.get(kind, ()),
            language=get_language() or "it",
        )
        waiting = queries.own_redemptions(request.actor, today(), account=own.account.uid)
    context = {
        "own": own,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].key if len(rows) > PAGE else None,
        "is_first": not request.GET.get("prima"),
        "kind": kind if kind in KINDS else "",
        "waiting": waiting,
        "may_spend": request.actor.may_for_own("spend"),
    }
    return render(request, "resident/points/movements.html", context)


@for_residents
@never_cache
@require_safe
def ticket(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One movement as a ticket: how many points, what for, the code that anybody can check."""
    found = queries.ticket(request.actor, uid, today(), at=now())
    line = found.line
    context = {
        "ticket": found,
        "creditor": found.redemption.creditor.name if found.redemption else "",
        "state": found.redemption.get_state_display() if found.redemption else "",
        "before": line.debt_cents if line else None,
        "after": line.debt_cents - (line.settled_cents or 0) if line else None,
        "may_spend": request.actor.may_for_own("spend"),
    }
    return render(request, "resident/points/ticket.html", context)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
