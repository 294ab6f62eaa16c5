"""What a resident reads and changes of their own: data, who has looked, requests, language, telephone, PIN."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import DoorKey
from campanello.core import audit
from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.people.models import ContactWay, Person, RightsRequest
from campanello.people.services.doors import make_letter
from tests import factories
from tests.edges.resident.people import House, Resident, house, in_english, resident

pytestmark = pytest.mark.django_db
LOOKED = "/mio/dati/visto/"


@pytest.fixture
def lunetta() -> House:
    return house()


@pytest.fixture
def rosa(lunetta: House) -> Resident:
    return resident(lunetta.project, given_name="Rosa", family_name="Ballatoio", birth_place="Tunisi")


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_who_has_looked_is_told_by_role_and_body_and_never_by_name(rosa: Resident, lunetta: House) -> None:
    absorbed = factories.person(lunetta.project)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=rosa.person)
    body = factories.organisation(name="Cooperativa Cortile")
    user = factories.user(name="Dora Sportello")
    desk = factories.actor(Role.DESK, project=lunetta.project, organisation=body, user=user)
    for key in (rosa.person.pk, absorbed.pk):
        audit.read(desk, "people.person-read", person=key)
    audit.exported(desk, "people.data-exported", person=rosa.person.pk)
    audit.read(desk, "people.person-read", person=factories.person().pk)
    shown = text(rosa.browser, LOOKED)
    assert "Desk operator of Cooperativa Cortile looked at your data." in shown
    assert "2 times on this day." in shown
    assert "Desk operator of Cooperativa Cortile took your data along" in shown
    assert "Dora" not in shown
    assert shown.count("Cooperativa Cortile") == 2


def test_one_s_own_looking_is_not_told_and_the_list_is_paged_in_constant_queries(
    rosa: Resident, lunetta: House
) -> None:
    text(rosa.browser, "/mio/dati/")
    assert "Nobody has looked" in text(rosa.browser, LOOKED)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            text(rosa.browser, address)
        return len(seen)

    desk = factories.actor(Role.DESK, project=lunetta.project)
    audit.read(desk, "people.person-read", person=rosa.person.pk)
    few = count(LOOKED)
    for number in range(25):
        other = factories.actor(Role.DESK, project=lunetta.project)
        audit.read(other, f"lab.visit-read-{number}", person=rosa.person.pk)
    assert count(LOOKED) == few
    assert "looked at your data" in text(rosa.browser, f"{LOOKED}?page=2")


def test_what_is_kept_is_told_and_taken_along_whole(rosa: Resident) -> None:
    factories.code(rosa.person, kind="cf", value="RSSMRA85T10A562S", normal="RSSMRA85T10A562S")
    shown = text(rosa.browser, "/mio/dati/")
    for word in ("Rosa Ballatoio", "Tunisi", "RSSMRA85T10A562S"):
        assert word in shown, word
    copy = rosa.browser.get("/mio/dati/copia.json")
    told = json.loads(copy.content)
    assert told["name"] == "Rosa Ballatoio"
    assert told["tables"]["people.identitycode"][0]["value"] == "RSSMRA85T10A562S"
    assert told["audit"][-1]["deed"] == "people.own-data-exported"
    assert AuditEntry.objects.get(verb="people.own-data-exported").actor == rosa.user


def test_an_erasure_is_asked_for_once_and_waits_where_the_coordinator_sees_it(
    rosa: Resident, lunetta: House
) -> None:
    for _ in range(2):
        rosa.browser.post("/mio/dati/richiesta/", {"kind": "erasure"})
    asked = RightsRequest.objects.get()
    assert (asked.person, asked.kind, asked.asked_on) == (rosa.person, "erasure", today())
    rosa.browser.post("/mio/dati/richiesta/", {"kind": "everything"})
    assert RightsRequest.objects.count() == 1
    user = factories.user()
    factories.assignment(user=user, role=Role.COORDINATOR, project=lunetta.project)
    assert asked in list(RightsRequest.objects.filter(noted_by=rosa.user))
    assert f"{asked.due_on:%d/%m/%Y}" in text(rosa.browser, "/mio/dati/")


def test_language_and_number_are_changed_and_the_number_before_ends(rosa: Resident) -> None:
    rosa.browser.post("/mio/dati/lingua/", {"language": "ar"})
    rosa.user.refresh_from_db()
    assert rosa.user.language == "ar"
    for number in ("333 111 2222", "02 5550 1234", "02 5550 1234"):
        rosa.browser.post("/mio/dati/telefono/", {"number": number})
    held = ContactWay.objects.filter(person=rosa.person).order_by("pk")
    assert [(one.normal, one.is_preferred, one.ends_on is None) for one in held] == [
        ("+393331112222", False, False),
        ("+390255501234", True, True),
    ]
    refused = rosa.browser.post("/mio/dati/telefono/", {"number": "Anna"}, follow=True)
    assert b"Anna" in refused.content
    assert ContactWay.objects.count() == 2


def test_a_resident_changes_the_pin_and_ends_a_lost_letter_and_log_ins_elsewhere(
    rosa: Resident, lunetta: House, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    desk = factories.actor(Role.DESK, project=lunetta.project)
    made = make_letter(actor=desk, uid=rosa.person.uid, at=timezone.now(), on=today())
    other = in_english()
    assert other.post(reverse("door-key", args=[made.secret]), {"pin": made.pin}).status_code == 302
    wrong = rosa.browser.post("/mio/accesso/pin/", {"old": "000001", "pin": "407193", "again": "407193"})
    assert wrong.status_code == 422
    done = rosa.browser.post("/mio/accesso/pin/", {"old": made.pin, "pin": "407193", "again": "407193"})
    assert done.status_code == 302
    again = in_english().post(reverse("door-key", args=[made.secret]), {"pin": "407193"})
    assert again.status_code == 302
    rosa.browser.post(reverse("resident:door-end", args=[DoorKey.objects.get().pk]))
    assert other.get("/mio/")["Location"].startswith("/accesso/")
    assert rosa.browser.get("/mio/accesso/").status_code == 200
    assert in_english().post(reverse("door-key", args=[made.secret]), {"pin": "407193"}).status_code == 422


def test_a_door_of_another_is_nowhere(rosa: Resident, lunetta: House) -> None:
    other = resident(lunetta.project)
    at = timezone.now()
    key = DoorKey.objects.create(
        user=other.user, way="letter", secret_sha256="0" * 64, made_at=at, expires_at=at + timedelta(days=1)
    )
    assert rosa.browser.post(reverse("resident:door-end", args=[key.pk])).status_code == 404
    key.refresh_from_db()
    assert key.revoked_at is None
