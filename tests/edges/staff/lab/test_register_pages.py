"""The register's pages: filled without script, kept by script, signed, corrected, printed; the code at the door."""

import csv
import io
import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import User
from campanello.core.models import AuditEntry
from campanello.lab.models import Attendance, Session, SignUp
from campanello.lab.rules import doors
from campanello.people.models import Person
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


class Evening:
    """A session that has begun, with two people who signed up, and a coordinator."""

    def __init__(self) -> None:
        self.project = factories.project()
        self.client = self.browser("coordinator")
        starts = timezone.now() - timedelta(minutes=30)
        activity = factories.activity(self.project)
        self.session = factories.session(activity, starts_at=starts, booked=2)
        self.rosa, self.bea = (self.signed_up(name) for name in ("Rosa", "Bea"))

    def browser(self, role: str, **given: object) -> Client:
        where = {} if role == "resident" else {"project": self.project}
        user = factories.assignment(role=role, user=factories.user(**given), **where).user
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=user.pk))
        return client

    def signed_up(self, name: str) -> Person:
        person = factories.person(self.project, given_name=name)
        SignUp.objects.create(session=self.session, person=person, state="booked", made_at=timezone.now())
        return person

    def path(self, name: str = "register", *args: object) -> str:
        return reverse(f"staff:{name}", args=[self.session.uid, *args])

    def sheet(self, **marks: str) -> dict[str, str]:
        """A sheet opened while nothing was marked: `rosa="present:45"`."""
        sent = {"guests": "2"}
        for name, person in (("rosa", self.rosa), ("bea", self.bea)):
            presence, _, minutes = marks.get(name, "").partition(":")
            sent |= {f"base-{person.uid}": "", f"minutes-{person.uid}": minutes}
            sent |= {f"presence-{person.uid}": presence} if presence else {}
        return sent

    def marks(self) -> list[tuple[str, str, int]]:
        rows = Attendance.objects.filter(is_replaced=False).order_by("person__given_name")
        return list(rows.values_list("person__given_name", "presence", "minutes"))


@pytest.fixture
def evening(settings: object) -> Evening:
    settings.SECOND_FACTOR_ASKED = False  # type: ignore[attr-defined]
    return Evening()


def test_a_sheet_is_filled_without_a_script(evening: Evening) -> None:
    page = evening.client.get(evening.path()).content.decode()
    assert page.count('type="radio"') == 6
    answer = evening.client.post(evening.path(), evening.sheet(rosa="present", bea="excused:30"), follow=True)
    assert "The register is saved." in answer.content.decode()
    assert evening.marks() == [("Bea", "excused", 0), ("Rosa", "present", 90)]
    assert Session.objects.get(pk=evening.session.pk).guests == 2


def test_the_script_is_answered_in_figures_without_a_name(evening: Evening) -> None:
    answer = evening.client.post(evening.path(), evening.sheet(rosa="present:45"), headers=JSON)
    told = json.loads(answer.content)
    assert told["bases"] == {str(evening.rosa.uid): "present:45", str(evening.bea.uid): ""}
    assert (told["totals"]["came"], told["totals"]["minutes"]) == (3, 45)
    assert "Rosa" not in answer.content.decode()


