"""Households' accounts as lists show them: whose, how many points, what came of them, what lapses soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.homes.models import Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.people.models import Membership, Person
from campanello.points.models import Account, ExpiryNotice
from campanello.points.queries import expiring, owners
from campanello.points.queries.account_totals import Totals, totals
from campanello.points.queries.expiring import Soon
from campanello.points.queries.owners import Owner

SORTS = {
    "points": ("-balance", "pk"),
    "few": ("balance", "pk"),
    "new": ("-opened_at", "-pk"),
    "name": ("named", "pk"),
    "soon": ("lapses_on", "pk"),
}
HELD, EMPTY, SOON, ELSEWHERE = "held", "empty", "soon", "elsewhere"


@dataclass(frozen=True)
class Wanted:
    """What a list of accounts is asked for; each that is empty leaves all. `show`: held, empty, soon, elsewhere."""

    words: str = ""
    project: int | None = None
    show: str = ""
    sort: str = "points"


@dataclass(frozen=True)
class Line:
    """An account as a list shows it."""

    account: Account
    owner: Owner
    doorbell: str
    totals: Totals
    soon: Soon | None


def projects(actor: Actor) -> list[Project]:
    """The projects whose points the actor reads and that have a scheme, by name. One query."""
    mine = Account.objects.visible_to(actor).filter(project=OuterRef("pk"))
    return list(Project.objects.filter(Exists(mine)).order_by("title"))


def listed(actor: Actor, wanted: Wanted, on: date, right: Right = Right.READ_POINTS) -> QuerySet[Any]:
    """The accounts of households and of people from elsewhere in the actor's projects, as a list asks for them."""
    notices = ExpiryNotice.objects.filter(account=OuterRef("pk"), expired_at=None).order_by()
    next_day = notices.values("account").annotate(day=Min("expires_on")).values("day")
    found: Any = Account.objects.visible_to(actor, right).filter(kind__in=expiring.HOLDERS)
    if wanted.project is not None:
        found = found.filter(project=wanted.project)
    if wanted.show == HELD:
        found = found.filter(balance__gt=0)
    elif wanted.show == EMPTY:
        found = found.filter(balance=0)
    elif wanted.show == ELSEWHERE:
        found = found.filter(kind="person")
    if wanted.show == SOON or wanted.sort == "soon":
        found = found.annotate(lapses_on=next_day).filter(lapses_on__isnull=False)
    if wanted.sort == "name":
        found = found.annotate(named=_head(on))
    for word in wanted.words.split()[:6]:
        found = found.filter(_is_of(actor, word, on))
    ordered: QuerySet[Any] = found.select_related("project").order_by(
        *SORTS.get(wanted.sort, SORTS["points"])
    )
    return ordered


def _head(on: date) -> Any:
    heads = Membership.objects.filter(on_day(on), household=OuterRef("household"), role="head")
    return heads.order_by("pk").values("person__family_name")[:1]


def _is_of(actor: Actor, word: str, on: date) -> Q:
    """Whether one who is in the household, or whose account it is, has a word in their name, or the doorbell does."""
    seen = Person.objects.visible_to(actor).filter(
        Q(family_name__icontains=word) | Q(given_name__icontains=word)
    )
    inside = Membership.objects.filter(on_day(on), household=OuterRef("household"))
    named = inside.filter(Q(person__in=seen.values("pk")) | Q(person__merged_into__in=seen.values("pk")))
    rung = Tenancy.objects.filter(
        on_day(on), household=OuterRef("household"), dwelling__doorbell__icontains=word
    )
    own = Q(person__in=seen.values("pk")) | Q(person__merged_into__in=seen.values("pk"))
    return own | Q(Exists(named)) | Q(Exists(rung))


@transaction.atomic
def lines(
    actor: Actor, rows: Iterable[Account], on: date, verb: str = "points.accounts-listed"
) -> list[Line]:
    """Accounts as a list shows them; leaves a line for each person named. As many queries for any number."""
    found = list(rows)
    whose = owners.of_accounts(actor, found, on)
    audit.read_many(actor, verb, sorted({one.key for one in whose.values() if one.key is not None}))
    bells, sums = doorbells(found, on), totals([one.pk for one in found])
    lapsing = expiring.soon_of(found, on)
    return [
        Line(one, whose[one.pk], bells.get(one.household_id or 0, ""), sums[one.pk], lapsing.get(one.pk))
        for one in found
    ]


def doorbells(accounts: Iterable[Account], on: date) -> dict[int, str]:
    """What the households' doorbells say on a day, by household. One query."""
    homes = [one.household_id for one in accounts if one.household_id is not None]
    held = Tenancy.objects.filter(on_day(on), household__in=homes).exclude(tenure="shopkeeper")
    return dict(held.order_by("starts_on").values_list("household", "dwelling__doorbell"))


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """A list for who takes people along; leaves a line for each person named, and one for the file.

    Raises:
        NotFound: The actor may not take people along.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = listed(actor, wanted, on).filter(project__in=mine)
    found = [one for one in lines(actor, rows, on, "points.account-exported") if one.owner.name]
    audit.exported(actor, "points.accounts-exported", rows=len(found))
    return found


@dataclass(frozen=True)
class Lapsing:
    """One notice as the list of what lapses shows it: how many points were told of, how many are left of them."""

    notice: ExpiryNotice
    owner: Owner
    left: int


@transaction.atomic
def lapsing(
    actor: Actor, rows: Iterable[ExpiryNotice], on: date, verb: str = "points.expiring-listed"
) -> list[Lapsing]:
    """Notices with whose points they are about; leaves a line for each person named."""
    found = list(rows)
    accounts = {one.account_id: one.account for one in found}
    whose = owners.of_accounts(actor, accounts.values(), on)
    audit.read_many(actor, verb, sorted({one.key for one in whose.values() if one.key is not None}))
    left = expiring.left_of(found, on)
    return [Lapsing(one, whose[one.account_id], left[one.pk]) for one in found]


@transaction.atomic
def lapsing_exported(actor: Actor, on: date) -> list[Lapsing]:
    """All that lapses, for who takes people along; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = expiring.coming(actor).filter(account__project__in=mine)
    found = [one for one in lapsing(actor, rows, on, "points.expiring-exported") if one.owner.name]
    audit.exported(actor, "points.expiring-exported", rows=len(found))
    return found
