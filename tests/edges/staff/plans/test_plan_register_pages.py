"""The registers' pages: sessions made and listed, filled without script and with, signed, corrected; near caps."""

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import User
from campanello.core.models import AuditEntry
from campanello.plans.models import Attendance, Expected, Plan, Session
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


class Course:
    """A session that has begun, with two people expected, and a coordinator."""

    def __init__(self) -> None:
        self.project = factories.project()
        self.measure = factories_plans.measure(self.project)
        self.service = factories_plans.service(self.project, names={"it": "Bilancio", "en": "Balance"})
        self.client = self.browser("coordinator")
        starts = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=90)
        ends, on = starts + timedelta(minutes=60), timezone.localdate(starts)
        given: dict[str, Any] = {"starts_at": starts, "ends_at": ends, "on": on, "place": "Aula 2"}
        self.session = factories_plans.session(self.service, **given)
        self.rosa, self.bea = (self.plan(name) for name in ("Rosa", "Bea"))

    def browser(self, role: str) -> Client:
        user = factories.assignment(role=role, project=self.project).user
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=user.pk))
        return client

    def plan(self, name: str = "Amir") -> Plan:
        person = factories.person(self.project, given_name=name)
        made = factories_plans.plan(self.measure, person, ends_on=timezone.localdate() + timedelta(days=90))
        factories_plans.plan_service(made, self.service, minutes=600)
        Expected.objects.create(session=self.session, plan=made)
        return made

    def path(self, name: str = "plan-register", *args: object) -> str:
        return reverse(f"staff:{name}", args=[self.session.uid, *args])

    def send(self, marks: dict[Plan, str], **more: Any) -> Any:
        sheet: dict[str, str] = {}
        for plan, written in marks.items():
            presence, _, minutes = written.partition(":")
            sheet |= {
                f"base-{plan.uid}": "",
                f"presence-{plan.uid}": presence,
                f"minutes-{plan.uid}": minutes,
            }
        return self.client.post(self.path(), sheet, **more)

    def signed(self) -> None:
        self.send({self.rosa: "present:45"})
        self.client.post(self.path("plan-register-sign"), {"rest_unexcused": "1"})


@pytest.fixture
def course(settings: Any) -> Course:
    settings.SECOND_FACTOR_ASKED = False
    return Course()


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_sheet_is_saved_without_script_and_shown(course: Course) -> None:
    answer = course.send({course.rosa: "present:", course.bea: "excused:"})
    assert answer.status_code == 302
    assert list(Attendance.objects.order_by("plan_id").values_list("presence", "minutes")) == [
        ("present", 60),
        ("excused", 0),
    ]
    page = text_of(course.client.get(course.path()))
    assert '<strong data-total="minutes">60</strong> minutes' in page
    assert course.rosa.person.name in page
    assert AuditEntry.objects.filter(verb="plans.register-read", person=course.rosa.person_id).exists()


def test_the_script_is_answered_in_figures_and_a_refusal_in_a_sentence(course: Course) -> None:
    answer = course.send({course.rosa: "present:30"}, headers=JSON)
    assert answer.json()["totals"] == {
        "present": 1, "excused": 0, "unexcused": 0, "unmarked": 1, "minutes": 30,
    }  # fmt: skip
    refused = course.send({course.bea: "present:61"}, headers=JSON)
    assert refused.status_code == 422
    assert f"{course.bea.code}: you wrote 61 minutes; 60 are planned." in refused.json()["refusal"]
    clash = course.send({course.rosa: "excused:"})
    assert clash.status_code == 409
    assert "A colleague wrote: Present, 30 minutes." in text_of(clash)


