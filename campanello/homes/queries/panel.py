"""Draws a building's doorbells for whoever asks, and leaves the trace of whom they saw. Constant queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from campanello.core import audit, params
from campanello.core.access import Right, landlords_with, may
from campanello.core.actor import Actor
from campanello.homes.models import Building, Dwelling, DwellingSet, Tenancy
from campanello.homes.queries import arrears, places
from campanello.homes.queries.tenancies import current
from campanello.homes.rules import panel as rules
from campanello.homes.rules.arrears import Standing
from campanello.homes.rules.panel import Badge, Behind
from campanello.people.models import Consent, NoticeGiven, Participation, Person
from campanello.people.queries import households


@dataclass(frozen=True)
class Member:
    """Somebody of a household; a merged record is told as the one that stands for it."""

    person: Person
    is_head: bool
    is_visible: bool
    is_contacted: bool


@dataclass(frozen=True)
class Doorbell:
    """A button: what it says, where it is, and what it tells of who lives behind it.

    `label` is "" where nothing is written and nobody's name is the reader's to see; `household` is None where the
    household's page is not.
    """

    dwelling: UUID
    stair: str
    floor: int
    door: str
    label: str
    badges: tuple[Badge, ...] = ()
    household: UUID | None = None
    key: int | None = None


@dataclass(frozen=True)
class Plate:
    """A stair's panel: its floors from the top down, each with its doorbells."""

    label: str
    floors: tuple[tuple[int, tuple[Doorbell, ...]], ...]


@dataclass(frozen=True)
class Panel:
    """A building's doorbells; `counts` has the badges that occur, in the legend's order."""

    building: Building
    plates: tuple[Plate, ...]
    counts: Mapping[Badge, int] = field(default_factory=dict)
    sees_arrears: bool = False
    sees_people: bool = False
    limit_cents: int = 0

    @property
    def doorbells(self) -> list[Doorbell]:
        """All the buttons."""
        return [bell for plate in self.plates for _, bells in plate.floors for bell in bells]


