"""Finds the home of a person or a household, with what whoever asks may see of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core import params
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.queries import arrears
from campanello.homes.queries.tenancies import of_people, on_day, visible_households
from campanello.homes.rules import values
from campanello.homes.rules.arrears import Standing
from campanello.people.models import Membership, Person


@dataclass(frozen=True)
class Home:
    """Where a household lives on a day. `standing` is None where arrears are not the reader's to see.

    `is_open` says whether the dwelling's own page is for the reader; `limit_cents` is that of the arrears bands.
    """

    tenancy_uid: UUID
    dwelling_uid: UUID
    building_uid: UUID
    household_uid: UUID
    address: str
    municipality: str
    neighbourhood: str
    stair: str
    floor: int
    door: str
    doorbell: str
    tenure: str
    since: date
    until: date | None
    owner_kind: str
    owner: str
    is_sap: bool
    is_open: bool
    standing: Standing | None
    limit_cents: int

    @property
    def tenure_name(self) -> str:
        """The tenure in words, to be translated."""
        return values.TENURES[self.tenure]

    @property
    def owner_name(self) -> str:
        """Who owns it: the organisation's name, else the kind of owner, to be translated."""
        return self.owner or values.OWNERS[self.owner_kind]


def home_of(actor: Actor, person_uid: UUID, on: date) -> Home | None:
    """The home on a day of a person whom the actor may see; None when none is known, or the person is not theirs.

    The household as the registry has it goes before the one of an ISEE declaration. At most three queries.
    """
    people = Person.objects.visible_to(actor).filter(uid=person_uid)
    own = Membership.objects.filter(on_day(on), person=OuterRef("person__merged_into"), kind=OuterRef("kind"))
    # A record merged into the person's says where they live only where their own says nothing.
    there = Membership.objects.filter(on_day(on), of_people(people)).exclude(Exists(own))
    return _home(actor, Tenancy.objects.filter(household__in=there.values("household")), on)


def home_of_household(actor: Actor, household_uid: UUID, on: date) -> Home | None:
    """The home on a day of a household that the actor may see; None when none is known. At most three queries."""
    seen = visible_households(actor).filter(uid=household_uid)
    return _home(actor, Tenancy.objects.filter(household__in=seen.values("pk")), on)


def _home(actor: Actor, tenancies: QuerySet[Tenancy], on: date) -> Home | None:
    dwelling = Dwelling.objects.filter(pk=OuterRef("dwelling"))
    found = (
        tenancies.filter(on_day(on) & ~Q(tenure="shopkeeper"))
        .select_related(
            "dwelling__building__neighbourhood__municipality",
            "dwelling__stair",
            "dwelling__owner",
            "household",
        )
        .annotate(
            is_open=Exists(dwelling.visible_to(actor)),
            sees_arrears=Exists(dwelling.visible_to(actor, Right.READ_ARREARS)),
        )
    )
    # A registry household sorts after an ISEE one.
    one = found.order_by("-household__kind", "-starts_on").first()
    if one is None:
        return None
    standing = arrears.standing_of(actor, one, on=on) if one.sees_arrears else None
    return _described(one, standing, is_open=one.is_open, limit_cents=params.value("arrears.band_limit", on))


def _described(one: Tenancy, standing: Standing | None, *, is_open: bool, limit_cents: int) -> Home:
    dwelling, building = one.dwelling, one.dwelling.building
    return Home(
        tenancy_uid=one.uid,
        dwelling_uid=dwelling.uid,
        building_uid=building.uid,
        household_uid=one.household.uid,
        address=str(building),
        municipality=building.neighbourhood.municipality.name,
        neighbourhood=building.neighbourhood.name,
        stair=dwelling.stair.label,
        floor=dwelling.floor,
        door=dwelling.door,
        doorbell=dwelling.doorbell,
        tenure=one.tenure,
        since=one.starts_on,
        until=one.ends_on,
        owner_kind=dwelling.owner_kind,
        owner=dwelling.owner.name if dwelling.owner else "",
        is_sap=dwelling.is_sap,
        is_open=is_open,
        standing=standing,
        limit_cents=limit_cents,
    )
