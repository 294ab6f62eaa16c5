"""What the tests of log-in and accounts share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from campanello.core.actor import Role
from tests import factories

LOG_IN = "/accesso/"


@pytest.fixture(autouse=True)
def no_memory_of_others() -> None:
    """How often an address asked is counted across tests otherwise."""
    cache.clear()


@pytest.fixture
def member() -> Callable[..., Any]:
    """Makes a user with a role."""

    def made(role: Role = Role.DESK, **given: Any) -> Any:
        user = factories.user(**given)
        factories.assignment(user=user, role=role)
        return user

    return made


@pytest.fixture
def administrator(client: Client, member: Callable[..., Any]) -> Any:
    """An administrator who is logged in."""
    user = member(Role.ADMIN, username="ada", name="Ada Chiave")
    client.force_login(user)
    return user
