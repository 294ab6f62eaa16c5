"""Sets two records side by side before they are made one: their fields, what hangs on each, what will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.people.models import (
    Citizenship,
    Consent,
    ContactWay,
    Household,
    IdentityCode,
    Language,
    Participation,
    Person,
    Skill,
)
from campanello.people.queries import households, merges, records
from campanello.people.queries.households import Composition
from campanello.people.rules.merging import why_not_merge
from campanello.people.rules.person import FIELDS

COUNTED: Mapping[str, type[Model]] = {
    "codes": IdentityCode,
    "contacts": ContactWay,
    "languages": Language,
    "citizenships": Citizenship,
    "participations": Participation,
    "consents": Consent,
    "skills": Skill,
}


@dataclass(frozen=True)
class Field:
    """A field of both records."""

    name: str
    kept: Any
    absorbed: Any

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.kept) and bool(self.absorbed) and self.kept != self.absorbed


@dataclass(frozen=True)
class Counted:
    """How many rows of a kind hang on each record."""

    name: str
    kept: int
    absorbed: int


@dataclass(frozen=True)
class Comparison:
    """Two records side by side; `refusal` says why they can't be made one."""

    kept: Person
    absorbed: Person
    fields: tuple[Field, ...]
    counted: tuple[Counted, ...]
    homes_of_kept: tuple[Composition, ...]
    homes_of_absorbed: tuple[Composition, ...]
    refusal: DomainError | None

    @property
    def left(self) -> tuple[Household, ...]:
        """Households that lose a member: of a kind in which the kept record has another one."""
        kinds = {one.household.kind: one.household.pk for one in self.homes_of_kept}
        return tuple(
            one.household
            for one in self.homes_of_absorbed
            if kinds.get(one.household.kind, one.household.pk) != one.household.pk
        )


def comparison(actor: Actor, kept_uid: UUID, absorbed_uid: UUID, on: date) -> Comparison:
    """Two records that the actor may merge, side by side; leaves a line on both.

    Raises:
        NotFound: One of them is absent, or not the actor's.
    """
    kept, absorbed = merges.people_to_merge(actor, kept_uid, absorbed_uid)
    for one in (kept, absorbed):
        audit.read(actor, "people.records-compared", one, person=one.pk)
    facts = [records.facts_of(one) for one in (kept, absorbed)]
    homes = [tuple(households.current(actor, one, on)) for one in (kept, absorbed)]
    return Comparison(
        kept,
        absorbed,
        fields=tuple(Field(name, *(getattr(one, name) for one in facts)) for name in FIELDS),
        counted=tuple(_counted(kept, absorbed)),
        homes_of_kept=homes[0],
        homes_of_absorbed=homes[1],
        refusal=why_not_merge(*merges.sides([kept, absorbed])),
    )


def _counted(kept: Person, absorbed: Person) -> list[Counted]:
    records_of = merges.ids_of_many([kept.pk, absorbed.pk])
    kept_keys, absorbed_keys = set(records_of[kept.pk]), set(records_of[absorbed.pk])
    found = []
    for name, model in COUNTED.items():
        rows = model._default_manager.filter(person__in=kept_keys | absorbed_keys)
        owners = list(rows.values_list("person", flat=True))
        of_kept = sum(owner in kept_keys for owner in owners)
        found.append(Counted(name, of_kept, len(owners) - of_kept))
    return found
