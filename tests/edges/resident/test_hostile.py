"""What a resident's browser never sends and somebody may: numbers, debts and codes posted directly."""

from typing import Any
from uuid import uuid4

import pytest

from campanello.homes.models import Tenancy
from campanello.points.models import Donation, Redemption
from tests.app_world import App

pytestmark = pytest.mark.django_db
NUMBERS = (
    "9" * 30,
    "9" * 5000,
    "9223372036854775808",
    "-5",
    "0",
    "1.5",
    "1,5",
    "1e3",
    "",
    "NaN",
    "0x10",
    "a\0",
)


@pytest.fixture
def app() -> App:
    return App()


def asked(app: App, **given: Any) -> dict[str, Any]:
    debt = f"{Tenancy.objects.get(household=app.account.household).uid}.{app.aler.pk}"
    return {"points": "10", "debt": debt, "uid": str(uuid4()), "yes": "1"} | given


def test_no_number_but_a_whole_one_within_the_bounds_moves_points(app: App) -> None:
    client = app.client()
    for number in NUMBERS:
        answer = client.post("/mio/affitto/", asked(app, points=number))
        assert answer.status_code == 422, number
        gift = {"to": "pool", "points": number, "nothing_in_return": "on", "uid": str(uuid4()), "yes": "1"}
        assert client.post("/mio/dona/", gift).status_code == 422, number
    assert not Redemption.objects.exists()
    assert not Donation.objects.exists()
    assert (
        client.post("/mio/affitto/", asked(app, points="١٢")).status_code == 302
    )  # as an Arabic keyboard writes 12
    assert Redemption.objects.get().points == 12


def test_points_never_go_towards_another_debt_than_the_one_that_was_chosen(app: App) -> None:
    client = app.client()
    for key in ("", "x", "a\0b", f"{uuid4()}.{app.aler.pk}", asked(app)["debt"] + "9"):
        answer = client.post("/mio/affitto/", asked(app, debt=key))
        assert answer.status_code == 409, key
        assert 'name="debt"' in answer.content.decode()  # asked again, with what is owed now
    assert not Redemption.objects.exists()


def test_guessing_gift_codes_ends_soon(app: App) -> None:
    client = app.client()
    gift = {"to": "neighbour", "points": "1", "nothing_in_return": "on", "yes": "1"}
    said = [
        client.post("/mio/dona/", gift | {"code": f"ZZZZ-{number:04}", "uid": str(uuid4())})
        for number in range(1000, 1012)
    ]
    assert {one.status_code for one in said} == {422}
    assert "wrong codes" in said[-1].content.decode()
    assert not Donation.objects.exists()
