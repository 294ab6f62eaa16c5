"""The doors of the on-line form: who holds a code, who tries too many, how large a request may be.

The code is in a signed cookie of these pages alone, never in an address. A telephone that others use forgets it after
a while, or at once when its user leaves.
"""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from campanello.core import params
from campanello.core.edges import now, today
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.plans.queries.documents import limits
from campanello.plans.rules.applying_codes import CodeTriedTooOften, CodeUnknown
from campanello.plans.rules.documents import MEGABYTE, DocumentTooLarge

COOKIE, SALT, PATH = "application", "campanello.public.applying", "/domanda/"
_HOUR = 3600
_BESIDE_A_FILE = 64 * 1024  # what a form sends beside the file
View = Callable[..., HttpResponse]


class TooManyForms(Refused):
    """A program begins forms."""

    code = "plans.too-many-forms"
    text = _(
        "From here %(most)s applications were begun within an hour. Wait %(minutes)s minutes, or ask at the desk."
    )


def new_key() -> str:
    """What a form is begun with, once."""
    return secrets.token_urlsafe(32)


def held_code(request: HttpRequest) -> str:
    """The code that the reader's browser holds; empty where it holds none, or has held it for too long."""
    try:
        return str(request.get_signed_cookie(COOKIE, salt=SALT, max_age=_seconds()))
    except (KeyError, signing.BadSignature):
        return ""


def hand_over(response: HttpResponse, code: str) -> HttpResponse:
    """Let the reader's browser hold a code from now on, for a while."""
    response.set_signed_cookie(
        COOKIE,
        code,
        salt=SALT,
        max_age=_seconds(),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Let the reader's browser forget the code."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def with_code(view: View) -> View:
    """Let in who holds a code, and hand it to the view; who holds none is asked for it. Nothing is kept by caches."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = held_code(request)
        if not code:
            return redirect("public:apply-return")
        try:
            response = view(request, code, *args, **kwargs)
        except CodeUnknown:
            return forget(redirect("public:apply-return"))
        # What the view itself decided about the cookie holds.
        return response if COOKIE in response.cookies else hand_over(response, code)

    return guarded


def no_larger_than_a_document(refused: View) -> Callable[[View], View]:
    """Refuse a request that is larger than a document may be, before anything of it is read.

    Args:
        refused: Answers such a request: the view's own arguments and the refusal.
    """

    def door(view: View) -> View:
        inner = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            most = limits(today()).megabytes
            sent = int(request.META.get("CONTENT_LENGTH") or 0)
            if sent > most * MEGABYTE + _BESIDE_A_FILE:
                return refused(
                    request, *args, DocumentTooLarge(found=-(-sent // MEGABYTE), most=most), **kwargs
                )
            return inner(request, *args, **kwargs)

        return guarded

    return door


def refuse_forms_beyond(request: HttpRequest) -> None:
    """Count one more form that is begun from somewhere, and refuse those beyond the limit.

    Raises:
        TooManyForms.
    """
    most = params.value("plans.forms_an_hour", today())
    if _count("forms", _address(request), 1) > most:
        raise TooManyForms(most=most, minutes=_minutes_left())


def refuse_guesses(request: HttpRequest) -> None:
    """Refuse whoever has tried too many wrong codes: from one address, or from everywhere together.

    Raises:
        CodeTriedTooOften.
    """
    for who, name in ((_address(request), "wrong_codes_an_hour"), ("", "wrong_codes_an_hour_all")):
        most = params.value(f"plans.{name}", today())
        if _count("codes", who, 0) >= most:
            raise CodeTriedTooOften(most=most, minutes=_minutes_left())


def note_guess(request: HttpRequest) -> None:
    """Count one more wrong code."""
    for who in (_address(request), ""):
        _count("codes", who, 1)


def _seconds() -> int:
    return params.value("plans.form_minutes", today()) * 60


def _count(what: str, who: str, more: int) -> int:
    """How often within this hour of the clock, with what comes now. Addresses are kept as digests."""
    digest = hashlib.sha256(who.encode()).hexdigest()[:24]
    name = f"apply:{what}:{digest}:{int(now().timestamp()) // _HOUR}"
    count = int(cache.get(name, 0)) + more
    if more:
        cache.set(name, count, timeout=_HOUR)
    return count


def _minutes_left() -> int:
    return ceil((_HOUR - now().timestamp() % _HOUR) / 60)


def _address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, where the proxy says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "-"
