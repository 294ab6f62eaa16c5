"""Makes the accounts' tables known to Django, and lets a session begin with each log-in."""

import time
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

STARTED, SEEN = "started", "seen"


class AccountsConfig(AppConfig):
    """Users, the roles they hold, invitations."""

    name = "campanello.accounts"

    def ready(self) -> None:
        """Hear of log-ins, in whatever way they come about."""
        user_logged_in.connect(begin_session, dispatch_uid="campanello.begin-session")


def begin_session(sender: object, request: HttpRequest, **_: Any) -> None:
    """Note when a log-in was, so that the session can be ended in time."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())
