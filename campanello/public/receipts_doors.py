"""Slows whoever guesses codes of receipts, by the address they come from and all together."""

import hashlib
from math import ceil

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from campanello.core import params
from campanello.core.edges import now, today
from campanello.points.rules.receipts import ReceiptTriedTooOften

_HOUR = 3600


def refuse_guesses(request: HttpRequest) -> None:
    """Refuse whoever tried too many wrong codes within this hour of the clock.

    Raises:
        ReceiptTriedTooOften.
    """
    for key, name in _counted(request):
        most = params.value(name, today())
        if int(cache.get(key, 0)) >= most:
            raise ReceiptTriedTooOften(most=most, minutes=ceil((_HOUR - now().timestamp() % _HOUR) / 60))


def note_guess(request: HttpRequest) -> None:
    """Count one more wrong code."""
    for key, _name in _counted(request):
        cache.set(key, int(cache.get(key, 0)) + 1, timeout=_HOUR)


def _counted(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    hour = int(now().timestamp()) // _HOUR
    # Addresses are kept as digests.
    here = hashlib.sha256(_address(request).encode()).hexdigest()[:24]
    return (
        (f"receipts:{here}:{hour}", "points.wrong_receipts_an_hour"),
        (f"receipts:all:{hour}", "points.wrong_receipts_an_hour_all"),
    )


def _address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, where the proxy says."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return "-"
