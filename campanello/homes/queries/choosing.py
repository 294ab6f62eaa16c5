"""Finds the household that is to move in: by whatever is known of one of its people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.homes.models import Tenancy
from campanello.homes.queries import search
from campanello.homes.queries.tenancies import on_day
from campanello.people.models import Household
from campanello.people.queries import merges


@dataclass(frozen=True)
class Choice:
    """A household that may be meant: by whom it was found, and where it lives so far."""

    household: UUID
    name: str
    age: int | None
    address: str
    kind: str


def households(actor: Actor, text: str, *, on: date) -> list[Choice]:
    """Households of the people found by a text, each once; a landlord's officer finds those of their own dwellings.

    Those found leave a read entry each, as every search does.
    """
    if not text.strip():
        return []
    if may(actor, Right.FIND_PEOPLE):
        return _of_people(actor, text, on)
    return _of_tenants(actor, text, on)


def _of_people(actor: Actor, text: str, on: date) -> list[Choice]:
    cards = {card.person.pk: card for card in search.find_people(actor, text, on=on).cards}
    stays = merges.stays_of(cards)
    places = {stay.household: person for person, held in stays.items() for stay in held if on in stay.period}
    found = Household.objects.in_bulk(places)
    return [
        Choice(found[key].uid, card.person.name, card.age, card.address, found[key].kind)
        for key, person in places.items()
        for card in (cards[person],)
        if found[key].closed_on is None
    ]


def _of_tenants(actor: Actor, text: str, on: date) -> list[Choice]:
    cards = {card.dwelling.pk: card for card in search.find_dwellings(actor, text, on=on)}
    held = Tenancy.objects.filter(on_day(on), dwelling__in=cards).select_related("household")
    return [
        Choice(
            one.household.uid,
            cards[one.dwelling_id].tenant or cards[one.dwelling_id].dwelling.doorbell,
            None,
            str(cards[one.dwelling_id].dwelling.building),
            one.household.kind,
        )
        for one in held
    ]
