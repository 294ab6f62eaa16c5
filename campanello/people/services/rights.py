"""What a person may ask for besides a copy of their data: requests and their answers, restriction and its end."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.models import Person, RightsRequest
from campanello.people.queries import records
from campanello.people.queries import requests as queries
from campanello.people.rules import requests as rules


@transaction.atomic
def restrict(*, actor: Actor, uid: UUID, at: datetime) -> Person:
    """Keep a person's data without using them: from now on only who answers people's rights sees the record.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS, lock=True)
    if person.restricted_at is None:
        _save(person, at)
        audit.record(actor, "people.person-restricted", person, person=person.pk)
    return person


@transaction.atomic
def lift_restriction(*, actor: Actor, uid: UUID) -> Person:
    """Let the team use a person's data again.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS, lock=True)
    if person.restricted_at is not None:
        _save(person, None)
        audit.record(actor, "people.person-unrestricted", person, person=person.pk)
    return person


@transaction.atomic
def note_request(*, actor: Actor, uid: UUID, kind: str, asked_on: date, on: date) -> RightsRequest:
    """Note that a person asked for something under their rights; from that day on the law's month runs.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
        RequestInFuture, RequestOpenAlready.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS, lock=True)
    if refused := rules.why_not_note(asked_on, on):
        raise refused
    same = RightsRequest.objects.filter(person=person, kind=kind, answered_on=None).first()
    if same:
        raise rules.RequestOpenAlready(asked_on=same.asked_on.isoformat(), due_on=same.due_on.isoformat())
    due_on = rules.answer_due(asked_on, params.value("people.rights_answer_months", asked_on))
    made = RightsRequest.objects.create(
        person=person, kind=kind, asked_on=asked_on, due_on=due_on, noted_by_id=actor.user
    )
    audit.record(actor, "people.request-noted", made, person=person.pk, kind=kind)
    return made


@transaction.atomic
def answer_request(*, actor: Actor, uid: UUID, outcome: str, on: date) -> RightsRequest:
    """Note that a request was answered today, and how.

    Raises:
        NotFound: Absent, or not the actor's to answer.
        RequestAnswered.
    """
    found = queries.request(actor, uid, lock=True)
    if found.answered_on is not None:
        raise rules.RequestAnswered(answered_on=found.answered_on.isoformat())
    found.answered_on, found.outcome, found.answered_by_id = on, outcome, actor.user
    found.save(update_fields=["answered_on", "outcome", "answered_by"])
    audit.record(actor, "people.request-answered", found, person=found.person_id, outcome=outcome)
    return found


def _save(person: Person, at: datetime | None) -> None:
    person.restricted_at = at
    person.version += 1
    person.save(update_fields=["restricted_at", "version"])
