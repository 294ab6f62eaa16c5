"""Plans and the catalogue as pages: one way through from catalogue to closed plan, what is refused, constant cost."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from campanello.accounts.models import User
from campanello.core.models import Project
from campanello.people.models import Person
from campanello.plans.models import Plan, PlanAct, PlanService, Service, ServiceValue, Signature
from tests import factories, factories_plans

AsRole = Callable[[str], Client]
LINE = "[[" + ",".join(f"[{10 * x},20]" for x in range(10)) + "]]"


@pytest.fixture
def project(db: None, settings: Any) -> Project:
    settings.SECOND_FACTOR_ASKED = False
    return factories.project()


@pytest.fixture
def as_role(project: Project) -> AsRole:
    def logged_in(role: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=factories.actor(role, project=project).user))
        return client

    return logged_in


@pytest.fixture
def rosa(project: Project) -> Person:
    return factories.person(project, given_name="Rosa", family_name="Querciola", born_on=date(1980, 5, 1))


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def sent(client: Client, address: str, given: dict[str, Any]) -> HttpResponse:
    """A form sent with the version that its page holds."""
    page = text(client.get(address))
    if 'name="version" value="' in page:
        given = {"version": page.split('name="version" value="')[1].partition('"')[0]} | given
    return client.post(address, given)


def test_an_empty_catalogue_begins_with_the_programme_s_services_and_no_value(
    project: Project, as_role: AsRole
) -> None:
    client = as_role("coordinator")
    assert "The catalogue is empty" in text(client.get(reverse("staff:services")))
    start = reverse("staff:services-start")
    assert "15 services of the programme come" in text(client.get(start))
    assert client.post(start).status_code == 302
    assert "All services of the programme" in text(client.get(start))
    service = Service.objects.get(code="bilancio-competenze")
    value = {"hourly_cents": "30,50", "starts_on": "2020-01-01", "source": "D.d.s. 1/2020"}
    for _ in range(2):
        assert client.post(reverse("staff:service-value", args=[service.pk]), value).status_code == 302
    assert ServiceValue.objects.get().hourly_cents == 3050
    assert "8 services that bear an allowance have no hourly value" in text(
        client.get(reverse("staff:services"))
    )


def test_from_a_draft_to_a_plan_that_is_over(project: Project, as_role: AsRole, rosa: Person) -> None:
    client, service = as_role("case"), factories_plans.service(project, hourly_cents=3050)
    measure = factories_plans.measure(project)
    today = localdate()
    new = reverse("staff:plan-new") + f"?person={rosa.uid}"
    given = {"uid": str(uuid4()), "measure": measure.code, "language": "ar", "goal": "Lavorare"}
    given |= {"starts_on": today.isoformat(), "ends_on": f"{today.year + 1}-12-31"}
    for _ in range(2):
        assert client.post(new, given).status_code == 302
    plan = Plan.objects.get()
    assert plan.ends_on == date(today.year + 2, 1, 1)
    put = reverse("staff:plan-service", args=[plan.uid])
    assert "18:00" in text(client.get(put))
    refused = sent(client, put, {"service": service.pk, "minutes": "18:30"})
    assert refused.status_code == 422
    assert "would have 18:30" in refused.content.decode()
    assert sent(client, put, {"service": service.pk, "minutes": "10,5"}).status_code == 302
    assert PlanService.objects.get().minutes == 630

    person, team = (reverse("staff:plan-sign", args=[plan.uid, who]) for who in ("persona", "equipe"))
    page = text(client.get(person))
    assert 'dir="rtl"' in page
    assert "Querciola" in page
    assert sent(client, person, {"how": "screen", "typed": "Rosa"}).status_code == 422
    for _ in range(2):
        assert (
            client.post(person, {"version": plan.version + 1, "how": "screen", "strokes": LINE}).status_code
            == 302
        )
    signed = {"how": "paper", "on": today.isoformat(), "is_in_folder": "on"}
    assert sent(client, team, signed).status_code == 302
    assert Signature.objects.count() == 2
    assert "This side has signed" in text(client.get(team))
    shown = text(client.get(reverse("staff:plan", args=[plan.uid])))
    assert "<polyline" in shown
    assert "0:00 attended of 10:30 planned; up to 18:00" in shown
    assert client.get(reverse("staff:plan-pdf", args=[plan.uid])).content.startswith(b"%PDF")

    for deed in ("avvia", "concludi"):
        act = reverse("staff:plan-act", args=[plan.uid, deed])
        assert sent(client, act, {"on": today.isoformat(), "number": "D.d. 7"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.closed_on) == ("completed", today)
    assert list(PlanAct.objects.values_list("kind", flat=True)) == ["sign", "start", "complete"]
    over = text(client.get(reverse("staff:plan-act", args=[plan.uid, "sospendi"])))
    assert "Nothing more is done with it" in over
    assert "Versions and signatures" in text(client.get(reverse("staff:plan", args=[plan.uid])))


def test_a_signed_plan_is_changed_by_a_new_version_alone(
    project: Project, as_role: AsRole, rosa: Person
) -> None:
    client = as_role("case")
    plan = factories_plans.plan(factories_plans.measure(project), rosa, ends_on=date(2031, 1, 1))
    service = factories_plans.service(project)
    factories_plans.plan_service(plan, service)
    drop = reverse("staff:plan-service-drop", args=[plan.uid, service.pk])
    client.post(drop, {"version": plan.version})
    assert PlanService.objects.count() == 1
    amend = reverse("staff:plan-amend", args=[plan.uid])
    assert "Version 2 begins with the services of version 1" in text(client.get(amend))
    assert sent(client, amend, {"starts_on": localdate().isoformat(), "reason": "More"}).status_code == 302
    assert PlanService.objects.count() == 2
    client.post(drop, {"version": plan.version})
    assert PlanService.objects.count() == 2
    client.post(drop, {"version": plan.version + 1})
    page = text(client.get(reverse("staff:plan", args=[plan.uid])))
    assert PlanService.objects.count() == 1
    assert "goes: it was 10:00 hours" in page
    assert "not signed by both yet" in page


def test_two_who_change_one_plan_see_both_values(project: Project, as_role: AsRole, rosa: Person) -> None:
    client = as_role("case")
    plan = factories_plans.plan(factories_plans.measure(project), rosa, state="draft", goal="Mine")
    Plan.objects.update(version=2, goal="Theirs", ends_on=date(2026, 7, 1))
    given = {"version": "1", "goal": "Mine", "language": "it"}
    given |= {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    answer = client.post(reverse("staff:plan-edit", args=[plan.uid]), given)
    assert answer.status_code == 409
    for both in ("Theirs", "30/06/2026", "31/12/2026"):
        assert both in answer.content.decode()


def test_the_list_is_a_file_too_and_names_nobody_to_who_may_not_take_them(
    project: Project, as_role: AsRole, rosa: Person
) -> None:
    plan = factories_plans.plan(factories_plans.measure(project), rosa)
    file = as_role("coordinator").get(reverse("staff:plan-list-csv"))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:3] == [plan.code, "Rosa Querciola", "Active"]
    assert rows[1][6] == "31/12/2026"
    assert as_role("case").get(reverse("staff:plan-list-csv")).status_code == 404
    assert "No plan is like that" in text(
        as_role("case").get(reverse("staff:plan-list") + "?state=draft&manager=x")
    )


@pytest.mark.parametrize("name", ["staff:plan", "staff:plan-list", "staff:services", "staff:person"])
def test_pages_cost_the_same_at_two_sizes(name: str, project: Project, as_role: AsRole, rosa: Person) -> None:
    client, measure = as_role("case"), factories_plans.measure(project)
    plan = factories_plans.plan(measure, rosa, state="draft")
    args = {"staff:plan": [plan.uid], "staff:person": [rosa.uid]}.get(name)
    found = []
    for size in (1, 5):
        for _ in range(size):
            factories_plans.plan_service(plan, factories_plans.service(project))
            factories_plans.plan(measure, factories.person(project))
        text(client.get(reverse(name, args=args)))
        with CaptureQueriesContext(connection) as made:
            text(client.get(reverse(name, args=args)))
        found.append(len(made))
    assert found[0] == found[1]


def test_a_service_is_added_changed_retired_and_its_value_taken_back(
    project: Project, as_role: AsRole
) -> None:
    client = as_role("coordinator")
    given = {"code": "sarta", "block": "other", "name_it": "Sartoria", "name_ar": "خياطة"}
    add = reverse("staff:service-add")
    assert client.post(add, given | {"block": "base", "bears_allowance": "on"}).status_code == 422
    assert client.post(add, given).status_code == 302
    assert client.post(add, given).status_code == 422
    one = Service.objects.get()
    edit, offer = (reverse(f"staff:service-{what}", args=[one.pk]) for what in ("edit", "offer"))
    assert sent(client, edit, {"block": "other", "name_it": "Sartoria e cucito"}).status_code == 302
    stale = {"version": "1", "block": "other", "name_it": "Cucito"}
    assert client.post(edit, stale).status_code == 409
    for _ in range(2):
        client.post(offer, {"offer": "no"})
    one.refresh_from_db()
    assert (one.is_offered, one.names["it"], one.version) == (False, "Sartoria e cucito", 3)
    plan = factories_plans.plan(factories_plans.measure(project))
    factories_plans.plan_service(plan, one)
    assert "1 signed plan holds it" in text(client.get(edit))
    assert sent(client, edit, {"block": "other", "name_it": "Cucito"}).status_code == 422
    value = {"hourly_cents": "12", "starts_on": "2026-01-01", "source": "Table", "is_demo": "on"}
    client.post(reverse("staff:service-value", args=[one.pk]), value)
    assert (
        client.post(reverse("staff:service-value", args=[one.pk]), value | {"hourly_cents": "13"}).status_code
        == 422
    )
    assert "invented, for trying out" in text(client.get(reverse("staff:service", args=[one.pk])))
    client.post(reverse("staff:service-value-drop", args=[one.pk, ServiceValue.objects.get().pk]))
    assert not ServiceValue.objects.exists()


def test_a_person_s_page_tells_of_their_plans_to_who_reads_plans(
    project: Project, as_role: AsRole, rosa: Person
) -> None:
    plan = factories_plans.plan(factories_plans.measure(project), rosa)
    told: dict[str, Any] = {"plan": plan, "before": "signed", "after": "active", "at": factories_plans.MOMENT}
    PlanAct.objects.create(kind="start", on=date(2026, 1, 1), **told)
    page = text(as_role("employment").get(reverse("staff:person", args=[rosa.uid])))
    assert f"Plan {plan.code}: Start" in page
    assert reverse("staff:plan-new") in page
    assert plan.code not in text(as_role("desk").get(reverse("staff:person", args=[rosa.uid])))
    assert plan.code in text(as_role("employment").get(reverse("staff:plan", args=[plan.uid])))


@pytest.mark.parametrize("language", ["it", "en", "fr", "ar", "ur", "es"])
def test_a_resident_reads_their_plan_in_each_language(language: str, project: Project, rosa: Person) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(
        User.objects.get(pk=factories.actor("resident", user=factories.user(person=rosa.pk)).user)
    )
    assert client.get(reverse("resident:plan")).status_code == 200
    plan = factories_plans.plan(factories_plans.measure(project), rosa, goal="Cucire", language=language)
    factories_plans.plan_service(plan, factories_plans.service(project))
    assert "Cucire" in text(client.get(reverse("resident:plan")))


def test_a_resident_whose_plan_is_over_is_promised_nothing_more(project: Project, rosa: Person) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        User.objects.get(pk=factories.actor("resident", user=factories.user(person=rosa.pk)).user)
    )
    plan = factories_plans.plan(factories_plans.measure(project), rosa)
    assert "What comes next" in text(client.get(reverse("resident:plan")))
    Plan.objects.filter(pk=plan.pk).update(state="completed", closed_on=date(2026, 12, 31))
    over = text(client.get(reverse("resident:plan")))
    assert "Until 31/12/2026." in over
    for promise in ("What comes next", "It can grow", "If you want to stop"):
        assert promise not in over


def test_programs_read_plans_and_one_with_its_hours(project: Project, as_role: AsRole, rosa: Person) -> None:
    plan = factories_plans.plan(factories_plans.measure(project), rosa)
    factories_plans.plan_service(plan, factories_plans.service(project))
    found = as_role("case").get(reverse("api:plans"), {"state": "active", "q": plan.code}).json()
    assert [(one["code"], one["planned_minutes"], one["last_on"]) for one in found["plans"]] == [
        (plan.code, 600, "2026-12-31")
    ]
    whole = as_role("case").get(reverse("api:plan", args=[plan.uid])).json()
    assert whole["blocks"] == [
        {"block": "orientation", "attended_minutes": 0, "planned_minutes": 600, "most_minutes": 1080}
    ]
    assert (whole["person"], whole["allowance_cents"]) == (str(rosa.uid), 0)


def test_the_home_says_which_plans_wait_for_a_signature_or_are_over(
    project: Project, as_role: AsRole, rosa: Person
) -> None:
    measure = factories_plans.measure(project)
    factories_plans.plan_service(
        factories_plans.plan(measure, rosa, state="draft"), factories_plans.service(project)
    )
    factories_plans.plan(measure, ends_on=date(2026, 2, 1))
    page = text(as_role("case").get(reverse("staff:home")))
    assert "Plans to sign" in page
    assert "Plans that are over and not closed" in page
    listed = text(as_role("case").get(reverse("staff:plan-list") + "?state=unsigned"))
    assert "Querciola" in listed
    assert "1 plan is over and not closed" in listed
