"""What is on, in the reader's language, with the points it earns: signing up and giving the place back."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound
from campanello.core.edges import now, say, today
from campanello.core.errors import Conflict, Refused
from campanello.lab.queries import own_activities as queries
from campanello.lab.services import sign_ups
from campanello.people.queries.own import own_person
from campanello.points.queries import worths
from campanello.resident.doors import for_residents

DAYS = 28
FURTHEST = timedelta(days=400)


@for_residents(scope=queries.SCOPE)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """Four weeks of dates, from today or from the day in the address."""
    first = _day(request.GET.get("da", ""))
    language = get_language() or "it"
    found = queries.own_sessions(request.actor, first, days=DAYS, at=now(), language=language)
    if request.GET.get("mie"):
        found = [one for one in found if one.sign_up]
    earns = worths.points_shown([one.row for one in found])
    days: dict[date, list[object]] = {}
    for one in found:
        days.setdefault(one.event.starts_at.date(), []).append((one, earns.get(one.row.pk)))
    context = {
        "days": list(days.items()),
        "first": first,
        "last": first + timedelta(days=DAYS - 1),
        "is_now": first == today(),
        "before": max(first - timedelta(days=DAYS), today()),
        "after": first + timedelta(days=DAYS),
        "only_mine": bool(request.GET.get("mie")),
    }
    return render(request, "resident/activities/listing.html", context)


@for_residents(scope=queries.SCOPE)
@never_cache
@require_safe
def activity(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One date: when, where, what it earns, and whether one comes."""
    one = queries.own_session(request.actor, uid, language=get_language() or "it")
    context = {
        "one": one,
        "earns": worths.points_shown(one.row).get(one.row.pk),
        "is_over": one.event.ends_at <= now(),
        "uid": uuid4(),
    }
    return render(request, "resident/activities/activity.html", context)


@for_residents(scope=queries.SCOPE)
@require_POST
def sign_up(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Come along, or wait for a place."""
    person = own_person(request.actor)
    if person is None:
        raise NotFound
    try:
        made = sign_ups.sign_up(
            actor=request.actor,
            session=uid,
            person=person.uid,
            uid=_uid(request.POST.get("uid", "")),
            at=now(),
            needs_childcare=bool(request.POST.get("childcare")),
        )
    except (Refused, Conflict) as error:
        messages.error(request, " ".join(say(error, get_language())))
    else:
        is_in = made.state == "booked"
        text = (
            gettext("You are signed up. See you there!")
            if is_in
            else gettext("It is full. You are on the list.")
        )
        messages.success(request, text)
    return redirect("resident:activity", uid)


@for_residents(scope=queries.SCOPE)
@require_POST
def sign_off(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Give the place back, or leave the queue."""
    one = queries.own_session(request.actor, uid, language=get_language() or "it")
    if one.sign_up is not None:
        try:
            sign_ups.cancel(actor=request.actor, uid=one.sign_up.uid, at=now())
        except (Refused, Conflict) as error:
            messages.error(request, " ".join(say(error, get_language())))
        else:
            messages.success(request, gettext("You are no longer signed up. Somebody else can come."))
    return redirect("resident:activity", uid)


def _day(text: str) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today()
    return min(max(asked, today()), today() + FURTHEST)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
