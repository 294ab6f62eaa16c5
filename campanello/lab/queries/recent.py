"""Whom the ten-second page offers first: the people and doorbells that its reader, then the lab, met lately.

Whoever is shown leaves a line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.homes.models import Building
from campanello.lab.models import Visit
from campanello.lab.queries import naming
from campanello.people.models import Household, Person
from campanello.people.queries import households, records

PEOPLE, DOORBELLS = "person", "household"
MOST = {PEOPLE: 8, DOORBELLS: 4}
# Visits looked back through; somebody met earlier is searched for.
_LOOKED_BACK = 60
_MOST_BUILDINGS = 400


@dataclass(frozen=True)
class Met:
    """Somebody to choose with one touch: `kind` is person or household."""

    kind: str
    uid: UUID
    name: str
    beside: str = ""

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.kind}:{self.uid}"

    @property
    def initials(self) -> str:
        """Up to two letters, in place of a face."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in (words[0], words[-1])).upper()[: len(words)] if words else "?"


def met_lately(actor: Actor, project: int, on: date) -> list[Met]:
    """The latest people and households of a lab, those whom the actor met first. At most seven queries.

    Raises:
        NotFound: The project's lab is not the actor's.
    """
    if project not in projects_with(actor, Right.WRITE_LAB):
        raise NotFound
    visits = Visit.objects.filter(project=project, cancelled_at=None).select_related(
        "person__merged_into", "household"
    )
    own = visits.filter(operator=actor.user).order_by("-on", "-at")
    latest = [*own[:_LOOKED_BACK], *visits.order_by("-on", "-at")[:_LOOKED_BACK]]
    met = {naming.standing(one.person): None for one in latest if one.person}
    people = [one for one in met if one and one.erased_at is None and naming.may_name(actor, one, project)]
    homes = list({one.household: None for one in latest if one.household})
    return [*_people(actor, people[: MOST[PEOPLE]], on), *_households(actor, homes[: MOST[DOORBELLS]], on)]


def chosen(actor: Actor, kind: str, uid: UUID, on: date) -> Met:
    """One person or household that the page was opened for.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    if kind == PEOPLE:
        return _people(actor, [records.person(actor, uid)], on)[0]
    found = _households(actor, [households.household(actor, uid)], on)
    return found[0] if found else Met(DOORBELLS, uid, "")


def _people(actor: Actor, people: list[Person], on: date) -> list[Met]:
    places = naming.places_of([one.pk for one in people], on) if people else {}
    audit.read_many(actor, "lab.recent-shown", [one.pk for one in people])
    return [Met(PEOPLE, one.uid, one.name, _beside(places.get(one.pk))) for one in people]


def _beside(place: naming.Place | None) -> str:
    return ", ".join(filter(None, (place.doorbell, place.address))) if place else ""


def _households(actor: Actor, homes: list[Household], on: date) -> list[Met]:
    labels = naming.household_labels(actor, [one.pk for one in homes], on)
    audit.read_many(actor, "lab.recent-shown", _named(labels.values()))
    return [Met(DOORBELLS, one.uid, labels[one.pk].text) for one in homes if one.pk in labels]


def _named(labels: Iterable[naming.Label]) -> list[int]:
    return sorted({label.person for label in labels if label.person})


def buildings_near(actor: Actor, project: int) -> list[tuple[str, str]]:
    """The buildings of a project's neighbourhoods to choose from, by address: keys and addresses. One query.

    Raises:
        NotFound: The project's lab is not the actor's to read.
    """
    if project not in projects_with(actor, Right.READ_LAB):
        raise NotFound
    near = Building.objects.filter(neighbourhood__projects=project).order_by("street", "number")
    rows = near.values_list("uid", "street", "number")[:_MOST_BUILDINGS]
    return [(str(uid), f"{street} {number}") for uid, street, number in rows]
