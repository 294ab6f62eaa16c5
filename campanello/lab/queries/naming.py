"""How the lab's lists name people and households: by name, doorbell and address, as far as the reader may see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.homes.models import Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.people.models import Membership, Person

# Whom a merged record's row is about is the record that stands for it: ask for it along with the row.
STANDING = "person__merged_into"


@dataclass(frozen=True)
class Place:
    """Where somebody lives: what the button says, and street and number."""

    doorbell: str
    address: str


@dataclass(frozen=True)
class Label:
    """A household as a list names it, and the person whose name that is; None where no name is told."""

    text: str
    person: int | None


def standing(person: Person | None) -> Person | None:
    """The record that stands for a row's person."""
    return person and (person.merged_into or person)


def may_name(actor: Actor, person: Person, project: int) -> bool:
    """Whether a row of a project's lab may tell the actor a person's name: not that of a restricted record.

    For rows of labs that the actor reads.
    """
    return person.restricted_at is None or project in projects_with(actor, Right.ANSWER_RIGHTS)


def name_of(actor: Actor, person: Person | None, project: int) -> str:
    """The name that a row of a project's lab tells; nothing where it tells none."""
    return person.name if person and may_name(actor, person, project) else ""


def places_of(people: Iterable[int], on: date) -> dict[int, Place]:
    """Where people live on a day, the registry's home before that of an ISEE declaration. Two queries."""
    members = Membership.objects.filter(on_day(on), person__in=list(people)).order_by("kind", "pk")
    lives_in = list(members.values_list("person", "household"))
    held = Tenancy.objects.filter(_lived(on), household__in={household for _person, household in lives_in})
    rows = held.values_list(
        "household", "dwelling__doorbell", "dwelling__building__street", "dwelling__building__number"
    )
    homes = {household: Place(bell, f"{street} {number}") for household, bell, street, number in rows}
    # A registry household comes after one of an ISEE declaration, which it is written over.
    return {person: homes[household] for person, household in lives_in if household in homes}


def household_labels(actor: Actor, households: Collection[int], on: date) -> dict[int, Label]:
    """What households are called: by their doorbell on a day, else by whom it is the household of. Two queries.

    For households in rows of labs that the actor reads.
    """
    if not households:
        return {}
    held = Tenancy.objects.filter(_lived(on), household__in=households).exclude(dwelling__doorbell="")
    bells = dict(held.values_list("household", "dwelling__doorbell"))
    visible = Person.objects.current().visible_to(actor)
    heads = Membership.objects.filter(household__in=households, role="head", person__in=visible)
    labels = {
        household: Label(f"{given} {family}".strip(), person)
        for household, person, given, family in heads.order_by("starts_on").values_list(
            "household", "person", "person__given_name", "person__family_name"
        )
    }
    for household, bell in bells.items():
        known = labels.get(household)
        labels[household] = Label(bell, known.person if known else None)
    return labels


def _lived(on: date) -> Q:
    return on_day(on) & ~Q(tenure="shopkeeper")
