"""Whether the evaluation's pages are open is the installation's choice."""

from typing import Any

import pytest
from django.test import Client

from campanello.core.actor import Role
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = ("/valutazioni/", "/verifica/", "/verifica/cifre.json")
READERS = {
    Role.PROGRAMME,
    Role.EVALUATOR,
    Role.DESK,
    Role.CASE,
    Role.EMPLOYMENT,
    Role.COORDINATOR,
    Role.LANDLORD,
}


@pytest.mark.parametrize("address", PAGES)
def test_open_figures_are_for_everybody(address: str, client: Client, settings: Any) -> None:
    settings.OPEN_FIGURES = True
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_closed_figures_ask_to_log_in(address: str, client: Client, settings: Any) -> None:
    settings.OPEN_FIGURES = False
    response = client.get(address)
    assert response.status_code == 302
    assert f"next={address}" in response["Location"].replace("%2F", "/")


@pytest.mark.parametrize("role", Role)
def test_closed_figures_are_for(role: Role, client: Client, settings: Any) -> None:
    settings.OPEN_FIGURES = False
    client.force_login(factories.assignment(role=role).user)
    expected = 200 if role in READERS else 404
    assert [client.get(address).status_code for address in PAGES] == [expected] * len(PAGES)
