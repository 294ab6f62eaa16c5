"""A dwelling's story: who lived there with which title, what is owed, how the tenant agreed to be reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.homes.models import ArrearsPayment, ArrearsStatement, Dwelling, Tenancy
from campanello.homes.queries import arrears, places, tenancies
from campanello.homes.queries.panel import is_told_to_landlord
from campanello.homes.rules.arrears import Standing
from campanello.people.models import Consent, ContactWay, Membership, Person


@dataclass(frozen=True)
class Stay:
    """A tenancy as the reader may see it; `name` is "" and `household` None where the people are not theirs to see."""

    tenancy: Tenancy
    is_current: bool
    name: str = ""
    household: UUID | None = None


@dataclass(frozen=True)
class DwellingPage:
    """What a dwelling's page shows. `standing` is None where arrears are not the reader's to see."""

    dwelling: Dwelling
    stays: tuple[Stay, ...]
    statements: tuple[ArrearsStatement, ...]
    payments: tuple[ArrearsPayment, ...]
    standing: Standing | None
    limit_cents: int
    contacts: tuple[ContactWay, ...]
    sees_causes: bool
    may_write: bool
    may_state: bool

    @property
    def current(self) -> Stay | None:
        """Who lives there now."""
        return next((stay for stay in self.stays if stay.is_current), None)


@transaction.atomic
def dwelling_page(actor: Actor, uid: UUID, *, on: date) -> DwellingPage:
    """A dwelling with its tenancies and statements; leaves a read entry for each person whose name is shown.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    dwelling = places.dwelling(actor, uid)
    held = list(tenancies.history(dwelling).select_related("household", "holder__merged_into"))
    is_own = dwelling.owner_id in landlords_with(actor, Right.READ_HOMES)
    people = _people(actor, held, is_own=is_own, on=on)
    known = {one.pk for one in tenancies.visible_households(actor).filter(tenancies__dwelling=dwelling)}
    stays = tuple(_stay(one, people, known, actor, on) for one in held)
    holders = {people[one.pk].pk for one in held if one.pk in people}
    audit.read_many(actor, "homes.dwelling-read", sorted(holders), dwelling=dwelling.pk)
    sees = _has(actor, Right.READ_ARREARS, dwelling)
    current = next((stay.tenancy for stay in stays if stay.is_current), None)
    return DwellingPage(
        dwelling=dwelling,
        stays=stays,
        statements=tuple(arrears.history(actor, dwelling)) if sees else (),
        payments=tuple(arrears.payments_of(actor, dwelling)) if sees else (),
        standing=_standing(actor, current, on) if sees else None,
        limit_cents=params.value("arrears.band_limit", on),
        contacts=_contacts(people.get(current.pk) if current else None),
        sees_causes=bool(projects_with(actor, Right.READ_ARREARS)),
        may_write=_has(actor, Right.WRITE_HOMES, dwelling),
        may_state=_has(actor, Right.WRITE_ARREARS, dwelling),
    )


def _has(actor: Actor, right: Right, dwelling: Dwelling) -> bool:
    if dwelling.owner_id in landlords_with(actor, right):
        return True
    projects = projects_with(actor, right)
    return bool(projects) and dwelling.building.neighbourhood.projects.filter(pk__in=projects).exists()


def _standing(actor: Actor, tenancy: Tenancy | None, on: date) -> Standing:
    return arrears.standing_of(actor, tenancy, on=on) if tenancy else Standing()


def _people(actor: Actor, held: Iterable[Tenancy], *, is_own: bool, on: date) -> dict[int, Person]:
    """Whose name each tenancy goes by, by its key: the holder, else the head, as far as the reader may see them."""
    found: dict[int, Person] = {}
    rows = list(held)
    heads = _heads([one.household_id for one in rows])
    wanted = {one.pk: _standing_person(one.holder) or heads.get(one.household_id) for one in rows}
    keys = {person.pk for person in wanted.values() if person}
    visible = set(Person.objects.current().visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    for one in rows:
        person = wanted[one.pk]
        if person is None:
            continue
        is_tenant_of_own = is_own and one.holder is not None and is_told_to_landlord(person)
        if person.pk in visible or is_tenant_of_own:
            found[one.pk] = person
    return found


def _heads(households: Iterable[int]) -> dict[int, Person]:
    rows = Membership.objects.filter(household__in=list(households), role="head")
    ordered = rows.select_related("person__merged_into").order_by("starts_on")
    return {row.household_id: row.person.merged_into or row.person for row in ordered}


def _standing_person(person: Person | None) -> Person | None:
    return (person.merged_into or person) if person else None


def _stay(one: Tenancy, people: dict[int, Person], known: set[int], actor: Actor, on: date) -> Stay:
    person = people.get(one.pk)
    is_theirs = one.household_id in known and bool(projects_with(actor, Right.READ_PERSON))
    return Stay(
        tenancy=one,
        is_current=one.starts_on <= on and (one.ends_on is None or one.ends_on > on),
        name=person.name if person else "",
        household=one.household.uid if is_theirs else None,
    )


def _contacts(person: Person | None) -> tuple[ContactWay, ...]:
    """How a tenant agreed to be reached; nothing once they have taken their consent back."""
    if person is None:
        return ()
    asked = Consent.objects.filter(person=person, purpose="contact")
    answers = list(asked.values_list("withdrawn_on", flat=True))
    if answers and None not in answers:
        return ()
    ways = ContactWay.objects.filter(person=person, has_consent=True, ends_on=None)
    return tuple(ways.filter(kind__in=["phone", "whatsapp", "email"]).exclude(value=""))
