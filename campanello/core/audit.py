"""Leaves the trace of what was done, in the transaction that does it: no trace, no deed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone

from campanello.core.actor import Actor
from campanello.core.journal import current_reference
from campanello.core.models import AuditEntry

Sort = AuditEntry.Sort


def record(
    actor: Actor, verb: str, target: Model | None = None, *, person: int | None = None, **facts: Any
) -> None:
    """A change was made.

    Args:
        actor: Who made it.
        verb: Feature and deed, like `people.person-registered`.
        target: The record changed.
        person: The key of the person whose record it is.
        facts: Names of fields, numbers, reasons; never a person's name, code or other value.
    """
    _entry(Sort.WRITE, actor, verb, target, person=person, facts=facts).save(force_insert=True)


def read(
    actor: Actor, verb: str, target: Model | None = None, *, person: int | None = None, **facts: Any
) -> None:
    """A person's record was shown."""
    _entry(Sort.READ, actor, verb, target, person=person, facts=facts).save(force_insert=True)


def read_many(actor: Actor, verb: str, people: Iterable[int], **facts: Any) -> None:
    """Names of several people were shown on one page: an entry each, written at once."""
    AuditEntry.objects.bulk_create(
        _entry(Sort.READ, actor, verb, None, person=person, facts=facts) for person in people
    )


def record_many(actor: Actor, verb: str, changed: Iterable[tuple[Model, int | None]]) -> None:
    """Several records were changed at once: an entry each, with the key of the person whose record it is."""
    AuditEntry.objects.bulk_create(
        (_entry(Sort.WRITE, actor, verb, target, person=person, facts={}) for target, person in changed),
        batch_size=500,
    )


def exported(
    actor: Actor, verb: str, target: Model | None = None, *, person: int | None = None, **facts: Any
) -> None:
    """Data left the system as a file."""
    _entry(Sort.EXPORT, actor, verb, target, person=person, facts=facts).save(force_insert=True)


def refused(actor: Actor, verb: str, *, person: int | None = None, **facts: Any) -> None:
    """Something was asked for and refused; to be called outside the transaction that was rolled back."""
    _entry(Sort.REFUSAL, actor, verb, None, person=person, facts=facts).save(force_insert=True)


def _entry(
    sort: Sort, actor: Actor, verb: str, target: Model | None, *, person: int | None, facts: Mapping[str, Any]
) -> AuditEntry:
    return AuditEntry(
        at=timezone.now(),
        actor_id=actor.user,
        roles=",".join(sorted(actor.roles)),
        sort=sort,
        verb=verb,
        target_kind=(target._meta.model_name or "") if target is not None else "",
        target=target.pk if target is not None else None,
        person=person,
        # What a delegate does is told apart from what the person does.
        facts=dict(facts) if actor.stands_for is None else {**facts, "by_delegate": True},
        reference=current_reference.get(),
    )
