"""Erases a person's data as far as law and accounts allow, says what it kept, and can't be undone.

The person's row stays, without name, code or day of birth, for what the evaluation counts. Features above people
register what they hold back and erase themselves: `homes` does with tenancies and doorbells.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from campanello.accounts.models import User
from campanello.core import audit, params
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.models import AuditEntry
from campanello.people.models import (
    Citizenship,
    Consent,
    ContactWay,
    DelegateCode,
    Delegation,
    DoubtfulPair,
    EmploymentStatus,
    Household,
    IdentityCode,
    Language,
    Membership,
    Merge,
    NoticeGiven,
    Participation,
    Person,
    PersonKey,
    PersonWord,
    ResidencePermit,
    Revision,
    RightsRequest,
    Skill,
    SpecialFact,
)
from campanello.people.queries import records, rights
from campanello.people.queries.merges import ids_of
from campanello.people.rules.erasure import Preview, why_not_confirmed, without_words, year_alone
from campanello.people.rules.names import plain
from campanello.people.services import search_keys

Keys = Collection[int]
_ALWAYS: dict[str, type[Model]] = {
    "contact": ContactWay,
    "special": SpecialFact,
    "permit": ResidencePermit,
    "language": Language,
    "skill": Skill,
    "revision": Revision,
}
_WITH_IDENTITY: dict[str, type[Model]] = {"code": IdentityCode, "consent": Consent, "notice": NoticeGiven}
_STAYING: dict[str, type[Model]] = {
    "participation": Participation,
    "membership": Membership,
    "employment": EmploymentStatus,
    "citizenship": Citizenship,
    "request": RightsRequest,
}
_TEXTS = ("family_name", "given_name", "other_names", "native_name")
_PLACES = ("birth_place", "residence_address", "note")


@dataclass
class Elsewhere:
    """What other features know of a person to be erased: whether a tenancy runs, when they were last in touch.

    `forget` takes out what they wrote.
    """

    has_tenancy: Callable[[Keys, date], bool] = lambda keys, on: False
    last_met: Callable[[Keys], date | None] = lambda keys: None
    forget: Callable[[Keys, frozenset[str]], None] = lambda keys, words: None


elsewhere = Elsewhere()


@transaction.atomic
def preview(*, actor: Actor, uid: UUID, on: date) -> tuple[Person, Preview]:
    """What an erasure would do today, in figures; leaves a line.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = rights.asked(actor, uid)
    return person, _preview(person, ids_of(person), on)


@transaction.atomic
def erase(*, actor: Actor, uid: UUID, typed: str, on: date, at: datetime) -> Preview:
    """Erase what may be erased of a person's data today; answers what was done, as `preview` told it before.

    Where something holds the identity back, names and codes stay and the record is restricted until then.

    Args:
        actor: Who answers the person's request.
        uid: Whose data.
        typed: The person's name, typed again.
        on: The day it is.
        at: When it is recorded.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
        NotConfirmed: Another name was typed.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS, lock=True)
    keys = ids_of(person)
    done = _preview(person, keys, on)
    if refused := why_not_confirmed(done.name, typed):
        raise refused
    if done.is_whole:
        forget(keys, at=at)
    else:
        _lighten(keys, at)
    audit.record(actor, "people.person-erased", person, person=person.pk, rows=done.rows, whole=done.is_whole)
    return done


def forget(keys: Keys, *, at: datetime) -> None:
    """Take out of all tables what tells who these records of one person are. Inside the caller's transaction."""
    people = list(Person.objects.select_for_update().filter(pk__in=keys))
    words = frozenset(word for one in people for name in _TEXTS for word in plain(getattr(one, name)).split())
    _lighten(keys, at)
    for model in _WITH_IDENTITY.values():
        model._default_manager.filter(person__in=keys).delete()
    elsewhere.forget(keys, words)  # while it is known in which households they were
    Merge.objects.filter(Q(kept__in=keys) | Q(absorbed__in=keys)).delete()
    for entry in Participation.objects.filter(person__in=keys):
        entry.code = f"E{uuid.uuid4().hex[:20]}"
        entry.save(update_fields=["code"])
    _forget_households(keys, words)
    DelegateCode.objects.filter(person__in=keys).delete()
    Delegation.objects.filter(Q(principal__in=keys) | Q(delegate__in=keys)).delete()
    _forget_account(keys)
    # Read again: notes and addresses are gone from them by now.
    for one in Person.objects.filter(pk__in=keys):
        for name in _TEXTS:
            setattr(one, name, "")
        one.uid = uuid.uuid4()
        one.born_on = year_alone(one.born_on)
        one.birth_place_code = ""
        one.erased_at = at
        one.version += 1
        one.save()
    search_keys.refresh(keys)


