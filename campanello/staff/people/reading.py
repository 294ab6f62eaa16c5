"""The pages that show one person: the record with what to know first, and its history."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.homes.queries import homes
from campanello.lab.queries import timeline
from campanello.people.queries import card, merges, records
from campanello.people.queries import history as past
from campanello.people.rules.person import TO_ASK
from campanello.people.rules.record import PersonRecord, warnings
from campanello.people.rules.timeline import events
from campanello.plans.queries import plan_shown
from campanello.points.queries import account_page
from campanello.staff.doors import for_right
from campanello.staff.lab.visits.words import line
from campanello.staff.letters import letters
from campanello.staff.people import showing, words
from campanello.staff.people.parts import PARTS

PER_PAGE = 25
# More would hide what happened lately; the history has all.
MOST_EVENTS = 40
# Where what is still to ask is recorded.
ASKED_IN = {
    "code": "codes",
    "born_on": "basic",
    "sex": "basic",
    "citizenship": "citizenships",
    "language": "languages",
    "contact": "contacts",
    "education": "basic",
    "employment": "employment",
    "residence": "residence",
}


@for_right(Right.READ_PERSON)
@never_cache
@require_safe
def person(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One person: the story before the form."""
    on = today()
    record = records.person_record(request.actor, uid, on)
    if record.uid != uid:
        return redirect("staff:person", record.uid)
    happened = events(record)
    story = timeline.story(request.actor, record)
    lived_in = card.households(request.actor, record, on)
    return render(
        request,
        "staff/people/person.html",
        {
            **heading(record),
            "warnings": [words.told(one) for one in warnings(record, records.limits(on))],
            "to_ask": [{"name": gettext(TO_ASK[name]), "part": ASKED_IN[name]} for name in record.to_ask],
            "blocks": showing.blocks(record, records.limits(on)),
            "events": [
                {"day": one.day, "icon": showing.ICONS[one.sort], "text": words.told(one.sentence)}
                for one in happened[:MOST_EVENTS]
            ],
            "older": max(0, len(happened) - MOST_EVENTS),
            "happenings": [line(one) for one in story.happenings],
            "following": story.following.isoformat() if story.following else "",
            "may_record": may(request.actor, Right.WRITE_LAB),
            "households": lived_in,
            "points": account_page.of_person(request.actor, record, lived_in),
            "sees_points": may(request.actor, Right.READ_POINTS),
            "home": homes.home_of(request.actor, record.uid, on),
            "plans": plan_shown.of_person(request.actor, record),
            "letters": letters.box(request.actor, record.person),
            "may_plan": may(request.actor, Right.WRITE_PLANS),
            "sees_plans": may(request.actor, Right.READ_PLANS),
            "on": on,
            "may_write": may(request.actor, Right.WRITE_PERSON),
            "may_merge": may(request.actor, Right.MERGE_PEOPLE),
            "may_audit": may(request.actor, Right.READ_AUDIT),
            "sees_special": record.special is not None,
        },
    )


def heading(record: PersonRecord) -> dict[str, Any]:
    """What every page about a person is given: the record, the name, and what stands beside it."""
    return {
        "record": record,
        "name": record.name or gettext("Somebody without a name"),
        "chips": showing.chips(record),
    }


@for_right(Right.READ_PERSON)
@never_cache
@require_safe
def history(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Who changed what of a person's record, when."""
    person, found = past.revisions(request.actor, uid)
    if person.uid != uid:
        return redirect("staff:person-history", person.uid)
    part = request.GET.get("part", "")
    if part in PARTS or part == "person":
        found = found.filter(part=part)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    parts = [("person", words.named(words.PART_NAMES, "person"))]
    parts += [(key, gettext(words.PART_NAMES[key])) for key in PARTS if key not in {"basic", "residence"}]
    return render(
        request,
        "staff/people/history.html",
        {
            "person": person,
            "page": page,
            "lines": [_line(past.revised(one)) for one in page],
            "parts": parts,
            "part": part,
            "merges": merges.merges_of(person),
            "may_merge": may(request.actor, Right.MERGE_PEOPLE),
        },
    )


def _line(revised: past.Revised) -> dict[str, Any]:
    return {
        "at": revised.at,
        "by": revised.by,
        "part": gettext(words.PART_NAMES.get(revised.part, revised.part)),
        "note": revised.note,
        "changes": [
            {
                "name": words.field_name(revised.part, one.field),
                "before": words.shown(revised.part, one.field, one.before),
                "after": words.shown(revised.part, one.field, one.after),
            }
            for one in revised.changes
        ],
    }
