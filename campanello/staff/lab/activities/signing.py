"""One date of an activity: who has a place, who waits, and somebody new signed up."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import activities, calendar
from campanello.lab.queries import sign_ups as queries
from campanello.lab.rules.sign_ups import State, why_not_sign_up
from campanello.lab.services import sign_ups as services
from campanello.staff.doors import for_right
from campanello.staff.households import picking


@for_right(Right.READ_LAB)
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The date, its places and its queue; the box finds whom to sign up."""
    actor, now = request.actor, timezone.now()
    session = activities.session(actor, uid)
    lines = queries.lines(actor, session, State.BOOKED, State.WAITING)
    typed, choices = picking.found(request, today(), {line.person for line in lines})
    why_not = why_not_sign_up(activities.room(session), at=now)
    language = get_language() or "it"
    context = {
        "session": session,
        "event": calendar.event(session, language),
        "booked": [line for line in lines if line.sign_up.state == State.BOOKED],
        "waiting": [line for line in lines if line.sign_up.state == State.WAITING],
        "children": sum(line.sign_up.needs_childcare for line in lines),
        "typed": typed,
        "choices": [(one, uuid4()) for one in choices],
        "closed": "" if why_not is None else say(why_not, language)[0],
        "has_begun": session.starts_at <= now,
        "may_write": may(actor, Right.WRITE_LAB),
        "undo": request.GET.get("annullata", ""),
    }
    return render(request, "staff/lab/activities/session.html", context)


@for_right(Right.WRITE_LAB)
@require_POST
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Sign somebody up."""
    session = activities.session(request.actor, uid, right=Right.WRITE_LAB)
    person, sent = _uid(request.POST.get("person", "")), _uid(request.POST.get("uid", ""))
    if person is None or sent is None:
        messages.error(request, gettext("Find the person first, then sign them up."))
        return redirect("staff:session", uid)
    try:
        made = services.sign_up(
            actor=request.actor,
            session=session.uid,
            person=person,
            uid=sent,
            at=timezone.now(),
            needs_childcare=request.POST.get("children") == "1",
        )
    except DomainError as error:
        return _refused(request, error, uid)
    if made.state == State.BOOKED:
        messages.success(request, gettext("Signed up: the place is booked."))
    else:
        messages.warning(request, gettext("All places are taken: on the waiting list."))
    return redirect("staff:session", uid)


@for_right(Right.WRITE_LAB)
@require_POST
def cancel(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Give a place back; whoever waits longest gets it."""
    session = queries.sign_up(request.actor, uid).session.uid
    try:
        done = services.cancel(actor=request.actor, uid=uid, at=timezone.now())
    except DomainError as error:
        return _refused(request, error, session)
    got = len(done.promoted)
    said = gettext("The sign-up is cancelled.")
    if got:
        text = ngettext(
            "%(people)s person from the waiting list has a place now: tell them.",
            "%(people)s people from the waiting list have a place now: tell them.",
            got,
        )
        said = f"{said} {text % {'people': got}}"
    messages.success(request, said)
    return redirect(f"{reverse('staff:session', args=[session])}?annullata={uid}")


@for_right(Right.WRITE_LAB)
@require_POST
def undo(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Take a cancellation back."""
    session = queries.sign_up(request.actor, uid).session.uid
    try:
        back = services.undo_cancel(actor=request.actor, uid=uid, at=timezone.now())
    except DomainError as error:
        return _refused(request, error, session)
    if back.state == State.BOOKED:
        messages.success(request, gettext("The sign-up holds again: the place is booked."))
    else:
        messages.warning(
            request, gettext("The place went to somebody else; the person waits at the old place.")
        )
    return redirect("staff:session", session)


def _refused(request: ActingRequest, error: DomainError, session: UUID) -> HttpResponse:
    if error.kind in {Kind.MISSING, Kind.DENIED}:
        raise error
    messages.error(request, " ".join(say(error, get_language())))
    return redirect("staff:session", session)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