def test_a_register_is_signed_then_corrected_and_taken_out(course: Course) -> None:
    refused = course.client.post(course.path("plan-register-sign"), follow=True)
    assert "Of 2 people nothing is marked." in text_of(refused)
    course.signed()
    assert "It counts for the allowance." in text_of(course.client.get(course.path()))
    correct = course.path("plan-register-correct", course.rosa.uid)
    assert (
        course.client.post(correct, {"presence": "present", "minutes": "99", "reason": "x"}).status_code
        == 422
    )
    given = {"presence": "present", "minutes": "50", "reason": "Read wrongly"}
    assert course.client.post(correct, given, follow=True).status_code == 200
    page = text_of(course.client.get(course.path()))
    assert "<s>Present, 45 min</s>" in page
    assert "Read wrongly" in page
    rows = list(
        csv.reader(
            io.StringIO(course.client.get(course.path("plan-register-csv")).content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert [course.rosa.code, course.rosa.person.name, "Present", "60", "50", "Read wrongly"] in rows
    assert course.rosa.person.name in text_of(course.client.get(course.path("plan-register-paper")))
    assert AuditEntry.objects.filter(verb="plans.register-exported").count() == 2


def test_sessions_are_made_in_a_series_listed_and_found(course: Course) -> None:
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    form = {
        "uid": str(uuid.uuid4()),
        "service": course.service.pk,
        "day": monday.isoformat(),
        "starts": "09:00",
        "ends": "10:30",
        "until": (monday + timedelta(days=9)).isoformat(),
        "weekdays": ["0", "2"],
        "place": "Sala",
        "expects": "on",
    }
    for _twice in range(2):
        assert course.client.post(reverse("staff:plan-session-new"), form).status_code == 302
    assert Session.objects.filter(place="Sala").count() == 4
    assert Expected.objects.filter(session__place="Sala").count() == 8
    wrong = course.client.post(
        reverse("staff:plan-session-new"), form | {"uid": str(uuid.uuid4()), "ends": "08:00"}
    )
    assert wrong.status_code == 422
    assert "The session ends before it starts." in text_of(wrong)
    page = text_of(course.client.get(reverse("staff:plan-sessions"), {"state": "coming", "q": "sala"}))
    assert "4 sessions" in page
    assert "1 register waits to be signed" in page
    table = course.client.get(reverse("staff:plan-sessions-csv"), {"state": "to_sign"}).content.decode(
        "utf-8-sig"
    )
    assert [row[3:] for row in csv.reader(io.StringIO(table), delimiter=";")][1:] == [
        ["Balance", course.project.title, "Aula 2", "Wait to be signed", "2", "0", "0"]
    ]


def test_the_list_of_a_session_is_put_together_and_a_session_cancelled_and_restored(course: Course) -> None:
    amir = course.plan()
    Expected.objects.filter(plan=amir).delete()
    page = text_of(course.client.get(course.path("plan-register-add"), {"q": "amir"}))
    assert amir.code in page
    assert course.rosa.code not in page
    course.client.post(course.path("plan-register-add"), {"plan": str(amir.uid)})
    assert Expected.objects.filter(session=course.session).count() == 3
    course.client.post(course.path("plan-register-leave-out", amir.uid))
    assert Expected.objects.filter(session=course.session).count() == 2
    asked = text_of(course.client.get(course.path("plan-session-cancel")))
    assert "2 people are expected and must be told." in asked
    course.client.post(course.path("plan-session-cancel"), {"reason": "Teacher is ill"})
    assert "Teacher is ill" in text_of(course.client.get(course.path()))
    course.client.post(course.path("plan-session-restore"))
    session = Session.objects.get(pk=course.session.pk)
    assert session.cancelled_at is None
    moved = {"version": session.version, "place": "Aula 3", "deliverer_id": ""}
    moved |= {
        name: f"{timezone.localtime(getattr(session, name)):%Y-%m-%dT%H:%M}"
        for name in ("starts_at", "ends_at")
    }
    assert course.client.post(course.path("plan-session-edit"), moved).status_code == 302
    stale = course.client.post(course.path("plan-session-edit"), moved | {"place": "Aula 4"})
    assert stale.status_code == 409
    assert "Saved by your colleague" in text_of(stale)


def test_who_is_near_a_cap_is_listed_with_what_is_over(course: Course) -> None:
    near, far = course.plan("Nadia"), course.plan("Lontana")
    rich = factories_plans.service(course.project, hourly_cents=50_00, block="other")
    for plan, sessions in ((near, 5), (far, 1)):
        for number in range(sessions):
            starts = datetime(2026, 2, 2 + number, 8, tzinfo=UTC)
            given: dict[str, Any] = {
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=10),
                "on": starts.date(),
            }
            _marked(plan, factories_plans.session(rich, **given), 600)
    with CaptureQueriesContext(connection) as few:
        page = text_of(course.client.get(reverse("staff:near-caps"), headers={"accept-language": "en"}))
    assert near.person.name in page
    assert far.person.name not in page
    assert "cap reached" in page
    rows = course.client.get(reverse("staff:near-caps-csv")).content.decode("utf-8-sig")
    assert f"{near.person.name};{near.code};2000,00;125;2500,00;83;" in rows
    for name in ("A", "B", "C"):
        plan = course.plan(name)
        for session in Session.objects.filter(service=rich):
            _marked(plan, session, 600)
    with CaptureQueriesContext(connection) as many:
        course.client.get(reverse("staff:near-caps"))
    assert len(many) == len(few) <= 30


def _marked(plan: Plan, session: Session, minutes: int) -> None:
    Attendance.objects.create(
        session=session,
        plan=plan,
        service=session.service,
        on=session.on,
        planned_minutes=600,
        is_signed=True,
        presence="present",
        minutes=minutes,
        recorded_at=timezone.now(),
    )


def test_the_desk_and_the_programme_find_no_register(course: Course) -> None:
    for role in ("desk", "programme"):
        client = course.browser(role)
        assert client.get(course.path()).status_code == 404
        assert client.post(course.path("plan-register-sign")).status_code == 404


def test_a_plan_s_page_shows_its_sessions(course: Course) -> None:
    course.signed()
    page = text_of(course.client.get(reverse("staff:plan", args=[course.rosa.uid])))
    assert 'id="sessions"' in page
    assert course.path() in page
