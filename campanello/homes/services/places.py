"""Records neighbourhoods, buildings, stairs and dwellings, and changes them one editor at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, NotYours, Right, landlords_with
from campanello.core.actor import Actor
from campanello.homes.models import Building, Dwelling, Neighbourhood, Stair
from campanello.homes.queries import places
from campanello.homes.rules import editing
from campanello.homes.rules import places as rules
from campanello.homes.rules.places import DwellingFacts
from campanello.people.rules.keys import plain

Record = TypeVar("Record", Building, Dwelling)
BUILDING_FIELDS = ("street", "number", "name", "built_on")
DWELLING_FIELDS = ("floor", "door", "code", "doorbell", "owner_kind", "owner_id", "is_sap", "rooms", "state")


@transaction.atomic
def add_neighbourhood(
    *, actor: Actor, project: int, name: str, municipality: str, residents: int | None = None
) -> Neighbourhood:
    """Record a quarter where a project works.

    Args:
        actor: Who records it; the project is one of theirs.
        project: The project's key.
        name: As people there say it.
        municipality: The ISTAT code.
        residents: How many live there, where that is known.

    Raises:
        NotFound: The project is not the actor's, or there is no such municipality.
        NeighbourhoodTaken.
    """
    working = places.projects_of(actor).filter(pk=project).first()
    town = places.municipalities().filter(istat=municipality).first()
    if working is None or town is None:
        raise NotFound
    if town.neighbourhoods.filter(name__iexact=name).exists():
        raise rules.NeighbourhoodTaken(municipality=town.name)
    made = Neighbourhood.objects.create(name=name, municipality=town, residents=residents)
    made.projects.add(working)
    audit.record(actor, "homes.neighbourhood-added", made, project=project)
    return made


@transaction.atomic
def add_building(
    *,
    actor: Actor,
    neighbourhood: UUID,
    street: str,
    number: str,
    on: date,
    name: str = "",
    built_on: date | None = None,
    stairs: Sequence[str] = ("A",),
) -> Building:
    """Record a building with its stairs, in a neighbourhood of one's projects.

    Raises:
        NotFound: The neighbourhood is not one of the actor's projects'.
        AddressTaken, BuiltInTheFuture.
    """
    place = places.neighbourhoods_of_projects(actor).filter(uid=neighbourhood).first()
    if place is None:
        raise NotFound
    if built_on and (refusal := rules.why_not_built(built_on, first_tenancy_on=None, on=on)):
        raise refusal
    if place.buildings.filter(street__iexact=street, number__iexact=number).exists():
        raise rules.AddressTaken(address=f"{street} {number}")
    made = Building.objects.create(
        neighbourhood=place,
        street=street,
        number=number,
        name=name,
        built_on=built_on,
        search=plain(f"{street} {number}")[:160],
    )
    Stair.objects.bulk_create(Stair(building=made, label=label) for label in dict.fromkeys(stairs))
    audit.record(actor, "homes.building-added", made, stairs=len(stairs))
    return made


@transaction.atomic
def edit_building(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], on: date) -> Building:
    """Change a building's street, number, name or day of completion.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, AddressTaken, BuiltInTheFuture, BuiltAfterTenancy.
    """
    building = places.building(actor, uid, right=Right.WRITE_HOMES, for_update=True)
    if not places.may_write_building(actor, building):
        raise NotYours
    changed = _changed(building, BUILDING_FIELDS, version, changes)
    if "built_on" in changed and building.built_on:
        first = places.first_tenancy_on(building)
        refusal = rules.why_not_built(building.built_on, first_tenancy_on=first, on=on)
        if refusal:
            raise refusal
    same = Building.objects.filter(
        neighbourhood=building.neighbourhood_id,
        street__iexact=building.street,
        number__iexact=building.number,
    )
    if same.exclude(pk=building.pk).exists():
        raise rules.AddressTaken(address=str(building))
    building.search = plain(str(building))[:160]
    return _saved(actor, "homes.building-edited", building, changed)


@transaction.atomic
def add_stair(*, actor: Actor, building: UUID, label: str) -> Stair:
    """Record a stair of a building.

    Raises:
        NotFound, NotYours, StairTaken.
    """
    house = places.building(actor, building, right=Right.WRITE_HOMES, for_update=True)
    if not places.may_write_building(actor, house):
        raise NotYours
    if places.stair(house, label):
        raise rules.StairTaken(label=label)
    made = Stair.objects.create(building=house, label=label)
    audit.record(actor, "homes.stair-added", made, building=house.pk)
    return made


@transaction.atomic
def add_dwelling(*, actor: Actor, building: UUID, facts: DwellingFacts) -> Dwelling:
    """Record a dwelling; its stair too, where the building has none of that name. A landlord's officer their own.

    Raises:
        NotFound, NotYours, NotTheirDwelling, NoOwner, NoSuchFloor, DoorTaken, DwellingCodeTaken.
    """
    house = places.building(actor, building, right=Right.WRITE_HOMES, for_update=True)
    _check_dwelling(actor, house, facts)
    stair = places.stair(house, facts.stair) or Stair.objects.create(building=house, label=facts.stair)
    made = Dwelling(building=house, stair=stair, **_columns(facts))
    _check_names(made)
    made.save(force_insert=True)
    audit.record(actor, "homes.dwelling-added", made, building=house.pk)
    return made


@transaction.atomic
def edit_dwelling(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Dwelling:
    """Change what is recorded of a dwelling; the fields are those of `DWELLING_FIELDS`.

    Raises:
        NotFound, NotYours, NotTheirDwelling, ChangedMeanwhile, NoOwner, NoSuchFloor, DoorTaken, DwellingCodeTaken.
    """
    dwelling = places.dwelling(actor, uid, right=Right.WRITE_HOMES, for_update=True)
    changed = _changed(dwelling, DWELLING_FIELDS, version, changes)
    facts = {field: getattr(dwelling, field) for field in DWELLING_FIELDS}
    owner = facts.pop("owner_id")
    _check_dwelling(actor, dwelling.building, DwellingFacts(stair=dwelling.stair.label, owner=owner, **facts))
    _check_names(dwelling)
    dwelling.doorbell_search = plain(dwelling.doorbell)[:80]
    return _saved(actor, "homes.dwelling-edited", dwelling, changed)


def _check_dwelling(actor: Actor, building: Building, facts: DwellingFacts) -> None:
    if not places.may_write_building(actor, building) and facts.owner not in landlords_with(
        actor, Right.WRITE_HOMES
    ):
        raise rules.NotTheirDwelling
    if facts.owner is not None and not places.owners(actor).filter(pk=facts.owner).exists():
        raise NotFound
    if refusal := rules.why_not_record(facts):
        raise refusal


def _check_names(dwelling: Dwelling) -> None:
    others = Dwelling.objects.exclude(pk=dwelling.pk)
    door = others.filter(stair=dwelling.stair_id, floor=dwelling.floor, door__iexact=dwelling.door)
    if door.exists():
        raise rules.DoorTaken(stair=dwelling.stair.label, floor=dwelling.floor, door=dwelling.door)
    if dwelling.code and others.filter(owner=dwelling.owner_id, code=dwelling.code).exists():
        raise rules.DwellingCodeTaken(dwelling=dwelling.code)


def _columns(facts: DwellingFacts) -> dict[str, Any]:
    columns = asdict(replace(facts, doorbell=facts.doorbell.strip()))
    del columns["stair"]
    columns["owner_id"] = columns.pop("owner")
    return columns | {"doorbell_search": plain(facts.doorbell)[:80]}


def _changed(
    record: Building | Dwelling, fields: Sequence[str], version: int, changes: Mapping[str, Any]
) -> list[str]:
    """Set the changes on the locked record; answers the fields that differ."""
    saved = {field: getattr(record, field) for field in fields}
    wanted = {field: value for field, value in changes.items() if field in saved}
    differing = editing.differences(saved, wanted)
    if record.version != version and differing:
        raise editing.ChangedMeanwhile(version=record.version, differences=differing)
    for one in differing:
        setattr(record, one.field, one.yours)
    return [one.field for one in differing]


def _saved(actor: Actor, verb: str, record: Record, changed: Sequence[str]) -> Record:
    if changed:
        record.version += 1
        record.save()
        audit.record(actor, verb, record, fields=sorted(changed))
    return record
