"""Browsers of people who work at a house, and an installation whose files lie in a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from campanello.accounts.models import User
from tests.db.homes.houses import House


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> House:
    settings.SECOND_FACTOR_ASKED = False
    settings.DATA_DIR = tmp_path
    return House()


@pytest.fixture
def as_role(house: House) -> Callable[[str], Client]:
    """`as_role("coordinator")`: a browser in which somebody with the role at the house is logged in."""

    def logged_in(role: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=house.actor(role).user))
        return client

    return logged_in
