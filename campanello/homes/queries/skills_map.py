"""The doorbells with what people there offer and look for: only those who agreed to be on the map."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right, require
from campanello.core.actor import Actor
from campanello.homes.models import Building, Dwelling
from campanello.homes.queries import places
from campanello.homes.queries.panel import Doorbell, Plate, plates
from campanello.homes.queries.tenancies import current
from campanello.people.queries import skills
from campanello.people.queries.skills import OnMap
from campanello.people.rules.keys import plain


@dataclass(frozen=True)
class Nearby:
    """A skill found in another building of the neighbourhood."""

    building: Building
    stair: str
    floor: int
    door: str
    skill: OnMap


@dataclass(frozen=True)
class SkillMap:
    """A building's doorbells with skills. `all_texts` has each skill's words once; `nearby` is None where not asked."""

    building: Building
    plates: tuple[Plate, ...]
    skills: dict[UUID, tuple[OnMap, ...]]
    people: int
    all_texts: tuple[str, ...]
    nearby: tuple[Nearby, ...] | None


@transaction.atomic
def skill_map(
    actor: Actor, building: UUID, *, on: date, words: str = "", direction: str = "", is_wide: bool = False
) -> SkillMap:
    """What is offered and looked for behind a building's doorbells; leaves a read entry for each person shown.

    Args:
        actor: Who asks; somebody who may read people's records.
        building: The building.
        on: The day on which the consents must hold.
        words: Words that a skill's text must have, in whatever accents and capitals.
        direction: `offered` or `wanted`; both when "".
        is_wide: Whether the neighbourhood's other buildings are searched too.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    require(actor, Right.READ_PERSON)
    house = places.building(actor, building, right=Right.READ_PERSON)
    dwellings = Dwelling.objects.filter(building=house).visible_to(actor, Right.READ_PERSON)
    rows = list(dwellings.select_related("stair").order_by("stair__label", "-floor", "door"))
    households = dict(current(dwellings, on=on).values_list("dwelling", "household"))
    on_map = skills.on_map(households.values(), on)
    shown = {
        one.uid: _asked_for(on_map.get(households[one.pk], ()), words, direction)
        for one in rows
        if one.pk in households
    }
    nearby = _nearby(actor, house, words, direction, on) if is_wide and words else None
    seen = {skill.person for found in shown.values() for skill in found}
    seen |= {one.skill.person for one in nearby or ()}
    audit.read_many(actor, "homes.skills-read", sorted(seen), building=house.pk)
    everything = {skill.text for found in on_map.values() for skill in found}
    bells = [Doorbell(one.uid, one.stair.label, one.floor, one.door, one.doorbell) for one in rows]
    return SkillMap(
        building=house,
        plates=plates(bells),
        skills={uid: found for uid, found in shown.items() if found},
        people=len({skill.person for found in shown.values() for skill in found}),
        all_texts=tuple(sorted(everything, key=str.casefold)),
        nearby=nearby,
    )


def _asked_for(found: tuple[OnMap, ...], words: str, direction: str) -> tuple[OnMap, ...]:
    wanted = plain(words).split()
    return tuple(
        one
        for one in found
        if direction in {"", one.direction} and all(word in plain(one.text) for word in wanted)
    )


def _nearby(actor: Actor, house: Building, words: str, direction: str, on: date) -> tuple[Nearby, ...]:
    around = Dwelling.objects.filter(building__neighbourhood=house.neighbourhood_id).exclude(building=house)
    lived_in = current(around.visible_to(actor, Right.READ_PERSON), on=on)
    homes = {
        one.household_id: one.dwelling
        for one in lived_in.select_related("dwelling__building", "dwelling__stair")
    }
    return tuple(
        Nearby(home.building, home.stair.label, home.floor, home.door, skill)
        for household, found in skills.on_map(homes, on).items()
        for skill in _asked_for(found, words, direction)
        for home in (homes[household],)
    )
