"""A training body's register: kept whole and once, waiting for its signature, or refused whole."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from campanello.plans.models import Attendance, Plan, Session
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
PATH = "/api/v1/plan-registers"


class Course:
    """A service of a project, two plans that contain it, and a training body's program that may write."""

    def __init__(self) -> None:
        self.project = factories.project()
        self.service = factories_plans.service(self.project)
        measure = factories_plans.measure(self.project)
        self.plans = [factories_plans.plan(measure) for _each in range(2)]
        for plan in self.plans:
            factories_plans.plan_service(plan, self.service)
        self.client = Client()
        self.client.force_login(factories.assignment(role="employment", project=self.project).user)

    def body(self, *marks: tuple[Plan, str, int | None], **given: Any) -> dict[str, Any]:
        rows = [
            {"plan": plan.code, "presence": presence, "minutes": minutes} for plan, presence, minutes in marks
        ]
        return {
            "uid": str(uuid.uuid4()),
            "project": self.project.code,
            "service": self.service.code,
            "starts_at": "2026-10-05T09:00",
            "ends_at": "2026-10-05T10:30",
            "marks": rows,
        } | given

    def send(self, body: dict[str, Any], key: str = "register-1") -> Any:
        given: dict[str, Any] = {"content_type": "application/json", "headers": {"idempotency-key": key}}
        return self.client.post(PATH, json.dumps(body), **given)


def test_a_register_is_kept_once_and_waits_for_its_signature() -> None:
    course = Course()
    rosa, amir = course.plans
    body = course.body((rosa, "present", None), (amir, "excused", 30))
    first, second = course.send(body), course.send(body)
    assert (first.status_code, first.json()) == (201, {"uid": body["uid"], "marks": 2})
    assert (second.status_code, second.json()) == (201, first.json())
    session = Session.objects.get(uid=body["uid"])
    assert (session.on.isoformat(), session.starts_at.hour, session.signed_at) == ("2026-10-05", 7, None)
    marks = Attendance.objects.order_by("plan_id").values_list("presence", "minutes", "is_signed")
    assert list(marks) == [("present", 90, False), ("excused", 0, False)]
    moved = course.send(body | {"starts_at": "2026-10-05T08:00"}, "register-2")
    assert moved.json()["type"] == "urn:campanello:error:core.key-reused"
    other = course.send(course.body((rosa, "present", 10)))
    assert (other.status_code, other.json()["type"]) == (422, "urn:campanello:error:core.key-reused")


def test_of_a_register_with_something_impossible_nothing_is_kept() -> None:
    course = Course()
    rosa, amir = course.plans
    stranger = factories_plans.plan(factories_plans.measure())
    tries = {
        "plans.more-than-planned": course.body((rosa, "present", 91), (amir, "present", 90)),
        "plans.marks-refused": course.body((rosa, "present", 91), (amir, "present", 100)),
        "plans.one-plan-twice": course.body((rosa, "present", 10), (rosa, "present", 10)),
        "lab.session-too-long": course.body((rosa, "present", 10), ends_at="2026-10-06T10:00"),
        "lab.ends-before-it-starts": course.body((rosa, "present", 10), ends_at="2026-10-05T08:00"),
        "core.not-found": course.body((stranger, "present", 10)),
        "core.malformed": course.body((rosa, "present", 1_500)),
    }
    for number, (code, body) in enumerate(tries.items()):
        answer = course.send(body, f"register-{number}")
        assert answer.json()["type"].removeprefix("urn:campanello:error:") == code
    assert not Session.objects.exists()
    assert not Attendance.objects.exists()
