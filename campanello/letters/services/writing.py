"""Writes single letters: the text is frozen, in the app at once, by e-mail where wished, to be printed else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.letters.models import Letter
from campanello.letters.queries import readers
from campanello.letters.queries.readers import Reader
from campanello.letters.rules import writing as rules
from campanello.letters.rules.writing import Text
from campanello.letters.services import mailing
from campanello.people.models import Person


@transaction.atomic
def send_one(  # noqa: PLR0913 - what a letter is, in one call
    *,
    actor: Actor,
    project: int,
    sender: int,
    person: int,
    household: int | None,
    kind: str,
    texts: Mapping[str, Sequence[str]],
    dated_on: date,
    at: datetime,
    protocol: str = "",
    uid: UUID | None = None,
) -> Letter:
    """Write one letter. It is in the app at once; the e-mail leaves when what is done here is safely stored.

    It asks for no right: whoever calls it has let the actor do what the letter tells of.

    Args:
        actor: Whose deed it tells of.
        project: Its key.
        sender: The key of the organisation that writes.
        person: The reader's key, or of a record that was merged into theirs.
        household: Whose matter it is; the letter goes to where it lives.
        kind: Of `values.KINDS`.
        texts: Title and text by language, as (title, text), Italian among them; nothing is filled in.
        dated_on: The letter's day.
        at: The moment.
        protocol: The sender's own number of it.
        uid: Made by the caller: sent twice, written once.

    Raises:
        NotFound: The reader was erased or is restricted.
        NoOfficialText, HalfAText, TooLong.
    """
    if uid and (there := Letter.objects.filter(uid=uid).first()):
        return there
    told = rules.tidy(texts)
    if refusal := rules.why_not_keep(told, None):
        raise refusal
    reader = readers.readers([told_to := _reader(person)], day_of(at))[told_to.pk]
    letter = Letter(uid=uid or uuid4(), project_id=project, sender_id=sender, kind=kind, person=told_to)
    letter.dated_on, letter.protocol = dated_on, protocol
    letter.household_id, letter.made_by_id = household, actor.user
    _fill(letter, reader, told, at)
    letter.save(force_insert=True)
    audit.record(actor, "letters.letter-sent", letter, person=told_to.pk, kind=kind, way=reader.way)
    if reader.email:
        transaction.on_commit(partial(mailing.send_now, [letter.pk], at), robust=True)
    return letter


def _fill(letter: Letter, reader: Reader, texts: Mapping[str, Text], at: datetime) -> None:
    """What the reader gets: their language, the official text, their address, the way to them."""
    chosen, home = rules.chosen(texts, reader.spoken), readers.home_of(letter.household_id, day_of(at))
    letter.language, letter.is_fallback = chosen.language, chosen.is_fallback
    letter.title, letter.body = chosen.own
    letter.title_it, letter.body_it = chosen.official
    letter.dwelling, letter.way = home, reader.way
    letter.address = "\n".join([reader.name, *readers.address(home)])[:300]
    letter.in_app_at = letter.made_at = at


def _reader(person: int) -> Person:
    found = readers.standing([person])
    if not found or found[0].restricted_at is not None:
        raise NotFound
    return found[0]
