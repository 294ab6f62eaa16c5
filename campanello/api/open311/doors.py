"""Who may send reports through Open311, and how often anybody may ask."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from campanello.api.doors import Key
from campanello.core import params
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.lab.queries import open311 as queries
from campanello.lab.rules import open311 as rules

HOUR, MINUTE = 3600, 60
LONGEST_KEY = 200


def sender(request: HttpRequest, key: str, project: Any) -> Actor:
    """Who sends a report to a project: a program that the settings name, or a user whose key for programs it has.

    Raises:
        KeyMissing, KeyUnknown, TooManyCalls.
    """
    if not key:
        raise rules.KeyMissing
    where = address(request)
    refuse_beyond("wrong_keys_an_hour", where, HOUR, is_counted=False)
    actor = _actor(request, key[:LONGEST_KEY], project)
    if actor is None:
        refuse_beyond("wrong_keys_an_hour", where, HOUR)
        raise rules.KeyUnknown
    refuse_beyond("reports_an_hour", rules.digest(key), HOUR)
    return actor


def _actor(request: HttpRequest, key: str, project: Any) -> Actor | None:
    if found := rules.caller_of(key, settings.OPEN311_CALLERS, project.code):
        return queries.sender(project, found.name)
    actor = Key().authenticate(request, key)
    return actor if actor and project.pk in projects_with(actor, Right.WRITE_LAB) else None


def address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, where the proxy says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "-"


def refuse_beyond(limit: str, who: str, seconds: int, *, is_counted: bool = True) -> None:
    """Count one more of somebody's calls, and refuse those beyond a limit within an hour or a minute of the clock.

    Raises:
        TooManyCalls.
    """
    most, at = params.value(f"open311.{limit}", today()), int(now().timestamp())
    name = f"open311:{limit}:{who}:{at // seconds}"
    count = cache.get(name, 0) + 1
    if is_counted:
        cache.set(name, count, timeout=seconds)
    if count > most:
        raise rules.TooManyCalls(most=most, seconds=seconds - at % seconds)
