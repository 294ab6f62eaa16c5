"""The households of one person as another page shows them beside: in few queries, out of the record read already."""

from datetime import date

from django.db.models import Exists, OuterRef

from campanello.core.actor import Actor
from campanello.core.period import completed_years
from campanello.people.models import Household, Membership, Person
from campanello.people.queries import merges
from campanello.people.queries.households import Composition, Member, in_figures
from campanello.people.rules.households import HEAD, Stay
from campanello.people.rules.merging import Absorbed, joined
from campanello.people.rules.record import PersonRecord


def households(actor: Actor, record: PersonRecord, on: date) -> list[Composition]:
    """The households in which a person is on a day, the registry's first, with whom. Two queries, or none.

    For who was let in to the record. Figures count everybody; a member known to other projects alone stands there
    without name and age.
    """
    holding = [stay for stay in _stays(record) if on in stay.period]
    if not holding:
        return []
    wanted = {stay.household for stay in holding}
    records = _records(actor, wanted)
    people = {one.pk: one for one in records if one.merged_into_id is None}
    standing = {one.pk: one.merged_into_id or one.pk for one in records}
    stays = [stay for several in merges.stays_in_records(standing).values() for stay in several]
    inside: dict[int, list[Stay]] = {key: [] for key in wanted}
    for stay in sorted(stays, key=lambda stay: (stay.role != HEAD, stay.starts_on, stay.row)):
        if stay.household in wanted and on in stay.period:
            inside[stay.household].append(stay)
    ordered = sorted(_described(record, wanted), key=lambda one: (one.kind != "registry", one.pk))
    return [_composition(one, inside[one.pk], people, on) for one in ordered]


def _stays(record: PersonRecord) -> list[Stay]:
    own: dict[int, list[Stay]] = {}
    for one in sorted(record.memberships, key=lambda one: (one.starts_on, one.row)):
        stay = Stay(one.person, one.key, one.kind, one.role, one.starts_on, one.ends_on, one.row)
        own.setdefault(one.person, []).append(stay)
    below: dict[int, list[Absorbed]] = {}
    for merge in record.merges:
        until = {"registry": merge.registry_until, "isee": merge.isee_until}
        below.setdefault(merge.kept, []).append(Absorbed(merge.person, until))
    return joined(record.person, own, below)


def _described(record: PersonRecord, wanted: set[int]) -> list[Household]:
    # The record has of each household what a card shows: no query for it.
    known = {
        one.key: Household(pk=one.key, uid=one.household, kind=one.kind, is_in_charge=one.is_in_charge)
        for one in record.memberships
    }
    return [known[key] for key in wanted]


def _records(actor: Actor, households: set[int]) -> list[Person]:
    """All records of who ever was in some households, and which of them the actor may see."""
    there = Membership.objects.filter(household__in=households).order_by()
    visible = Person.objects.visible_to(actor).filter(pk=OuterRef("pk"))
    found = merges.all_records(there.annotate(standing=merges.standing_for("person")).values("standing"))
    return list(found.annotate(is_visible=Exists(visible)))


def _composition(household: Household, stays: list[Stay], people: dict[int, Person], on: date) -> Composition:
    return Composition(
        household=household,
        on=on,
        members=tuple(_member(stay, people[stay.person], on) for stay in stays),
        ages=in_figures((people[stay.person].born_on for stay in stays), on),
    )


def _member(stay: Stay, who: Person, on: date) -> Member:
    if not who.is_visible:  # type: ignore[attr-defined]
        return Member(stay.person, None, "", stay.role, stay.starts_on, stay.ends_on, None, is_visible=False)
    age = completed_years(who.born_on, on) if who.born_on else None
    return Member(stay.person, who.uid, who.name, stay.role, stay.starts_on, stay.ends_on, age)
