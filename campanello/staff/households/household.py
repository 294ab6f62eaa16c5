"""The page of one household: who is there on a day, the ISEE's household beside it, the home, what happened."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.homes.queries import homes
from campanello.people.queries import consents, households
from campanello.people.rules.consents import SKILLS_MAP
from campanello.points.queries import account_page
from campanello.staff.doors import for_right

EVENTS = {"in": "plus-circle", "out": "minus-circle", "role": "refresh"}
EARLIEST = date(1900, 1, 1)


@for_right(Right.READ_PERSON)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    now = today()
    on = chosen_day(request, now)
    household = households.household(request.actor, uid)
    record = households.household_record(request.actor, household, on)
    members = record.composition.members
    on_map = consents.agreed((one.person for one in members if one.is_visible), SKILLS_MAP, now)
    return render(
        request,
        "staff/households/household.html",
        {
            "household": household,
            "record": record,
            "composition": record.composition,
            "on_map": on_map,
            "events": [{"event": one, "icon": EVENTS[one.what]} for one in record.events],
            "home": homes.home_of_household(request.actor, uid, on),
            "points": account_page.of_household(request.actor, household),
            "sees_points": may(request.actor, Right.READ_POINTS),
            "on": on,
            "is_today": on == now,
            "today": now,
            "may_write": may(request.actor, Right.WRITE_PERSON) and not household.closed_on,
        },
    )


def chosen_day(request: ActingRequest, now: date) -> date:
    """The day in the address; today where there is none, or none that can be."""
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return asked if asked and EARLIEST <= asked <= now else now


def heading(composition: households.Composition) -> dict[str, Any]:
    """What every page about a household is given: the household and who is there on the day."""
    return {"household": composition.household, "composition": composition}
