"""A resident's own hours: what the signed registers say, month by month, with the points that they earned."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import today
from campanello.lab.queries import own_activities as queries
from campanello.points.queries import own as points
from campanello.resident.doors import for_residents

MONTHS = 12


@for_residents(scope=queries.SCOPE)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Twelve months, the latest first, and the dates at which one was last."""
    months = _months(today())
    first = date(*months[-1], 1)
    came = queries.own_minutes_by_month(request.actor, first)
    earned = points.own_points_by_month(request.actor, first)
    most = max((minutes for minutes, _times in came.values()), default=0)
    rows: list[dict[str, Any]] = []
    for month in months:
        minutes, times = came.get(month, (0, 0))
        points_then = earned.get(month, 0)
        if minutes or points_then:
            width = round(100 * minutes / most) if most else 0
            rows.append(
                {
                    "day": date(*month, 1),
                    "minutes": minutes,
                    "times": times,
                    "points": points_then,
                    "width": width,
                }
            )
    context = {
        "months": rows,
        "minutes": sum(row["minutes"] for row in rows),
        "points": sum(row["points"] for row in rows),
        "latest": queries.own_latest(request.actor, language=get_language() or "it"),
    }
    return render(request, "resident/activities/hours.html", context)


def _months(on: date) -> list[tuple[int, int]]:
    last = on.year * 12 + on.month - 1
    return [(month // 12, month % 12 + 1) for month in range(last, last - MONTHS, -1)]
