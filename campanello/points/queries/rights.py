"""What the points know of a person, for the copy of all data that they may ask for.

Tables that point at a person, or at a row that does, are found without being told. What belongs to a household is told
to those who were in it on the day, and what it holds now to those who are in it now.
"""

from collections.abc import Callable, Collection

from django.db import models
from django.db.models import Exists, OuterRef, Q

from campanello.people.models import Membership
from campanello.points.models import Account, Donation, ExpiryNotice, Redemption, Transfer

Keys = Collection[int]


def _there(keys: Keys, household: str, day: str) -> Q:
    """Whether one of the records was in the household of a row on the row's day."""
    inside = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef(day)),
        household=OuterRef(household),
        person__in=keys,
        starts_on__lte=OuterRef(day),
    )
    return Q(Exists(inside))


def _accounts(keys: Keys) -> Q:
    now = Membership.objects.filter(household=OuterRef("household"), person__in=keys, ends_on=None)
    return Q(Exists(now))


def _transfers(keys: Keys) -> Q:
    return _there(keys, "source__household", "on") | _there(keys, "target__household", "on")


def _donations(keys: Keys) -> Q:
    source, target = "transfer__source__household", "transfer__target__household"
    return _there(keys, source, "transfer__on") | _there(keys, target, "transfer__on")


def _redemptions(keys: Keys) -> Q:
    return _there(keys, "account__household", "asked_at")


def _notices(keys: Keys) -> Q:
    return _there(keys, "account__household", "told_on")


WITHIN: dict[type[models.Model], Callable[[Keys], Q]] = {
    Account: _accounts,
    Transfer: _transfers,
    Donation: _donations,
    Redemption: _redemptions,
    ExpiryNotice: _notices,
}
