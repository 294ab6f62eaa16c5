"""Finds who a landlord's table speaks of, and their households; registers and opens what is not there yet.

For the import of tenancies, within its transaction. A known person's record is not changed by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.core.importing import Outcome, Problem
from campanello.people.models import Household, Membership, Person
from campanello.people.queries import merges
from campanello.people.rules.codes import read_code
from campanello.people.rules.facts import NewCode
from campanello.people.rules.households import HEAD, Stay
from campanello.people.rules.imports import PEOPLE
from campanello.people.rules.names import plain
from campanello.people.rules.person import Details, PersonFacts, is_one_person
from campanello.people.services import search_keys
from campanello.people.services.import_matching import Read
from campanello.people.services.imports import AT_ONCE, CODE_OF_ANOTHER, Work

REGISTRY = "registry"


@dataclass(frozen=True)
class Tenant:
    """Somebody of whom a row says that they live somewhere since a day."""

    number: int
    facts: PersonFacts
    code: NewCode | None
    since: date


@dataclass(frozen=True)
class Found:
    """The keys of a tenant and of the household that they are in."""

    person: int
    household: int


def find(
    tenants: Sequence[Tenant],
    outcome: Outcome,
    *,
    actor: Actor,
    project: int,
    on: date,
    at: datetime,
    takes_doubtful: bool,
) -> Mapping[int, Found]:
    """Each tenant's person and household by row; a row that can't be decided is told and left out.

    Args:
        tenants: The rows' tenants; one person may stand in several.
        outcome: Is told of what is wrong and of whom may be there already.
        actor: Who imports; may do so in the project.
        project: Gets to know who is not there yet.
        on: The day it is.
        at: When it is recorded.
        takes_doubtful: Register also who may be somebody that is there already.
    """
    firsts = _once(tenants, outcome)
    rows = {tenant.number: _read(tenant) for tenant in tenants if firsts.get(tenant.number) == tenant.number}
    work = Work(actor, project, on, at)
    unread = list(rows.values())
    while some := unread[:AT_ONCE]:
        work.find(some, outcome, takes_doubtful=takes_doubtful)
        unread = unread[AT_ONCE:]
    search_keys.refresh(work.touched)
    since: dict[int, date] = {}
    for tenant in tenants:
        person = work.people.get(firsts.get(tenant.number, 0))
        if person is not None:
            since[person] = min(since.get(person, tenant.since), tenant.since)
    homes = _households(since, actor=actor, on=on)
    people = {number: work.people[first] for number, first in firsts.items() if first in work.people}
    return {number: Found(person, homes[person]) for number, person in people.items()}


def _read(tenant: Tenant) -> Read:
    code = None
    if tenant.code:
        read = read_code(tenant.code.kind, tenant.code.text)
        code = (read.kind, read.normal)
    return Read(tenant.number, code, Details(tenant.facts, codes=(tenant.code,) if tenant.code else ()))


def _once(tenants: Sequence[Tenant], outcome: Outcome) -> dict[int, int]:
    """The first row that speaks of the same person, for each row."""
    seen: dict[object, Tenant] = {}
    firsts: dict[int, int] = {}
    for tenant in tenants:
        names = plain(tenant.facts.family_name), plain(tenant.facts.given_name)
        born_on = tenant.facts.born_on
        key: object = _read(tenant).code or ((*names, born_on) if born_on else tenant.number)
        first = seen.setdefault(key, tenant)
        if first is tenant or is_one_person(first.facts, tenant.facts):
            firsts[tenant.number] = first.number
        else:
            outcome.tell(Problem(tenant.number, PEOPLE.column("code").title, CODE_OF_ANOTHER))
    return firsts


def _households(since: Mapping[int, date], *, actor: Actor, on: date) -> dict[int, int]:
    """Each person's registry household: the one of the day they moved in, else today's, else a new one of their own."""
    stays = merges.stays_of(since)
    homes: dict[int, int] = {}
    new: list[tuple[Household, int, date]] = []
    people = Person.objects.in_bulk(since)
    for person, starts_on in since.items():
        held = [stay for stay in stays[person] if stay.kind == REGISTRY]
        there = next((stay for day in (starts_on, on) for stay in held if day in stay.period), None)
        if there:
            homes[person] = there.household
        else:
            first = _first_day(held, starts_on, people[person].born_on, on)
            new.append((Household(kind=REGISTRY), person, first))
    Household.objects.bulk_create([made for made, _person, _first in new], batch_size=500)
    homes |= {person: made.pk for made, person, _first in new}
    Membership.objects.bulk_create(
        [
            Membership(household=made, person_id=person, kind=REGISTRY, role=HEAD, starts_on=first)
            for made, person, first in new
        ],
        batch_size=500,
    )
    audit.record_many(actor, "people.household-opened", [(made, person) for made, person, _first in new])
    return homes


def _first_day(held: Sequence[Stay], starts_on: date, born_on: date | None, on: date) -> date:
    """The first day in a new household: none on which they were elsewhere, or not yet born."""
    over = [stay.ends_on for stay in held if stay.ends_on and stay.ends_on <= on]
    return min(max([starts_on, *([born_on] if born_on else []), *over]), on)
