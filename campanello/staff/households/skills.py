"""What a person offers and looks for: for the Mappa dei campanelli."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import skills as queries
from campanello.people.rules.values import SKILL_DIRECTIONS
from campanello.people.services import skills as services
from campanello.staff.doors import for_right
from campanello.staff.households.forms import SkillForm


@for_right(Right.READ_PERSON)
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    now = today()
    form, status = SkillForm(request.POST if "text" in request.POST else None), 200
    if request.method == "POST":
        if not may(request.actor, Right.WRITE_PERSON):
            raise NotFound
        status = _changed(request, uid, form)
        if status == 303:
            return redirect("staff:person-skills", uid)
    person, found, is_on_map = queries.person_skills(request.actor, uid, now)
    if person.uid != uid:
        return redirect("staff:person-skills", person.uid)
    groups = [
        {"name": name, "skills": [one for one in found if one.direction == direction]}
        for direction, name in SKILL_DIRECTIONS.items()
    ]
    context = {
        "person": person,
        "groups": groups,
        "has_skills": bool(found),
        "is_on_map": is_on_map,
        "form": form,
        "may_write": may(request.actor, Right.WRITE_PERSON),
    }
    return render(request, "staff/households/skills.html", context, status=status)


def _changed(request: ActingRequest, uid: UUID, form: SkillForm) -> int:
    """Add what the form says, or end the skill that was named; the status to answer with."""
    ended = request.POST.get("end", "")
    try:
        if ended.isdecimal() and len(ended) < 19:
            services.end_skill(actor=request.actor, person_uid=uid, skill=int(ended), on=today())
            messages.success(request, gettext("It is off the list from today on."))
            return 303
        if not form.is_valid():
            return 422
        services.add_skill(actor=request.actor, person_uid=uid, on=today(), **form.cleaned_data)
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        form.add_error(None, say(error, get_language()))
        return HTTP_STATUS[error.kind]
    messages.success(request, gettext("It is on the list."))
    return 303
