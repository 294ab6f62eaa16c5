"""A project with two people, and browsers of those who work there. Nobody is asked for a second factor here."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.people.models import Person
from tests import factories
from tests.edges.staff.households.browsing import browser


@pytest.fixture
def lab(settings: Any) -> Project:
    settings.SECOND_FACTOR_ASKED = False
    return factories.project()


@pytest.fixture
def rosa(lab: Project) -> Person:
    return factories.person(lab, given_name="Rosa", family_name="Bianchi", born_on=date(1940, 1, 1))


@pytest.fixture
def amir(lab: Project) -> Person:
    return factories.person(lab, given_name="Amir", family_name="Haddad", born_on=date(2015, 1, 1))


@pytest.fixture
def desk(lab: Project) -> Client:
    return browser(Role.DESK, lab)


@pytest.fixture
def coordinator(lab: Project) -> Client:
    return browser(Role.COORDINATOR, lab)
