"""Finds neighbourhoods, buildings and dwellings for whoever asks; what is absent and what is not theirs look alike."""

from datetime import date
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.core.single import single
from campanello.homes.models import Building, Dwelling, Municipality, Neighbourhood, Stair, Tenancy


def neighbourhoods(actor: Actor, right: Right = Right.READ_HOMES) -> QuerySet[Neighbourhood]:
    """Those of the actor's projects, and those with a dwelling of the landlord the actor works for."""
    near = Q(projects__in=projects_with(actor, right))
    own = Q(buildings__dwellings__owner__in=landlords_with(actor, right))
    seen = Neighbourhood.objects.filter(near | own).values("pk")
    return Neighbourhood.objects.filter(pk__in=seen).select_related("municipality")


def neighbourhoods_of_projects(actor: Actor, right: Right = Right.WRITE_HOMES) -> QuerySet[Neighbourhood]:
    """Those of the actor's projects, where buildings may be recorded."""
    near = Neighbourhood.objects.filter(projects__in=projects_with(actor, right)).values("pk")
    return Neighbourhood.objects.filter(pk__in=near).select_related("municipality")


def municipalities() -> QuerySet[Municipality]:
    """All the municipalities of Lombardy; known to everybody."""
    return Municipality.objects.all()


def projects_of(actor: Actor, right: Right = Right.WRITE_HOMES) -> QuerySet[Project]:
    """The projects in which the actor has a right."""
    return Project.objects.filter(pk__in=projects_with(actor, right))


def building(
    actor: Actor, uid: UUID, *, right: Right = Right.READ_HOMES, for_update: bool = False
) -> Building:
    """A building.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Building.objects.filter(uid=uid).select_related("neighbourhood__municipality")
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=for_update)


def dwelling(
    actor: Actor, uid: UUID, *, right: Right = Right.READ_HOMES, for_update: bool = False
) -> Dwelling:
    """A dwelling with its building, stair and owner; `for_update` holds its row, and with it its tenancies.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Dwelling.objects.filter(uid=uid).select_related(
        "building__neighbourhood__municipality", "stair", "owner"
    )
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=for_update)


def stair(building: Building, label: str) -> Stair | None:
    """A building's stair by its name, whatever its capitals; None when there is none."""
    return Stair.objects.filter(building=building, label__iexact=label).first()


def stairs(building: Building) -> QuerySet[Stair]:
    """A building's stairs."""
    return Stair.objects.filter(building=building)


def may_write_building(actor: Actor, building: Building) -> bool:
    """Whether the actor may change what is recorded of a building: a landlord's officer only adds dwellings."""
    projects = projects_with(actor, Right.WRITE_HOMES)
    return Neighbourhood.objects.filter(pk=building.neighbourhood_id, projects__in=projects).exists()


def owners(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that the actor may name as an owner: their own as an officer, else every public landlord."""
    own = landlords_with(actor, Right.WRITE_HOMES)
    if projects_with(actor, Right.WRITE_HOMES):
        return Organisation.objects.filter(Q(kind__in=["aler", "municipality"]) | Q(pk__in=own))
    return Organisation.objects.filter(pk__in=own)


def first_tenancy_on(building: Building) -> date | None:
    """The day on which the first known tenancy of a building started."""
    found = Tenancy.objects.filter(dwelling__building=building).aggregate(first=Min("starts_on"))
    first: date | None = found["first"]
    return first
