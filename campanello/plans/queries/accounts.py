"""Finds bank accounts: a person's for who writes plans, a body's and a project's own for who sets measures."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.queries.merges import of_people
from campanello.plans.models import BankAccount, Pact, Treasury

WRITE, SET = Right.WRITE_PLANS, Right.SET_MEASURES


@dataclass(frozen=True)
class PersonAccounts:
    """A person's accounts, the current one first."""

    person: Person
    accounts: tuple[BankAccount, ...]

    @property
    def current(self) -> BankAccount | None:
        """Where the person is paid now."""
        return next((one for one in self.accounts if one.ends_on is None), None)


@dataclass(frozen=True)
class Body:
    """A body that is paid, with its account; None where there is none yet."""

    organisation: Organisation
    account: BankAccount | None


def person(actor: Actor, uid: UUID, *, lock: bool = False) -> Person:
    """A person whose accounts the actor may see and change: in a project where they write plans.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found: Person = records.person(actor, uid, right=WRITE, lock=lock)
    return found


@transaction.atomic
def accounts_of(actor: Actor, uid: UUID) -> PersonAccounts:
    """A person's accounts; leaves a line.

    Raises:
        NotFound.
    """
    held = person(actor, uid)
    audit.read(actor, "plans.accounts-read", person=held.pk)
    return PersonAccounts(held, tuple(own(held.pk).select_related("recorded_by")))


def own(person: int) -> QuerySet[BankAccount]:
    """The accounts of a standing person's records, the current one first, then the latest; for who was let in."""
    return BankAccount.objects.filter(of_people("person", [person])).order_by("ends_on", "-starts_on", "-pk")


def current(*, person: int | None = None, organisation: int | None = None, lock: bool = False) -> Any:
    """The account that holds of a person's records, or of a body; None without one."""
    whose = of_people("person", [person]) if person is not None else Q(organisation=organisation)
    found = BankAccount.objects.filter(whose, ends_on=None).order_by("pk")
    return list(found.select_for_update() if lock else found)


def bodies(actor: Actor) -> list[Body]:
    """The bodies that pacts of the actor's projects pay, and their partners; those with an account first. Two queries.

    Raises:
        NotFound: The actor sets no measures.
    """
    projects = projects_with(actor, SET)
    if not projects:
        raise NotFound
    paid = Pact.objects.filter(project__in=projects, creditor__isnull=False)
    wanted = Q(pk__in=paid.values("creditor")) | Q(partner__project__in=projects)
    found = Organisation.objects.filter(wanted).distinct().order_by("name")
    held = {
        one.organisation_id: one for one in BankAccount.objects.filter(organisation__in=found, ends_on=None)
    }
    return sorted((Body(one, held.get(one.pk)) for one in found), key=lambda body: body.account is None)


def body(actor: Actor, key: int) -> Body:
    """One of those.

    Raises:
        NotFound.
    """
    for one in bodies(actor):
        if one.organisation.pk == key:
            return one
    raise NotFound


def treasuries(actor: Actor) -> list[tuple[Project, Treasury | None]]:
    """The actor's projects, each with the account that it pays from. Two queries.

    Raises:
        NotFound: The actor sets no measures.
    """
    projects = projects_with(actor, SET)
    if not projects:
        raise NotFound
    held = {one.project_id: one for one in Treasury.objects.filter(project__in=projects)}
    return [(one, held.get(one.pk)) for one in Project.objects.filter(pk__in=projects).order_by("code")]


def treasury(actor: Actor, project: int) -> tuple[Project, Treasury | None]:
    """One of those.

    Raises:
        NotFound.
    """
    for one, held in treasuries(actor):
        if one.pk == project:
            return one, held
    raise NotFound
