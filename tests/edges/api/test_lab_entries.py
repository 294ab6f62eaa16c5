"""What telephones kept, as it arrives: each entry once, in order; and what they take along."""

import base64
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry, Project
from campanello.homes.models import Building
from campanello.lab.models import Activity, Attendance, Finding, Report, Session, SignUp, Visit
from campanello.lab.services import entries as services
from campanello.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db
ENTRIES, SESSION, KIT = (f"/api/v1/entries{part}" for part in ("", "/session", "/kit"))


@dataclass
class Desk:
    """An operator at their telephone, and the few things they know."""

    client: Client
    user: User
    project: Project
    person: Person
    house: Building
    session: Session

    def send(self, *entries: dict[str, Any], now: datetime | None = None) -> list[dict[str, Any]]:
        body = {"now": (now or timezone.now()).isoformat(), "entries": list(entries)}
        response = self.client.post(ENTRIES, body, content_type="application/json")
        assert response.status_code == 200, response.content
        return list(response.json()["answers"])

    def visit(self, **but: Any) -> dict[str, Any]:
        return (
            entry("visit", project=self.project.code, channel="courtyard", person=str(self.person.uid)) | but
        )

    def check_in(self, **but: Any) -> dict[str, Any]:
        return entry("check-in", session=str(self.session.uid), person=str(self.person.uid)) | but


def entry(kind: str, **content: Any) -> dict[str, Any]:
    made_at = (timezone.now() - timedelta(minutes=20)).isoformat()
    return {"uid": str(uuid.uuid4()), "kind": kind, "made_at": made_at, "heard_at": None} | content


@pytest.fixture
def desk() -> Desk:
    cache.clear()
    project = factories.project()
    user = factories.assignment(role=Role.DESK, project=project).user
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    person = factories.person(project, given_name="Samira", family_name="Alaoui")
    house = factories.building(project)
    now = timezone.now()
    activity = Activity.objects.create(project=project, kind="dinner", titles={"it": "Cena"})
    times = {"starts_at": now - timedelta(minutes=30), "ends_at": now + timedelta(hours=1)}
    session = Session.objects.create(activity=activity, project=project, on=today(), **times)
    SignUp.objects.create(session=session, person=person, state="booked", made_at=now)
    return Desk(client, user, project, person, house, session)


def picture() -> str:
    made = BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def test_one_of_each_kind_sent_twice_is_recorded_once_and_answered_alike(desk: Desk) -> None:
    report = entry("report", project=desk.project.code, sort="social", text="He is alone")
    sent = [
        desk.visit(needs=["money"], minutes=15),
        report,
        entry("photo", report=report["uid"], photo=picture()),
        desk.check_in(),
        entry("finding", building=str(desk.house.uid), sort="weak", text="No light", hands=4),
    ]
    first, again = desk.send(*sent), desk.send(*sent)
    assert [one["state"] for one in first] == ["received"] * 5
    assert [one["uid"] for one in first] == [one["uid"] for one in sent]
    assert again == first
    counts = [model.objects.count() for model in (Visit, Report, Attendance, Finding)]
    assert (counts, Report.objects.get().photos.count()) == ([1, 1, 1, 1], 1)
    assert first[1]["number"] == Report.objects.get().number
    assert Attendance.objects.get().how == "offline"


def test_an_entry_that_is_refused_says_why_and_keeps_back_none(desk: Desk) -> None:
    long_ago = (timezone.now() - timedelta(days=9_000)).isoformat()
    answers = desk.send(
        desk.visit(minutes=9_999),
        desk.visit(channel=7),
        {"kind": "poem"},
        entry("photo", report=str(uuid.uuid4()), photo="not base64!"),
        desk.visit(happened_at=long_ago),
        desk.visit(),
    )
    assert [one["state"] for one in answers] == ["refused"] * 5 + ["received"]
    codes = [one["code"] for one in answers[:5]]
    malformed = "lab.entry-malformed"
    assert codes == ["lab.minutes-out-of-range", malformed, malformed, malformed, "lab.visit-too-long-ago"]
    assert "9999" in answers[0]["sentence"]
    assert Visit.objects.count() == 1
    assert AuditEntry.objects.filter(verb="lab.entry-refused").count() == 5


CLOCKS = {
    "right": (timedelta(), False),
    "a day late": (timedelta(days=-1), True),
    "a day early": (timedelta(days=1), True),
    "never set": (timedelta(days=-20_000), True),
}


@pytest.mark.parametrize(("wrong_by", "is_corrected"), CLOCKS.values(), ids=CLOCKS)
def test_the_hour_is_right_whatever_the_telephone_s_clock_says(
    desk: Desk, wrong_by: timedelta, is_corrected: bool
) -> None:
    now = timezone.now()
    made_at = now - timedelta(hours=2) + wrong_by
    desk.send(desk.visit(made_at=made_at.isoformat()), now=now + wrong_by)
    visit = Visit.objects.get()
    assert abs(visit.at - (now - timedelta(hours=2))) < timedelta(minutes=1)
    assert visit.is_clock_corrected is is_corrected


