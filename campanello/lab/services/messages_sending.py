"""Sends e-mails for real, one after the other: what failed is kept with the reason, and can be tried again."""

from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPException, SMTPResponseException
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with, require
from campanello.core.actor import Actor
from campanello.lab.models import Message
from campanello.lab.queries import messages as queries
from campanello.lab.rules import messages as rules
from campanello.lab.rules.values import MESSAGE_STATES

NOT_ALLOWED = "may no longer be written to"
TO_SEND = ("prepared", "failed")


@dataclass(frozen=True)
class Outcome:
    """What came of sending: how many were sent, how many failed, how many wait still."""

    sent: int
    failed: int
    left: int


def send_email(*, actor: Actor, uid: UUID, on: date, at: datetime) -> Message:
    """Send one e-mail, or try again; a failure is kept with its reason and raises nothing.

    Raises:
        NotFound, NotYours.
        MessageMoved: It is sent already, or is being sent.
    """
    return _sent(actor, uid, on=on, at=at, by=get_connection())


def send_waiting(*, actor: Actor, on: date, at: datetime) -> Outcome:
    """Send the e-mails of the actor's projects that were prepared, the oldest first, up to a bound.

    Those that failed are tried again one by one.

    Raises:
        NotFound: The actor writes in no lab.
    """
    require(actor, Right.WRITE_LAB)
    mine = projects_with(actor, Right.WRITE_LAB)
    waiting = Message.objects.filter(project__in=mine, channel="email", state="prepared")
    some = list(waiting.order_by("prepared_at", "pk")[: params.value("lab.emails_at_once", on)])
    by, states = get_connection(), []
    for one in some:
        try:
            states.append(_sent(actor, one.uid, on=on, at=at, by=by).state)
        except rules.MessageMoved:  # a colleague pressed at the same time
            continue
    by.close()
    return Outcome(states.count("sent"), states.count("failed"), waiting.count())


def _sent(actor: Actor, uid: UUID, *, on: date, at: datetime, by: BaseEmailBackend) -> Message:
    # No transaction is open while the mail server is talked to: it may take long, and others write meanwhile.
    row, address = _claimed(actor, uid, on)
    return _told(actor, row, _failure(row, address, by) if address else NOT_ALLOWED, at)


@transaction.atomic
def _claimed(actor: Actor, uid: UUID, on: date) -> tuple[Message, str]:
    """The e-mail, marked so that nobody else sends it, and where it goes as things stand."""
    row = queries.message(actor, uid, right=Right.WRITE_LAB, lock=True)
    if row.channel != "email":
        raise NotFound
    if row.state not in TO_SEND:
        raise rules.MessageMoved(state=(MESSAGE_STATES[row.state], {}))
    row.state = "opened"
    row.save(update_fields=["state"])
    return row, queries.address_of(row, on)


@transaction.atomic
def _told(actor: Actor, row: Message, why_failed: str, at: datetime) -> Message:
    row.why_failed = why_failed
    row.state = "failed" if why_failed else "sent"
    row.sent_at = None if why_failed else at
    row.save(update_fields=["state", "sent_at", "why_failed"])
    audit.record(actor, f"lab.message-{row.state}", row, person=row.person_id, channel=row.channel)
    return row


def _failure(row: Message, address: str, by: BaseEmailBackend) -> str:
    """Why it could not be sent, without the address; nothing where it was."""
    mail = EmailMessage(row.subject, row.text, to=[address], connection=by)
    try:
        mail.send()
    except SMTPResponseException as error:
        return f"{type(error).__name__} {error.smtp_code}"
    except (SMTPException, OSError, ValueError) as error:
        return type(error).__name__
    return ""
