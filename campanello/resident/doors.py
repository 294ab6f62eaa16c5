"""The door of the residents' pages: who is not logged in is asked to, who is no resident finds nothing.

Whoever stands for somebody else (`session["stands_for"]` names the delegation) sees that person's matters, as far as
they were allowed to. Once the delegation no longer holds they are told so, and see their own.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, require
from campanello.core.edges import today
from campanello.core.errors import Denied
from campanello.core.errors import gettext_noop as _
from campanello.people.queries import delegations

View = Callable[..., HttpResponseBase]
STANDS_FOR = "stands_for"


class NotInTheDelegation(Denied):
    """A delegate asks for what they were not allowed to see or do."""

    code = "resident.not-in-the-delegation"
    text = _(
        "You look at this for somebody else, who did not allow you this. Ask them, or go back to your own pages."
    )


def for_residents(view: View | None = None, *, scope: str = "", own: bool = False) -> Any:
    """Let in residents; what they then see is their own. The right is kept on the view, as on the teams' pages.

    Args:
        view: The view, where the door is set without arguments.
        scope: One of `people.rules.values.SCOPES`: refuses a delegate who was not allowed this.
        own: Refuses every delegate: the page is about whoever is logged in.
    """
    if view is None:
        return lambda given: _guarded(given, scope, own)
    return _guarded(view, scope, own)


def _guarded(view: View, scope: str, own: bool) -> View:
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
        return view(request, *args, **kwargs)

    guarded.rights = (Right.READ_OWN,)  # type: ignore[attr-defined]
    return guarded


def _stands(request: ActingRequest) -> bool:
    # False, and told, where the delegation no longer holds.
    try:
        person, scopes = delegations.standing(request.actor, UUID(request.session[STANDS_FOR]), today())
    except (NotFound, ValueError):
        del request.session[STANDS_FOR]
        messages.warning(
            request, gettext("You no longer stand for somebody else: the time is over, or one of you ended it.")
        )
        return False
    request.actor = replace(copy(request.actor), stands_for=person, scopes=frozenset(scopes))
    return True


@require_POST
@for_residents
def stand_down(request: ActingRequest) -> HttpResponseBase:
    """Back to one's own pages."""
    request.session.pop(STANDS_FOR, None)
    return redirect("resident:home")
