"""Makes two records one person, and undoes it. No row of a person's is moved or changed by either."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.models import Household, Membership, Merge, Person
from campanello.people.queries import merges
from campanello.people.queries.merges import Written
from campanello.people.rules.households import HEAD
from campanello.people.rules.merging import last_of, why_not_merge, why_not_unmerge
from campanello.people.services import search_keys

OTHER_ROLE = "other"


@dataclass(frozen=True)
class Undone:
    """A merge that was undone: what was written meanwhile stays with `kept`; `yielded` households have another head."""

    merge: Merge
    kept: Person
    absorbed: Person
    written: tuple[Written, ...]
    yielded: int


@transaction.atomic
def merge(*, actor: Actor, kept_uid: UUID, absorbed_uid: UUID, reason: str, at: datetime) -> Merge:
    """Let one record stand for two from now on.

    Both records and what hangs on them stay as they are; `merged_into` of the absorbed one, and of all that it had
    absorbed, names the kept one. A chain of merges is thus one step long for who reads, and each link of it can be
    undone by itself.

    Raises:
        NotFound: One of the records is absent, or not the actor's.
        MergedWithItself, AlreadyMerged, ErasedRecord, RestrictedRecord, DifferentCodes.
    """
    kept, absorbed = merges.people_to_merge(actor, kept_uid, absorbed_uid, lock=True)
    if refusal := why_not_merge(*merges.sides([kept, absorbed])):
        raise refusal
    made = Merge.objects.create(
        kept=kept, absorbed=absorbed, reason=reason.strip(), merged_at=at, merged_by_id=actor.user
    )
    Person.objects.filter(Q(pk=absorbed.pk) | Q(merged_into=absorbed)).update(merged_into=kept)
    Membership.objects.filter(person=absorbed).update(is_merged=True)
    search_keys.refresh(merges.ids_of(kept))
    for one in (kept, absorbed):
        audit.record(actor, "people.records-merged", made, person=one.pk, kept=kept.pk, absorbed=absorbed.pk)
    return made


@transaction.atomic
def unmerge(*, actor: Actor, merge_id: int, at: datetime) -> Undone:
    """Let two records be two people again, each as it was; what was written since stays with the kept one.

    One thing may not come back as it was: where a household chose another reference person meanwhile, the one who
    comes back is a member of it from today on, for a household has one reference person.

    Raises:
        NotFound: The merge is absent, or of people who are not the actor's.
        NotMerged, ErasedRecord.
    """
    held = _locked(actor, merge_id)
    is_erased = held.kept.erased_at is not None or held.absorbed.erased_at is not None
    if refusal := why_not_unmerge(is_undone=held.undone_at is not None, is_erased=is_erased):
        raise refusal
    written = tuple(merges.written_since(held))
    held.undone_at, held.undone_by_id = at, actor.user
    held.save(update_fields=["undone_at", "undone_by"])
    everybody = merges.ids_of(held.kept_id)
    _set_free(held.absorbed)
    search_keys.refresh(everybody)
    yielded = _bring_back(held.absorbed, day_of(at))
    for one in (held.kept, held.absorbed):
        audit.record(
            actor,
            "people.records-unmerged",
            held,
            person=one.pk,
            kept=held.kept_id,
            absorbed=held.absorbed_id,
            stays_with_kept=len(written),
            yielded=yielded,
        )
    held.absorbed.refresh_from_db(fields=["merged_into"])
    return Undone(held, held.kept, held.absorbed, written, yielded)


def _locked(actor: Actor, merge_id: int) -> Merge:
    seen = merges.merge(actor, merge_id)
    # People are locked before anything of theirs, in the order of their keys, as everywhere.
    everybody = {*merges.ids_of(seen.kept_id), *merges.ids_of(seen.absorbed_id)}
    list(Person.objects.select_for_update().filter(pk__in=everybody).order_by("pk"))
    return merges.merge(actor, merge_id, lock=True)


def _set_free(absorbed: Person) -> None:
    """Give the absorbed record, and all that it had absorbed itself, their own standing back."""
    links = Merge.objects.filter(undone_at=None, absorbed__merged_into=absorbed.merged_into_id)
    kept_by = dict(links.values_list("absorbed", "kept"))
    below = [one for one in kept_by if last_of(one, kept_by) == absorbed.pk]
    Person.objects.filter(pk__in=below).update(merged_into=absorbed)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=None)


def _bring_back(absorbed: Person, on: date) -> int:
    """Let the record's households count again; answers how many have another reference person by now."""
    rows = Membership.objects.filter(person=absorbed)
    leading = list(rows.filter(role=HEAD, ends_on=None))
    households = Household.objects.filter(pk__in=[row.household_id for row in leading])
    list(households.select_for_update().order_by("pk"))
    others = Membership.objects.filter(role=HEAD, ends_on=None, is_merged=False)
    taken = set(others.filter(household__in=households).values_list("household", flat=True))
    yielding = [row for row in leading if row.household_id in taken]
    for row in yielding:
        _yield(row, on)
    rows.update(is_merged=False)
    return len(yielding)


def _yield(row: Membership, on: date) -> None:
    if row.starts_on >= on:
        Membership.objects.filter(pk=row.pk).update(role=OTHER_ROLE)
        return
    Membership.objects.filter(pk=row.pk).update(ends_on=on)
    Membership.objects.create(
        household_id=row.household_id, person_id=row.person_id, kind=row.kind, role=OTHER_ROLE, starts_on=on
    )
