"""A resident's access at the desk: how it stands, a letter, a code on the screen, and its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.accounts.services.doors import Made
from campanello.core.access import Right
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.core.language import RIGHT_TO_LEFT
from campanello.people.queries import doors as queries
from campanello.people.queries.doors import State
from campanello.people.services import doors as services
from campanello.staff.access.forms import DelegationForm
from campanello.staff.accounts.letters import code, languages
from campanello.staff.doors import for_right

opens_doors = for_right(Right.OPEN_DOORS)
TONES = {
    State.OPENS: "success",
    State.WAITS: "info",
    State.LOCKED: "warning",
    State.GUESSED_AT: "danger",
    State.REVOKED: "neutral",
    State.TOO_OLD: "neutral",
}


@opens_doors
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """How a person comes in to the app, and who acts for them."""
    return shown(request, uid)


def shown(request: ActingRequest, uid: UUID, form: Any = None) -> HttpResponse:
    """The page, with a form that was refused where there is one."""
    found = queries.access(request.actor, uid, on=today(), at=now())
    if found.person.uid != uid:
        return redirect("staff:person-access", found.person.uid)
    context = {
        "access": found,
        "doors": [{"door": one.key, "state": one, "tone": TONES[one.state]} for one in found.doors],
        "form": form or DelegationForm(),
    }
    return render(request, "staff/access/page.html", context, status=422 if form else 200)


@opens_doors
@never_cache
@require_POST
def letter(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A letter and its PIN to print, shown this once."""
    return _made(request, uid, services.make_letter, "staff/access/letter.html")


@opens_doors
@never_cache
@require_POST
def present(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A code on the screen for the telephone of a person who is here, for some minutes."""
    return _made(request, uid, services.show_door, "staff/access/present.html")


def _made(request: ActingRequest, uid: UUID, make: Callable[..., Made], template: str) -> HttpResponse:
    try:
        made = make(actor=request.actor, uid=uid, at=now(), on=today())
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
        return redirect("staff:person-access", uid)
    user = made.door.user
    link = request.build_absolute_uri(reverse("door-key", args=[made.secret]))
    context = {
        "uid": uid,
        "made": made,
        "pin": f"{made.pin[:3]} {made.pin[3:]}",
        "name": user.name,
        "link": link,
        "code": code(link),
        "told": [
            {"language": one, "direction": "rtl" if one in RIGHT_TO_LEFT else "ltr"}
            for one in languages(user.language)
        ],
    }
    response = render(request, template, context)
    response["Cache-Control"] = "no-store, private"
    return response


@opens_doors
@require_POST
def revoke(request: ActingRequest, uid: UUID, key: int) -> HttpResponse:
    """End a door at once: a lost letter, another's telephone."""
    services.revoke(actor=request.actor, uid=uid, key=key, at=now())
    messages.success(
        request, gettext("Nobody comes in with it any more, and the person was logged out everywhere.")
    )
    return redirect("staff:person-access", uid)
