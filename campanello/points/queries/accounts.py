"""Finds accounts: a household's, a project's own, a landlord's."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.single import single
from campanello.people.queries.merges import stays_of
from campanello.people.rules.households import Stay
from campanello.points.models import Account, Scheme

REGISTRY = "registry"


def scheme_of(project: int) -> Scheme:
    """A project's scheme of points.

    Raises:
        NotFound: It has none.
    """
    found = Scheme.objects.filter(project=project).first()
    if found is None:
        raise NotFound
    return found


def account(actor: Actor, uid: UUID, *, right: Right = Right.READ_POINTS, lock: bool = False) -> Account:
    """An account of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    one = Account.objects.filter(uid=uid)
    return single(one.visible_to(actor, right), one.visible_to(actor), lock=lock)


def households_of(people: Iterable[int], on: date) -> dict[int, int]:
    """The registry's household of each person on a day, by the standing person's key. Those without are left out."""
    return households_in(stays_of(list(people)), on)


def households_in(stays_by_person: Mapping[int, Iterable[Stay]], on: date) -> dict[int, int]:
    """The same of people whose stays are known already."""
    found = {}
    for person, stays in stays_by_person.items():
        for stay in stays:
            if stay.kind == REGISTRY and on in stay.period:
                found[person] = stay.household
    return found


def household_accounts(project: int, households: Iterable[int]) -> dict[int, Account]:
    """The accounts that some households have in a project, by the household's key. One query."""
    found = Account.objects.filter(project=project, kind="household", household__in=list(households))
    return {one.household_id: one for one in found if one.household_id is not None}


def own_account(actor: Actor, on: date) -> Account | None:
    """The account of the resident's household, or of the person a delegate stands for; the latest where several.

    None where nobody of the household ever earned anything. What a person earned before they had a household here
    is in an account of their own.
    """
    if actor.own is None:
        return None
    households = households_of([actor.own], on)
    mine = Account.objects.filter(kind="household", household__in=list(households.values()))
    if found := mine.order_by("-pk").first():
        return found
    return Account.objects.filter(kind="person", person=actor.own).order_by("-pk").first()
