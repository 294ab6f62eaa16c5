"""Finds letters that were sent, for the teams: filtered lists, one letter, those of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import gettext_noop as _
from campanello.core.single import single
from campanello.letters.models import Letter
from campanello.letters.queries.batches import unread_since
from campanello.people.models import Person
from campanello.people.queries.merges import ids_of

# What a list may be asked for.
WHICH = {
    "read": _("Was read"),
    "unread": _("Not read yet"),
    "tell": _("To be told in person"),
    "email": _("E-mails that have not gone out"),
    "print": _("To be printed"),
}
SORTS = {"late": ("-dated_on", "-pk"), "early": ("dated_on", "pk"), "name": ("person__family_name", "pk")}


@dataclass(frozen=True)
class Wanted:
    """What a list of letters is asked for; each that is empty leaves all."""

    words: str = ""
    which: str = ""
    kind: str = ""
    batch: UUID | None = None
    first: date | None = None
    last: date | None = None
    sort: str = "late"


@dataclass(frozen=True)
class Line:
    """A letter as a list shows it; without name and link where the person is not the reader's to see."""

    letter: Letter
    name: str
    person: UUID | None


def letters(actor: Actor, wanted: Wanted, *, on: date) -> QuerySet[Letter]:
    """The letters of the actor's projects or landlord, without those of restricted people."""
    found = Letter.objects.visible_to(actor).filter(person__restricted_at=None)
    if wanted.batch:
        found = found.filter(batch__uid=wanted.batch)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    for word in wanted.words.split():
        found = found.filter(
            Q(title_it__icontains=word)
            | Q(protocol__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__given_name__icontains=word)
            | Q(dwelling__building__street__icontains=word)
        )
    if wanted.first:
        found = found.filter(dated_on__gte=wanted.first)
    if wanted.last:
        found = found.filter(dated_on__lte=wanted.last)
    if wanted.which:
        found = found.filter(_which(wanted.which, on))
    rows = found.select_related(
        "person__merged_into", "sender", "batch", "dwelling__building", "dwelling__stair", "read_by"
    )
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["late"]))


def _which(which: str, on: date) -> Q:
    return {
        "read": Q(read_at__isnull=False),
        "unread": Q(read_at=None),
        "tell": unread_since(on),
        "email": Q(way="email", emailed_at=None),
        "print": Q(way="paper", printed_at=None),
    }[which]


def lines(actor: Actor, rows: Iterable[Letter], verb: str = "letters.letters-listed") -> list[Line]:
    """Letters as a list shows them; leaves a line on everybody named. Two queries."""
    held = list(rows)
    standing = [one.person.merged_into or one.person for one in held]
    linked = set(
        Person.objects.visible_to(actor)
        .filter(pk__in=[one.pk for one in standing])
        .values_list("pk", flat=True)
    )
    audit.read_many(actor, verb, sorted({one.pk for one in standing}))
    return [
        Line(row, one.name, one.uid if one.pk in linked else None)
        for row, one in zip(held, standing, strict=True)
    ]


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, *, on: date) -> list[Line]:
    """The list for a file; leaves lines."""
    found = lines(actor, letters(actor, wanted, on=on), "letters.letter-exported")
    audit.exported(actor, "letters.letters-exported", rows=len(found))
    return found


def letter(actor: Actor, uid: UUID, *, right: Right = Right.READ_LETTERS, lock: bool = False) -> Letter:
    """One letter.

    Raises:
        NotFound, NotYours.
    """
    found = Letter.objects.filter(uid=uid, person__restricted_at=None)
    joined = found.select_related(
        "person__merged_into", "sender", "batch", "project", "dwelling__building", "read_by", "told_by"
    )
    return single(joined.visible_to(actor, right), joined.visible_to(actor), lock=lock)


def shown(actor: Actor, uid: UUID) -> Letter:
    """One letter for a page that shows it; leaves a line.

    Raises:
        NotFound.
    """
    found = letter(actor, uid)
    audit.read(actor, "letters.letter-shown", found, person=found.person_id)
    return found


def of_batch(actor: Actor, uid: UUID, *, only_paper: bool, part: int, size: int) -> list[Letter]:
    """A part of a batch's letters as they are printed, by house and stair; leaves the line of an export.

    Raises:
        NotFound: There is no such part.
    """
    found = Letter.objects.visible_to(actor).filter(batch__uid=uid, person__restricted_at=None)
    if only_paper:
        found = found.filter(way="paper")
    order = (
        "dwelling__building__street",
        "dwelling__building__number",
        "dwelling__stair__label",
        "dwelling__floor",
        "pk",
    )
    some = list(found.select_related("sender", "project").order_by(*order)[(part - 1) * size : part * size])
    audit.exported(actor, "letters.batch-set", None, letters=len(some), part=part)
    return some


def of_person(actor: Actor, person: int, most: int = 5) -> list[Letter]:
    """The latest letters to a person, for their page: who asks was let in to it. Two queries."""
    found = Letter.objects.visible_to(actor).filter(person__in=ids_of(person))
    return list(found.select_related("sender")[:most])
