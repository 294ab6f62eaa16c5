"""Who acts for whom: for the two themselves, for the desk, and for the pages that a delegate opens."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from campanello.accounts.queries import users_of_people
from campanello.core import params
from campanello.core.access import NotFound, Right, require
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.models import DelegateCode, Delegation, Person
from campanello.people.queries import records
from campanello.people.queries.log_in import people_of_tax_code
from campanello.people.queries.merges import ids_of
from campanello.people.rules import delegations as rules
from campanello.people.rules.values import DELEGATION_BASES, SCOPES


@dataclass(frozen=True)
class Line:
    """A delegation as one of the two reads it, or the desk: the other one's name, what, until when."""

    uid: UUID
    name: str
    scopes: frozenset[str]
    starts_on: date
    last_on: date
    basis: str
    evidence: str
    holds: bool
    over_on: date | None

    @property
    def what(self) -> tuple[str, ...]:
        """What may be done, in the order in which it is asked, to be translated."""
        return tuple(text for name, text in SCOPES.items() if name in self.scopes)

    @property
    def known_from(self) -> str:
        """How the wish is known, to be translated."""
        return DELEGATION_BASES[self.basis]


@dataclass(frozen=True)
class Both:
    """Who acts for a person, and for whom that person acts, the latest first."""

    given: tuple[Line, ...]
    held: tuple[Line, ...]


def standing(actor: Actor, uid: UUID, on: date) -> tuple[int, frozenset[str]]:
    """The person for whom the actor may act by a delegation on a day, and what they may do.

    Raises:
        NotFound: Absent, or not the actor's; or, told in a sentence of its own, over (`DelegationOver`).
    """
    if actor.person is None:
        raise NotFound
    held = Delegation.objects.select_related("principal").filter(uid=uid)
    one = held.filter(delegate__in=ids_of(actor.person)).first()
    if one is None or one.principal.erased_at or one.principal.restricted_at:
        raise NotFound
    if not rules.holds(one.ends_on, one.ended_at, on):
        raise rules.DelegationOver(since=f"{_over_on(one):%d/%m/%Y}")
    return one.principal.merged_into_id or one.principal_id, rules.read(one.scopes)


def own(actor: Actor, on: date) -> Both:
    """Who acts for the actor, and for whom the actor acts. Three queries, or none for who is no resident.

    Raises:
        NotFound: The actor stands for somebody else: whom that person trusts is theirs to know.
    """
    if actor.person is None or actor.stands_for is not None:
        raise NotFound
    return _both(ids_of(actor.person), on)


def of_person(person: Person, on: date) -> Both:
    """The same for the desk. For who has come to the person already."""
    return _both(ids_of(person), on)


def own_one(actor: Actor, uid: UUID, *, lock: bool = False) -> Delegation:
    """A delegation that the actor gave or holds.

    Raises:
        NotFound: Absent, or of others.
    """
    if actor.person is None or actor.stands_for is not None:
        raise NotFound
    keys = ids_of(actor.person)
    return _one(Delegation.objects.filter(Q(principal__in=keys) | Q(delegate__in=keys), uid=uid), lock=lock)


def at_the_desk(actor: Actor, uid: UUID, *, lock: bool = False) -> Delegation:
    """A delegation of somebody whose access the actor may open.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    seen = Person.objects.visible_to(actor, Right.OPEN_DOORS).order_by()
    found = Delegation.objects.filter(uid=uid)
    # Of a merged record the one that stands for it may be all that is seen.
    mine = found.filter(Q(principal__in=seen.values("pk")) | Q(principal__merged_into__in=seen.values("pk")))
    return _one(mine, lock=lock)


def delegate_of_code(code: str, *, at: datetime) -> Person:
    """Whoever shows a code now.

    Raises:
        DelegateUnknown.
    """
    wanted = DelegateCode.objects.select_related("person__merged_into").filter(
        code_sha256=hashed(rules.read_code(code)), expires_at__gt=at, person__erased_at=None
    )
    if one := wanted.first():
        return one.person.merged_into or one.person
    raise rules.DelegateUnknown(minutes=params.value("people.delegate_code_minutes", day_of(at)))


def delegate_at_the_desk(actor: Actor, said: str, *, at: datetime) -> Person:
    """Whom somebody names as their delegate at the desk: by the code in the app, or by the codice fiscale.

    A tax code answers only for whom the actor may see, so that nobody is found out by it.

    Raises:
        NotFound: The actor opens no doors.
        DelegateUnknown.
    """
    require(actor, Right.OPEN_DOORS)
    if keys := people_of_tax_code(said):
        seen = Person.objects.current().visible_to(actor, Right.OPEN_DOORS).filter(pk__in=keys).first()
        if seen is not None:
            return seen
    return delegate_of_code(said, at=at)


def has_access(person: Person) -> bool:
    """Whether somebody can log in as a resident."""
    return users_of_people(ids_of(person)).filter(is_active=True).exists()


def hashed(code: str) -> str:
    """What is kept of a code. It holds for minutes and is tried a few times an hour, so that a plain hash is enough."""
    return hashlib.sha256(f"delegate:{code}".encode()).hexdigest()


def principal_at_the_desk(actor: Actor, uid: UUID, *, lock: bool = False) -> Person:
    """Whose delegations the actor writes down.

    Raises:
        NotFound.
    """
    return records.person(actor, uid, right=Right.OPEN_DOORS, lock=lock)


def between(principal: Person, delegate: Person) -> QuerySet[Delegation]:
    """The delegations between two people that nobody has ended, whatever their last day."""
    return Delegation.objects.filter(
        principal__in=ids_of(principal), delegate__in=ids_of(delegate), ended_at=None
    )


def _one(found: QuerySet[Delegation], *, lock: bool) -> Delegation:
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None:
        raise NotFound
    return one


def _both(keys: tuple[int, ...], on: date) -> Both:
    rows = Delegation.objects.filter(Q(principal__in=keys) | Q(delegate__in=keys))
    joined = list(rows.select_related("principal__merged_into", "delegate__merged_into")[:100])
    return Both(
        given=tuple(_line(one, one.delegate, on) for one in joined if one.principal_id in keys),
        held=tuple(_line(one, one.principal, on) for one in joined if one.delegate_id in keys),
    )


def _line(one: Delegation, other: Person, on: date) -> Line:
    who = other.merged_into or other
    holding = rules.holds(one.ends_on, one.ended_at, on)
    return Line(
        uid=one.uid,
        name=who.name,
        scopes=rules.read(one.scopes),
        starts_on=one.starts_on,
        last_on=one.ends_on - timedelta(days=1),
        basis=one.basis,
        evidence=one.evidence,
        holds=holding,
        over_on=None if holding else _over_on(one),
    )


def _over_on(one: Delegation) -> date:
    """The first day on which a delegation no longer held."""
    return min(day_of(one.ended_at), one.ends_on) if one.ended_at else one.ends_on
