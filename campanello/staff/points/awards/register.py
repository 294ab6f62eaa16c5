"""One register: what it would earn, for whom, what is withheld and why; the award; corrections taken up afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, projects_with
from campanello.core.edges import HTTP_STATUS, now, say
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries.calendar import place_of
from campanello.lab.rules.activities import in_language, language_of
from campanello.points.queries import register_awards as queries
from campanello.points.queries.register_awards import Preview, Shown
from campanello.points.rules.caps import HOUSEHOLD_MONTH, PERSON_DAY, PERSON_WEEK
from campanello.points.rules.values import WITHHELD_WHYS
from campanello.points.services import register_awards as services
from campanello.staff.doors import for_right
from campanello.staff.points.awards import words

TEMPLATE = "staff/points/awards/register.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.AWARD_POINTS)
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What a register earns; sent, it is awarded as a whole, and once."""
    if request.method != "POST":
        return _shown(request, uid)
    try:
        made = services.award(actor=request.actor, session=uid, at=now())
    except DomainError as refusal:
        if refusal.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        return _shown(request, uid, refusal)
    said = ngettext("%(points)s point to %(n)s person.", "%(points)s points to %(n)s people.", made.people)
    messages.success(request, said % {"points": made.points, "n": made.people})
    return redirect("staff:register-award", uid)


@require_POST
@for_right(Right.APPROVE_POINTS)
@never_cache
def follow(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take the corrections of an awarded register up."""
    try:
        done = services.follow(actor=request.actor, session=uid, at=now())
    except DomainError as refusal:
        if refusal.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        return _shown(request, uid, refusal)
    figures = {"given": done.given, "taken": done.taken_back}
    said = gettext("Corrected: %(taken)s points taken back, %(given)s given anew.")
    messages.success(request, said % figures)
    if done.stuck:
        told = ngettext(
            "The points of %(n)s person are spent already: their award stays as it was, and the register stays listed.",
            "The points of %(n)s people are spent already: their awards stay as they were, and the register stays "
            "listed.",
            done.stuck,
        )
        messages.warning(request, told % {"n": done.stuck})
    return redirect("staff:register-award", uid)


def _shown(request: ActingRequest, uid: UUID, refusal: DomainError | None = None) -> HttpResponse:
    found, language = queries.preview(request.actor, uid), get_language() or "it"
    why = refusal or found.refusal
    one = found.session
    context = {
        "preview": found,
        "title": in_language(one.activity.titles, language),
        "title_language": language_of(one.activity.titles, language),
        "place": place_of(one),
        "refusal": say(why, language)[0] if why else "",
        "rate": _rate(found),
        "lines": [_line(shown, found) for shown in found.lines],
        "has_own_accounts": any(shown.line.came.household is None for shown in found.lines),
        "is_corrected": found.is_corrected,
        "may_follow": one.project_id in projects_with(request.actor, Right.APPROVE_POINTS),
        "may_set": one.project_id in projects_with(request.actor, Right.SET_POINTS),
    }
    return render(request, TEMPLATE, context, status=HTTP_STATUS[refusal.kind] if refusal else 200)


def _rate(found: Preview) -> str:
    if found.rate is None:
        return ""
    told = words.rate(found.rate.points, found.rate.unit)
    return f"{words.rate_name(found.rate.names)}, {told}"


def _line(shown: Shown, found: Preview) -> dict[str, Any]:
    line, caps = shown.line, found.caps
    held = dict(line.withheld)
    whys = [(gettext(WITHHELD_WHYS[why]), held.get(why, 0)) for why in line.whys]
    near = []
    if caps:
        near = [
            (gettext("Day"), line.used.person_day + line.points, caps.person_day, PERSON_DAY in held),
            (gettext("Week"), line.used.person_week + line.points, caps.person_week, PERSON_WEEK in held),
        ]
        if line.used.household_month is not None:
            month = line.used.household_month + line.points
            near.append((gettext("Household's month"), month, caps.household_month, HOUSEHOLD_MONTH in held))
    return {"shown": shown, "line": line, "whys": whys, "near": near}
