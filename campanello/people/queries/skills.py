"""Finds what people offer and look for: for others only where the person agreed to be on the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.models import Person, Skill
from campanello.people.queries import consents, households, merges, records
from campanello.people.rules import values
from campanello.people.rules.consents import SKILLS_MAP, SkillShown, skills_said


@dataclass(frozen=True)
class OnMap:
    """A skill on the map: whose doorbell, who, offered or wanted, what."""

    household: int
    person: int
    name: str
    direction: str
    text: str

    @property
    def direction_name(self) -> str:
        """Offered or wanted, in words to be translated."""
        return values.SKILL_DIRECTIONS[self.direction]


def person_skills(actor: Actor, uid: UUID, on: date) -> tuple[Person, list[SkillShown], bool]:
    """A person, what they offer and look for, and whether others may see it on the map; leaves a line.

    Raises:
        NotFound.
    """
    person = records.person(actor, uid)
    audit.read(actor, "people.skills-read", person, person=person.pk)
    return person, skills_of(person.pk, on), consents.standing_of(person.pk, SKILLS_MAP, on).is_yes


def skills_of(person: int, on: date) -> list[SkillShown]:
    """What a person offers and looks for on a day; for the person's own page. One query."""
    return skills_of_many([person], on)[person]


def skills_of_many(people: Iterable[int], on: date) -> dict[int, list[SkillShown]]:
    """What standing people offer and look for on a day. One query for any number of people."""
    keys = list(people)
    rows = Skill.objects.filter(merges.of_people("person", keys), starts_on__lte=on)
    own: dict[int, list[SkillShown]] = {key: [] for key in keys}
    absorbed: dict[int, list[SkillShown]] = {key: [] for key in keys}
    for row in rows.annotate(root=merges.standing_for("person")):
        side = own if row.person_id == row.root else absorbed
        side[row.root].append(SkillShown(row.pk, row.root, row.direction, row.text, row.ends_on))
    return {key: skills_said(own[key], absorbed[key], on) for key in keys}


def on_map(household_ids: Iterable[int], on: date) -> dict[int, tuple[OnMap, ...]]:
    """The skills of households' members that others may see on a day, by household. Seven queries at most.

    A skill is on the map only while the person's consent to it holds; who took it back is gone the same day, and
    with a restricted or erased record nobody is on it.
    """
    inside = households.members_on(household_ids, on)
    keys = {stay.person for stays in inside.values() for stay in stays}
    people = Person.objects.current().filter(restricted_at=None).in_bulk(keys)
    willing = consents.agreed(people, SKILLS_MAP, on)
    skills = skills_of_many(willing, on)
    return {
        household: tuple(
            OnMap(household, stay.person, people[stay.person].name, skill.direction, skill.text)
            for stay in stays
            for skill in skills.get(stay.person, ())
        )
        for household, stays in inside.items()
    }
