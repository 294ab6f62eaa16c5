"""Who is near a cap, over all plans and projects: as a list and as a file."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.plans.queries import allowance, attended, session_lists
from campanello.plans.queries.attended import NearWanted
from campanello.plans.rules.values import BLOCKS
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

PER_PAGE = 25
PERCENTS = (50, 80, 90, 100)
CAP_NAMES = {
    "allowance": gettext_lazy("Allowance"),
    "services": gettext_lazy("Services"),
    "hours": gettext_lazy("Hours of a block"),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Who is near a cap, the nearest first."""
    on, wanted = today(), wanted_of(request.GET)
    found = attended.near_caps(request.actor, wanted, on)
    paged = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    held_to = allowance.terms(on)
    context = {
        "page": paged,
        "rows": [(one, _over(one)) for one in paged],
        "wanted": wanted,
        "caps": CAP_NAMES.items(),
        "percents": PERCENTS,
        "projects": session_lists.projects(request.actor),
        "allowance_cap": held_to.allowance_cap_cents,
        "services_cap": held_to.services_cap_cents,
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/plans/registers/caps.html", context)


@for_right(Right.EXPORT_PEOPLE)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV; it names people, hence who may export them alone."""
    head = [
        gettext("Name"),
        gettext("Plans"),
        gettext("Allowance (EUR)"),
        gettext("of the cap (%)"),
        gettext("Services (EUR)"),
        gettext("of the cap (%)"),
        gettext("Over the limit of a block"),
    ]
    found = attended.near_caps(request.actor, wanted_of(request.GET), today(), is_export=True)
    rows = (
        [
            one.name,
            ", ".join(code for _uid, code in one.plans),
            _euros(one.due.allowance_cents),
            one.allowance_pct,
            _euros(one.due.services_cents),
            one.services_pct,
            "; ".join(f"{block}: {minutes}" for block, minutes in _over(one)),
        ]
        for one in found
    )
    return download("massimali.csv", head, rows)


def _over(one: Any) -> list[tuple[str, int]]:
    return [(gettext(BLOCKS[block]), minutes) for block, minutes in one.due.over_minutes.items()]


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def wanted_of(asked: Mapping[str, str]) -> NearWanted:
    """What an address asks the list for; what means nothing is left out."""
    percent = asked.get("percent", "")
    return NearWanted(
        cap=asked.get("cap", "") if asked.get("cap") in CAP_NAMES else "",
        percent=int(percent) if percent in {str(one) for one in PERCENTS} else 80,
        project=asked.get("project", "").replace("\0", "")[:40],
        words=" ".join(asked.get("q", "").replace("\0", "").split())[:60],
    )
