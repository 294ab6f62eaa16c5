"""Follows merged records: whoever is asked for, the record that stands for them answers, with all that it absorbed.

Nothing is moved when records are merged, so each table is read for all of a person's records: `ids_of` for one
person, `of_people` and `standing_for` inside a query for many.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from campanello.accounts.models import User
from campanello.core import audit, bulk
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.models import AuditEntry
from campanello.people.models import Household, IdentityCode, Membership, Merge, Person
from campanello.people.rules.households import Stay
from campanello.people.rules.merging import Absorbed, Side, joined

TAX_CODE = "cf"
MERGE_VERBS = ("people.records-merged", "people.records-unmerged")


def ids_of(person: Person | int) -> tuple[int, ...]:
    """The keys of all records that are one person: first the one that stands for them, then the absorbed ones.

    One query; any of the person's records may be given.
    """
    key = person if isinstance(person, int) else person.pk
    return ids_of_many([key])[key]


def ids_of_many(people: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """For each key, the keys of all records that are the same person, the standing one first. One query."""
    asked = set(people)
    given = Person.objects.filter(pk__in=asked)
    stand = given.annotate(standing=Coalesce("merged_into", "pk")).values("standing")
    rows = _either(stand).values_list("pk", "merged_into")
    root_of = {key: merged_into or key for key, merged_into in rows}
    members: dict[int, list[int]] = {}
    for key in sorted(root_of, key=lambda key: (root_of[key] != key, key)):
        members.setdefault(root_of[key], []).append(key)
    return {key: tuple(members[root_of[key]]) for key in asked if key in root_of}


def standing_for(path: str = "") -> Coalesce:
    """An expression: the key of the record that stands for a row's person. `path`: the foreign key's name."""
    prefix = f"{path}__" if path else ""
    return Coalesce(f"{prefix}merged_into", f"{path}_id" if path else "pk")


def of_people(path: str, people: Iterable[int]) -> Q:
    """Rows of some standing people and of what they absorbed: `Consent.objects.filter(of_people("person", ids))`."""
    keys = list(people)
    return Q(**{f"{path}__in": _either(keys).values("pk")})


def _either(keys: Collection[int] | QuerySet[Person, Any]) -> QuerySet[Person]:
    # Two searches put together: with an OR across two indexes the whole table is read row by row.
    found = Person.objects.filter(pk__in=keys).order_by()
    return found.union(Person.objects.filter(merged_into__in=keys).order_by())


def records_of(people: Iterable[int]) -> dict[int, int]:
    """All records of some standing people: each one's key, with the key of who stands for it. One query."""
    roots = list(people)
    rows = _either(bulk.among(roots)).values_list("pk", "merged_into")
    return {key: merged_into or key for key, merged_into in rows}


def all_records(standing: QuerySet[Any, Any]) -> QuerySet[Person]:
    """All records of some standing people, whose keys a query answers."""
    return Person.objects.filter(pk__in=_either(standing).values("pk"))


def stays_of(people: Iterable[int]) -> dict[int, list[Stay]]:
    """Where people were, by standing person, out of all their records. Three queries, however many people."""
    return stays_in_records(records_of(people))


def stays_in_records(
    standing: Mapping[int, int], met: dict[int, Household] | None = None
) -> dict[int, list[Stay]]:
    """Where people were, by standing person. One query, two when there are merged records among theirs.

    Args:
        standing: All records of the people, each with the key of who stands for it.
        met: Is given the households that they were in, by key.
    """
    rows = Membership.objects.filter(person__in=standing).order_by("starts_on", "pk")
    own: dict[int, list[Stay]] = {}
    for row in rows if met is None else rows.select_related("household"):
        own.setdefault(row.person_id, []).append(stay_of(row))
        if met is not None:
            met[row.household_id] = row.household
    roots = set(standing.values())
    merged = merges_into(roots) if len(roots) < len(standing) else {}
    return {root: joined(root, own, merged) for root in roots}


def stay_of(row: Membership) -> Stay:
    """A stored membership as the rules see it."""
    return Stay(row.person_id, row.household_id, row.kind, row.role, row.starts_on, row.ends_on, row.pk)


