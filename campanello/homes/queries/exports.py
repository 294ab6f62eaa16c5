"""What leaves as a file: the same rows that the pages show, for who may take them along; each leaves a trace."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right, landlords_with, may
from campanello.core.actor import Actor
from campanello.homes.models import Building
from campanello.homes.queries import buildings as lists
from campanello.homes.queries import panel as panels
from campanello.homes.queries.buildings import Wanted
from campanello.homes.rules.panel import BADGE_NAMES


@dataclass(frozen=True)
class Row:
    """A doorbell in a file: its place, what it says, and its badges in words to be translated."""

    stair: str
    floor: int
    door: str
    label: str
    badges: tuple[str, ...]


def may_export(actor: Actor) -> bool:
    """Whether the actor may take lists along: who exports people, and a landlord's officer."""
    return may(actor, Right.EXPORT_PEOPLE) or bool(landlords_with(actor, Right.READ_HOMES))


@transaction.atomic
def buildings(actor: Actor, wanted: Wanted, *, on: date) -> list[Building]:
    """The buildings of a list, all pages of it.

    Raises:
        NotFound: The actor may not take lists along.
    """
    if not may_export(actor):
        raise NotFound
    found = list(lists.buildings(actor, wanted, on=on))
    audit.exported(actor, "homes.buildings-exported", rows=len(found))
    return found


@transaction.atomic
def doorbells(actor: Actor, building: UUID, *, on: date) -> list[Row]:
    """A building's doorbells as the actor may see them.

    Raises:
        NotFound: Absent, not the actor's, or not theirs to take along.
    """
    if not may_export(actor):
        raise NotFound
    drawn = panels.panel(actor, building, on=on)
    audit.exported(actor, "homes.doorbells-exported", drawn.building, rows=len(drawn.doorbells))
    return [
        Row(bell.stair, bell.floor, bell.door, bell.label, tuple(BADGE_NAMES[badge] for badge in bell.badges))
        for bell in drawn.doorbells
    ]