@transaction.atomic
def panel(actor: Actor, building: UUID, *, on: date) -> Panel:
    """A building's doorbells on a day, as the actor may see them; leaves a read entry for each household shown.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    house = places.building(actor, building)
    dwellings = Dwelling.objects.filter(building=house).visible_to(actor)
    rows = list(dwellings.select_related("stair").order_by("stair__label", "-floor", "door"))
    tenancies = _tenancies(dwellings, on)
    members = _members(actor, tenancies.values(), on)
    standings = _standings(actor, dwellings, on)
    own = landlords_with(actor, Right.READ_HOMES)
    elderly_age = params.value("households.elderly_age", on)
    bells, seen = [], set()
    for dwelling in rows:
        tenancy = tenancies.get(dwelling.pk)
        there = members.get(tenancy.household_id, []) if tenancy else []
        behind = _behind(dwelling, tenancy, there, standings)
        main = _shown(tenancy, there, is_own=dwelling.owner_id in own)
        if main:
            seen.add(main.pk)
        bells.append(
            Doorbell(
                dwelling=dwelling.uid,
                stair=dwelling.stair.label,
                floor=dwelling.floor,
                door=dwelling.door,
                label=dwelling.doorbell or (main.family_name or main.name if main else ""),
                badges=rules.badges(behind, elderly_age=elderly_age, on=on),
                household=tenancy.household.uid if tenancy and behind.is_known else None,
                key=tenancy.household_id if tenancy else None,
            )
        )
    audit.read_many(actor, "homes.panel-read", sorted(seen), building=house.pk)
    counts = Counter(badge for bell in bells for badge in bell.badges)
    return Panel(
        building=house,
        plates=plates(bells),
        counts={badge: counts[badge] for badge in Badge if counts[badge]},
        sees_arrears=may(actor, Right.READ_ARREARS),
        sees_people=may(actor, Right.READ_PERSON),
        limit_cents=params.value("arrears.band_limit", on),
    )


def _tenancies(dwellings: DwellingSet, on: date) -> dict[int, Tenancy]:
    found = current(dwellings, on=on).select_related("household", "holder__merged_into")
    return {one.dwelling_id: one for one in found}


def _members(actor: Actor, tenancies: Iterable[Tenancy], on: date) -> dict[int, list[Member]]:
    """The members on a day of the households of tenancies, by household; nothing for who may see no person."""
    if not may(actor, Right.READ_PERSON):
        return {}
    inside = households.members_on({one.household_id for one in tenancies}, on)
    people = Person.objects.in_bulk({stay.person for stays in inside.values() for stay in stays})
    seen = Person.objects.current().visible_to(actor).filter(pk__in=people)
    visible = set(seen.values_list("pk", flat=True))
    contacted = _contacted(people)
    return {
        household: [
            Member(people[stay.person], stay.role == "head", stay.person in visible, stay.person in contacted)
            for stay in stays
        ]
        for household, stays in inside.items()
    }


def _contacted(people: Iterable[int]) -> set[int]:
    """Those whom somebody of a team has met: they entered a lab or a plan, were given a notice, or gave a consent."""
    either = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    entered = Exists(Participation.objects.filter(either))
    informed = Exists(NoticeGiven.objects.filter(either))
    agreed = Exists(Consent.objects.filter(either))
    met = Person.objects.filter(entered | informed | agreed, pk__in=list(people))
    return set(met.values_list("pk", flat=True))


def _standings(actor: Actor, dwellings: DwellingSet, on: date) -> Mapping[tuple[int, int], Standing]:
    if not may(actor, Right.READ_ARREARS):
        return {}
    return arrears.standings(actor, dwellings, on=on)


def _behind(
    dwelling: Dwelling,
    tenancy: Tenancy | None,
    members: Iterable[Member],
    standings: Mapping[tuple[int, int], Standing],
) -> Behind:
    is_public = dwelling.owner_kind != "private"
    if tenancy is None:
        return Behind(state=dwelling.state, is_public=is_public)
    people = list(members)
    standing = standings.get((dwelling.pk, tenancy.household_id))
    return Behind(
        state=dwelling.state,
        is_public=is_public,
        tenure=tenancy.tenure,
        is_known=any(one.is_visible for one in people),
        births=tuple(one.person.born_on for one in people),
        is_contacted=any(one.is_contacted for one in people),
        band=standing.band if standing else "",
    )


def _shown(tenancy: Tenancy | None, members: Iterable[Member], *, is_own: bool) -> Person | None:
    """Whose doorbell it is to the reader: the holder, else the head, else any member whom they may see."""
    if tenancy is None:
        return None
    holder = tenancy.holder and (tenancy.holder.merged_into or tenancy.holder)
    visible = {one.person.pk: one for one in members if one.is_visible}
    if holder and (holder.pk in visible or (is_own and is_told_to_landlord(holder))):
        return holder
    heads = sorted(visible.values(), key=lambda one: (not one.is_head, one.person.pk))
    return heads[0].person if heads else None


def is_told_to_landlord(person: Person) -> bool:
    """Whether a tenant's name is the landlord's to read here: not when the record is restricted or erased."""
    return person.restricted_at is None and person.erased_at is None


def plates(bells: Iterable[Doorbell]) -> tuple[Plate, ...]:
    """Doorbells as the house has them: by stair, from the top floor down, doors in order."""
    stairs: dict[str, dict[int, list[Doorbell]]] = defaultdict(lambda: defaultdict(list))
    for bell in bells:
        stairs[bell.stair][bell.floor].append(bell)
    return tuple(
        Plate(
            label,
            tuple(
                (floor, tuple(sorted(doors, key=_door)))
                for floor, doors in sorted(floors.items(), reverse=True)
            ),
        )
        for label, floors in sorted(stairs.items(), key=lambda stair: _natural(stair[0]))
    )


def _door(bell: Doorbell) -> tuple[int, str]:
    return _natural(bell.door)


def _natural(text: str) -> tuple[int, str]:
    """So that door 2 comes before door 10."""
    return len(text), text