def merges_into(roots: Iterable[int]) -> dict[int, list[Absorbed]]:
    """The merges that hold below standing people: for each record, those merged straight into it, in order."""
    held = Merge.objects.filter(undone_at=None, absorbed__merged_into__in=list(roots))
    found: dict[int, list[Absorbed]] = {}
    for merge in held.order_by("merged_at", "pk"):
        until = {"registry": merge.registry_until, "isee": merge.isee_until}
        found.setdefault(merge.kept_id, []).append(Absorbed(merge.absorbed_id, until))
    return found


def people_to_merge(actor: Actor, *uids: UUID, lock: bool = False) -> tuple[Person, ...]:
    """Records by their uid, in the order asked, if the actor may merge all of them; `lock` holds them.

    Raises:
        NotFound: One of them is absent, or not the actor's.
    """
    found = Person.objects.visible_to(actor, Right.MERGE_PEOPLE).filter(uid__in=uids).order_by("pk")
    by_uid = {person.uid: person for person in (found.select_for_update(of=("self",)) if lock else found)}
    if any(uid not in by_uid for uid in uids):
        raise NotFound
    return tuple(by_uid[uid] for uid in uids)


def sides(people: Sequence[Person]) -> tuple[Side, ...]:
    """What the rule of merging looks at, in the order given: one query."""
    keys = [person.pk for person in people]
    codes = IdentityCode.objects.filter(of_people("person", keys), kind=TAX_CODE, ends_on=None)
    held: dict[int, set[str]] = {}
    for root, normal in codes.annotate(root=standing_for("person")).values_list("root", "normal"):
        held.setdefault(root, set()).add(normal)
    return tuple(
        Side(
            person.pk,
            is_merged=person.merged_into_id is not None,
            is_erased=person.erased_at is not None,
            is_restricted=person.restricted_at is not None,
            tax_codes=frozenset(held.get(person.pk, ())),
        )
        for person in people
    )


def merge(actor: Actor, merge_id: int, *, lock: bool = False) -> Merge:
    """A merge that the actor may undo.

    Raises:
        NotFound: Absent, or of people who are not the actor's.
    """
    visible = Person.objects.visible_to(actor, Right.MERGE_PEOPLE)
    merges = Merge.objects.select_related("kept", "absorbed").filter(
        Q(kept__in=visible) | Q(kept__merged_into__in=visible)
    )
    if lock:
        merges = merges.select_for_update(of=("self",))
    try:
        return merges.get(pk=merge_id)
    except Merge.DoesNotExist:
        raise NotFound from None


@dataclass(frozen=True)
class MergeLine:
    """One merge of a person's as the history page tells it."""

    merge: Merge
    is_kept: bool
    merged_by: str
    undone_by: str


def merges_of(person: Person) -> list[MergeLine]:
    """The merges in which any of a person's records took part, latest first. Two queries.

    For pages that let their reader in to the person before; who sees one of the records sees the whole person.
    """
    keys = ids_of(person)
    merges = Merge.objects.filter(Q(kept__in=keys) | Q(absorbed__in=keys))
    named = merges.select_related("kept", "absorbed").annotate(
        by=F("merged_by__name"), undoer=F("undone_by__name")
    )
    return [MergeLine(one, one.kept_id in keys, one.by or "", one.undoer or "") for one in named]


@dataclass(frozen=True)
class Written:
    """Something that was written on a person's record: when, by which deed, by whom."""

    at: datetime
    verb: str
    by: str


def written_since(merge: Merge) -> list[Written]:
    """What was written on the kept record since a merge: it stays there when the merge is undone. One query."""
    entries = AuditEntry.objects.filter(
        sort=AuditEntry.Sort.WRITE, person=merge.kept_id, at__gte=merge.merged_at
    ).exclude(verb__in=MERGE_VERBS)
    if merge.undone_at:
        entries = entries.filter(at__lte=merge.undone_at)
    names = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    return [
        Written(entry.at, entry.verb, names[entry.actor_id].name if entry.actor_id else "")
        for entry in entries
    ]


def undoing(actor: Actor, merge_id: int) -> tuple[Merge, list[Written]]:
    """A merge that the actor may undo, with what was written since; leaves a line on both people.

    Raises:
        NotFound.
    """
    held = merge(actor, merge_id)
    audit.read_many(actor, "people.records-compared", [held.kept_id, held.absorbed_id])
    return held, written_since(held)
