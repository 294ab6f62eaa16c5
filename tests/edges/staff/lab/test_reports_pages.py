"""Pages about reports: told, seen before told again, moved on the board, answered, joined; photographs and replies."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campanello.core.actor import Role
from campanello.lab.models import ReplyTemplate, Report
from tests import factories
from tests.db.lab.test_photos import PLACE, picture, with_place
from tests.db.lab.towns import Town

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def town(settings: Any, tmp_path: Any) -> Town:
    settings.DATA_DIR = tmp_path
    return Town()


def browser(role: Role, **where: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.assignment(role=role, **where).user)
    return client


@pytest.fixture
def desk(town: Town) -> Client:
    return browser(Role.DESK, project=town.project)


@pytest.fixture
def officer(town: Town) -> Client:
    return browser(Role.LANDLORD, organisation=town.aler)


def typed(town: Town, **but: Any) -> dict[str, Any]:
    return {
        "uid": str(uuid4()),
        "project": town.project.code,
        "kind": "maintenance",
        "text": "The lift is broken",
        "building": str(town.house.uid),
        "dwelling": str(town.flat.uid),
        "priority": "high",
    } | but


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_report_is_told_with_a_photo_and_its_page_says_why_the_landlord_answers(
    town: Town, desk: Client
) -> None:
    photo = SimpleUploadedFile("lift.txt", with_place(), content_type="text/plain")
    sent = typed(town, photo=photo)
    response = desk.post(reverse("staff:report-new"), sent, follow=True)
    made = Report.objects.get()
    assert response.redirect_chain == [(reverse("staff:report", args=[made.uid]), 302)]
    assert "because the dwelling belongs to ALER Prova" in words(response)
    shown = desk.get(reverse("staff:report-photo", args=[made.photos.get().uid]))
    content = b"".join(shown.streaming_content)
    assert (shown["Content-Type"], PLACE in content, content[:3]) == ("image/jpeg", False, b"\xff\xd8\xff")
    # Sent twice: nothing new, and no question whether it is the same.
    again = desk.post(reverse("staff:report-new"), sent | {"photo": ""})
    assert (again.status_code, Report.objects.count()) == (302, 1)


def test_likely_duplicates_are_shown_first_and_joined_or_passed_by(town: Town, desk: Client) -> None:
    made = town.made(text="Lift stands still")
    first = desk.post(reverse("staff:report-new"), typed(town))
    assert Report.objects.count() == 1
    assert made.number in words(first)
    assert "Join this report" in words(first)
    desk.post(reverse("staff:report-join", args=[made.uid]), {"joining": str(uuid4())})
    assert made.secondings.count() == 1
    desk.post(reverse("staff:report-new"), typed(town, looked=str(made.uid)))
    assert Report.objects.count() == 2


def test_a_private_place_asks_whom_to_ask(town: Town, desk: Client) -> None:
    refused = desk.post(reverse("staff:report-new"), typed(town, dwelling=str(town.sold.uid)))
    assert refused.status_code == 422
    assert 'name="ask_whom"' in refused.content.decode()
    desk.post(
        reverse("staff:report-new"), typed(town, dwelling=str(town.sold.uid), ask_whom="The administrator")
    )
    assert Report.objects.get().state == "not_ours"


def test_without_script_doors_and_people_are_found_by_buttons_and_nothing_typed_is_lost(
    town: Town, desk: Client
) -> None:
    rosa = factories.person(town.project, family_name="Trovabile")
    factories.household(rosa)
    from_house = desk.post(reverse("staff:report-new"), typed(town, dwelling="", places="1"))
    assert str(town.flat.uid) in from_house.content.decode()
    assert "The lift is broken" in words(from_house)
    assert not Report.objects.exists()
    by_person = desk.get(reverse("staff:report-new"), {"person": rosa.uid, "dwelling": town.flat.uid})
    assert "Trovabile" in words(by_person)


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"no photo", 422), (b"\0" * (16 * 1024 * 1024), 422), (picture(), 302)],
    ids=["no photo", "too large", "a photo"],
)
def test_a_photo_that_is_none_stops_nothing_but_itself(
    town: Town, desk: Client, content: bytes, status: int
) -> None:
    made = town.made()
    sent = {"photo": SimpleUploadedFile("x.jpg", content, content_type="image/jpeg")}
    response = desk.post(reverse("staff:report-photo-add", args=[made.uid]), sent)
    assert (response.status_code, made.photos.count()) == (status, int(status == 302))


def test_a_card_is_moved_on_the_board_and_says_what_is_missing(town: Town, officer: Client) -> None:
    made, url = town.made(), reverse("staff:report-move", args=[town.made(text="Roof leaks").uid])
    other = Report.objects.exclude(pk=made.pk).get()
    sent = {"state": "solved", "version": "1", "from": "board"}
    refused = officer.post(url, sent, **HTMX)
    assert (refused.status_code, 'id="board"' in refused.content.decode()) == (200, True)
    assert "Write why" in words(refused)
    moved = officer.post(url, sent | {"reason": "New roof"}, **HTMX)
    assert "changed" in words(moved)
    other.refresh_from_db()
    assert other.state == "solved"
    stale = officer.post(url, {"state": "received", "reason": "x", "version": "1"})
    assert stale.status_code == 409
    assert "Saved meanwhile: Solved. Sent by you: Received." in words(stale)


def test_a_written_reply_fills_the_text_in_the_resident_s_language(town: Town, desk: Client) -> None:
    made = town.made()
    page = desk.get(reverse("staff:report", args=[made.uid]), {"reply": "Ricevuta", "language": "fr"})
    assert f"Nous avons reçu ton signalement {made.number}" in words(page)
    desk.post(reverse("staff:report-answer", args=[made.uid]), {"text": "Merci", "for": "resident"})
    assert made.steps.get(kind="reply").is_for_resident


def test_an_officer_is_shown_neither_reporter_nor_what_the_lab_alone_may_do(
    town: Town, officer: Client
) -> None:
    rosa = factories.person(town.project, family_name="Nascosta")
    made = town.made(reporter=rosa.uid)
    page = officer.get(reverse("staff:report", args=[made.uid]))
    assert "Nascosta" not in page.content.decode()
    assert "has not agreed to share it" in words(page)
    for name in ("report-join", "report-edit", "report-photo-remove"):
        assert reverse(f"staff:{name}", args=[made.uid]) not in page.content.decode()
    listed = officer.get(reverse("staff:reports-csv")).content.decode()
    assert made.number in listed
    assert "Nascosta" not in listed


def test_a_list_keeps_its_filters_and_leads_on(town: Town, desk: Client) -> None:
    for number in range(27):
        town.made(text=f"Lamp {number}")
    first = desk.get(reverse("staff:reports"), {"kind": "maintenance", "q": "lamp"})
    following = unescape(re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1])  # type: ignore[index]
    assert "kind=maintenance" in following
    second = desk.get(reverse("staff:reports") + following, **HTMX)
    assert second.content.decode().count("report-card-place") == 2
    nothing = desk.get(
        reverse("staff:reports"), {"q": "garden", "owner": "x" * 99, "building": "no", "after": "~"}
    )
    assert "No report is like that" in words(nothing)


def test_a_reply_is_written_refused_and_deleted_once_that_is_certain(town: Town, desk: Client) -> None:
    add = reverse("staff:reply-template-add")
    refused = desk.post(add, {"title": "Ours", "text-it": "Ciao {nome}"})
    assert (refused.status_code, "“nome” could stand for" in words(refused)) == (422, True)
    assert desk.post(add, {"title": "Ours", "text-it": "Ciao {number}"}).status_code == 302
    kept = ReplyTemplate.objects.get()
    desk.post(reverse("staff:reply-template-delete", args=[kept.pk]))
    assert ReplyTemplate.objects.exists()
    desk.post(reverse("staff:reply-template-delete", args=[kept.pk]), {"sure": "1"})
    assert not ReplyTemplate.objects.exists()
