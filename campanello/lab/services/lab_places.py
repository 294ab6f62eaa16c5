"""Writes down where a lab is."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.lab.models import LabPlace
from campanello.lab.queries import lab_places as queries
from campanello.lab.rules import places as rules
from campanello.lab.rules.places import PlaceFacts


@transaction.atomic
def save(*, actor: Actor, project: int, facts: PlaceFacts, version: int, at: datetime) -> LabPlace:
    """Keep a lab's door, the first time or again.

    Args:
        actor: Its coordinator.
        project: The project's key.
        facts: All of it.
        version: As it was read; 0 where there was none yet.
        at: The moment.

    Raises:
        NotFound: The project is not the actor's.
        NoDoor, PlaceTextTooLong, ChangedMeanwhile.
    """
    if refusal := rules.why_not_save(facts):
        raise refusal
    row, yours = queries.place(actor, project, lock=True), asdict(facts)
    if row is None:
        row = LabPlace(project_id=project, version=0)
    elif row.version != version:
        saved = {name: getattr(row, name) for name in yours}
        raise ChangedMeanwhile(version=row.version, differences=differences(saved, yours))
    for name, value in yours.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_at = at
    row.save()
    audit.record(actor, "lab.place-saved", row, public=row.is_public)
    return row
