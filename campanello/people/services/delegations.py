"""Lets somebody act for somebody else, and ends it: by the two themselves in the app, or at the desk."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.models import DelegateCode, Delegation, Person
from campanello.people.queries import delegations as queries
from campanello.people.queries.merges import ids_of
from campanello.people.rules import delegations as rules
from campanello.people.rules.delegations import NewDelegation

_HOUR = 3600


@dataclass(frozen=True)
class Shown:
    """A code to be read to whoever is to be helped, and until when it holds."""

    code: str
    expires_at: datetime


@transaction.atomic
def show_code(*, actor: Actor, at: datetime) -> Shown:
    """A code by which others find the actor as their delegate, for some minutes; an earlier one counts no more.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
    """
    person = _oneself(actor)
    code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
    expires_at = at + timedelta(minutes=params.value("people.delegate_code_minutes", day_of(at)))
    DelegateCode.objects.update_or_create(
        person=person, defaults={"code_sha256": queries.hashed(code), "expires_at": expires_at}
    )
    audit.record(actor, "people.delegate-code-shown", person=person.pk)
    return Shown(rules.shown_code(code), expires_at)


def found_by_code(*, actor: Actor, code: str, at: datetime) -> Person:
    """Whoever shows a code now, for a resident who wants to let them act. Wrong codes are counted.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
        DelegateUnknown, DelegationToOneself, TooManyCodesTried.
    """
    principal = _oneself(actor)
    most = params.value("people.delegate_codes_tried", day_of(at))
    name = f"delegate-codes:{actor.user}:{int(at.timestamp()) // _HOUR}"
    if int(cache.get(name, 0)) >= most:
        raise rules.TooManyCodesTried(most=most)
    try:
        delegate = queries.delegate_of_code(code, at=at)
    except rules.DelegateUnknown:
        cache.set(name, int(cache.get(name, 0)) + 1, timeout=_HOUR)
        raise
    if delegate.pk == principal.pk:
        raise rules.DelegationToOneself
    return delegate


def give(*, actor: Actor, uid: UUID, code: str, given: NewDelegation, at: datetime, on: date) -> Delegation:
    """Let whoever shows a code act for the actor. Sent twice with one `uid`, it is given once.

    Raises:
        NotFound: The actor is no resident, or stands for somebody else.
        DelegateUnknown, DelegationToOneself, TooManyCodesTried, DelegationForNothing, DelegationDays,
        DelegateWithoutAccess, DelegatedAlready.
    """
    principal = _oneself(actor)
    if before := Delegation.objects.filter(uid=uid, principal=principal).first():
        return before
    delegate = found_by_code(actor=actor, code=code, at=at)
    with transaction.atomic():
        made = _give(actor, uid, principal, delegate, given, at=at, on=on)
        # A code serves once.
        DelegateCode.objects.filter(person__in=ids_of(delegate)).delete()
    return made


@transaction.atomic
def give_at_desk(
    *, actor: Actor, principal: UUID, uid: UUID, said: str, given: NewDelegation, at: datetime, on: date
) -> Delegation:
    """Write down at the desk that a person lets another act, and how that is known.

    Args:
        actor: Who writes it down.
        principal: Whose matters.
        uid: Made in the form: sent twice, it is written down once.
        said: The delegate's code from the app, or their codice fiscale.
        given: What, until when, and on which basis.
        at: Now.
        on: Today.

    Raises:
        NotFound: The principal is absent, or not the actor's.
        DelegateUnknown, DelegationToOneself, DelegationForNothing, DelegationDays, DelegationWithoutBasis,
        DelegateWithoutAccess, DelegatedAlready.
    """
    person = queries.principal_at_the_desk(actor, principal, lock=True)
    if before := Delegation.objects.filter(uid=uid, principal=person).first():
        return before
    delegate = queries.delegate_at_the_desk(actor, said, at=at)
    return _give(actor, uid, person, delegate, given, at=at, on=on)


def _give(
    actor: Actor,
    uid: UUID,
    principal: Person,
    delegate: Person,
    given: NewDelegation,
    *,
    at: datetime,
    on: date,
) -> Delegation:
    months = params.value("people.delegation_months", on)
    if refusal := rules.why_not_give(given, on=on, months=months):
        raise refusal
    if delegate.pk == principal.pk:
        raise rules.DelegationToOneself
    Person.objects.select_for_update().get(pk=principal.pk)
    if not queries.has_access(delegate):
        raise rules.DelegateWithoutAccess
    _make_room(principal, delegate, at=at, on=on)
    made = Delegation.objects.create(
        uid=uid,
        principal=principal,
        delegate=delegate,
        scopes=rules.written(given.scopes),
        starts_on=on,
        ends_on=given.ends_on,
        basis=given.basis,
        evidence=given.evidence.strip(),
        made_at=at,
        made_by_id=actor.user,
    )
    facts = {"scopes": made.scopes, "basis": made.basis}
    audit.record(actor, "people.delegation-given", made, person=principal.pk, **facts)
    audit.record(actor, "people.delegation-received", made, person=delegate.pk)
    return made


def _make_room(principal: Person, delegate: Person, *, at: datetime, on: date) -> None:
    """Close what has run out between the two, so that it can be given again; refuse beside one that holds."""
    for one in queries.between(principal, delegate):
        if rules.holds(one.ends_on, one.ended_at, on):
            raise rules.DelegatedAlready(last=f"{one.ends_on - timedelta(days=1):%d/%m/%Y}")
        one.ended_at = at
        one.save(update_fields=["ended_at"])


@transaction.atomic
def end(*, actor: Actor, uid: UUID, at: datetime) -> Delegation:
    """End a delegation at once, by the one who gave it or the one who holds it; ended before, it stays as it is.

    Raises:
        NotFound: Absent, or of others.
    """
    return _end(actor, queries.own_one(actor, uid, lock=True), at)


@transaction.atomic
def end_at_desk(*, actor: Actor, uid: UUID, at: datetime) -> Delegation:
    """The same, at the desk.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    return _end(actor, queries.at_the_desk(actor, uid, lock=True), at)


def _end(actor: Actor, held: Delegation, at: datetime) -> Delegation:
    if held.ended_at is None:
        held.ended_at, held.ended_by_id = at, actor.user
        held.save(update_fields=["ended_at", "ended_by"])
        audit.record(actor, "people.delegation-ended", held, person=held.principal_id)
    return held


@transaction.atomic
def stand_for(*, actor: Actor, uid: UUID, on: date) -> int:
    """Note that a delegate begins to act for somebody; answers for whom.

    Raises:
        NotFound: Absent, not the actor's, or over (`DelegationOver`).
    """
    principal, scopes = queries.standing(actor, uid, on)
    audit.read(actor, "people.stood-for", person=principal, scopes=rules.written(scopes))
    return principal


def _oneself(actor: Actor) -> Person:
    if actor.person is None or actor.stands_for is not None:
        raise NotFound
    person = Person.objects.select_related("merged_into").filter(pk=actor.person, erased_at=None).first()
    if person is None:
        raise NotFound
    return person.merged_into or person
