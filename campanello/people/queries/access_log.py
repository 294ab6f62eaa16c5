"""Who did and saw what: of the people of their projects for coordinators, of all without names for administrators."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from campanello.core import audit, audit_trail
from campanello.core.access import NotFound, Right, may
from campanello.core.actor import Actor
from campanello.core.audit_trail import Asked, Place
from campanello.core.models import AuditEntry
from campanello.people.models import Person, PersonSet
from campanello.people.queries.merges import ids_of

EXPORTED_AT_ONCE = 2_000
_NAMED = ("pk", "uid", "given_name", "family_name", "erased_at", "merged_into")


@dataclass(frozen=True)
class Whom:
    """Whose record an entry is about, as far as the reader may know: without name and uid where they may not."""

    name: str = ""
    uid: UUID | None = None
    is_erased: bool = False


@dataclass(frozen=True)
class Line:
    """One entry as a reader sees it; `who` is "" for nobody in particular and for a resident."""

    entry: AuditEntry
    who: str
    is_resident: bool
    whom: Whom | None


@dataclass(frozen=True)
class Log:
    """A page of the trail."""

    lines: tuple[Line, ...]
    newer: Place | None
    older: Place | None


@dataclass(frozen=True)
class Looked:
    """Somebody who looked at a person's record: how often, and when last."""

    name: str
    roles: str
    times: int
    last_at: datetime


@transaction.atomic
def log(actor: Actor, asked: Asked, where: Place | None = None) -> Log:
    """A page of what was done: all for who manages accounts, else what concerns people of the actor's projects.

    Leaves one line: that the trail was read, and of how many people.

    Raises:
        NotFound: The actor reads no audit trail.
    """
    page = audit_trail.page(_visible(actor, asked), where)
    lines = _lines(actor, page.rows)
    audit.read(actor, "core.audit-read", people=len({line.whom.uid for line in lines if line.whom}))
    return Log(lines, page.newer, page.older)


def export(actor: Actor, asked: Asked) -> Iterator[Line]:
    """All entries asked for, the newest first, some thousand at a time; leaves the line of an export at once.

    Raises:
        NotFound: The actor reads no audit trail.
    """
    found = _visible(actor, asked)
    audit.exported(actor, "core.audit-exported", narrowed=asked.is_narrowed)
    return _streamed(actor, found)


@transaction.atomic
def of_person(
    actor: Actor, uid: UUID, asked: Asked, where: Place | None = None
) -> tuple[Person, Log, list[Looked]]:
    """Who has looked at a person's record and who changed it, merged records' entries included; leaves a line.

    Raises:
        NotFound: Absent, or not the actor's to audit.
    """
    person = _person(actor, uid)
    keys = ids_of(person)
    page = audit_trail.page(audit_trail.asked_for(asked).filter(person__in=keys), where)
    lines = tuple(_line(entry, Whom(person.name, person.uid)) for entry in page.rows)
    looked = _looked(keys)
    audit.read(actor, "core.person-audit-read", person, person=person.pk)
    return person, Log(lines, page.newer, page.older), looked


def _person(actor: Actor, uid: UUID) -> Person:
    absorbed = Person.objects.filter(uid=uid, merged_into__isnull=False).values("merged_into")
    seen = Person.objects.current().visible_to(actor, Right.READ_AUDIT)
    person = seen.filter(Q(uid=uid) | Q(pk__in=absorbed)).first()
    if person is None:
        raise NotFound
    return person


def _looked(keys: Iterable[int]) -> list[Looked]:
    rows = (
        AuditEntry.objects.filter(person__in=list(keys), sort__in=("read", "export"))
        .values_list("actor__name", "roles", "actor__person")
        .annotate(times=Count("pk"), last_at=Max("at"))
        .order_by("-last_at")
    )
    return [
        Looked("" if resident else name or "", roles, times, last)
        for name, roles, resident, times, last in rows
    ]


def _visible(actor: Actor, asked: Asked) -> QuerySet[AuditEntry]:
    found = audit_trail.asked_for(asked)
    if may(actor, Right.READ_ALL_AUDIT):
        return found
    if not may(actor, Right.READ_AUDIT):
        raise NotFound
    seen = Person.objects.visible_to(actor, Right.READ_AUDIT)
    absorbed = Person.objects.filter(Exists(seen.filter(pk=OuterRef("merged_into"))), pk=OuterRef("person"))
    return found.filter(
        Q(Exists(seen.filter(pk=OuterRef("person")))) | Q(Exists(absorbed)), person__isnull=False
    )


def _streamed(actor: Actor, found: QuerySet[AuditEntry]) -> Iterator[Line]:
    where: Place | None = None
    while True:
        page = audit_trail.page(found, where, EXPORTED_AT_ONCE)
        yield from _lines(actor, page.rows)
        where = page.older
        if where is None:
            return


def _lines(actor: Actor, entries: Iterable[AuditEntry]) -> tuple[Line, ...]:
    rows = list(entries)
    people = _named(actor, {row.person for row in rows if row.person})
    return tuple(_line(row, people.get(row.person, Whom()) if row.person else None) for row in rows)


def _line(entry: AuditEntry, whom: Whom | None) -> Line:
    user = entry.actor
    is_resident = bool(user and user.person)
    return Line(entry, user.name if user and not is_resident else "", is_resident, whom)


def _named(actor: Actor, keys: Iterable[int]) -> dict[int, Whom]:
    """Names of people for who may read them: two queries."""
    wanted = list(keys)
    if not wanted or not may(actor, Right.READ_AUDIT):
        return {}
    records: PersonSet = Person.objects.filter(Q(pk__in=wanted) | Q(absorbed__in=wanted)).distinct()
    seen = {one.pk: one for one in records.visible_to(actor, Right.READ_AUDIT).only(*_NAMED)}
    standing = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "merged_into"))
    found = {key: seen.get(standing.get(key) or key) for key in wanted}
    return {
        key: Whom("" if one.erased_at else one.name, None if one.erased_at else one.uid, bool(one.erased_at))
        for key, one in found.items()
        if one
    }
