"""Courtyards, referrals, antennas, lists, messages and hand-over as pages: one way through each, and refusals."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import User
from campanello.lab.models import Antenna, CallRequest, Finding, FindingVote, Message, Referral, Report
from campanello.people.models import ContactWay, Person
from tests import factories
from tests.db.homes.houses import House, agree
from tests.factories import LONG_AGO

AsRole = Callable[[str], Client]


@pytest.fixture
def house(db: None, settings: Any) -> House:
    settings.SECOND_FACTOR_ASKED = False
    return House()


@pytest.fixture
def as_role(house: House) -> AsRole:
    def logged_in(role: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=house.actor(role).user))
        return client

    return logged_in


@pytest.fixture
def rosa(house: House) -> Person:
    """Somebody who agreed to be sent on and to be written to."""
    rosa = factories.person(house.project, given_name="Rosa", family_name="Esempio")
    agree(rosa, "referral"), agree(rosa, "contact")
    ContactWay.objects.create(
        person=rosa, kind="email", value="rosa@example.org", normal="rosa@example.org", has_consent=True,
        starts_on=LONG_AGO,
    )  # fmt: skip
    return rosa


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def rows(response: HttpResponse) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def uid_in(page: str, field: str = "uid") -> str:
    return page.split(f'name="{field}" value="')[1].partition('"')[0]


def test_a_point_is_told_counted_withdrawn_and_put_back(house: House, as_role: AsRole) -> None:
    client, page = as_role("desk"), reverse("staff:building-findings", args=[house.building.uid])
    form = reverse("staff:finding-add", args=[house.building.uid])
    sent = {"uid": uid_in(text(client.get(form))), "kind": "weak", "text": "=SUM(1) no light", "hands": "4"}
    for _ in range(2):
        assert client.post(form, sent).status_code == 302
    row = Finding.objects.get()
    vote = {"uid": str(uuid4()), "hands": "3"}
    for _ in range(2):
        client.post(reverse("staff:finding-vote", args=[row.uid]), vote)
    assert "7 hands" in text(client.get(page))
    assert sum(FindingVote.objects.values_list("hands", flat=True)) == 7
    drawing = text(client.get(reverse("staff:findings-map", args=[house.building.neighbourhood.uid])))
    assert "is-weak" in drawing
    assert "1 weak point" in drawing
    assert rows(client.get(reverse("staff:findings-csv")))[1][4] == "'=SUM(1) no light"
    withdraw = reverse("staff:finding-withdraw", args=[row.uid])
    assert "with the 7 hands that agreed" in text(client.get(withdraw))
    client.post(withdraw)
    assert "Put back" in text(client.get(page))
    client.post(reverse("staff:finding-restore", args=[row.uid]))
    assert "7 hands" in text(client.get(page))


WRONG = {
    "no text": {"text": " "},
    "a kind that no list has": {"kind": "<b>"},
    "no number of hands": {"hands": "many"},
    "too many hands": {"hands": "501"},
    "a number that is none": {"uid": "1"},
}


@pytest.mark.parametrize("but", WRONG.values(), ids=WRONG)
def test_a_point_that_can_t_be_is_asked_again_and_nothing_is_kept(
    house: House, as_role: AsRole, but: dict[str, str]
) -> None:
    sent = {"uid": str(uuid4()), "kind": "weak", "text": "No light", "hands": "1"} | but
    answer = as_role("desk").post(reverse("staff:finding-add", args=[house.building.uid]), sent)
    assert answer.status_code == 422
    assert not Finding.objects.exists()


def test_the_designers_get_points_as_texts(house: House, as_role: AsRole) -> None:
    Finding.objects.create(
        project=house.project, building=house.building, kind="strong", text="=1+1", made_at=timezone.now()
    )
    place = house.building.neighbourhood.uid
    answer = as_role("desk").get(reverse("staff:findings-designers", args=[place]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    houses, points = book.worksheets
    assert [cell.value for cell in houses[2]][:5] == ["Via Esempio", "12", 1, 1, 0]
    assert (points["D2"].value, points["D2"].data_type) == ("=1+1", "s")


def test_nobody_is_sent_on_without_a_yes_and_the_page_says_how_to_get_it(
    house: House, as_role: AsRole
) -> None:
    silent = factories.person(house.project)
    form = reverse("staff:referral-new", args=[silent.uid])
    page = text(as_role("desk").get(form))
    assert "has not agreed that their details are shared" in page
    assert reverse("staff:person-consents", args=[silent.uid]) in page
    sent = {"uid": str(uuid4()), "to_service": "CAF", "reason": "ISEE"}
    assert as_role("desk").post(form, sent).status_code == 422
    assert not Referral.objects.exists()


def test_a_referral_is_sent_accepted_concluded_and_taken_along(
    house: House, as_role: AsRole, rosa: Person
) -> None:
    client = as_role("coordinator")
    form = reverse("staff:referral-new", args=[rosa.uid])
    sent = {"uid": uid_in(text(client.get(form))), "to_service": "CAF", "reason": "ISEE", "need": "money"}
    assert client.post(form, sent | {"to_organisation": str(house.aler.pk)}).status_code == 422
    assert client.post(form, sent).status_code == 302
    row = Referral.objects.get()
    moves = {"accetta": {"text": ""}, "concludi": {"outcome": "solved", "text": "Done"}}
    for deed, given in moves.items():
        address = reverse("staff:referral-move", args=[row.uid, deed])
        version = uid_in(text(client.get(address)), "version")
        assert client.post(address, {"version": version, **given}).status_code == 302
    stale = reverse("staff:referral-move", args=[row.uid, "riapri"])
    assert client.post(stale, {"version": "1"}).status_code == 409
    assert "Need met" in text(client.get(reverse("staff:referral", args=[row.uid])))
    (line,) = rows(client.get(reverse("staff:referrals-csv")))[1:]
    assert line[1:8] == [
        "Rosa Esempio", house.project.title, "CAF", "Money and bonuses", "Concluded", line[6], "Need met"
    ]  # fmt: skip
    assert "No referral is like that" in text(client.get(reverse("staff:referrals") + "?due=waiting"))


def test_a_project_that_has_not_accepted_meets_no_name(house: House, as_role: AsRole, rosa: Person) -> None:
    other = factories.project()
    row = Referral.objects.create(
        project=house.project, person=rosa, to_project=other, reason="A course", sent_on=LONG_AGO
    )
    user = factories.assignment(role="case", project=other).user
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    for address in (reverse("staff:referrals"), reverse("staff:referral", args=[row.uid])):
        assert "Esempio" not in text(client.get(address))
    accept = reverse("staff:referral-move", args=[row.uid, "accetta"])
    assert "your project sees who the person is" in text(client.get(accept))
    client.post(accept, {"version": "1", "text": ""})
    assert "Esempio" in text(client.get(reverse("staff:referral", args=[row.uid])))


def test_an_antenna_is_made_tells_and_asks_and_reads_the_answer(
    house: House, as_role: AsRole, rosa: Person
) -> None:
    desk, form = as_role("desk"), reverse("staff:antenna-new", args=[rosa.uid])
    sent = {"uid": uid_in(text(desk.get(form))), "mandate": "The stairs", "starts_on": "2020-01-01"}
    assert desk.post(form, sent | {"building": str(house.building.uid)}).status_code == 302
    resident = Client(headers={"accept-language": "en"})
    user = factories.user(person=rosa.pk)
    factories.assignment(user=user, role="resident")
    resident.force_login(user)
    assert "The stairs" in text(resident.get(reverse("resident:antenna")))

    tell, ask = reverse("resident:tell"), reverse("resident:call")
    told = {"uid": uid_in(text(resident.get(tell))), "kind": "maintenance", "text": "No light"}
    asked = {"uid": uid_in(text(resident.get(ask))), "who": "The lady upstairs"}
    for _ in range(2):
        assert resident.post(tell, told | {"building": str(house.building.uid)}).status_code == 302
        assert resident.post(ask, asked).status_code == 302
    report, call = Report.objects.get(), CallRequest.objects.get()
    assert (report.source, report.reporter, report.building) == ("antenna", rosa, house.building)

    assert "asked by Rosa Esempio" in text(desk.get(reverse("staff:calls")))
    desk.post(reverse("staff:call-answer", args=[call.uid]), {"text": "She is well"})
    own = text(resident.get(reverse("resident:antenna")))
    assert "She is well" in own
    assert "Received" in own

    end = reverse("staff:antenna-end", args=[Antenna.objects.get().uid])
    desk.post(end, {"version": "1"})
    assert "You have no mandate now" in text(resident.get(reverse("resident:antenna")))
    assert resident.post(tell, told | {"uid": str(uuid4())}).status_code == 422
    assert Report.objects.count() == 1


def test_a_list_is_asked_shown_and_written_to(house: House, as_role: AsRole, rosa: Person) -> None:
    client = as_role("coordinator")
    page = reverse("staff:outreach")
    assert "65 years or more" in text(client.get(page))
    listed = text(client.get(page, {"rule": "silent"}))
    assert "Rosa Esempio" in listed
    assert "Has not agreed to be contacted" in listed
    assert client.get(page, {"rule": "silent", "days": "99999"}).status_code == 422
    assert "Choose a street number first" in text(client.get(page, {"rule": "never"}))
    names = {row[0] for row in rows(client.get(reverse("staff:outreach-csv"), {"rule": "silent"}))[1:]}
    assert "Rosa Esempio" in names

    write = reverse("staff:message-compose") + "?rule=silent"
    batch = uid_in(text(client.get(write)), "batch")
    letter = {"batch": batch, "project": str(house.project.pk), "subject": "Desk", "text_it": "Ciao {name}"}
    wrong = client.post(write, letter | {"preview": "1", "text_it": "Ciao {nome}"})
    assert wrong.status_code == 422
    assert "{nome}" in wrong.content.decode()
    shown = text(client.post(write, letter | {"preview": "1"}))
    assert "Ciao Rosa Esempio" in shown
    assert "Prepare 1 message" in shown
    for _ in range(2):
        assert client.post(write, letter | {"prepare": "1"}).status_code == 302
    assert Message.objects.count() == 1
    client.post(reverse("staff:messages-send"))
    assert [(one.to, one.subject) for one in mail.outbox] == [(["rosa@example.org"], "Desk")]
    log = text(client.get(reverse("staff:messages")))
    assert "Rosa Esempio" in log
    assert rows(client.get(reverse("staff:messages-csv")))[1][2:6] == [
        "Rosa Esempio",
        "E-mail",
        "Italian",
        "Sent",
    ]


def test_a_message_without_a_provider_has_a_link_and_is_marked_by_hand(
    house: House, as_role: AsRole, rosa: Person
) -> None:
    ContactWay.objects.filter(person=rosa).update(kind="whatsapp", normal="+393331234567")
    row = Message.objects.create(
        project=house.project, person=rosa, channel="whatsapp", text="Ciao & via", prepared_at=timezone.now()
    )
    client, page = as_role("desk"), reverse("staff:message", args=[row.uid])
    assert "https://wa.me/393331234567?text=Ciao%20%26%20via" in text(client.get(page))
    client.post(reverse("staff:message-mark", args=[row.uid]), {"state": "sent"})
    row.refresh_from_db()
    assert row.state == "sent"
    assert "wa.me" not in text(client.get(page))


def test_a_template_is_written_used_and_deleted(house: House, as_role: AsRole, rosa: Person) -> None:
    client, new = as_role("desk"), reverse("staff:message-template-new")
    assert client.post(new, {"title": "Invito", "text_it": "Ciao {chi}"}).status_code == 422
    assert client.post(new, {"title": "Invito", "text_it": "Ciao", "text_ar": "مرحبا"}).status_code == 302
    key = house.project.message_templates.get().pk
    write = f"{reverse('staff:message-compose')}?person={rosa.uid}&template={key}"
    assert "مرحبا" in text(client.get(write))
    client.post(reverse("staff:message-template-delete", args=[key]))
    assert not house.project.message_templates.exists()


def test_a_pack_says_its_figures_first_and_opens_without_this_system(
    house: House, as_role: AsRole, rosa: Person
) -> None:
    Person.objects.filter(pk=rosa.pk).update(note="=cmd()")
    client = as_role("coordinator")
    page = reverse("staff:hand-over-lab", args=[house.project.pk])
    confirmed = text(client.get(page))
    assert "People in touch" in confirmed
    packed = zipfile.ZipFile(io.BytesIO(client.post(page).content))
    assert {"index.html", "style.css", "people.csv", "special.csv"} <= set(packed.namelist())
    assert "Rosa Esempio" in packed.read("index.html").decode()
    people = list(csv.reader(io.StringIO(packed.read("people.csv").decode("utf-8-sig")), delimiter=";"))
    assert next(row for row in people if row[0] == "Rosa Esempio")[7] == "'=cmd()"
    one = as_role("desk").post(reverse("staff:hand-over-person", args=[rosa.uid]))
    names = zipfile.ZipFile(io.BytesIO(one.content)).namelist()
    assert "special.csv" not in names


def test_hostile_addresses_answer_and_find_nothing_more(house: House, as_role: AsRole, rosa: Person) -> None:
    client = as_role("coordinator")
    for name, query in {
        "staff:findings": "?kind=<b>&neighbourhood=1&sort=;&page=x&q=%00a",
        "staff:referrals": "?state=%27&due=;&sort=x&page=-1",
        "staff:antennas": "?state=zzz&neighbourhood=²",
        "staff:calls": "?done=9&page=99999",
        "staff:outreach": "?rule=elderly&age=²&days=x&building=1",
        "staff:messages": "?state=<&channel=fax&person=1",
    }.items():
        assert client.get(reverse(name) + query).status_code == 200, name
    assert client.get(reverse("staff:message-compose") + "?rule=<b>").status_code == 404
    assert client.get(reverse("staff:message-compose") + f"?person={uuid4()}").status_code == 404
