"""What axes asks: under which name and from which address somebody tried to log in, and what they are told."""

from math import ceil
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from campanello.accounts import queries

LOCKED_STATUS = 429
LONGEST_NAME = 255


def name_typed(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that a log-in was tried with, as it is counted: capitals and spaces make no other name."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or request.POST.get("login") or ""
    return str(name).replace("\0", "").strip().lower()[:LONGEST_NAME]


def address(request: HttpRequest) -> str | None:
    """Where a log-in comes from; behind a proxy, where the proxy says; None where the server does not know."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def answer(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page for whoever must wait: how long, and who can help. The same for names that exist and that don't."""
    until = queries.locked(timezone.now()).get(name_typed(request, credentials))
    left = (until - timezone.now()) if until else settings.AXES_COOLOFF_TIME
    minutes = max(1, ceil(left.total_seconds() / 60))
    page = render(
        request,
        "account/locked.html",
        {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT},
        status=LOCKED_STATUS,
    )
    page["Retry-After"] = str(minutes * 60)
    return page
