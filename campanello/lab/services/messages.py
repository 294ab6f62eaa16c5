"""Prepares messages to people who agreed to them, keeps what became of each, and writes the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.period import ROME
from campanello.lab.models import Message, MessageTemplate, Session
from campanello.lab.queries import messages as queries
from campanello.lab.queries import reaching
from campanello.lab.queries.messages import Audience
from campanello.lab.queries.reaching import Recipient
from campanello.lab.rules import messages as rules
from campanello.lab.rules.messages import Letter
from campanello.people.rules.names import tidy


@dataclass(frozen=True)
class Draft:
    """A message to one person, filled in and not yet kept."""

    to: Recipient
    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Preview:
    """What would be sent to whom, and who is left out with the reason."""

    drafts: tuple[Draft, ...]
    left_out: tuple[Recipient, ...]


@transaction.atomic
def preview(*, actor: Actor, project: int | None, letter: Letter, to: Audience, on: date) -> Preview:
    """What a letter says to each person of an audience, and who is left out and why. Nothing is kept.

    Raises:
        NotFound, TooManyMessages, FigureOutOfRange, NoHouse.
        NoText, MessageTooLong, UnknownPlaceholder, NothingToFillIn, PersonalSubject, NoSubject.
    """
    sender = queries.project(actor, project)
    told = rules.checked(letter)
    people = queries.audience(actor, to, on, told.channel)
    session = queries.session(actor, to.session) if to.session else None
    reached = reaching.may_write(people)
    drafts, names = [], [one.name for one in reached]
    for one in reached:
        language = rules.language_for(one.spoken, told.texts)
        values = _values(actor, sender.title, session, language)
        # A subject is the same for all: it is filled in without anything of the person's.
        subject = rules.filled(told.subject, values) if one.reach.channel == "email" else ""
        if refusal := rules.why_not_subject(subject, one.reach.channel, names):
            raise refusal
        text = rules.filled(told.texts[language], {**values, **_personal(one)})
        if len(text) > rules.LONGEST_TEXT:
            raise rules.MessageTooLong(found=len(text), most=rules.LONGEST_TEXT)
        drafts.append(Draft(one, language, subject[: rules.LONGEST_SUBJECT], text))
    return Preview(tuple(drafts), tuple(one for one in people if not one.reach.channel))


@transaction.atomic
def prepare(
    *,
    actor: Actor,
    batch: UUID,
    project: int | None,
    letter: Letter,
    to: Audience,
    template: int | None = None,
    on: date,
    at: datetime,
) -> list[Message]:
    """Keep a letter for each person of an audience who may be written to; sent twice with one `batch`, once.

    Raises:
        NobodyToWriteTo: None of them may be written to.
        NotFound, and all that `preview` raises.
    """
    sender = queries.project(actor, project)
    shown = preview(actor=actor, project=sender.pk, letter=letter, to=to, on=on)
    if not shown.drafts:
        raise rules.NobodyToWriteTo(found=len(shown.left_out))
    if template is not None:
        queries.template(actor, template)
    wanted = {uuid5(batch, str(one.to.uid)): one for one in shown.drafts}
    kept = set(Message.objects.filter(uid__in=wanted).values_list("uid", flat=True))
    new = [
        Message(
            uid=uid,
            project=sender,
            person_id=one.to.key,
            channel=one.to.reach.channel,
            language=one.language,
            subject=one.subject,
            text=one.text,
            template_id=template,
            prepared_at=at,
            prepared_by_id=actor.user,
        )
        for uid, one in wanted.items()
        if uid not in kept
    ]
    Message.objects.bulk_create(new)
    made = list(Message.objects.filter(uid__in=wanted, project=sender).order_by("pk"))
    audit.record_many(
        actor, "lab.message-prepared", ((one, one.person_id) for one in made if one.uid not in kept)
    )
    return made


@transaction.atomic
def mark(*, actor: Actor, uid: UUID, state: str, at: datetime) -> Message:
    """An operator opened a message on their telephone, sent it, or puts it back among those that wait.

    The program itself sends e-mails and knows; one whose sending broke off is put back, no more.

    Raises:
        NotFound, NotYours, MessageMoved.
    """
    row = queries.message(actor, uid, right=Right.WRITE_LAB, lock=True)
    if row.state == state:
        return row
    if state == "failed" or (row.channel == "email" and state != "prepared"):
        raise NotFound
    if refusal := rules.why_not_mark(row.state, state):
        raise refusal
    row.state = state
    row.sent_at = at if state == "sent" else None
    row.save(update_fields=["state", "sent_at"])
    audit.record(actor, f"lab.message-{state}", row, person=row.person_id, channel=row.channel)
    return row


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    title: str,
    texts: Mapping[str, str],
    project: int | None = None,
    template: int | None = None,
) -> MessageTemplate:
    """Write a template, or change one.

    Raises:
        NotFound, NotYours, NoTitle, SameTitle, NoText, MessageTooLong, UnknownPlaceholder.
    """
    named, told = tidy(title), rules.checked_texts(texts)
    if not named or len(named) > rules.LONGEST_TITLE:
        raise rules.NoTitle(most=rules.LONGEST_TITLE)
    if template is None:
        row = MessageTemplate(project=queries.project(actor, project))
    else:
        row = queries.template(actor, template, right=Right.WRITE_LAB, lock=True)
    same = MessageTemplate.objects.filter(project=row.project_id, title=named).exclude(pk=row.pk)
    if same.exists():
        raise rules.SameTitle
    row.title, row.texts = named, told
    row.save()
    audit.record(actor, "lab.template-saved", row, languages=sorted(told))
    return row


@transaction.atomic
def delete_template(*, actor: Actor, template: int) -> None:
    """Delete a template; what was written with it stays.

    Raises:
        NotFound, NotYours.
    """
    row = queries.template(actor, template, right=Right.WRITE_LAB, lock=True)
    audit.record(actor, "lab.template-deleted", row)
    row.delete()


def _values(actor: Actor, project: str, session: Session | None, language: str) -> dict[str, str]:
    values = {"project": project, "operator": actor.name}
    if session is None:
        return values
    starts_at = session.starts_at.astimezone(ROME)
    titles: dict[str, Any] = session.activity.titles
    return values | {
        "activity": titles.get(language) or titles.get(rules.OFFICIAL, ""),
        "day": f"{starts_at:%d/%m/%Y}",
        "time": f"{starts_at:%H:%M}",
        "place": session.place or (str(session.building) if session.building else ""),
    }


def _personal(one: Recipient) -> dict[str, str]:
    return {"name": one.name, "first_name": one.first_name}
