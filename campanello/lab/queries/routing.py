"""Finds the place that a report is about, within its project, and what decides who has to answer for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.homes.models import Building, Dwelling, Neighbourhood, Stair
from campanello.homes.queries import places
from campanello.lab.models import Report, ReportRoute
from campanello.lab.rules import routing
from campanello.lab.rules.reports import NewReport
from campanello.lab.rules.routing import Body, Place, Route, Share


@dataclass(frozen=True)
class Spot:
    """Where something is: each as far as it was said."""

    neighbourhood: Neighbourhood | None = None
    building: Building | None = None
    stair: Stair | None = None
    dwelling: Dwelling | None = None


def spot(project: Project, report: NewReport) -> Spot:
    """The place of a report in a quarter of its project, whoever asks.

    Raises:
        NotFound: A building, stair, dwelling or quarter that is nowhere, or not in a quarter of the project.
    """
    if report.dwelling:
        return _behind_a_door(project, report.dwelling, report.building)
    if report.building:
        return _in_a_house(project, report.building, report.stair)
    if report.neighbourhood is None:
        return Spot()
    quarter = Neighbourhood.objects.filter(uid=report.neighbourhood, projects=project).first()
    if quarter is None:
        raise NotFound
    return Spot(quarter)


def _behind_a_door(project: Project, dwelling: UUID, building: UUID | None) -> Spot:
    found = Dwelling.objects.filter(uid=dwelling, building__neighbourhood__projects=project)
    door = found.select_related("building__neighbourhood", "stair", "owner").first()
    if door is None or (building and door.building.uid != building):
        raise NotFound
    return Spot(door.building.neighbourhood, door.building, door.stair, door)


def _in_a_house(project: Project, building: UUID, label: str) -> Spot:
    found = Building.objects.filter(uid=building, neighbourhood__projects=project)
    house = found.select_related("neighbourhood").first()
    if house is None:
        raise NotFound
    stair = places.stair(house, label) if label else None
    if label and stair is None:
        raise NotFound
    return Spot(house.neighbourhood, house, stair)


def route(project: Project, kind: str, where: Spot) -> Route:
    """Who has to answer a report of a kind about a place.

    Raises:
        PlaceNotOurs: Maintenance where private owners alone own the place.
    """
    named = ReportRoute.objects.filter(project=project, kind=kind).select_related("owner").first()
    place = _place(where) if kind == routing.MAINTENANCE else Place()
    return routing.route(
        kind, place, lead=_body(project.lead), named=_body(named.owner) if named is not None else None
    )


def _place(where: Spot) -> Place:
    door = where.dwelling
    if door is not None:
        is_private = door.owner_kind == routing.PRIVATE
        owner = None if is_private or door.owner is None else _body(door.owner)
        return Place(dwelling_owner=owner, is_private=is_private)
    if where.building is None:
        return Place()
    rows = list(
        Dwelling.objects.filter(building=where.building)
        .order_by()
        .values_list("stair", "owner_kind", "owner", "owner__name")
        .annotate(dwellings=Count("pk"))
    )
    of_stair = [row for row in rows if where.stair is not None and row[0] == where.stair.pk]
    return Place(stair=_shares(of_stair), building=_shares(rows))


def _shares(rows: Iterable[tuple[int, str, int | None, str | None, int]]) -> tuple[Share, ...]:
    """Dwellings by owner; private owners count as one."""
    counted: dict[Body | None, int] = {}
    for _stair, kind, owner, name, dwellings in rows:
        body = None if kind == routing.PRIVATE or owner is None else Body(owner, name or "")
        counted[body] = counted.get(body, 0) + dwellings
    return tuple(Share(body, dwellings) for body, dwellings in counted.items())


def _body(organisation: Organisation) -> Body:
    return Body(organisation.pk, organisation.name)


def possible_owners(report: Report) -> QuerySet[Organisation]:
    """Who may be asked to answer a report: the project's lead and partners, those named for a kind, landlords there."""
    routes = ReportRoute.objects.filter(project=report.project_id).values("owner")
    there = Dwelling.objects.filter(building=report.building_id, owner__isnull=False).values("owner")
    project = Project.objects.filter(pk=report.project_id)
    return (
        Organisation.objects.filter(
            Q(pk__in=project.values("lead"))
            | Q(pk__in=project.values("partners"))
            | Q(pk__in=routes)
            | Q(pk__in=there)
        )
        .order_by("name")
        .distinct()
    )


@dataclass(frozen=True)
class Doors:
    """A house with its stairs and dwellings, for whoever says where something is."""

    building: Building
    stairs: tuple[Stair, ...]
    dwellings: tuple[Dwelling, ...]


def doors(actor: Actor, building: UUID) -> Doors:
    """A house's stairs and dwellings, for who records reports there.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    house = places.building(actor, building, right=Right.WRITE_LAB)
    flats = (
        Dwelling.objects.filter(building=house)
        .select_related("stair")
        .order_by("stair__label", "floor", "door")
    )
    return Doors(house, tuple(places.stairs(house)), tuple(flats))


def house_of(actor: Actor, dwelling: UUID) -> UUID:
    """The house that a dwelling is in, for who records reports there.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    return places.dwelling(actor, dwelling, right=Right.WRITE_LAB).building.uid
