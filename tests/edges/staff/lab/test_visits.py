"""The pages of visits, shifts and indirect work as somebody at the desk meets them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campanello.core.edges import today
from campanello.lab.models import IndirectWork, OpeningHours, Shift, Visit
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db
NEW, LIST = "/laboratorio/visite/nuova/", "/laboratorio/visite/"


@pytest.fixture
def project() -> Any:
    return factories.project()


@pytest.fixture
def user(project: Any) -> Any:
    return factories.assignment(role="desk", project=project).user


@pytest.fixture
def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    client.get("/privacy/")
    return client


def entry(project: Any, **given: Any) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()),
        "project": project.code,
        "who": "",
        "channel": "courtyard",
        "minutes": "10",
    } | given


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_visit_is_saved_told_and_undone(desk: Client, project: Any) -> None:
    person = factories.person(project, given_name="Rosa", family_name="Esempi")
    page = text_of(desk.get(NEW, {"person": str(person.uid)}))
    assert f'value="person:{person.uid}" id="who-person-{person.uid}" checked' in page
    sent = entry(project, who=f"person:{person.uid}", needs=["work", "home"], note="zz-note")
    saved = desk.post(NEW, sent)
    assert saved.status_code == 302
    again = desk.post(NEW, sent)
    assert again["Location"] == saved["Location"]
    made = Visit.objects.get()
    assert (made.person, made.channel, made.note) == (person, "courtyard", "zz-note")
    told = text_of(desk.get(saved["Location"]))
    assert "Rosa Esempi" in told
    # The next one is met in the same place.
    assert 'value="courtyard" id="channel-courtyard" checked' in told
    desk.post(f"{LIST}{made.uid}/annulla/", {"why": "undone"})
    made.refresh_from_db()
    assert made.cancelled_at is not None
    desk.post(f"{LIST}{made.uid}/ripristina/")
    made.refresh_from_db()
    assert made.cancelled_at is None


def test_without_scripts_the_search_is_a_button_and_what_was_written_stays(
    desk: Client, project: Any
) -> None:
    person = factories.person(project, given_name="Rosa", family_name="Zanetti")
    search_keys.refresh([person.pk])
    sent = entry(project, needs=["work"], note="zz-half-written", q="zanetti", find="1")
    page = text_of(desk.post(NEW, sent))
    assert f'value="person:{person.uid}"' in page
    assert "zz-half-written" in page
    assert sent["uid"] in page
    assert 'value="work" id="need-work" checked' in page
    assert not Visit.objects.exists()
    part = text_of(desk.get("/laboratorio/visite/chi/", {"q": "zanetti"}))
    assert f'value="person:{person.uid}"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    "but",
    [
        {"happened_at": "2999-01-01T10:00"},
        {"happened_at": "1066-10-14T10:00"},
        {"minutes": "99999999999999999999"},
        {"minutes": "-1"},
        {"channel": "smoke signals"},
        {"who": "person:nobody"},
        {"uid": "1"},
        {"needs": ["\x00"]},
        {"note": "x" * 4001},
        {"next_step_on": "2026-02-31"},
        {"building": "00000000-0000-4000-8000-00000000dead"},
    ],
    ids=lambda but: next(iter(but)) + str(next(iter(but.values())))[:12],
)
def test_what_can_t_be_is_said_and_not_saved(desk: Client, project: Any, but: Any) -> None:
    answer = desk.post(NEW, entry(project, **but))
    assert answer.status_code == 422
    assert "data-error-summary" in text_of(answer)
    assert not Visit.objects.exists()


def test_of_two_corrections_the_second_chooses_field_by_field(desk: Client, project: Any) -> None:
    visit = factories.visit(project, at=datetime.now(UTC), on=today())
    address = f"{LIST}{visit.uid}/modifica/"
    at = visit.at.strftime("%Y-%m-%dT%H:%M")
    sent = {"happened_at": at, "channel": "desk", "minutes": "20", "version": "1", "note": ""}
    assert desk.post(address, sent).status_code == 302
    stale = desk.post(address, sent | {"minutes": "30", "note": "zz-mine"})
    assert stale.status_code == 409
    assert 'name="keep-minutes"' in text_of(stale)
    chosen = sent | {"minutes": "30", "note": "zz-mine", "version": "2", "keep-minutes": "saved"}
    assert desk.post(address, chosen | {"keep-note": "yours"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.minutes, visit.note) == (20, "zz-mine")


def test_the_list_keeps_its_filters_in_the_address_and_leaves_as_a_file(desk: Client, project: Any) -> None:
    factories.visit(project, channel="phone", needs=("money",), next_step="=1+1", next_step_on=today())
    factories.visit(project)
    page = text_of(desk.get(LIST, {"channel": "phone", "sort": "step", "first": "nonsense", "operator": "x"}))
    assert page.count('href="/laboratorio/visite/') >= 2
    assert '<option value="phone" selected>' in page
    rows = desk.get(f"{LIST}elenco.csv", {"channel": "phone"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2


def test_pages_cost_the_same_queries_for_one_visit_and_for_many(
    desk: Client, project: Any, user: Any
) -> None:
    counted = []
    for size in (1, 30):
        for _number in range(size):
            person = factories.person(project)
            factories.visit(project, person=person, operator=user, needs=("work",))
            factories.visit(project, household=factories.household(person))
        numbers = []
        for address in (NEW, LIST, "/laboratorio/turni/", "/laboratorio/lavoro/elenco/"):
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(address).status_code == 200
            numbers.append(len(captured))
        counted.append(numbers)
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 18


def test_saving_costs_few_queries(desk: Client, project: Any) -> None:
    person = factories.person(project)
    sent = entry(project, who=f"person:{person.uid}", needs=["work", "home"], note="A form")
    with CaptureQueriesContext(connection) as captured:
        assert desk.post(NEW, sent).status_code == 302
    told = [one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) <= 12, told


def test_a_step_is_done_from_the_page_and_waits_at_home_until_then(
    desk: Client, project: Any, user: Any
) -> None:
    visit = factories.visit(project, next_step="zz-call", next_step_on=today(), operator=user)
    assert "zz-call" in text_of(desk.get("/inizio/"))
    back = desk.post(f"{LIST}{visit.uid}/passo/", {"done": "1", "next": "//evil.example/"})
    assert back["Location"] == f"{LIST}{visit.uid}/"
    assert "zz-call" not in text_of(desk.get("/inizio/"))


def test_a_confidential_note_is_not_on_the_page_of_who_may_not_read_it(desk: Client, project: Any) -> None:
    visit = factories.visit(project, note="zz-secret", is_confidential=True)
    for address in (f"{LIST}{visit.uid}/", f"{LIST}{visit.uid}/modifica/"):
        assert "zz-secret" not in text_of(desk.get(address))


def test_a_shift_is_started_and_ended_from_home_and_opening_hours_are_set(desk: Client, project: Any) -> None:
    desk.post("/laboratorio/turni/inizio/", {"next": "/inizio/"})
    assert "/laboratorio/turni/fine/" in text_of(desk.get("/inizio/"))
    Shift.objects.update(starts_at=datetime.now(UTC) - timedelta(hours=3))
    assert desk.post("/laboratorio/turni/fine/", {"next": "/inizio/"})["Location"] == "/inizio/"
    shift = Shift.objects.get()
    assert shift.ends_at is not None
    page = text_of(desk.get("/laboratorio/orari/"))
    mark = page.split('name="mark" value="')[1].split('"')[0]
    hours = {"starts_on": today().isoformat(), "mark": mark, "opens_0_0": "09:00", "closes_0_0": "12:00"}
    assert desk.post("/laboratorio/orari/", hours | {"opens_1_0": "09:00"}).status_code == 422
    assert (
        desk.post("/laboratorio/orari/", hours | {"opens_0_1": "11:00", "closes_0_1": "13:00"}).status_code
        == 422
    )
    assert desk.post("/laboratorio/orari/", hours).status_code == 302
    assert OpeningHours.objects.get().weekday == 0
    stale = desk.post("/laboratorio/orari/", hours | {"opens_0_0": "10:00"})
    assert stale.status_code == 409
    assert "09:00" in text_of(stale)
    assert "09:00" in text_of(desk.get("/laboratorio/turni/"))


def test_indirect_work_is_written_down_corrected_and_taken_out(desk: Client, project: Any) -> None:
    sent = {"uid": str(uuid.uuid4()), "project": project.code, "kind": "host", "minutes": "45"}
    sent |= {"on": today().isoformat(), "note": "zz-host"}
    for _twice in range(2):
        assert desk.post("/laboratorio/lavoro/", sent).status_code == 302
    made = IndirectWork.objects.get()
    assert "zz-host" in text_of(desk.get("/laboratorio/lavoro/"))
    assert (
        desk.post("/laboratorio/lavoro/", sent | {"uid": str(uuid.uuid4()), "minutes": "0"}).status_code
        == 422
    )
    change = {"kind": "host", "minutes": "50", "on": today().isoformat(), "note": "zz-host", "version": "1"}
    assert desk.post(f"/laboratorio/lavoro/{made.uid}/", change).status_code == 302
    assert desk.post(f"/laboratorio/lavoro/{made.uid}/", change | {"minutes": "5"}).status_code == 409
    rows = desk.get("/laboratorio/lavoro/elenco.csv").content.decode("utf-8-sig").splitlines()
    assert "50" in rows[1]
    assert "zz-host" not in rows[1]
    assert desk.post(f"/laboratorio/lavoro/{made.uid}/togli/").status_code == 302
    assert not IndirectWork.objects.exists()
