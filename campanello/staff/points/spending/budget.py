"""Money set aside for a project's points: what holds, what is left, and a new sum from a day on."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.points.queries import budgets as queries
from campanello.points.services import budgets as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.spending.forms import BudgetForm
from campanello.staff.templatetags.homes import euros


@for_right(Right.SET_POINTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, code: str) -> HttpResponse:
    """The form, under what holds now."""
    on = today()
    shown = queries.shown(request.actor, code, on)
    back = reverse("staff:redemptions")
    context: dict[str, Any] = {
        "title": gettext("Money set aside for points"),
        "lead": shown.scheme.project.title,
        "crumbs": [(gettext("Towards the rent"), back)],
        "tone": "info",
        "follows": _told(shown, on),
    }

    def act(given: Any) -> None:
        services.set_aside(actor=request.actor, project=code, **given, on=today(), at=now())

    return asking.answer(
        request,
        BudgetForm(asking.sent(request), initial={"starts_on": on}),
        act,
        done=back,
        said=gettext("The money set aside is recorded."),
        context=context,
        template="staff/points/spending/asked.html",
    )


def _told(shown: queries.Shown, on: date) -> list[str]:
    """What was set aside before, what is used; or that there is no such limit."""
    if not shown.budgets:
        return [gettext("No sum is set aside: what may be issued is the only limit.")]
    lines = [
        gettext("%(sum)s from %(day)s (%(source)s)")
        % {"sum": euros(one.cents), "day": f"{one.starts_on:%d/%m/%Y}", "source": one.source}
        for one in shown.budgets
    ]
    if shown.left_cents is not None:
        lines.append(gettext("Left today: %(sum)s.") % {"sum": euros(max(0, shown.left_cents))})
    return lines
