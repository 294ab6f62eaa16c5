"""Ends what was kept for long enough: people, audit entries, answers kept for programs. With figures, in steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core import audit, params
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.models import AuditEntry, AuditRelease, IdempotentAnswer
from campanello.core.period import ROME
from campanello.people.models import Consent, NoticeGiven, Participation, Person, PersonSet, Revision
from campanello.people.queries.merges import ids_of
from campanello.people.rules.retention import months_before, papers_closed_before
from campanello.people.services import erasure

PROGRAM = Actor(user=None, name="")
_AT_ONCE = 500
_LEAST_AUDIT_MONTHS = 6


class AuditKeptTooShortly(Refused):
    """The law asks that accesses of administrators be kept for at least six months."""

    code = "people.audit-kept-too-shortly"
    text = _(
        "The audit trail would be kept for %(months)s months and must be for %(least)s at least. Correct the row."
    )


@dataclass(frozen=True)
class Due:
    """What is due on a day: people whose case file is over, people who only came by, audit entries, old answers."""

    case_files: int
    contacts: int
    audit_entries: int
    answers: int
    audit_before: date


def due(*, on: date) -> Due:
    """What retention would end today, in figures.

    Raises:
        NoSuchParameter, AuditKeptTooShortly.
    """
    before = _audit_before(on)
    return Due(
        case_files=sum(1 for _person in _free(_case_files(on), on, _papers_from(on))),
        contacts=sum(1 for _person in _free(_contacts(on), on, _contacts_from(on))),
        audit_entries=AuditEntry.objects.filter(at__lt=_midnight(before)).count(),
        answers=_answers(on).count(),
        audit_before=before,
    )


def apply(*, on: date, at: datetime) -> Due:
    """End what is due today; answers what was done. Each person's erasure is a transaction of its own.

    Raises:
        NoSuchParameter, AuditKeptTooShortly.
    """
    before = _audit_before(on)
    case_files = _erase(_free(_case_files(on), on, _papers_from(on)), at, "case-file")
    contacts = _erase(_free(_contacts(on), on, _contacts_from(on)), at, "contact-only")
    answers, _rows = _answers(on).delete()
    return Due(case_files, contacts, _trim(before), answers, before)


def _erase(people: Iterator[Person], at: datetime, rule: str) -> int:
    done = 0
    for person in people:
        with transaction.atomic():
            erasure.forget(ids_of(person), at=at)
            audit.record(PROGRAM, "people.person-erased", person, person=person.pk, whole=True, rule=rule)
        done += 1
    return done


def _free(people: PersonSet, on: date, since: date) -> Iterator[Person]:
    """Those whom neither a running tenancy nor a contact since a day holds back.

    Some at a time: the table is written to meanwhile.
    """
    last = 0
    while batch := list(people.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        for person in batch:
            keys = ids_of(person)
            met = erasure.elsewhere.last_met(keys)
            if not erasure.elsewhere.has_tenancy(keys, on) and (met is None or met < since):
                yield person
        last = batch[-1].pk


def _case_files(on: date) -> PersonSet:
    """People whose plans were all closed so long ago that nobody wants the papers any more."""
    closed = _papers_from(on)
    plans = Participation.objects.filter(_of_root(), strand="plan")
    still = plans.filter(Q(exit_on=None) | Q(exit_on__gte=closed))
    return Person.objects.current().filter(Exists(plans), ~Exists(still), ~Exists(_active_since(closed)))


def _contacts(on: date) -> PersonSet:
    """People without a plan of whom nothing was recorded for long."""
    since = _contacts_from(on)
    plans = Participation.objects.filter(_of_root(), strand="plan")
    people = Person.objects.current().filter(~Exists(plans), registered_at__lt=_midnight(since))
    for table, moment in ((Consent, "given_on"), (NoticeGiven, "given_on")):
        people = people.filter(~Exists(table.objects.filter(_of_root(), **{f"{moment}__gte": since})))
    revised = Revision.objects.filter(_of_root(), at__gte=_midnight(since))
    return people.filter(~Exists(revised), ~Exists(_active_since(since)))


def _papers_from(on: date) -> date:
    """The first day of what is not over yet for who had a plan."""
    return papers_closed_before(on, params.value("retention.case_file_years", on))


def _contacts_from(on: date) -> date:
    """The first day of what is not over yet for who only came by."""
    return months_before(on, params.value("retention.contact_only_months", on))


def _active_since(day: date) -> QuerySet[Participation]:
    recent = Q(exit_on=None) | Q(exit_on__gte=day) | Q(entry_on__gte=day)
    return Participation.objects.filter(_of_root()).filter(recent)


def _of_root() -> Q:
    return Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))


def _answers(on: date) -> QuerySet[IdempotentAnswer]:
    days = params.value("retention.api_answer_days", on)
    return IdempotentAnswer.objects.filter(made_at__lt=_midnight(on - timedelta(days=days)))


def _audit_before(on: date) -> date:
    months = params.value("retention.audit_months", on)
    if months < _LEAST_AUDIT_MONTHS:
        raise AuditKeptTooShortly(months=months, least=_LEAST_AUDIT_MONTHS)
    return months_before(on, months)


@transaction.atomic
def _trim(before: date) -> int:
    """Delete audit entries before a day: the only way in which any goes."""
    release = AuditRelease.objects.create(before=_midnight(before))
    deleted, _rows = AuditEntry.objects.filter(at__lt=release.before).delete()
    release.delete()
    if deleted:
        audit.record(PROGRAM, "core.audit-trimmed", entries=deleted, before=before.isoformat())
    return deleted


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ROME).astimezone(UTC)
