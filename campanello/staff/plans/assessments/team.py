"""Who joins and leaves the team around a person."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.people.queries import records
from campanello.plans.queries import frames
from campanello.plans.queries import team as queries
from campanello.plans.rules.team import Member
from campanello.plans.services import team as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.assessments.forms import EndForm, MemberForm
from campanello.staff.plans.assessments.writing import FORM, crumbs

asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_ASSESSMENTS)
@never_cache
@asks
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Somebody joins."""
    actor, on = request.actor, today()
    person = records.person(actor, uid, right=Right.WRITE_ASSESSMENTS)
    found = frames.frames(actor, person, Right.WRITE_ASSESSMENTS)
    colleagues = {
        one.pk: one for frame in found for one in queries.colleagues(frame.project.pk, on, Right.READ_PLANS)
    }
    form = MemberForm(
        asking.sent(request), frames=found, colleagues=colleagues.values(), initial={"starts_on": on}
    )

    def act(given: Mapping[str, Any]) -> None:
        frame, told = given["frame"], {name: given[name] for name in ("user", "who", "is_lead", "starts_on")}
        services.add_member(actor=actor, person=person.uid, frame=frame, member=Member(**told), today=on)

    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:person-assessments", args=[person.uid]),
        said=gettext("The team has a new member."),
        context={
            "title": gettext("Add to the team"),
            "crumbs": crumbs(person),
            "action": gettext("Add to the team"),
        },
        template=FORM,
    )


@for_right(Right.WRITE_ASSESSMENTS)
@never_cache
@asks
def end(request: ActingRequest, member: int) -> HttpResponse:
    """Somebody leaves."""
    held = queries.member(request.actor, member, right=Right.WRITE_ASSESSMENTS)
    person = held.person.merged_into or held.person
    return asking.answer(
        request,
        EndForm(asking.sent(request), initial={"on": today()}),
        lambda given: services.end_member(actor=request.actor, member=member, on=given["on"]),
        done=reverse("staff:person-assessments", args=[person.uid]),
        said=gettext("The team is changed."),
        context={
            "title": gettext("Leaves the team"),
            "crumbs": crumbs(person),
            "lead": held.user.name if held.user else held.who,
            "action": gettext("End"),
        },
        template=FORM,
    )
