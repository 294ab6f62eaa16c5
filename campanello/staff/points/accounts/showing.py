"""One household's points: how many, what is owed, who is there, every movement with its receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.points.queries import account_page as queries
from campanello.points.queries.account_page import Shown
from campanello.points.rules.values import TRANSFER_KINDS
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words


@for_right(Right.READ_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One account, a page of its movements at a time."""
    before, kind = request.GET.get("before", ""), request.GET.get("kind", "")
    kind = kind if kind in TRANSFER_KINDS else ""
    found = queries.shown(
        request.actor,
        uid,
        today(),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        kinds=(kind,) if kind else (),
    )
    context: dict[str, Any] = {
        "found": found,
        "one": found.account,
        "name": title_of(found.owner.name),
        "figures": _figures(found),
        "kinds": in_words(TRANSFER_KINDS),
        "kind": kind,
        "is_first": not before,
        "may_spend": may(request.actor, Right.SPEND_POINTS),
        "may_award": may(request.actor, Right.AWARD_POINTS),
        "may_reverse": may(request.actor, Right.APPROVE_POINTS),
    }
    return render(request, "staff/points/accounts/account.html", context)


def title_of(name: str) -> str:
    """A household by the name of its reference person; in words where nobody may be named."""
    return name or gettext("A household without a name")


def _figures(found: Shown) -> list[tuple[str, str]]:
    sums = found.totals
    rows = (
        (gettext("Earned"), sums.earned),
        (gettext("Received as a gift"), sums.received),
        (gettext("Given away"), sums.given),
        (gettext("Put towards the rent"), sums.to_rent),
        (gettext("Expired"), sums.lapsed),
    )
    return [(name, ngettext("%(n)s point", "%(n)s points", points) % {"n": points}) for name, points in rows]
