"""Assessments, goals and results as pages: one way through each, refusals, and what two people write at once."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry, Project
from campanello.plans.models import Assessment, CommonGoodWork, ContactTry, Goal, Plan, Result, Task
from campanello.plans.rules.assessments import ALL_DIMENSIONS
from tests import factories, factories_plans
from tests import factories_assessments as made

AsRole = Callable[..., Client]


@pytest.fixture
def project(db: None, settings: Any) -> Project:
    settings.SECOND_FACTOR_ASKED = False
    return factories.project()


@pytest.fixture
def plan(project: Project) -> Plan:
    return factories_plans.plan(
        factories_plans.measure(project), factories.person(project, given_name="Rosa")
    )


@pytest.fixture
def as_role(project: Project) -> AsRole:
    def logged_in(role: Role | str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(User.objects.get(pk=factories.actor(Role(role), project=project).user))
        return client

    return logged_in


def text(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def uid_in(page: str) -> str:
    return page.split('name="uid" value="')[1].partition('"')[0]


def scores(score: int) -> dict[str, Any]:
    told = {f"score_{one.code}": score for one in ALL_DIMENSIONS}
    return told | {f"reason_{one.code}": f"Because of {one.code}" for one in ALL_DIMENSIONS}


def begin(client: Client, plan: Plan, kind: str) -> Assessment:
    form = reverse("staff:assessment-new", args=[plan.person.uid])
    sent = {"uid": uid_in(text(client.get(form))), "kind": kind, "frame": f"plan-{plan.uid}", "on": today()}
    assert client.post(form, sent).status_code == 302
    return Assessment.objects.get(uid=sent["uid"])


def test_an_entry_and_a_review_from_the_form_to_the_radar(plan: Plan, as_role: AsRole) -> None:
    client, mine = as_role("case"), reverse("staff:person-assessments", args=[plan.person.uid])
    assert "Begin the preliminary analysis" in text(client.get(mine))
    for kind, score in (("entry", 2), ("review", 3)):
        held = begin(client, plan, kind)
        edit, sign = (reverse(f"staff:assessment-{one}", args=[held.uid]) for one in ("edit", "sign"))
        assert "Not complete yet" in text(client.get(sign))
        said = {"version": 1, "on": today(), **scores(score)}
        assert client.post(edit, said).status_code == 302
        assert "6 dimensions are signed" in text(client.get(sign))
        assert client.post(sign, {"version": 2}).status_code == 302
        assert "Throw it away" not in text(client.get(reverse("staff:assessment", args=[held.uid])))
    page = text(client.get(mine))
    assert "Better than at entry: 6 of 6 dimensions; worse: 0" in page
    assert page.count('class="radar-shape is-entry" points=') == 1
    assert page.count('class="radar-mark is-review"') == 7
    assert "Money" in page
    assert "Economic situation: 2 at entry, 3 at the review." in page
    assert page.count("Better by 1") == 6


def test_two_who_write_one_draft_choose_between_both_texts(plan: Plan, as_role: AsRole) -> None:
    held, client = made.assessment(plan, 2), as_role("case")
    edit = reverse("staff:assessment-edit", args=[held.uid])
    first = {"version": 1, "on": held.on, "summary": "Theirs", **scores(2)}
    assert client.post(edit, first).status_code == 302
    page = text(client.post(edit, {**first, "summary": "Mine"}), 409)
    assert "Theirs" in page
    assert "Saved by your colleague" in page
    chosen = {**first, "summary": "Mine", "version": 2, "keep-summary": "yours"}
    assert client.post(edit, chosen).status_code == 302
    held.refresh_from_db()
    assert held.summary == "Mine"


def test_a_draft_is_thrown_away_and_a_team_is_named(plan: Plan, as_role: AsRole) -> None:
    client, held = as_role("case"), made.assessment(plan, 2)
    discard = reverse("staff:assessment-discard", args=[held.uid])
    assert "with 1 dimension written so far" in text(client.get(discard))
    assert client.post(discard).status_code == 302
    assert not Assessment.objects.exists()
    add = reverse("staff:team-add", args=[plan.person.uid])
    sent = {"frame": f"plan-{plan.uid}", "who": "Nurse of the ASST", "starts_on": today()}
    assert client.post(add, sent).status_code == 302
    mine = reverse("staff:person-assessments", args=[plan.person.uid])
    assert "Nurse of the ASST" in text(client.get(mine))
    member = plan.person.team.get()
    client.post(reverse("staff:team-end", args=[member.pk]), {"on": today()})
    assert "Nurse of the ASST" not in text(client.get(mine))


def test_a_task_is_ticked_off_and_the_tick_taken_back(plan: Plan, as_role: AsRole) -> None:
    client, late = as_role("employment"), today() - timedelta(days=3)
    form = reverse("staff:goal-new", args=[plan.person.uid])
    sent = {"uid": uid_in(text(client.get(form))), "frame": f"plan-{plan.uid}", "title": "Pass the B1 exam"}
    assert client.post(form, {**sent, "due_on": late}).status_code == 302
    goal = Goal.objects.get()
    form = reverse("staff:task-new", args=[goal.uid])
    page = text(client.get(form))
    owner = client.session["_auth_user_id"]
    client.post(form, {"uid": uid_in(page), "title": "Enrol at the CPIA", "due_on": late, "owner": owner})
    listed = reverse("staff:goals")
    page = text(client.get(listed))
    assert "1 task overdue" in page
    assert "Rosa" in page
    assert "Tasks past their day" in text(client.get(reverse("staff:home")))
    task = Task.objects.get()
    ticked = client.post(reverse("staff:task-done", args=[task.uid]), {"query": "whose=mine"})
    assert ticked.headers["location"] == f"{listed}?whose=mine&done={task.uid}"
    page = text(client.get(ticked.headers["location"]))
    assert "Done: Enrol at the CPIA" in page
    assert "0 tasks overdue" in page
    client.post(reverse("staff:task-undo", args=[task.uid]), {"to": "person"})
    assert "1 task overdue" in text(client.get(listed))
    close = reverse("staff:goal-close", args=[goal.uid])
    assert "1 task that is not done" in text(client.get(close))
    refused = client.post(close, {"version": 1, "state": "reached", "outcome": "Yes", "on": today()})
    assert "Tick them off" in text(refused, 422)
    client.post(close, {"version": 1, "state": "partly", "outcome": "Nearly", "on": today()})
    mine = reverse("staff:person-goals", args=[plan.person.uid])
    assert "Nearly" in text(client.get(mine))
    client.post(reverse("staff:goal-reopen", args=[goal.uid]), {"version": 2})
    assert "Nearly" not in text(client.get(mine))


def test_the_list_of_tasks_keeps_what_its_filters_say_and_is_taken_along(plan: Plan, as_role: AsRole) -> None:
    client, listed = as_role("coordinator"), reverse("staff:goals")
    goal = made.goal(plan, due_on=today() + timedelta(days=40), dimension="education")
    made.task(goal, title="=Late", due_on=today() - timedelta(days=1))
    made.task(goal, title="Much later")
    both = {"whose": "person", "dimension": "education", "project": plan.project.code, "q": plan.code}
    assert "2 tasks" in text(client.get(listed, both))
    for but in ({"whose": "mine"}, {"dimension": "work"}, {"project": "none"}, {"q": "PIP-nowhere"}):
        assert "No open task is like that" in text(client.get(listed, {**both, **but, "when": ""}))
    taken = client.get(reverse("staff:goals-csv"), {**both, "when": "overdue"})
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1:3] for row in rows] == [["Task", "Who does it"], ["'=Late", "The person"]]
    assert AuditEntry.objects.filter(verb="plans.tasks-exported").count() == 1


def test_hours_for_the_common_good_are_summed_and_cancelled(plan: Plan, as_role: AsRole) -> None:
    client, on = as_role("employment"), today()
    Plan.objects.update(starts_on=on - timedelta(days=30), ends_on=on + timedelta(days=30))
    form = reverse("staff:common-good-new", args=[plan.person.uid])
    sent = {"frame": f"plan-{plan.uid}", "on": on, "minutes": 90, "area": "culture", "what": "Library"}
    assert client.post(form, {**sent, "uid": uid_in(text(client.get(form)))}).status_code == 302
    full = client.post(form, {**sent, "uid": uuid4(), "minutes": 900})
    assert "990 minutes of common-good activity" in text(full, 422)
    mine = reverse("staff:person-goals", args=[plan.person.uid])
    page = text(client.get(mine))
    assert "Fewer than 8" in page
    held = CommonGoodWork.objects.get()
    cancel = reverse("staff:common-good-cancel", args=[held.uid])
    assert "90 minutes of" in text(client.get(cancel))
    client.post(cancel, {"why": "Written twice"})
    assert "Written twice" in text(client.get(mine))


def test_the_register_of_results_from_a_try_to_the_status_and_the_file(
    project: Project, as_role: AsRole
) -> None:
    client, closed_on = as_role("coordinator"), today() - timedelta(days=40)
    over = made.plan_over(
        factories_plans.measure(project),
        closed_on,
        person=factories.person(project, given_name="=Rosa"),
        starts_on=closed_on - timedelta(days=90),
    )
    page = text(client.get(reverse("staff:results")))
    assert "Overdue by 12 days" in page
    assert "1 overdue" in page
    here = reverse("staff:result", args=[over.uid, "exit"])
    sent = {"uid": uuid4(), "how": "phone", "outcome": "no_answer", "again_on": today() + timedelta(days=1)}
    for _ in range(2):
        assert client.post(reverse("staff:result-try", args=[over.uid, "exit"]), sent).status_code == 302
    assert ContactTry.objects.count() == 1
    assert "No answer" in text(client.get(here))
    status = reverse("staff:result-status", args=[over.uid, "exit"])
    told = {"version": 1, "status": "employed", "on": today(), "source": "The contract"}
    assert "only days from" in text(client.post(status, told), 422)
    assert client.post(status, {**told, "on": closed_on + timedelta(days=28)}).status_code == 302
    assert Result.objects.get(moment="exit").status == "employed"
    assert client.get(reverse("staff:result", args=[over.uid, "never"])).status_code == 404
    taken = client.get(reverse("staff:results-csv"), {"due": "known"})
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0][:6] for row in rows] == ["Person", "'=Rosa"]
    assert AuditEntry.objects.filter(verb="plans.results-exported").count() == 1
    assert "100.0 %" in text(client.get(reverse("staff:results-figures")))


def test_the_programme_manager_reads_figures_without_a_name(project: Project, as_role: AsRole) -> None:
    over = made.plan_over(factories_plans.measure(project), person=factories.person(project))
    made.result(over, status="employed", recorded_at=timezone.now(), source="Rosa's sister")
    page = text(as_role("programme").get(reverse("staff:results-figures")))
    assert "Rosa" not in page
    assert "withheld" in page
    assert "withheld" not in text(as_role("case").get(reverse("staff:results-figures")))


@pytest.mark.parametrize("name", ["goals", "results", "person-goals", "person-assessments"])
def test_a_page_asks_as_much_for_many_as_for_one(plan: Plan, as_role: AsRole, name: str) -> None:
    client = as_role("coordinator")

    def add() -> None:
        made.task(made.goal(plan)), made.common_good(plan), made.assessment(plan, 2, 3, kind="review")
        made.result(made.plan_over(plan.measure, person=plan.person))

    address = reverse(f"staff:{name}", args=[plan.person.uid] if name.startswith("person") else [])
    query = "?whose=all" if name == "goals" else "?due=all" if name == "results" else ""

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client.get(address + query))
        return len(queries)

    made.assessment(plan, 1, 1, 1, 1, 1, 1, signed=True)
    add(), asked()
    few = asked()
    for _ in range(4):
        add()
    assert asked() == few <= 30
