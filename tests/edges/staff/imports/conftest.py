"""Browsers of people who work at a house, and an installation whose files lie in a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from campanello.accounts.models import User
from campanello.core import params
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


@pytest.fixture
def set_parameter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """`set_parameter("imports.most_rows", 1)`: a row of the installation's own."""
    own = tmp_path / "parameters.csv"
    own.write_text("name,value,unit,starts_on,ends_on,source\n")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))

    def set_one(name: str, value: int) -> None:
        with own.open("a") as file:
            file.write(f"{name},{value},rows,,,of the test\n")
        params.read.cache_clear()

    return set_one
