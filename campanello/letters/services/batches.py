"""Makes the same letter for many: a draft that can be looked at, then all of its letters, or none."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit, jobs
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.letters.models import Batch, Letter
from campanello.letters.queries import batches as queries
from campanello.letters.queries import templates
from campanello.letters.queries.recipients import Recipient
from campanello.letters.queries.templates import texts_of
from campanello.letters.rules import batches as rules
from campanello.letters.rules import places, writing
from campanello.letters.rules.batches import Chosen
from campanello.letters.services import mailing
from campanello.people.models import Person

JOB = "letters"
AT_ONCE = 200


@transaction.atomic
def draft(
    *,
    actor: Actor,
    uid: UUID,
    template: UUID,
    chosen: Chosen,
    protocol: str,
    dated_on: date,
    on: date,
    at: datetime,
) -> Batch:
    """A batch to be looked at before it is made. `uid` is made by the form: sent twice, it is there once.

    Raises:
        NotFound, NotYours.
        NotSaid: The text has a place that is written once for all, and is not.
        DebtNotYours, TooManyLetters, NobodyToWrite.
    """
    if there := Batch.objects.visible_to(actor, Right.WRITE_LETTERS).filter(uid=uid).first():
        return there
    text = templates.template(actor, template, right=Right.WRITE_LETTERS)
    used = places.used_in([part for one in texts_of(text).values() for part in one])
    missing = next((one for one in places.SAID if one in used and not chosen.said.get(one)), None)
    if missing:
        raise rules.NotSaid(place=missing)
    made = Batch(
        uid=uid,
        project_id=text.project_id,
        sender_id=text.sender_id,
        template=text,
        protocol=protocol.strip(),
        dated_on=dated_on,
        chosen=chosen.stored(),
        made_at=at,
        made_by_id=actor.user,
    )
    made.letters_count = len(queries.audience(actor, made, on=on).chosen)
    if not made.letters_count:
        raise rules.NobodyToWrite
    made.save(force_insert=True)
    audit.record(actor, "letters.batch-drafted", made, letters=made.letters_count)
    return made


@transaction.atomic
def leave_out(
    *, actor: Actor, uid: UUID, version: int, people: Collection[int], among: Collection[int], on: date
) -> Batch:
    """Leave some of a draft's readers out, or take them in again.

    Args:
        actor: Who does it.
        uid: The draft.
        version: As it was read.
        people: The keys of those left out, of those that were shown.
        among: The keys of all that were shown; others stay as they are.
        on: The day.

    Raises:
        NotFound, NotYours, BatchMoved.
    """
    held = _held(actor, uid, rules.DRAFT, version)
    chosen = rules.read(held.chosen)
    without = (set(chosen.without) - set(among)) | (set(people) & set(among))
    held.chosen = chosen.left_out(tuple(without)).stored()
    held.letters_count = len(queries.audience(actor, held, on=on).chosen)
    held.version += 1
    held.save(update_fields=["chosen", "letters_count", "version"])
    audit.record(actor, "letters.batch-changed", held, left_out=len(without))
    return held


@transaction.atomic
def send(*, actor: Actor, uid: UUID, version: int, at: datetime) -> Batch:
    """Let a draft's letters be made, as a job that goes on when the page is closed.

    Raises:
        NotFound, NotYours, BatchMoved, NobodyToWrite.
    """
    held = _held(actor, uid, rules.DRAFT, version)
    if not held.letters_count:
        raise rules.NobodyToWrite
    _moved(held, rules.SENDING)
    jobs.ask(actor=actor, kind=JOB, subject=held.uid, project=held.project_id, given={}, at=at)
    audit.record(actor, "letters.batch-sent", held, letters=held.letters_count)
    return held


@transaction.atomic
def give_up(*, actor: Actor, uid: UUID, version: int) -> Batch:
    """Give a draft up: nothing of it was sent.

    Raises:
        NotFound, NotYours, BatchMoved.
    """
    held = _held(actor, uid, rules.DRAFT, version)
    _moved(held, rules.VOID)
    audit.record(actor, "letters.batch-void", held)
    return held


@transaction.atomic
def make(
    *, actor: Actor, uid: UUID, on: date, at: datetime, progress: Callable[[int, int], None]
) -> list[int]:
    """Make all letters of a batch that is being sent; who has theirs already gets no second one.

    Returns:
        The keys of those to go out by e-mail.

    Raises:
        NotFound, NotYours, BatchMoved, NobodyToWrite, DebtNotYours, TooManyLetters.
    """
    held = queries.batch(actor, uid, right=Right.WRITE_LETTERS, lock=True)
    if held.state != rules.SENDING:
        raise rules.BatchMoved
    chosen = queries.audience(actor, held, on=on).chosen
    if not chosen:
        raise rules.NobodyToWrite
    there = set(Letter.objects.filter(batch=held).values_list("person", flat=True))
    new = [one for one in chosen if one.reader.key not in there]
    texts = texts_of(held.template)
    for start in range(0, len(new), AT_ONCE):
        some = [_letter(actor, held, one, texts, at) for one in new[start : start + AT_ONCE]]
        made = Letter.objects.bulk_create(some)
        audit.record_many(actor, "letters.letter-sent", ((one, one.person_id) for one in made))
        progress(start + len(some), len(new))
    Batch.objects.filter(pk=held.pk).update(
        state=rules.SENT, sent_at=at, letters_count=len(there) + len(new), version=held.version + 1
    )
    return list(Letter.objects.filter(batch=held, way="email", emailed_at=None).values_list("pk", flat=True))


@transaction.atomic
def mark_printed(*, actor: Actor, uid: UUID, at: datetime) -> int:
    """All letters of a batch that go on paper were printed and put into the post; answers how many that were.

    Raises:
        NotFound, NotYours.
    """
    held = queries.batch(actor, uid, right=Right.WRITE_LETTERS, lock=True)
    count = Letter.objects.filter(batch=held, way="paper", printed_at=None).update(printed_at=at)
    if count:
        audit.record(actor, "letters.batch-printed", held, letters=count)
    return count


def mail_waiting(*, actor: Actor, uid: UUID, at: datetime) -> mailing.Outcome:
    """Try again to send the e-mails of a batch that did not go out.

    Raises:
        NotFound, NotYours.
    """
    held = queries.batch(actor, uid, right=Right.WRITE_LETTERS)
    audit.record(actor, "letters.batch-mailed", held)
    waiting = Letter.objects.filter(batch=held, way="email", emailed_at=None).values_list("pk", flat=True)
    return mailing.send_now(list(waiting), at)


def _held(actor: Actor, uid: UUID, state: str, version: int) -> Batch:
    held = queries.batch(actor, uid, right=Right.WRITE_LETTERS, lock=True)
    if held.state != state or held.version != version:
        raise rules.BatchMoved
    return held


def _moved(held: Batch, state: str) -> None:
    held.state = state
    held.version += 1
    held.save(update_fields=["state", "version"])


def _letter(
    actor: Actor, batch: Batch, one: Recipient, texts: dict[str, writing.Text], at: datetime
) -> Letter:
    gets = writing.chosen(texts, one.reader.spoken, one.facts)
    return Letter(
        batch=batch,
        project_id=batch.project_id,
        sender_id=batch.sender_id,
        kind=batch.template.kind,
        person=Person(pk=one.reader.key),
        household_id=one.household,
        dwelling=one.home,
        dated_on=batch.dated_on,
        protocol=batch.protocol,
        language=gets.language,
        is_fallback=gets.is_fallback,
        title=gets.own.title,
        body=gets.own.body,
        title_it=gets.official.title,
        body_it=gets.official.body,
        address="\n".join([one.reader.name, *one.address])[:300],
        way=one.reader.way,
        in_app_at=at,
        made_at=at,
        made_by_id=actor.user,
    )
