"""Registers awarded by programs: what can be awarded, once by its key, and what is earned."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campanello.accounts.models import User
from tests import factories
from tests.db.points.registers import Lab, present

pytestmark = pytest.mark.django_db


def browser(lab: Lab, settings: Any, role: str = "desk") -> Client:
    settings.SECOND_FACTOR_ASKED = False
    user = factories.assignment(role=role, project=lab.project).user
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(pk=user.pk))
    return client


def test_a_program_finds_what_can_be_awarded_awards_it_once_and_reads_the_tariff(settings: Any):
    lab = Lab("silver")
    client = browser(lab, settings)
    person, home = lab.member()
    session = lab.session()
    present(session, person, 90)
    lab.sign(session)

    told = client.get(reverse("api:points-registers")).json()
    assert told["total"] == 1
    (register,) = told["registers"]
    figures = {name: register[name] for name in ("rate", "points", "unit", "present", "minutes")}
    assert figures == {"rate": "silver", "points": 10, "unit": "hour", "present": 1, "minutes": 90}
    assert person.family_name not in str(told)

    path = reverse("api:points-register-award", args=[session.uid])
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = client.post(path, headers=key)
    assert (first.status_code, first.json()["points"]) == (201, 15)
    assert client.post(path, headers=key).json() == first.json()
    assert client.post(path, headers={"Idempotency-Key": str(uuid.uuid4())}).json()["points"] == 15
    assert lab.points_of(home) == 15
    assert client.get(reverse("api:points-registers")).json()["total"] == 0

    tariff = client.get(reverse("api:points-tariff", args=[lab.project.code])).json()
    assert [(one["code"], one["points"], one["unit"]) for one in tariff["rates"]] == [
        ("youth", 2, "time"),
        ("base", 5, "hour"),
        ("silver", 10, "hour"),
        ("gold", 20, "hour"),
    ]


def test_what_can_t_be_awarded_is_told_and_what_is_not_one_s_own_is_not_there(settings: Any):
    lab = Lab("")
    client = browser(lab, settings)
    session = lab.sign(lab.session())
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answer = client.post(reverse("api:points-register-award", args=[session.uid]), headers=key)
    assert answer.status_code == 422
    assert "points.earns-nothing" in answer.content.decode()
    other = Lab()
    strange = other.sign(other.session())
    assert (
        client.post(reverse("api:points-register-award", args=[strange.uid]), headers=key).status_code == 404
    )
    assert client.get(reverse("api:points-tariff", args=[other.project.code])).status_code == 404
