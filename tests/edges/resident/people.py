"""Residents with a browser for the tests of their pages: a father and the daughter who acts for him."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.homes.models import Building, Dwelling
from campanello.people.models import Person
from tests import factories


def in_english(**given: Any) -> Client:
    """A browser whose reader reads English: what these tests look for."""
    return Client(headers={"accept-language": "en"}, **given)


@dataclass
class Resident:
    """Somebody with an account, and their browser."""

    person: Person
    user: User
    browser: Client


@dataclass
class House:
    """A house of a project, with a home in it."""

    project: Project
    building: Building
    home: Dwelling


def resident(project: Project, **given: Any) -> Resident:
    """A person of a project with an account, logged in."""
    person = factories.person(project, **given)
    user = factories.user(name=person.name, person=person.pk)
    factories.assignment(user=user, role=Role.RESIDENT)
    browser = in_english()
    browser.force_login(user)
    return Resident(person, user, browser)


def house() -> House:
    """A house of the landlord's, of a project."""
    project, landlord = factories.project(), factories.organisation(kind="aler", name="ALER Esempio")
    building = factories.building(project)
    return House(project, building, factories.dwelling(building, owner=landlord))
