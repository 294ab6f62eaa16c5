"""Which points lapse when: of one account, of a page of accounts, of a whole project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from campanello.core import params
from campanello.core.actor import Actor
from campanello.points.models import Account, ExpiryNotice, Transfer
from campanello.points.rules import expiry
from campanello.points.rules.expiry import Terms, Told

HOLDERS = ("household", "person")


@dataclass(frozen=True)
class Soon:
    """Points that lapse on a day unless they are used before; `told_on` is the day of the notice."""

    points: int
    expires_on: date
    told_on: date


def terms(on: date) -> Terms:
    """How long points hold and how early a household is told, on a day."""
    return Terms(
        months=params.value("points.expire_months", on),
        notice_days=params.value("points.expiry_notice_days", on),
    )


def soon(account: Account, on: date) -> Soon | None:
    """The next points of an account that lapse unless they are used; None where nothing was told of. Two queries."""
    return soon_of([account], on).get(account.pk)


def soon_of(accounts: Iterable[Account], on: date) -> dict[int, Soon]:
    """The same of several accounts, by key; those without are left out. Two queries for any number."""
    keys = [one.pk for one in accounts]
    notices = ExpiryNotice.objects.filter(account__in=keys, expired_at=None).select_related("account")
    told = list(notices.order_by("expires_on", "pk"))
    left = left_of(told, on)
    found: dict[int, Soon] = {}
    for one in told:
        if points := left[one.pk]:
            found.setdefault(one.account_id, Soon(points, one.expires_on, one.told_on))
    return found


def left_of(notices: Iterable[ExpiryNotice], on: date) -> dict[int, int]:
    """How many of the points that notices told of are still there to lapse, by the notices' keys. One query."""
    listed, months = list(notices), terms(on).months
    if not listed or not months:
        return {one.pk: 0 for one in listed}
    limits = {one.pk: expiry.limit(one.expires_on, months) for one in listed}
    came = came_in_since({one.account_id for one in listed}, limits.values())
    return {
        one.pk: min(
            one.points,
            expiry.lapsing(
                balance=one.account.balance, came_in_since=came.get((one.account_id, limits[one.pk]), 0)
            ),
        )
        for one in listed
    }


def came_in_since(accounts: Iterable[int], limits: Iterable[date]) -> Mapping[tuple[int, date], int]:
    """What came into each account on each limit's day or later, by both; what was taken back counts not. One query."""
    days = sorted(set(limits))
    keys = list(accounts)
    if not days or not keys:
        return {}
    sums = {f"since_{place}": Sum("points", filter=Q(on__gte=day)) for place, day in enumerate(days)}
    rows: Any = _kept(Transfer.objects.filter(target__in=keys, on__gte=days[0]))
    return {
        (row["target"], day): row[f"since_{place}"] or 0
        for row in rows.values("target").annotate(**sums).order_by()
        for place, day in enumerate(days)
    }


def _kept(rows: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """Without what takes back and what was taken back."""
    return rows.filter(~Exists(Transfer.objects.filter(reverses=OuterRef("pk")))).exclude(kind="reversal")


def with_old_points(project: int, since: date) -> QuerySet[Account]:
    """The accounts of a project that hold more than came in since a day; `old` is how many points are older."""
    came = _kept(Transfer.objects.filter(target=OuterRef("pk"), on__gte=since)).order_by()
    total = came.values("target").annotate(total=Sum("points")).values("total")
    holding = Account.objects.filter(project=project, kind__in=HOLDERS, balance__gt=0)
    older = holding.annotate(old=F("balance") - Coalesce(total, 0))
    return older.filter(old__gt=0).order_by("pk")


def due(on: date) -> QuerySet[ExpiryNotice]:
    """The notices whose day has come, in the order in which they lapse."""
    return ExpiryNotice.objects.filter(expired_at=None, expires_on__lte=on).order_by("expires_on", "pk")


def told(notice: ExpiryNotice) -> Told:
    """A stored notice as the rules see it."""
    return Told(notice.points, notice.expires_on, notice.told_on)


def coming(actor: Actor, project: int | None = None) -> QuerySet[ExpiryNotice]:
    """The notices that are open in the actor's projects, the next first, with their accounts."""
    mine = Account.objects.visible_to(actor)
    if project is not None:
        mine = mine.filter(project=project)
    found = ExpiryNotice.objects.filter(expired_at=None, account__in=mine.values("pk"))
    return found.select_related("account__project").order_by("expires_on", "account")
