"""Keeps what was said with an applicant: tries to reach them, what they were asked to bring, that they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy_lines
from campanello.people.rules.values import CONTACT_KINDS
from campanello.plans.models import Application, ContactTry
from campanello.plans.queries import applications as queries
from campanello.plans.rules import applications as rules
from campanello.plans.rules.applications import State
from campanello.plans.rules.values import TRY_OUTCOMES
from campanello.plans.services.applications import WRITE, held, save, step

LONGEST_NOTE = 300


@dataclass(frozen=True)
class NewTry:
    """A try to reach an applicant: how, what came of it, when again where nobody was reached."""

    how: str
    outcome: str
    again_on: date | None = None
    note: str = ""


@transaction.atomic
def note_try(*, actor: Actor, uid: UUID, application: UUID, told: NewTry, at: datetime) -> ContactTry:
    """Write down a try to reach an applicant; once spoken with, the call asked for is done. Sent twice, once.

    Raises:
        NotFound: The application is absent or not the actor's, or the `uid` is another one's.
        NotYours, NotInTheList.
    """
    row = queries.application(actor, application, right=WRITE, lock=True)
    for value, known in ((told.how, CONTACT_KINDS), (told.outcome, TRY_OUTCOMES)):
        if value not in known:
            raise NotInTheList(value=value[:40])
    is_reached = told.outcome == "reached"
    made, is_new = ContactTry.objects.get_or_create(
        uid=uid,
        defaults={
            "application": row,
            "at": at,
            "how": told.how,
            "outcome": told.outcome,
            "again_on": None if is_reached else told.again_on,
            "note": tidy_lines(told.note)[:LONGEST_NOTE],
            "by_id": actor.user,
        },
    )
    if made.application_id != row.pk:
        raise NotFound
    if is_new:
        if is_reached and row.wants_call and row.called_at is None:
            row.called_at = at
            row.save(update_fields=["called_at"])
        audit.record(actor, "plans.contact-tried", row, person=row.person_id, outcome=told.outcome)
    return made


@transaction.atomic
def ask_to_call(*, actor: Actor, uid: UUID, version: int) -> Application:
    """Put an applicant on the list of those to be called back.

    Raises:
        NotFound, NotYours, ApplicationMoved.
    """
    row = held(actor, uid, version, WRITE)
    if not row.wants_call or row.called_at is not None:
        row.wants_call, row.called_at = True, None
        save(row)
        audit.record(actor, "plans.call-asked", row, person=row.person_id)
    return row


@transaction.atomic
def ask_for(
    *,
    actor: Actor,
    uid: UUID,
    version: int,
    codes: Sequence[str],
    note: str,
    due_on: date,
    on: date,
    at: datetime,
) -> Application:
    """Ask an applicant for what is missing, until a day (included).

    Args:
        actor: Who asks.
        uid, version: The application, as it was read.
        codes: Of the requirements that are not known yet.
        note: In words for the applicant.
        due_on: The last day.
        on, at: The day it is, and when it is asked.

    Raises:
        NotFound, NotYours, ApplicationMoved, NothingAsked, DayPassed, TooLong.
    """
    row = held(actor, uid, version, WRITE)
    if row.state != State.PENDING:
        raise rules.moved_meanwhile(row.state)
    told = rules.fitting("note", tidy_lines(note))
    if refusal := rules.why_not_ask(codes, told, due_on, on):
        raise refusal
    row.due_on = due_on
    save(row)
    step(actor, row, row.state, at, reasons=list(codes), note=told)
    audit.record(
        actor,
        "plans.application-asked",
        row,
        person=row.person_id,
        reasons=list(codes),
        due_on=due_on.isoformat(),
    )
    return row


@transaction.atomic
def tell(*, actor: Actor, uid: UUID, version: int, how: str, at: datetime) -> Application:
    """Write down that the applicant was told the decision, and how.

    Raises:
        NotFound, NotYours, NotInTheList.
        ApplicationMoved: There is nothing to tell.
    """
    row = held(actor, uid, version, WRITE)
    if row.state not in rules.TOLD:
        raise rules.moved_meanwhile(row.state)
    row.told_at, row.told_how = at, rules.told_how(how)
    save(row)
    audit.record(actor, "plans.applicant-told", row, person=row.person_id, how=how)
    return row
