"""One moment of one plan: what is known, who tried, and the forms to write both down."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import now, today
from campanello.plans.queries import results as queries
from campanello.plans.rules import results as rules
from campanello.plans.rules.results import Status
from campanello.plans.rules.values import RESULT_MOMENTS
from campanello.plans.services import results as services
from campanello.plans.services.results import NewTry
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.results.forms import StatusForm, TryForm

FORM = "staff/plans/assessments/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest, plan: UUID, moment: str) -> HttpResponse:
    """What is known at one moment of one plan."""
    held = queries.shown(request.actor, plan, _known(moment))
    asked, on = queries.asked(held), today()
    context = {
        "held": held,
        "person": held.plan.person.merged_into or held.plan.person,
        "tries": held.tries.all(),
        "due": rules.due(asked.window, held.status, on).value,
        "asked": asked,
        "unreachable": rules.why_not_unreachable(asked.tries, asked.limits) is None,
        "may_write": may(request.actor, Right.WRITE_PLANS) and on >= held.opens_on,
        "is_six_months": held.moment == rules.SIX_MONTHS,
    }
    return render(request, "staff/plans/results/result.html", context)


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def tried(request: ActingRequest, plan: UUID, moment: str) -> HttpResponse:
    """Somebody tried to reach the person."""
    held = queries.result(request.actor, plan, _known(moment), right=Right.WRITE_PLANS)

    def act(given: Mapping[str, Any]) -> None:
        told = NewTry(**{name: value for name, value in given.items() if name != "uid"})
        services.record_try(
            actor=request.actor, uid=given["uid"], plan=plan, moment=moment, new=told, at=now()
        )

    return asking.answer(
        request,
        TryForm(asking.sent(request)),
        act,
        done=reverse("staff:result", args=[plan, moment]),
        said=gettext("The try is written down."),
        context=_about(held, gettext("A try to reach the person")),
        template=FORM,
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def status(request: ActingRequest, plan: UUID, moment: str) -> HttpResponse:
    """How the person is; two people who write at once see both answers."""
    held = queries.result(request.actor, plan, _known(moment), right=Right.WRITE_PLANS)
    version, asked = asking.version(request, held.version), queries.asked(held)
    of_day = min(asked.last, today()) if held.moment == rules.EXIT else held.opens_on
    initial = {
        "status": held.status,
        "on": held.status_on or of_day,
        "source": held.source,
        "qualification": held.qualification,
    }
    form = StatusForm(asking.sent(request), is_known=bool(held.status), initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        told = {name: given.get(name, initial[name]) for name in initial}
        services.record_status(
            actor=request.actor,
            plan=plan,
            moment=moment,
            version=version,
            told=Status(**told),
            corrects=bool(given.get("corrects")),
            at=now(),
        )

    follows = gettext(
        "For this moment days from %(first)s to %(last)s count; of several statuses the last."
    ) % {
        "first": f"{asked.window.opens_on:%d/%m/%Y}",
        "last": f"{asked.last:%d/%m/%Y}",
    }
    if held.moment == rules.SIX_MONTHS:
        follows = gettext("Asked is how it was on %(day)s, whatever happened in between.") % {
            "day": f"{held.opens_on:%d/%m/%Y}"
        }
    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:result", args=[plan, moment]),
        said=gettext("The status is recorded."),
        context=_about(held, gettext("How the person is"))
        | {"version": version, "follows": [follows], "tone": "info"},
        template=FORM,
    )


def _about(held: Any, title: str) -> dict[str, Any]:
    person = held.plan.person.merged_into or held.plan.person
    here = reverse("staff:result", args=[held.plan.uid, held.moment])
    name = person.name or gettext("Somebody without a name")
    return {
        "title": title,
        "lead": f"{name}: {gettext(RESULT_MOMENTS[held.moment])}",
        "crumbs": [(gettext("How they are afterwards"), reverse("staff:results")), (name, here)],
    }


def _known(moment: str) -> str:
    if moment not in RESULT_MOMENTS:
        raise NotFound
    return moment
