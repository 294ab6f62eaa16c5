"""A house, and browsers of people who work there. Nobody is asked for a second factor here."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from campanello.accounts.models import User
from tests.db.homes.houses import House


@pytest.fixture
def house(db: None, settings: Any) -> House:
    """A house on the day of the tests."""
    settings.SECOND_FACTOR_ASKED = False
    return House()


@pytest.fixture
def as_role(house: House) -> Callable[[str], Client]:
    """`as_role("case")`: a browser in which somebody with the role at the house is logged in."""

    def logged_in(role: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=house.actor(role).user))
        return client

    return logged_in
