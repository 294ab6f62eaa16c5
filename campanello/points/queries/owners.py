"""Whose an account is, as whoever asks may know it: a household by its reference person, somebody from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from campanello.core.actor import Actor
from campanello.people.models import Household, Person
from campanello.people.queries import households
from campanello.people.queries.households import members_on
from campanello.points.models import Account


@dataclass(frozen=True)
class Owner:
    """Whose points: a name as the actor may see it, "" where nobody of them may be named."""

    account: UUID | None
    household: UUID | None
    person: UUID | None
    key: int | None
    name: str
    members: int = 1


def of_accounts(actor: Actor, accounts: Iterable[Account], on: date) -> dict[int, Owner]:
    """The owners of some accounts, by the accounts' keys. Six queries at most, however many."""
    listed = list(accounts)
    by_household = of_households(actor, (one.household_id for one in listed if one.household_id), on)
    people = _people(actor, (one.person_id for one in listed if one.person_id))
    found = {}
    for one in listed:
        if one.household_id in by_household:
            there = by_household[one.household_id]
            found[one.pk] = Owner(
                one.uid, there.household, there.person, there.key, there.name, there.members
            )
        elif one.person_id in people:
            who = people[one.person_id]
            found[one.pk] = Owner(one.uid, None, who.uid, who.pk, who.name)
        else:
            found[one.pk] = Owner(one.uid, None, None, None, "")
    return found


def of_households(actor: Actor, keys: Iterable[int], on: date) -> dict[int, Owner]:
    """Households by their keys, each named by its reference person, or by the first of its members who may be named."""
    rows = list(Household.objects.filter(pk__in=set(keys)))
    found = {}
    for one in households.compositions(actor, rows, on) if rows else ():
        named = next((member for member in one.members if member.is_visible), None)
        found[one.household.pk] = Owner(
            account=None,
            household=one.household.uid,
            person=named.uid if named else None,
            key=named.person if named else None,
            name=named.name if named else "",
            members=len(one.members),
        )
    return found


def whose(account: Account, on: date) -> int | None:
    """In whose trail a deed on an account is read: the reference person's, or the person's own."""
    if account.household_id is None:
        return account.person_id
    inside = members_on([account.household_id], on)[account.household_id]
    return inside[0].person if inside else None


def _people(actor: Actor, keys: Iterable[int]) -> dict[int, Person]:
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Person.objects.filter(pk__in=wanted)
    standing = {one.pk: one.merged_into_id or one.pk for one in rows}
    seen = Person.objects.current().visible_to(actor).filter(pk__in=set(standing.values()))
    by_key = {one.pk: one for one in seen}
    return {key: by_key[root] for key, root in standing.items() if root in by_key}
