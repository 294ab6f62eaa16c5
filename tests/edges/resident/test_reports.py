"""A resident's reports: told with a photograph, followed in plain words, a word added; others' are nowhere."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campanello.core.actor import Role
from campanello.lab.models import Report, ReportPhoto
from campanello.lab.rules.reports import Move
from campanello.lab.services.reports import move_report
from campanello.lab.services.reports_answering import answer_report
from campanello.people.models import Delegation
from tests import factories
from tests.edges.resident.people import House, Resident, house, resident

pytestmark = pytest.mark.django_db
NEW = "/mio/segnalazioni/nuova/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def lunetta() -> House:
    return house()


@pytest.fixture
def rosa(lunetta: House) -> Resident:
    made = resident(lunetta.project, given_name="Rosa", family_name="Ballatoio")
    factories.tenancy(lunetta.home, factories.household(made.person), holder=made.person)
    return made


def photo() -> SimpleUploadedFile:
    """As a telephone takes it: with the place where it was."""
    told = Image.Exif()
    told[0x010F] = "Maker"
    told.get_ifd(0x8825)[29] = "2026:03:02"
    written = io.BytesIO()
    Image.new("RGB", (80, 40), "red").save(written, "JPEG", exif=told)
    return SimpleUploadedFile("IMG_1.jpg", written.getvalue(), "image/jpeg")


def form(lunetta: House, **more: Any) -> dict[str, Any]:
    told = {"kind": "maintenance", "text": "The lamp is dark", "where": f"house:{lunetta.building.uid}"}
    return told | {"uid": uuid4(), "place_note": "Stair B"} | more


def test_what_is_told_with_a_photo_is_kept_once_and_goes_to_the_landlord(
    rosa: Resident, lunetta: House, folder: Path
) -> None:
    page = rosa.browser.get(NEW).content.decode()
    assert page.index("My house, stairs or yard") < page.index("Inside my home")
    told = form(lunetta)
    for _ in range(2):
        answer = rosa.browser.post(NEW, told | {"photo": photo()})
        assert answer.status_code == 302
    made = Report.objects.get()
    assert (made.source, made.reporter, made.owner.name) == ("resident", rosa.person, "ALER Esempio")
    assert (made.project, made.building, made.made_by) == (lunetta.project, lunetta.building, rosa.user)
    kept = ReportPhoto.objects.get()
    assert b"Maker" not in (folder / kept.path).read_bytes()
    shown = rosa.browser.get(answer["Location"]).content.decode()
    assert made.number in shown
    assert "The lamp is dark" in shown
    picture = rosa.browser.get(reverse("resident:report-photo", args=[kept.uid]))
    assert picture["Content-Type"] == "image/jpeg"


def test_inside_one_s_own_home_is_that_home(rosa: Resident, lunetta: House) -> None:
    rosa.browser.post(NEW, form(lunetta, where=f"home:{lunetta.home.uid}"))
    made = Report.objects.get()
    assert (made.dwelling, made.building) == (lunetta.home, lunetta.building)


REFUSED = {
    "no kind": ({"kind": ""}, b"This field is required"),
    "no words": ({"text": "  "}, b"This field is required"),
    "a house elsewhere": ({"where": f"house:{uuid4()}"}, b"is not one of the available choices"),
    "a file that is no photo": ({"photo": SimpleUploadedFile("a.jpg", b"<svg onload=1>")}, b"is no photo"),
}


@pytest.mark.parametrize(("but", "says"), REFUSED.values(), ids=REFUSED)
def test_what_can_t_be_told_is_asked_again_and_nothing_is_kept(
    rosa: Resident, lunetta: House, but: dict[str, Any], says: bytes
) -> None:
    answer = rosa.browser.post(NEW, form(lunetta, **but))
    assert answer.status_code == 422
    assert says in answer.content
    assert not Report.objects.exists()


def test_what_the_landlord_answers_is_read_and_what_colleagues_note_is_not(
    rosa: Resident, lunetta: House
) -> None:
    rosa.browser.post(NEW, form(lunetta))
    made = Report.objects.get()
    officer = factories.actor(Role.LANDLORD, organisation=made.owner)
    at = timezone.now()
    answer_report(actor=officer, uid=made.uid, text="An electrician comes.", at=at)
    answer_report(actor=officer, uid=made.uid, text="She always calls.", at=at, is_for_resident=False)
    move_report(actor=officer, uid=made.uid, version=2, move=Move("solved", reason="New lamp."), at=at)
    shown = rosa.browser.get(reverse("resident:report", args=[made.uid])).content.decode()
    for word in ("An electrician comes.", "New lamp.", "Solved", "ALER Esempio"):
        assert word in shown, word
    assert "She always calls." not in shown
    closed = rosa.browser.post(
        reverse("resident:report", args=[made.uid]), {"text": "Dark again", "uid": uuid4()}
    )
    assert b"is closed" in closed.content


def test_a_word_is_added_once_and_the_officer_reads_it(rosa: Resident, lunetta: House) -> None:
    rosa.browser.post(NEW, form(lunetta))
    made = Report.objects.get()
    address = reverse("resident:report", args=[made.uid])
    word = {"text": "Now the stairs too", "uid": uuid4()}
    for _ in range(2):
        assert rosa.browser.post(address, word).status_code == 302
    (step,) = made.steps.filter(kind="word")
    assert (step.text, step.by, step.is_for_resident, step.is_for_owner) == (
        "Now the stairs too",
        rosa.user,
        True,
        True,
    )
    officer = factories.user()
    factories.assignment(user=officer, role=Role.LANDLORD, organisation=made.owner)
    rosa.browser.force_login(officer)
    seen = rosa.browser.get(reverse("staff:report", args=[made.uid])).content.decode()
    assert "Who reported it adds" in seen
    assert "Now the stairs too" in seen


def test_a_delegate_reports_for_the_father_only_where_that_was_allowed(
    rosa: Resident, lunetta: House
) -> None:
    lia = resident(lunetta.project, given_name="Lia")
    told = {"basis": "paper", "made_at": timezone.now(), "starts_on": factories.LONG_AGO}
    held = Delegation.objects.create(
        principal=rosa.person, delegate=lia.person, scopes="letters", ends_on="2099-01-01", **told
    )
    lia.browser.post(reverse("resident:stand-for", args=[held.uid]))
    assert lia.browser.post(NEW, form(lunetta)).status_code == 403
    Delegation.objects.update(scopes="reports")
    assert lia.browser.post(NEW, form(lunetta)).status_code == 302
    made = Report.objects.get()
    assert (made.reporter, made.made_by) == (rosa.person, lia.user)
    assert rosa.browser.get(reverse("resident:report", args=[made.uid])).status_code == 200


def test_another_s_report_and_photo_are_nowhere(rosa: Resident, lunetta: House) -> None:
    rosa.browser.post(NEW, form(lunetta) | {"photo": photo()})
    made, other = Report.objects.get(), resident(lunetta.project)
    kept = made.photos.get()
    assert other.browser.get(reverse("resident:report", args=[made.uid])).status_code == 404
    assert other.browser.get(reverse("resident:report-photo", args=[kept.uid])).status_code == 404
    word = {"text": "Mine", "uid": uuid4()}
    assert other.browser.post(reverse("resident:report", args=[made.uid]), word).status_code == 404
    assert made.number.encode() not in other.browser.get("/mio/segnalazioni/").content


def test_what_the_desk_wrote_down_is_followed_without_its_words(rosa: Resident, lunetta: House) -> None:
    made = factories.report(lunetta.project, reporter=rosa.person, text="She seems confused")
    shown = rosa.browser.get(reverse("resident:report", args=[made.uid])).content.decode()
    assert made.number in shown
    assert "confused" not in shown


def test_more_than_ten_a_day_are_asked_to_come_by(rosa: Resident, lunetta: House) -> None:
    for _ in range(10):
        assert rosa.browser.post(NEW, form(lunetta)).status_code == 302
    assert b"You sent 10 reports within a day" in rosa.browser.post(NEW, form(lunetta)).content
    assert Report.objects.count() == 10


def test_the_list_asks_as_often_for_many_as_for_few(rosa: Resident, lunetta: House) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert rosa.browser.get("/mio/segnalazioni/").status_code == 200
        return len(seen)

    factories.report(lunetta.project, reporter=rosa.person)
    count()
    few = count()
    for _ in range(8):
        factories.report(lunetta.project, reporter=rosa.person, building=lunetta.building)
    assert count() == few
