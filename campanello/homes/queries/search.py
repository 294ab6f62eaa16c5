"""The one box: finds people by all that is known of them, where they live included, and dwellings for their landlord.

Whoever is shown leaves a line. Nobody learns here of people or dwellings that are not theirs to see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, landlords_with, require
from campanello.core.actor import Actor
from campanello.core.period import completed_years
from campanello.homes.models import Building, Dwelling, Tenancy
from campanello.homes.queries.panel import is_told_to_landlord
from campanello.homes.queries.tenancies import on_day
from campanello.people.models import Membership, Person, PersonWord
from campanello.people.queries import search as people_search
from campanello.people.queries.merges import standing_for
from campanello.people.queries.words import spelt
from campanello.people.rules import keys
from campanello.people.rules.asking import ANYBODY, Asked, Narrowing, Place, read
from campanello.people.rules.likeness import ADDRESS, DOORBELL, Reason

PAGE = 10
_BUILDINGS, _DWELLINGS, _RESIDENTS = 50, 50, 1_000  # looked at for one question
_DOORBELL_FROM = 3  # letters


@dataclass(frozen=True)
class Card:
    """Somebody who was found: what tells them from others of the name, and why they are here."""

    person: Person
    age: int | None
    score: int
    reasons: tuple[Reason, ...]
    doorbell: str
    address: str


@dataclass(frozen=True)
class People:
    """One page of the people found. With `is_cut`, `total` is how many were looked at, and there are more."""

    asked: Asked
    cards: tuple[Card, ...]
    total: int
    is_cut: bool
    page: int


@dataclass(frozen=True)
class DwellingCard:
    """A dwelling of a landlord's, with the tenant's name."""

    dwelling: Dwelling
    tenant: str


def find_people(
    actor: Actor, text: str, *, on: date, narrowing: Narrowing = ANYBODY, page: int = 1
) -> People:
    """People whom the actor may see and who may be meant by a text, ten a page; each one shown leaves a line.

    A fixed number of queries at most, however many people there are.

    Args:
        actor: Who asks.
        text: As it was typed: names, a birth date, codes, telephones, an address, a doorbell, alone or together.
        on: The day for ages and homes.
        narrowing: What people must be besides.
        page: Counted from 1; beyond the last one it is the last one.

    Raises:
        NotFound: The actor looks for nobody.
    """
    require(actor, Right.FIND_PEOPLE)
    asked = read(text, on)
    if asked.is_empty:
        return People(asked, (), 0, is_cut=False, page=1)
    asked, at_home = _at_home(actor, asked, on)
    answer = people_search.people(actor, asked, on=on, narrowing=narrowing, at_home=at_home)
    total = len(answer.found)
    page = max(1, min(page, -(-total // PAGE)))
    shown = answer.found[(page - 1) * PAGE : page * PAGE]
    homes = _homes([one.person.pk for one in shown], on)
    audit.read_many(actor, "people.person-found", [one.person.pk for one in shown])
    cards = tuple(
        Card(
            one.person,
            completed_years(one.person.born_on, on) if one.person.born_on else None,
            one.score,
            one.reasons,
            *homes.get(one.person.pk, ("", "")),
        )
        for one in shown
    )
    return People(asked, cards, total, answer.is_cut, page)


def find_dwellings(actor: Actor, text: str, *, on: date) -> tuple[DwellingCard, ...]:
    """Dwellings of the landlord whose officer asks, by address, doorbell or tenant's name; at most fifty.

    Tenants shown by name leave a line each.

    Raises:
        NotFound: The actor is no landlord's officer.
    """
    landlords = landlords_with(actor, Right.READ_HOMES)
    if not landlords:
        raise NotFound
    asked = read(text, on)
    own = Dwelling.objects.visible_to(actor).filter(owner__in=landlords)
    meant = _dwellings_meant(asked, own, on)
    if meant is None:
        return ()
    rows = (
        own.filter(meant)
        .select_related("building", "stair")
        .order_by("building__street", "building__number", "stair__label", "floor", "door")
    )
    found = list(rows[:_DWELLINGS])
    held = Tenancy.objects.filter(on_day(on), dwelling__in=found, holder__isnull=False)
    tenants: dict[int, Person] = {}
    for one in held.select_related("holder__merged_into"):
        holder = one.holder and (one.holder.merged_into or one.holder)
        if holder and is_told_to_landlord(holder):
            tenants[one.dwelling_id] = holder
    audit.read_many(actor, "homes.tenant-found", sorted({one.pk for one in tenants.values()}))
    return tuple(DwellingCard(one, tenants[one.pk].name if one.pk in tenants else "") for one in found)


def _at_home(actor: Actor, asked: Asked, on: date) -> tuple[Asked, people_search.AtHome | None]:
    """What was asked once the address is known for one, and who lives there; else who has such a doorbell."""
    if asked.places:
        place, people = _place(actor, asked.places, on)
        if place:
            meant = replace(asked, names=place.names)
            return meant, people_search.AtHome(dict.fromkeys(people, ADDRESS), is_all=True)
        if asked.has_street:
            return replace(asked, names=asked.places[0].names), None
    return asked, people_search.AtHome(dict.fromkeys(_by_doorbell(actor, asked, on), DOORBELL), is_all=False)


def _place(actor: Actor, places: Sequence[Place], on: date) -> tuple[Place | None, list[int]]:
    """The first way to read an address where somebody lives, and who does: by tenancy or by declared residence."""
    buildings = _buildings(Building.objects.visible_to(actor, Right.FIND_PEOPLE), places)
    declared = people_search.at_address(places)
    for place in places:
        if place in buildings or place in declared:
            there = Dwelling.objects.filter(building__in=buildings.get(place, []))
            return place, [*_residents(there, on), *declared.get(place, [])]
    return None, []


def _buildings(visible: QuerySet[Building], places: Sequence[Place]) -> dict[Place, list[int]]:
    """The buildings of each way to read an address: those of the very number, else those whose number begins so."""
    looked_for = {place: f" {place.core}" for place in places}
    any_of = Q(pk__in=[])
    for text in looked_for.values():
        any_of |= Q(search__contains=text)
    very: dict[Place, list[int]] = {}
    begun: dict[Place, list[int]] = {}
    for pk, search in visible.filter(any_of).order_by("pk").values_list("pk", "search")[:_BUILDINGS]:
        for place, text in looked_for.items():
            if text in search:
                rest = search.split(text, 1)[1]
                (begun if rest[:1].isdigit() else very).setdefault(place, []).append(pk)
    return {place: very.get(place) or begun[place] for place in places if place in very or place in begun}


def _by_doorbell(actor: Actor, asked: Asked, on: date) -> list[int]:
    text = " ".join(one.text for one in asked.names)
    if len(text) < _DOORBELL_FROM:
        return []
    rung = Dwelling.objects.visible_to(actor, Right.FIND_PEOPLE).filter(_rings(text))
    return _residents(rung.order_by("doorbell_search")[:_DWELLINGS], on)


def _rings(text: str) -> Q:
    """Doorbells that begin with a text. The span is for SQLite's index, the pattern for PostgreSQL's."""
    end = keys.after(text)
    within = Q(doorbell_search__gte=text) & (Q(doorbell_search__lt=end) if end else Q())
    return within & Q(doorbell_search__startswith=text)


def _residents(dwellings: QuerySet[Dwelling], on: date) -> list[int]:
    housed = Tenancy.objects.filter(on_day(on), dwelling__in=dwellings.values("pk")).exclude(
        tenure="shopkeeper"
    )
    members = Membership.objects.filter(on_day(on), household__in=housed.values("household"))
    rows = members.annotate(standing=standing_for("person")).order_by("pk")
    return list(rows.values_list("standing", flat=True)[:_RESIDENTS])


def _homes(people: Iterable[int], on: date) -> dict[int, tuple[str, str]]:
    """Doorbell and address of people, the home of the registry household before that of an ISEE declaration."""
    kept = list(people)
    absorbed = Person.objects.filter(merged_into__in=kept).values_list("pk", "merged_into")
    standing = {one: one for one in kept} | {one: into for one, into in absorbed if into}
    members = Membership.objects.filter(on_day(on), person__in=standing)
    lives_in = list(members.order_by("kind", "pk").values_list("person", "household"))
    tenancies = Tenancy.objects.filter(on_day(on), household__in={household for _, household in lives_in})
    rows = tenancies.exclude(tenure="shopkeeper").values_list(
        "household", "dwelling__doorbell", "dwelling__building__street", "dwelling__building__number"
    )
    homes = {household: (doorbell, f"{street} {number}") for household, doorbell, street, number in rows}
    # A registry household comes after one of an ISEE declaration, which it is written over.
    return {standing[person]: homes[household] for person, household in lives_in if household in homes}


def _dwellings_meant(asked: Asked, own: QuerySet[Dwelling], on: date) -> Q | None:
    meant = [Q(building__search__contains=f" {place.core}") for place in asked.places]
    if asked.names:
        meant.append(_rings(" ".join(one.text for one in asked.names)))
        words = spelt(asked.names)
        if all(one.matches for one in words):
            meant.append(
                Q(pk__in=_held_by([one.ids for one in sorted(words, key=lambda one: one.people)], own, on))
            )
    if not meant:
        return None
    first, *others = meant
    for one in others:
        first |= one
    return first


def _held_by(words: Sequence[list[int]], own: QuerySet[Dwelling], on: date) -> list[int]:
    """Dwellings whose tenant bears one of each group of words."""
    first, *others = words
    held = Tenancy.objects.filter(on_day(on), dwelling__in=own.values("pk"))
    bearers = PersonWord.objects.filter(word__in=first)
    for group in others:
        bearers = bearers.filter(Exists(PersonWord.objects.filter(person=OuterRef("person"), word__in=group)))
    told = bearers.filter(person__restricted_at=None, person__erased_at=None)
    standing = held.filter(holder__isnull=False).annotate(standing=standing_for("holder"))
    return list(
        standing.filter(standing__in=told.values("person")).values_list("dwelling", flat=True)[:_DWELLINGS]
    )
