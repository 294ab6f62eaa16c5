"""The door of the residents' pages: who is not logged in is asked to, who is no resident finds nothing.

Whoever stands for somebody else (`session["stands_for"]` names the delegation) sees that person's matters, as far as
they were allowed to. Once the delegation no longer holds they are told so, and see their own.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import wraps
from typing import Any, overload
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, require
from campanello.core.edges import say, today
from campanello.core.errors import Denied
from campanello.core.errors import gettext_noop as _
from campanello.people.queries import delegations
from campanello.people.queries.own import own_person
from campanello.people.rules.delegations import DelegationOver

View = Callable[..., HttpResponseBase]
STANDS_FOR = "stands_for"
# Whose page it is, for the worker that keeps pages on the device; it says nothing to anybody else.
READER = "X-Kept-For"


class NotInTheDelegation(Denied):
    """A delegate asks for what they were not allowed to see or do."""

    code = "resident.not-in-the-delegation"
    text = _(
        "You look at this for somebody else, who did not allow you this. Ask them, or go back to your own pages."
    )


@overload
def for_residents(view: View) -> View: ...
@overload
def for_residents(*, scope: str = "", own: bool = False, kept: bool = True) -> Callable[[View], View]: ...
def for_residents(view: View | None = None, *, scope: str = "", own: bool = False, kept: bool = True) -> Any:
    """Let in residents; what they then see is their own. The right is kept on the view, as on the teams' pages.

    Args:
        view: The view, where the door is set without arguments.
        scope: One of `people.rules.values.SCOPES`: refuses a delegate who was not allowed this.
        own: Refuses every delegate: the page is about whoever is logged in.
        kept: Whether the device may keep the page for where there is no network. Not one that shows a secret.
    """
    if view is None:
        return lambda given: _guarded(given, scope, own, kept)
    return _guarded(view, scope, own, kept)


def _guarded(view: View, scope: str, own: bool, kept: bool) -> View:
    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.user is None:
            return redirect_to_login(request.get_full_path())
        require(request.actor, Right.READ_OWN)
        if STANDS_FOR in request.session and not _stands(request):
            return redirect("resident:home")
        is_delegate = request.actor.stands_for is not None
        if is_delegate and (own or (scope and not request.actor.may_for_own(scope))):
            raise NotInTheDelegation
        answer = view(request, *args, **kwargs)
        if kept and request.method == "GET":
            answer[READER] = _reader(request)
        return answer

    guarded.rights = (Right.READ_OWN,)  # type: ignore[attr-defined]
    return guarded


def _stands(request: ActingRequest) -> bool:
    # False, and told, where the delegation no longer holds.
    try:
        person, scopes = delegations.standing(request.actor, UUID(request.session[STANDS_FOR]), today())
    except (DelegationOver, NotFound, ValueError) as error:
        del request.session[STANDS_FOR]
        told = say(error, get_language()) if isinstance(error, DelegationOver) else []
        messages.warning(request, " ".join(told) or gettext("You no longer stand for somebody else."))
        return False
    request.actor = replace(copy(request.actor), stands_for=person, scopes=scopes)
    principal = own_person(request.actor)
    request.stands_for_name = principal.name if principal else ""  # type: ignore[attr-defined]
    return True


def _reader(request: ActingRequest) -> str:
    who = f"{request.actor.user} {request.actor.stands_for}"
    return salted_hmac(STANDS_FOR, who, algorithm="sha256").hexdigest()[:16]


@require_POST
@for_residents
def stand_down(request: ActingRequest) -> HttpResponseBase:
    """Back to one's own pages."""
    request.session.pop(STANDS_FOR, None)
    return redirect("resident:home")
