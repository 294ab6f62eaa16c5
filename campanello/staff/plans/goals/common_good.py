"""Records hours for the common good, and cancels them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.people.queries import records
from campanello.plans.queries import common_good as queries
from campanello.plans.queries import frames
from campanello.plans.rules.common_good import NewWork
from campanello.plans.services import common_good as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.goals.forms import WhyForm, WorkForm
from campanello.staff.plans.goals.setting import FORM, crumbs, home

asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def record(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Time that a person gave."""
    actor = request.actor
    person = records.person(actor, uid, right=Right.WRITE_PLANS)
    found = frames.frames(actor, person, Right.WRITE_PLANS)
    form = WorkForm(asking.sent(request), frames=found, initial={"on": today(), "minutes": 120})

    def act(given: Mapping[str, Any]) -> None:
        told = {name: given[name] for name in ("on", "minutes", "area", "what", "place")}
        services.record_common_good(
            actor=actor,
            uid=given["uid"],
            person=person.uid,
            frame=given["frame"],
            work=NewWork(**told),
            at=now(),
        )

    context = {
        "title": gettext("Hours for the common good"),
        "crumbs": crumbs(person),
        "action": gettext("Record"),
    }
    said = gettext("The hours are recorded.")
    return asking.answer(request, form, act, done=home(person), said=said, context=context, template=FORM)


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def cancel(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take hours out of the sum."""
    held = queries.work(request.actor, uid, right=Right.WRITE_PLANS)
    follows = ngettext(
        "%(minutes)s minute of %(day)s no longer counts. The entry stays, with the reason.",
        "%(minutes)s minutes of %(day)s no longer count. The entry stays, with the reason.",
        held.minutes,
    ) % {"minutes": held.minutes, "day": f"{held.on:%d/%m/%Y}"}
    return asking.answer(
        request,
        WhyForm(asking.sent(request)),
        lambda given: services.cancel_common_good(actor=request.actor, uid=uid, why=given["why"], at=now()),
        done=home(held.person),
        said=gettext("The hours are cancelled."),
        context={
            "title": gettext("Cancel hours"),
            "crumbs": crumbs(held.person),
            "quoted": held.what,
            "follows": [follows],
            "action": gettext("Cancel the hours"),
            "is_grave": True,
        },
        template=FORM,
    )
