"""One household's points, with all that its page shows; and the small box of them on other pages."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from campanello.core import audit
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.people.models import Household, Language
from campanello.people.queries import households, merges
from campanello.people.queries.households import Composition
from campanello.people.rules.record import PersonRecord
from campanello.points.models import Account, Award, ExpiryNotice, Scheme, Transfer
from campanello.points.queries import (
    account_lists,
    accounts,
    expiring,
    hand_awards,
    movements,
    owners,
    spending,
)
from campanello.points.queries.account_lists import Line
from campanello.points.queries.account_totals import Totals, totals
from campanello.points.queries.expiring import Soon
from campanello.points.queries.movements import Movement
from campanello.points.queries.owners import Owner
from campanello.points.rules.redeeming import Debt


@dataclass(frozen=True)
class Shown:
    """An account with what its page shows. `debts` is None where arrears are not the reader's to see."""

    account: Account
    scheme: Scheme
    owner: Owner
    doorbell: str
    composition: Composition | None
    totals: Totals
    soon: Soon | None
    notices: Sequence[ExpiryNotice]
    waiting: Sequence[Award]
    movements: Sequence[Movement]
    following: int | None
    debts: Sequence[Debt] | None

    @property
    def is_closed(self) -> bool:
        """Whether the household was closed: what it holds stays with it until it is given on."""
        return self.composition is not None and self.composition.household.closed_on is not None


@dataclass(frozen=True)
class Statement:
    """The movements of some days with the balance before and after, for a paper.

    `language` is what the reference person reads best.
    """

    account: Account
    scheme: Scheme
    owner: Owner
    people: Sequence[str]
    first: date
    last: date
    before: int
    movements: Sequence[Movement]
    after: int
    language: str


@dataclass(frozen=True)
class Box:
    """How many points stand beside a person or a household on another page."""

    uid: UUID
    points: int
    project: str
    is_own: bool


@transaction.atomic
def shown(
    actor: Actor,
    uid: UUID,
    on: date,
    *,
    before: int | None = None,
    kinds: Collection[str] = (),
) -> Shown:
    """One account; leaves a line on everybody named. As many queries at any size.

    Raises:
        NotFound: Absent, not the actor's, or no account that somebody holds.
    """
    one = _held(actor, uid)
    owner = owners.of_accounts(actor, [one], on)[one.pk]
    composition = _composition(actor, one, on)
    people = _people(composition, owner)
    audit.read_many(actor, "points.account-read", sorted(people), account=one.pk)
    page = _moved(one, actor, before, kinds)
    return Shown(
        account=one,
        scheme=accounts.scheme_of(one.project_id),
        owner=owner,
        doorbell=account_lists.doorbells([one], on).get(one.household_id or 0, ""),
        composition=composition,
        totals=totals([one.pk])[one.pk],
        soon=expiring.soon(one, on),
        notices=list(one.notices.order_by("-expires_on")[:12]),
        waiting=hand_awards.waiting_of(people, one.project_id),
        movements=page.movements,
        following=page.following,
        debts=_debts(actor, one, on),
    )


@dataclass(frozen=True)
class Moved:
    """A page of movements, and the key of the last of them where there are earlier ones."""

    movements: Sequence[Movement]
    following: int | None


def _moved(one: Account, actor: Actor, before: int | None, kinds: Collection[str] = ()) -> Moved:
    size = movements.PAGE
    page = movements.of_account(one, before=before, page_size=size + 1, kinds=kinds, language=actor.language)
    return Moved(page[:size], page[size - 1].key if len(page) > size else None)


@transaction.atomic
def moved(actor: Actor, uid: UUID, on: date, *, before: int | None = None) -> Moved:
    """A page of an account's movements for a program; leaves a line.

    Raises:
        NotFound.
    """
    one = _held(actor, uid)
    owner = owners.of_accounts(actor, [one], on)[one.pk]
    audit.read(actor, "points.account-read", one, person=owner.key)
    return _moved(one, actor, before)


def line(actor: Actor, uid: UUID, on: date) -> Line:
    """One account as a list shows it; leaves a line.

    Raises:
        NotFound.
    """
    return account_lists.lines(actor, [_held(actor, uid)], on, "points.account-read")[0]


def _held(actor: Actor, uid: UUID) -> Account:
    one = accounts.account(actor, uid)
    if one.kind not in expiring.HOLDERS:
        raise NotFound
    return one


def _composition(actor: Actor, one: Account, on: date) -> Composition | None:
    if one.household_id is None:
        return None
    home = Household.objects.get(pk=one.household_id)
    return households.compositions(actor, [home], on)[0]


def _people(composition: Composition | None, owner: Owner) -> set[int]:
    found = {owner.key} if owner.key is not None else set()
    if composition is not None:
        found |= {one.person for one in composition.members if one.is_visible}
    return found


def _debts(actor: Actor, one: Account, on: date) -> Sequence[Debt] | None:
    if one.project_id not in projects_with(actor, Right.READ_ARREARS):
        return None
    return spending.standing(one, on).debts


@transaction.atomic
def statement(actor: Actor, uid: UUID, first: date, last: date, *, on: date, language: str) -> Statement:
    """The movements of some days, both in; leaves a line on everybody named.

    Raises:
        NotFound.
    """
    one = _held(actor, uid)
    owner = owners.of_accounts(actor, [one], on)[one.pk]
    composition = _composition(actor, one, on)
    audit.read_many(actor, "points.statement-printed", sorted(_people(composition, owner)), account=one.pk)
    since = _moved_since(one, first)
    found = movements.between(one, first, last, language=language)
    before = one.balance - since
    names = [member.name for member in composition.members if member.name] if composition else []
    return Statement(
        account=one,
        scheme=accounts.scheme_of(one.project_id),
        owner=owner,
        people=names or ([owner.name] if owner.name else []),
        first=first,
        last=last,
        before=before,
        movements=found,
        after=before + sum(row.points for row in found),
        language=_language(owner),
    )


def _language(owner: Owner) -> str:
    """What whoever the account is named by reads best; Italian where nobody said."""
    if owner.key is None:
        return "it"
    spoken = Language.objects.filter(merges.of_people("person", [owner.key]), is_preferred=True)
    return spoken.values_list("code", flat=True).first() or "it"


def _moved_since(one: Account, first: date) -> int:
    """By how much an account changed on a day and later. Two queries over its own movements."""
    came, went = (
        Transfer.objects.filter(**{side: one.pk}, on__gte=first).aggregate(sum=Sum("points"))["sum"] or 0
        for side in ("target", "source")
    )
    return int(came - went)


def of_person(actor: Actor, record: PersonRecord, composed: Iterable[Composition]) -> list[Box]:
    """The accounts of a person and of the households they are in, for who was let in to their record. One query.

    None for who reads no points.
    """
    people = [record.person, *(one.person for one in record.absorbed)]
    homes = [one.household.pk for one in composed]
    return _boxes(actor, Q(household__in=homes) | Q(person__in=people))


def of_household(actor: Actor, household: Household) -> list[Box]:
    """The accounts of a household, for who was let in to it. One query; none for who reads no points."""
    return _boxes(actor, Q(household=household.pk))


def _boxes(actor: Actor, whose: Q) -> list[Box]:
    if not may(actor, Right.READ_POINTS):
        return []
    found = Account.objects.visible_to(actor).filter(whose, kind__in=expiring.HOLDERS)
    rows = found.order_by("kind", "pk").values_list("uid", "balance", "project__title", "kind")
    return [Box(uid, points, title, kind == "person") for uid, points, title, kind in rows]
