"""A landlord's program: its own settlements by contract, the statement, the confirmation with a key."""

import json
from typing import Any

import pytest
from django.test import Client

from campanello.accounts.models import User
from campanello.homes.models import ArrearsPayment
from tests import factories
from tests.db.points.settling import Settling

pytestmark = pytest.mark.django_db
PATH = "/api/v1/point-settlements"


def program(actor: Any) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user))
    return client


def test_a_landlord_reads_its_own_and_confirms_once_with_a_key() -> None:
    lunetta = Settling()
    lunetta.redeem(150)
    held = lunetta.ordered()
    officer, stranger = program(lunetta.officer), program(factories.actor("landlord"))
    listed = officer.get(PATH).json()
    assert [one["uid"] for one in listed["settlements"]] == [str(held.uid)]
    assert stranger.get(PATH).json()["total"] == 0
    assert stranger.get(f"{PATH}/{held.uid}").status_code == 404
    told = officer.get(f"{PATH}/{held.uid}/statement").json()
    assert [(one["before_cents"], one["cents"], one["after_cents"]) for one in told["entries"]] == [
        (90_050, 15_000, 75_050)
    ]
    assert lunetta.amina.given_name not in json.dumps([listed, told])
    body = {"version": held.version, "paid_on": "2026-03-04", "proof": "CRO 42"}
    sent: dict[str, Any] = {"content_type": "application/json", "headers": {"idempotency-key": "confirm-one"}}
    first = officer.post(f"{PATH}/{held.uid}/confirmation", json.dumps(body), **sent)
    again = officer.post(f"{PATH}/{held.uid}/confirmation", json.dumps(body), **sent)
    assert (first.status_code, first.json()["settled_cents"]) == (201, 15_000)
    assert again.json() == first.json()
    other = sent | {"headers": {"idempotency-key": "confirm-two"}}
    refused = officer.post(f"{PATH}/{held.uid}/confirmation", json.dumps(body), **other)
    assert refused.status_code == 409
    assert "points.settlement-confirmed-already" in refused.content.decode()
    assert ArrearsPayment.objects.count() == 1
