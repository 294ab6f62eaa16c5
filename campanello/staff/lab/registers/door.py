"""The code at the door: shown on a screen, made anew every minute, scanned by residents or by colleagues."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core import params
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import activities, calendar, sign_ups
from campanello.lab.queries import registers as queries
from campanello.lab.rules import doors
from campanello.lab.rules.registers import WrongKey
from campanello.lab.services import registers as services
from campanello.staff.accounts.letters import code as drawn
from campanello.staff.doors import for_right
from campanello.staff.households import picking

asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_LAB)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The door's screen; opened by a button, since a code is made for it."""
    session = activities.session(request.actor, uid, right=Right.WRITE_LAB)
    if request.method == "POST":
        try:
            services.open_door(actor=request.actor, session=uid)
        except DomainError as error:
            messages.error(request, " ".join(say(error, get_language())))
            return redirect("staff:register", uid)
        return redirect("staff:door", uid)
    context = {
        "session": session,
        "event": calendar.event(session, get_language() or "it"),
        "code": _drawn(request, session) if session.check_in_key else "",
        "seconds": _seconds(session),
        "present": queries.present(session),
    }
    return render(request, "staff/lab/registers/door.html", context)


@for_right(Right.WRITE_LAB)
@never_cache
@require_safe
def code(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The code of now, for the page that is open at the door."""
    session = activities.session(request.actor, uid, right=Right.WRITE_LAB)
    context = {
        "session": session,
        "code": _drawn(request, session) if session.check_in_key else "",
        "seconds": _seconds(session),
        "present": queries.present(session),
    }
    return render(request, "staff/lab/registers/_code.html", context)


@for_right(Right.WRITE_LAB, Right.READ_OWN)
@never_cache
@asks
def check_in(request: ActingRequest, uid: UUID, code: str) -> HttpResponse:
    """Where the code leads: a resident says that they are here; a colleague finds who is."""
    actor = request.actor
    session = queries.door(actor, uid)
    is_own = not may(actor, Right.WRITE_LAB)
    if request.method == "POST":
        return _checked_in(request, uid, code, is_own=is_own)
    typed, choices = ("", []) if is_own else picking.found(request, today(), set())
    is_of_now = doors.is_of_now(session.check_in_key, code, at=timezone.now(), seconds=_seconds(session))
    context = {
        "session": session,
        "event": calendar.event(session, get_language() or "it"),
        "is_own": is_own,
        "expired": "" if is_of_now or not is_own else say(WrongKey(), get_language())[0],
        "uid": uuid4(),
        "typed": typed,
        "choices": [(one, uuid4()) for one in choices],
    }
    return render(request, "staff/lab/registers/check_in.html", context)


def _checked_in(request: ActingRequest, uid: UUID, code: str, *, is_own: bool) -> HttpResponse:
    actor, sent, at = request.actor, _uid(request.POST.get("uid", "")), timezone.now()
    try:
        if is_own:
            services.check_in_with_code(
                actor=actor, session=uid, person=sign_ups.own(actor).uid, code=code, uid=sent, at=at
            )
        else:
            person = _uid(request.POST.get("person", ""))
            services.check_in(actor=actor, session=uid, person=person, uid=sent, at=at, how="qr")
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("Checked in. Welcome!"))
    return redirect("staff:check-in", uid, code)


def _drawn(request: ActingRequest, session: Any) -> str:
    now = doors.code(session.check_in_key, at=timezone.now(), seconds=_seconds(session))
    return drawn(request.build_absolute_uri(reverse("staff:check-in", args=[session.uid, now])))


def _seconds(session: Any) -> int:
    return params.value("lab.door_code_seconds", session.on)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