def _preview(person: Person, keys: Keys, on: date) -> Preview:
    years = params.value("retention.case_file_years", on)
    held = rights.held_back(keys, has_tenancy=elsewhere.has_tenancy(keys, on), years=years, on=on)
    goes = {name: model._default_manager.filter(person__in=keys).count() for name, model in _ALWAYS.items()}
    goes["pair"] = _pairs(keys).count()
    goes["note"] = sum(
        bool(getattr(one, name)) for one in Person.objects.filter(pk__in=keys) for name in _PLACES
    )
    if not held:
        goes["name"] = len(keys)
        goes |= {
            name: model._default_manager.filter(person__in=keys).count()
            for name, model in _WITH_IDENTITY.items()
        }
        goes["merge"] = Merge.objects.filter(Q(kept__in=keys) | Q(absorbed__in=keys)).count()
        goes["key"] = sum(
            model._default_manager.filter(person__in=keys).count() for model in (PersonWord, PersonKey)
        )
        goes["account"] = User.objects.filter(person__in=keys).count()
    stays = {name: model._default_manager.filter(person__in=keys).count() for name, model in _STAYING.items()}
    stays["audit"] = AuditEntry.objects.filter(person__in=keys).count()
    return Preview(person.name or person.other_names or person.native_name, goes, stays, held)


def _pairs(keys: Keys) -> QuerySet[DoubtfulPair]:
    return DoubtfulPair.objects.filter(Q(one__in=keys) | Q(other__in=keys))


def _lighten(keys: Keys, at: datetime) -> None:
    """Erase what nothing holds back, and restrict the rest."""
    for model in _ALWAYS.values():
        model._default_manager.filter(person__in=keys).delete()
    _pairs(keys).delete()
    for one in Person.objects.select_for_update().filter(pk__in=keys):
        for name in _PLACES:
            setattr(one, name, "")
        one.restricted_at = one.restricted_at or at
        one.version += 1
        one.save()
    search_keys.refresh(keys)


def _forget_households(keys: Keys, words: frozenset[str]) -> None:
    for home in Household.objects.filter(memberships__person__in=keys).distinct():
        others = Membership.objects.filter(household=home).exclude(person__in=keys)
        if others.filter(person__erased_at=None).exists():
            home.note = without_words(home.note, words)
        else:
            home.note, home.code = "", ""
        home.version += 1
        home.save(update_fields=["note", "code", "version"])


def _forget_account(keys: Keys) -> None:
    for user in User.objects.filter(person__in=keys):
        for session in UserSession.objects.filter(user=user):
            session.end()
        Authenticator.objects.filter(user=user).delete()
        user.invitations.all().delete()
        user.api_tokens.all().delete()
        user.door_keys.all().delete()
        for tried in (AccessAttempt, AccessFailureLog):
            tried.objects.filter(username__in=[user.username, user.email]).delete()
        user.username, user.email, user.name = f"erased-{uuid.uuid4().hex[:12]}", "", "–"
        user.person, user.is_active = None, False
        user.set_unusable_password()
        user.save()