def test_an_hour_that_was_typed_is_the_operator_s_word(desk: Desk) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    desk.send(desk.visit(happened_at=yesterday.isoformat()), now=timezone.now() - timedelta(days=3))
    visit = Visit.objects.get()
    assert (visit.at, visit.is_clock_corrected) == (yesterday, False)


def test_a_visit_that_was_corrected_in_two_ways_shows_both(desk: Desk) -> None:
    made = desk.visit(minutes=10)
    desk.send(made)
    change = entry("visit-change", visit=made["uid"], version=1, minutes=30, channel="courtyard")
    Visit.objects.update(minutes=20, version=2)
    (asked,) = desk.send(change)
    assert (asked["state"], asked["version"]) == ("conflict", 2)
    assert [(one["field"], one["theirs"], one["yours"]) for one in asked["differences"]] == [
        ("minutes", "20", "30")
    ]
    # The operator decides; the answer is lost, and it is sent again.
    decided = change | {"version": 2}
    assert [one["state"] for one in (*desk.send(decided), *desk.send(decided))] == ["received"] * 2
    visit = Visit.objects.get()
    assert (visit.minutes, visit.version) == (30, 3)


def test_a_check_in_against_a_newer_mark_asks_and_then_holds(desk: Desk) -> None:
    marked = {"presence": "absent", "recorded_at": timezone.now(), "recorded_by": desk.user}
    Attendance.objects.create(session=desk.session, person=desk.person, **marked)
    came = desk.check_in()
    (asked,) = desk.send(came)
    assert (asked["state"], asked["code"]) == ("conflict", "lab.marked-otherwise")
    assert [(one["theirs"], one["yours"]) for one in asked["differences"]] == [("Absent", "Present")]
    (done,) = desk.send(came | {"reason": "Was there"})
    assert done["state"] == "received"
    assert Attendance.objects.get(is_replaced=False).presence == "present"


def test_a_check_in_after_the_register_was_signed_is_a_correction_with_its_reason(desk: Desk) -> None:
    Session.objects.update(signed_at=timezone.now(), signed_by=desk.user)
    came = desk.check_in()
    (asked,) = desk.send(came)
    assert (asked["state"], asked["differences"][0]["theirs"]) == ("conflict", "not recorded")
    answers = [*desk.send(came | {"reason": "Was there"}), *desk.send(came | {"reason": "Was there"})]
    assert [one["state"] for one in answers] == ["received"] * 2
    assert Attendance.objects.get().reason == "Was there"


def test_somebody_else_s_uid_is_refused(desk: Desk) -> None:
    made = desk.visit()
    desk.send(made)
    desk.client.force_login(factories.assignment(role=Role.DESK, project=desk.project).user)
    (answer,) = desk.send(made)
    assert (answer["state"], answer["code"]) == ("refused", "lab.entry-of-another")
    assert Visit.objects.count() == 1


def test_two_devices_of_one_operator_send_side_by_side(desk: Desk) -> None:
    other = Client()
    other.force_login(desk.user)
    mine, theirs = desk.visit(), desk.visit()
    desk.send(mine)
    answers = Desk(other, desk.user, desk.project, desk.person, desk.house, desk.session).send(theirs, mine)
    assert [one["state"] for one in answers] == ["received"] * 2
    assert {str(one.uid) for one in Visit.objects.all()} == {mine["uid"], theirs["uid"]}


