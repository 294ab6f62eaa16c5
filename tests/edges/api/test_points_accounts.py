"""Households' points as JSON: a page of accounts, movements by key, an award by hand once for a key."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from campanello.accounts.models import User
from campanello.core.edges import today
from campanello.points.models import Account, Award
from tests import factories, factories_points

pytestmark = pytest.mark.django_db


def test_accounts_movements_and_an_award_by_hand(settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = False
    scheme = factories_points.scheme()
    rosa = factories.person(scheme.project)
    home = factories.household(rosa)
    client = Client()
    client.force_login(User.objects.get(pk=factories.actor("desk", project=scheme.project).user))
    body = {
        "scheme": str(scheme.uid),
        "person": str(rosa.uid),
        "rate": "silver",
        "what": "Orto",
        "done_on": today().isoformat(),
        "evidence": "Foto",
        "minutes": 60,
    }

    def send(key: str, **but: Any) -> Any:
        headers = {"idempotency-key": key}
        return client.post("/api/v1/point-awards", body | but, "application/json", headers=headers)

    first, again = send("award-0001"), send("award-0001")
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["state"] == "given"
    assert Award.objects.count() == 1
    late = send("award-0002", done_on=(today() - timedelta(days=200)).isoformat())
    assert (late.status_code, late.json()["type"].split(":")[-1].split("/")[-1]) == (
        422,
        "points.too-long-ago",
    )

    account = Account.objects.get(household=home)
    listed = client.get("/api/v1/point-accounts").json()
    assert (listed["total"], listed["accounts"][0]["points"]) == (1, 10)
    assert client.get(f"/api/v1/point-accounts/{account.uid}").json()["earned"] == 10
    moved = client.get(f"/api/v1/point-accounts/{account.uid}/movements").json()
    assert [(one["points"], one["what"]) for one in moved["movements"]] == [(10, "Orto")]
    before = moved["movements"][0]["key"]
    rest = client.get(f"/api/v1/point-accounts/{account.uid}/movements", {"before": before}).json()
    assert rest == {"movements": [], "following": None}
