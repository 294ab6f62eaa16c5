"""Slows who tries gift codes: wrong ones are counted by whoever tries, and by where they try from, an hour at a time.

To be called outside the transaction that is rolled back by a refusal: counts are kept in the same database.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from math import ceil

from django.core.cache import cache

from campanello.core import params
from campanello.core.actor import Actor
from campanello.points.rules.donating import TooManyWrongCodes

_HOUR = 3600


def refuse(*, actor: Actor, address: str, on: date, at: datetime) -> None:
    """Let nobody try further who has tried too many wrong codes within this hour of the clock.

    Raises:
        TooManyWrongCodes.
    """
    for name, parameter in _counted(actor, address):
        most = params.value(parameter, on)
        if int(cache.get(_key(name, at), 0)) >= most:
            raise TooManyWrongCodes(most=most, minutes=ceil((_HOUR - at.timestamp() % _HOUR) / 60))


def note(*, actor: Actor, address: str, at: datetime) -> None:
    """Count one more wrong code."""
    for name, _parameter in _counted(actor, address):
        key = _key(name, at)
        cache.set(key, int(cache.get(key, 0)) + 1, timeout=_HOUR)


def _counted(actor: Actor, address: str) -> Iterator[tuple[str, str]]:
    yield f"actor {actor.user}", "points.wrong_codes_an_hour"
    if address:
        yield f"address {address}", "points.wrong_codes_an_hour_address"


def _key(name: str, at: datetime) -> str:
    """Addresses are kept as digests."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:24]
    return f"gifts:{digest}:{int(at.timestamp()) // _HOUR}"
