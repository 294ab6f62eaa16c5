"""Finds residents' doors: by a secret, for whoever stands before one, and by their user."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from campanello.accounts import queries
from campanello.accounts.models import DoorKey, User
from campanello.accounts.rules.doors import Limits
from campanello.core import params
from campanello.core.access import NotFound
from campanello.core.actor import Actor

NAMES = {"tries": "door_tries", "minutes": "door_lock_minutes", "in_all": "door_tries_in_all"}


def limits(on: date) -> Limits:
    """The dated parameters of guessing on a day."""
    return Limits(**{name: params.value(f"accounts.{given}", on) for name, given in NAMES.items()})


def living(at: datetime) -> QuerySet[DoorKey]:
    """The doors through which somebody may still come in, with whose they are."""
    return DoorKey.objects.select_related("user").filter(
        revoked_at=None, expires_at__gt=at, user__is_active=True
    )


def door(secret: str, *, at: datetime, lock: bool = False) -> DoorKey | None:
    """The door of a secret; None for one that is unknown, too old or revoked. Asked before anybody is logged in."""
    found = living(at).filter(secret_sha256=queries.hashed(secret))
    return (found.select_for_update(of=("self",)) if lock else found).first()


def waits_for_pin(secret: str, *, at: datetime) -> DoorKey | None:
    """The door that was shown on the desk's screen and whose PIN nobody has chosen yet."""
    found = door(secret, at=at)
    return found if found is not None and not found.pin else None


def doors_of(users: Iterable[User]) -> list[DoorKey]:
    """All doors that some users have had, the newest first. For who has come to the person already."""
    return list(DoorKey.objects.filter(user__in=list(users)).select_related("made_by"))


def own(actor: Actor) -> QuerySet[DoorKey]:
    """The actor's own doors, the newest first."""
    return DoorKey.objects.filter(user=actor.user or 0)


def own_door(actor: Actor, key: int, *, lock: bool = False) -> DoorKey:
    """One of the actor's own doors.

    Raises:
        NotFound: Absent, or another's.
    """
    return one(own(actor), key, lock=lock)


def one(found: QuerySet[DoorKey], key: int, *, lock: bool = False) -> DoorKey:
    """One of some doors.

    Raises:
        NotFound: It is none of them.
    """
    wanted = found.filter(pk=key) if key < 2**63 else found.none()
    held = (wanted.select_for_update(of=("self",)) if lock else wanted).first()
    if held is None:
        raise NotFound
    return held