def test_two_colleagues_who_disagree_are_shown_both_values_and_the_second_decides(evening: Evening) -> None:
    evening.client.post(evening.path(), evening.sheet(rosa="present"))
    stale = evening.sheet(rosa="absent", bea="present")
    told = evening.client.post(evening.path(), stale, headers=JSON)
    assert (told.status_code, json.loads(told.content)["is_conflict"]) == (409, True)
    answer = evening.client.post(evening.path(), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A colleague wrote: Present, 90 minutes." in page
    base = re.search(rf'name="base-{evening.rosa.uid}" value="([^"]*)"', page)
    assert base is not None
    assert base[1] == "present:90"
    evening.client.post(evening.path(), stale | {f"base-{evening.rosa.uid}": base[1]})
    assert evening.marks() == [("Bea", "present", 90), ("Rosa", "absent", 0)]


WRONG = {
    "minutes beyond the session": ({"rosa": "present:91"}, {}, 422),
    "a row of nobody": ({}, {"base-nobody": ""}, 404),
    "a row of somebody elsewhere": ({}, {f"base-{uuid.uuid4()}": ""}, 404),
    "guests that are no number": ({}, {"guests": "many"}, 302),
}


@pytest.mark.parametrize(("marks", "more", "status"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_and_saves_nothing(
    evening: Evening, marks: dict[str, str], more: dict[str, str], status: int
) -> None:
    answer = evening.client.post(evening.path(), evening.sheet(**marks) | more)
    assert answer.status_code == status
    assert evening.marks() == []


def test_a_register_is_signed_then_corrected_with_a_reason(evening: Evening) -> None:
    sign = evening.path("register-sign")
    page = evening.client.post(sign, follow=True).content.decode()
    assert "Of 2 people nothing is marked." in page
    evening.client.post(evening.path(), evening.sheet(rosa="present"))
    page = evening.client.post(sign, {"rest_absent": "1"}, follow=True).content.decode()
    assert "Signed by" in page
    correct = evening.path("register-correct", evening.bea.uid)
    assert evening.client.post(correct, {"presence": "present", "minutes": "30"}).status_code == 422
    right = {"presence": "present", "minutes": "30", "reason": "She came late"}
    page = evening.client.post(correct, right, follow=True).content.decode()
    assert "She came late" in page
    assert evening.marks() == [("Bea", "present", 30), ("Rosa", "present", 90)]
    assert evening.client.post(evening.path(), evening.sheet(rosa="absent")).status_code == 409


def test_somebody_who_had_not_signed_up_is_found_by_name_or_by_a_scanned_code(evening: Evening) -> None:
    carla = factories.person(evening.project, given_name="Carla", family_name="Nuova")
    search_keys.refresh([carla.pk])
    add = evening.path("register-add")
    assert str(carla.uid) in evening.client.get(f"{add}?q=carla nuova").content.decode()
    code = f"https://example.org/persone/{carla.uid}/"
    scanned = evening.client.get(add, {"q": code}, follow=True)
    assert str(carla.uid) in scanned.content.decode()
    sent = {"person": carla.uid, "uid": uuid.uuid4()}
    for _ in range(2):
        evening.client.post(add, sent)
    assert evening.marks() == [("Carla", "present", 90)]


def test_on_paper_there_is_room_to_sign_and_in_the_file_no_cell_is_a_formula(evening: Evening) -> None:
    evening.rosa.given_name = "=cmd"
    evening.rosa.save()
    paper = evening.client.get(evening.path("register-paper")).content.decode()
    assert "Signature" in paper
    assert "Bea" in paper
    table = evening.client.get(evening.path("register-csv")).content.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(table), delimiter=";")]
    assert any(name.startswith("'=cmd") for name in names)
    assert AuditEntry.objects.filter(verb="lab.register-exported").count() == 2


def test_the_code_at_the_door_checks_a_resident_in_once(evening: Evening) -> None:
    page = evening.client.post(evening.path("door"), follow=True).content.decode()
    assert "<svg" in page
    assert "0 people are here" in page
    # The address is in the drawing; its code is made from the session's secret.
    secret = Session.objects.get(pk=evening.session.pk).check_in_key
    assert secret not in page
    resident = evening.browser("resident", person=evening.rosa.pk)
    stale = evening.path("check-in", "0" * 16)
    assert "This code has expired" in resident.get(stale).content.decode()
    resident.post(stale, {"uid": uuid.uuid4()})
    assert evening.marks() == []
    from_door = door_address(evening, secret)
    assert "I am here" in resident.get(from_door).content.decode()
    for _ in range(2):
        resident.post(from_door, {"uid": uuid.uuid4(), "person": evening.bea.uid})
    assert evening.marks() == [("Rosa", "present", 90)]
    assert "1 person is here" in evening.client.get(evening.path("door-code")).content.decode()
    # A colleague who scans it finds who is there by name.
    evening.client.post(stale, {"uid": uuid.uuid4(), "person": evening.bea.uid})
    assert Attendance.objects.get(person=evening.bea).how == "qr"


def door_address(evening: Evening, secret: str) -> str:
    code = doors.code(secret, at=timezone.now(), seconds=60)
    return evening.path("check-in", code)
