"""Hands out notices, and records consents and their withdrawal. What merged records say stays untouched."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.models import Consent, Notice, NoticeGiven, Person
from campanello.people.queries import consents as queries
from campanello.people.queries import records
from campanello.people.rules import consents as rules


@transaction.atomic
def give_notice(
    *, actor: Actor, person_uid: UUID, kind: str, how: str, language: str, on: date, today: date
) -> NoticeGiven:
    """Write down that a person was given a notice; the same one given again keeps its first day.

    Raises:
        NotFound, NoNotice, WrongDay.
    """
    person = _person(actor, person_uid)
    notice = queries.notice_on(kind, on)
    if on > today:
        raise rules.WrongDay(day=on, earliest=notice.starts_on, latest=today)
    return _given(actor, person, notice, how=how, language=language, given_on=on)


def note_read(*, actor: Actor, person: Person, version: int, language: str, on: date) -> NoticeGiven | None:
    """Write down that somebody read a version of the notice on what happens with data, on line, before one knew who.

    In the transaction of the caller, who may record of the person. None where there is no such version.
    """
    notice = Notice.objects.filter(kind=rules.PRIVACY, version=version).first()
    if notice is None:
        return None
    return _given(actor, person, notice, how="screen", language=language, given_on=on)


@transaction.atomic
def give_consent(
    *, actor: Actor, person_uid: UUID, purpose: str, how: str, language: str, on: date, today: date
) -> Consent:
    """Record a yes to a purpose under the notice that holds on the day, which the person is thereby given.

    A yes to an earlier text ends on that day: what the person agreed to is what they were told last.

    Raises:
        NotFound, NoNotice, WrongDay, AlreadyAgreed.
    """
    person = _person(actor, person_uid)
    notice = queries.notice_on(purpose, on)
    now = queries.standing_of(person.pk, purpose, today)
    if refusal := rules.why_not_agree(now, notice.version, on, today):
        raise refusal
    Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=None).update(withdrawn_on=on)
    given = Consent.objects.create(
        person=person, purpose=purpose, notice=notice, given_on=on, how=how, recorded_by_id=actor.user
    )
    _told(person, notice, how, language, on)
    facts = {"purpose": purpose, "version": notice.version, "how": how}
    audit.record(actor, "people.consent-given", given, person=person.pk, **facts)
    return given


@transaction.atomic
def withdraw_consent(*, actor: Actor, person_uid: UUID, purpose: str, on: date, today: date) -> Consent:
    """Take a consent back from a day on. It holds for all the person's records and is never asked for a reason.

    Raises:
        NotFound, NotAgreed, WrongDay.
    """
    person = _person(actor, person_uid)
    now = queries.standing_of(person.pk, purpose, today)
    if refusal := rules.why_not_withdraw(now, on, today):
        raise refusal
    own = Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=None)
    own.update(withdrawn_on=on)
    last = now.last
    if last and last.person != person.pk:
        said = Consent.objects.get(pk=last.row)
        Consent.objects.create(
            person=person,
            purpose=purpose,
            notice_id=said.notice_id,
            given_on=said.given_on,
            how=said.how,
            withdrawn_on=on,
            recorded_by_id=actor.user,
        )
    withdrawn = Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=on).latest("pk")
    audit.record(actor, "people.consent-withdrawn", withdrawn, person=person.pk, purpose=purpose)
    return withdrawn


def _person(actor: Actor, uid: UUID) -> Person:
    return records.person(actor, uid, right=Right.WRITE_PERSON, lock=True)


def _given(actor: Actor, person: Person, notice: Notice, **told: Any) -> NoticeGiven:
    given, is_new = NoticeGiven.objects.get_or_create(person=person, notice=notice, defaults=told)
    if is_new:
        facts = {"kind": notice.kind, "version": notice.version}
        facts |= {name: told[name] for name in ("how", "language")}
        audit.record(actor, "people.notice-given", given, person=person.pk, **facts)
    return given


def _told(person: Person, notice: Notice, how: str, language: str, on: date) -> None:
    NoticeGiven.objects.get_or_create(
        person=person, notice=notice, defaults={"given_on": on, "how": how, "language": language}
    )
