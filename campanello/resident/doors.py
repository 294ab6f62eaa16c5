"""The door of the residents' pages: who is not logged in is asked to, who is no resident finds nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, require

View = Callable[..., HttpResponseBase]


def for_residents(view: View) -> View:
    """Let in residents; what they then see is their own. The right is kept on the view, as on the teams' pages."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.user is None:
            return redirect_to_login(request.get_full_path())
        require(request.actor, Right.TELL_AS_ANTENNA)
        return view(request, *args, **kwargs)

    guarded.rights = (Right.TELL_AS_ANTENNA,)  # type: ignore[attr-defined]
    return guarded
