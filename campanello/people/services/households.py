"""Opens households, lets people in and out of them, splits, joins and closes them; each from a day on.

Only a person's own rows are written. Where a person stands for merged records, theirs stay untouched: what they say
is written on the person's own record when it changes, and from that day counts no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.period import Period
from campanello.people.models import Household, Person
from campanello.people.queries import households as queries
from campanello.people.rules import households as rules
from campanello.people.rules.households import HEAD, Stay
from campanello.people.services import composing


@dataclass(frozen=True)
class Place:
    """Who gets which role in a household."""

    person: UUID
    role: str


@transaction.atomic
def open_household(
    *, actor: Actor, kind: str, places: Sequence[Place], on: date, today: date, leaves: bool = False
) -> Household:
    """Open a household of some people from a day on; exactly one of them is its reference person.

    Args:
        actor: Who writes.
        kind: `registry` or `isee`.
        places: Who is in it, with roles; at least one.
        on: The first day.
        today: The day it is.
        leaves: Whether whoever is in another household of the kind leaves it on that day.

    Raises:
        NotFound, SamePersonTwice, AlreadyInHousehold, LaterEntries, NotYet, BeforeBirth, NoHead, TwoHeads.
    """
    if not places:
        raise rules.NoHead(day=on)
    people = composing.people(actor, [place.person for place in places])
    before = _before(people.values(), kind, on) if leaves else {}
    left = {stay.household for stay in before.values()}
    composing.hold(left)
    made = Household.objects.create(kind=kind)
    newcomers = [(people[place.person], place.role) for place in places]
    composing.enter(made, newcomers, Period(on, None), today, before)
    composing.check([made.pk, *left], on)
    composing.touch_all(left)
    composing.record(actor, "people.household-opened", made, people.values(), kind=kind, members=len(people))
    return made


@transaction.atomic
def move_in(
    *,
    actor: Actor,
    household_uid: UUID,
    version: int,
    place: Place,
    days: Period,
    today: date,
    leaves: bool = False,
) -> Household:
    """Let somebody into a household on some days: from a day on, or for a time that is over.

    `leaves`: whether they leave the household of the kind where they are on the first day.

    Raises:
        NotFound, StaleHousehold, ClosedHousehold, AlreadyInHousehold, LaterEntries, NotYet, EndsBeforeStart,
        BeforeBirth, NoHead, TwoHeads.
    """
    on = days.starts_on or today
    person = composing.people(actor, [place.person])[place.person]
    kind = queries.household(actor, household_uid, Right.WRITE_PERSON).kind
    before = _before([person], kind, on) if leaves and not days.ends_on else {}
    left = {stay.household for stay in before.values()}
    household = composing.still_open(actor, household_uid, version, along=left)
    composing.enter(household, [(person, place.role)], days, today, before)
    composing.check([household.pk, *left], on)
    composing.touch(household)
    composing.touch_all(left - {household.pk})
    facts = {"starts_on": on.isoformat(), "left": len(left)}
    composing.record(actor, "people.moved-in", household, [person], **facts)
    return household


@transaction.atomic
def change_roles(
    *, actor: Actor, household_uid: UUID, version: int, roles: Mapping[UUID, str], on: date, today: date
) -> Household:
    """Give members other roles from a day on: two at once where the reference person changes.

    Raises:
        NotFound, StaleHousehold, ClosedHousehold, NotInHousehold, LaterEntries, NotYet, NoHead, TwoHeads.
    """
    people = composing.people(actor, list(roles))
    household = composing.still_open(actor, household_uid, version)
    for person in people.values():
        composing.leave(person, household, on, today)
    for uid, person in people.items():
        composing.write(person.pk, household, roles[uid], on)
    composing.check([household.pk], on)
    composing.touch(household)
    composing.record(
        actor, "people.household-roles-changed", household, people.values(), starts_on=on.isoformat()
    )
    return household


@transaction.atomic
def move_out(
    *,
    actor: Actor,
    household_uid: UUID,
    version: int,
    person_uid: UUID,
    on: date,
    today: date,
    new_head: UUID | None = None,
) -> Household:
    """Let somebody leave a household on a day; on the day of arrival the stay is struck out as a mistake.

    Args:
        actor: Who writes.
        household_uid: The household.
        version: The one that the actor saw.
        person_uid: Who leaves.
        on: The first day on which they are out.
        today: The day it is.
        new_head: Who of those who stay is the reference person from then on; needed when that one leaves.

    Raises:
        NotFound, StaleHousehold, NotInHousehold, LaterEntries, NotYet, NoHead, TwoHeads.
    """
    people = composing.people(actor, [person_uid, *([new_head] if new_head else [])])
    household = composing.still_open(actor, household_uid, version)
    for person in people.values():
        composing.leave(person, household, on, today)
    if new_head:
        composing.write(people[new_head].pk, household, HEAD, on)
    composing.check([household.pk], on)
    composing.touch(household)
    composing.record(actor, "people.moved-out", household, people.values(), ends_on=on.isoformat())
    return household


@transaction.atomic
def split(
    *,
    actor: Actor,
    household_uid: UUID,
    version: int,
    places: Sequence[Place],
    on: date,
    today: date,
    new_head: UUID | None = None,
) -> Household:
    """Let some members form a new household of the same kind from a day on; answers the new one.

    `new_head` is who of those who stay becomes the reference person; needed when that one goes.

    Raises:
        NotFound, StaleHousehold, ClosedHousehold, NobodyToSplit, NotInHousehold, LaterEntries, NotYet, NoHead,
        TwoHeads.
    """
    going = [place.person for place in places]
    people = composing.people(actor, [*going, *([new_head] if new_head else [])])
    household = composing.still_open(actor, household_uid, version)
    members = queries.members_on([household.pk], on)[household.pk]
    leaving = [people[uid].pk for uid in going]
    if refusal := rules.why_not_split((stay.person for stay in members), leaving):
        raise refusal
    for person in people.values():
        composing.leave(person, household, on, today)
    made = Household.objects.create(kind=household.kind)
    for place in places:
        composing.write(people[place.person].pk, made, place.role, on)
    if new_head:
        composing.write(people[new_head].pk, household, HEAD, on)
    composing.check([household.pk, made.pk], on)
    composing.touch(household)
    facts = {"into": made.pk, "going": len(leaving), "starts_on": on.isoformat()}
    composing.record(actor, "people.household-split", household, people.values(), **facts)
    return made


@transaction.atomic
def join(
    *, actor: Actor, household_uid: UUID, version: int, other_uid: UUID, on: date, today: date
) -> Household:
    """Let all members of another household move into this one from a day on, and close the other.

    Its reference person comes in as another relative, everybody else with the role they had.

    Raises:
        NotFound, StaleHousehold, ClosedHousehold, SameHousehold, MembersOfOthers, LaterEntries, NotYet, NoHead.
    """
    other = queries.household(actor, other_uid, Right.WRITE_PERSON)
    people = composing.members_to_write(actor, other, on)
    household = composing.still_open(actor, household_uid, version, along=[other.pk])
    other.refresh_from_db()
    if refusal := rules.why_not_join(household.pk, other.pk, household.kind, other.kind, other.closed_on):
        raise refusal
    if on > today:
        raise rules.NotYet(day=on)
    for person in people.values():
        stay = composing.leave(person, other, on, today)
        composing.write(person.pk, household, "relative" if stay.role == HEAD else stay.role, on)
    composing.check([household.pk, other.pk], on)
    composing.touch(other, closed_on=on)
    composing.touch(household)
    facts = {"other": other.pk, "coming": len(people), "starts_on": on.isoformat()}
    composing.record(actor, "people.households-joined", household, people.values(), **facts)
    return household


@transaction.atomic
def close(*, actor: Actor, household_uid: UUID, version: int, on: date, today: date) -> Household:
    """Close a household from a day on: everybody leaves it, and nobody comes in any more.

    Raises:
        NotFound, StaleHousehold, ClosedHousehold, MembersOfOthers, LaterEntries, NotYet.
    """
    seen = queries.household(actor, household_uid, Right.WRITE_PERSON)
    people = composing.members_to_write(actor, seen, on)
    household = composing.still_open(actor, household_uid, version)
    if on > today:
        raise rules.NotYet(day=on)
    for person in people.values():
        composing.leave(person, household, on, today)
    composing.check([household.pk], on)
    composing.touch(household, closed_on=on)
    facts: dict[str, Any] = {"closed_on": on.isoformat(), "members": len(people)}
    if not people:
        audit.record(actor, "people.household-closed", household, **facts)
    composing.record(actor, "people.household-closed", household, people.values(), **facts)
    return household


@transaction.atomic
def edit(*, actor: Actor, household_uid: UUID, version: int, changes: Mapping[str, object]) -> Household:
    """Change what a household itself says: its note, whether the service follows it, its code.

    Raises:
        NotFound, StaleHousehold.
    """
    household = composing.locked(actor, household_uid, version)
    changed = {
        name: changes[name]
        for name in composing.FIELDS
        if name in changes and getattr(household, name) != changes[name]
    }
    if changed:
        composing.touch(household, **changed)
        audit.record(actor, "people.household-edited", household, fields=sorted(changed))
    return household


def _before(people: Iterable[Person], kind: str, on: date) -> dict[int, Stay]:
    """Where people are who leave it for another household; who arrived on the very day has not lived there."""
    stays = composing.homes_on((person.pk for person in people), kind, on)
    return {person: stay for person, stay in stays.items() if stay.starts_on < on}