def test_a_fault_of_ours_leaves_that_entry_to_be_sent_again(desk: Desk, monkeypatch: Any) -> None:
    def breaks(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(services.findings, "record_finding", breaks)
    finding = entry("finding", building=str(desk.house.uid), sort="weak", text="No light")
    assert [one["state"] for one in desk.send(finding, desk.visit())] == ["failed", "received"]


def test_only_a_session_with_its_token_and_a_role_in_a_lab_sends(desk: Desk) -> None:
    body = {"now": timezone.now().isoformat(), "entries": [desk.visit()]}
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(ENTRIES, body, content_type="application/json").status_code == 401
    careful.force_login(desk.user)
    assert careful.post(ENTRIES, body, content_type="application/json").status_code == 403
    token = careful.get(SESSION).json()["token"]
    sent = careful.post(ENTRIES, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 200
    careful.force_login(factories.assignment(role=Role.PROGRAMME, project=None).user)
    for path in (SESSION, KIT):
        assert careful.get(path).status_code == 404


def test_more_than_fifty_at_once_are_not_taken(desk: Desk) -> None:
    body = {"now": timezone.now().isoformat(), "entries": [desk.visit()] * 51}
    assert desk.client.post(ENTRIES, body, content_type="application/json").status_code == 422
    assert not Visit.objects.exists()


def test_each_user_has_secrets_of_their_own_and_those_of_older_keys(desk: Desk, settings: Any) -> None:
    def secrets() -> list[dict[str, str]]:
        response = desk.client.get(SESSION)
        assert response["Cache-Control"] == "no-store"
        return list(response.json()["secrets"])

    (mine,) = secrets()
    settings.SECRET_KEY_FALLBACKS = ["an older key of this installation"]
    assert secrets()[0] == mine
    assert len({one["secret"] for one in secrets()}) == 2
    desk.client.force_login(factories.assignment(role=Role.DESK, project=desk.project).user)
    assert mine not in secrets()
    assert len(base64.b64decode(mine["secret"])) == 32


def test_where_the_installation_forbids_it_nothing_is_taken_along(desk: Desk, settings: Any) -> None:
    settings.OFFLINE_ENTRIES = False
    assert [desk.client.get(path).status_code for path in (SESSION, KIT)] == [404, 404]
    assert [one["state"] for one in desk.send(desk.visit())] == ["received"]  # what is on its way arrives


def test_the_kit_has_who_came_and_who_comes_and_leaves_a_line_for_each(desk: Desk) -> None:
    came = factories.person(desk.project, given_name="Ugo", family_name="Rossi")
    hidden = factories.person(
        desk.project, given_name="Ada", family_name="Neri", restricted_at=timezone.now()
    )
    other = factories.person(factories.project(), given_name="Eva", family_name="Bianchi")
    factories.tenancy(factories.dwelling(desk.house, doorbell="Rossi"), factories.household(came))
    desk.send(desk.visit(person=str(came.uid)))
    for somebody in (hidden, other):
        Visit.objects.create(
            project=desk.project,
            person=somebody,
            operator=desk.user,
            at=timezone.now(),
            on=today(),
            channel="desk",
        )
    kit = desk.client.get(KIT).json()
    named = [(one["name"], one["doorbell"]) for one in kit["people"]]
    assert named == [("Samira Alaoui", ""), ("Ugo Rossi", "Rossi")]
    assert [one["people"] for one in kit["sessions"]] == [[str(desk.person.uid)]]
    assert [one["uid"] for one in kit["buildings"]] == [str(desk.house.uid)]
    assert {one["person"] for one in kit["visits"]} >= {str(came.uid)}
    lines = AuditEntry.objects.filter(verb="lab.taken-offline").values_list("person", flat=True)
    assert sorted(lines) == sorted([desk.person.pk, came.pk])


def test_the_kit_is_bounded_and_its_queries_are_as_many_at_any_size(
    desk: Desk, monkeypatch: Any, tmp_path: Path
) -> None:
    def fill(people: int) -> None:
        for _ in range(people):
            somebody = factories.person(desk.project)
            factories.tenancy(
                factories.dwelling(factories.building(desk.project)), factories.household(somebody)
            )
            row = {"project": desk.project, "person": somebody, "operator": desk.user, "channel": "desk"}
            Visit.objects.create(**row, at=timezone.now(), on=today())

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            kit = desk.client.get(KIT).json()
        return len(queries), len(kit["people"])

    own = tmp_path / "parameters.csv"
    own.write_text("name,value,unit,starts_on,ends_on,source\nlab.offline_people,4,people,2017-11-15,,Test\n")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))
    fill(4)
    desk.client.get(KIT)
    few = asked()
    fill(8)
    assert asked() == few
    assert few[1] == 4


HOSTILE = ("\x00", "\ud800", 10**30, {"a": 1}, "9999-12-31T23:59:59Z", "é" * 5_001)


def test_whatever_stands_in_a_field_is_refused_or_recorded_and_is_never_a_fault_of_ours(desk: Desk) -> None:
    report = entry("report", project=desk.project.code, sort="social", text="Alone", place_note="", stair="A")
    whole = [
        desk.visit(needs=["money"], minutes=15, note="", next_step="Call", next_step_on="2026-03-02"),
        report,
        entry("photo", report=report["uid"], photo=picture()),
        desk.check_in(reason=""),
        entry("finding", building=str(desk.house.uid), sort="weak", text="No light", hands=4),
        entry("visit-change", visit=str(uuid.uuid4()), version=1, minutes=3),
    ]
    for one in whole:
        broken = [one | {field: value, "uid": str(uuid.uuid4())} for field in one for value in HOSTILE]
        broken += [one | {"uid": value} for value in HOSTILE]
        for at in range(0, len(broken), 50):
            answers = desk.send(*broken[at : at + 50])
            failed = [
                sent for sent, said in zip(broken[at:], answers, strict=False) if said["state"] == "failed"
            ]
            assert failed == []
