"""Applications and measures as pages and as JSON: one way through each, refusals, and queries that do not grow."""

import json
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
from campanello.core.edges import today
from campanello.people.models import ContactWay
from campanello.people.services.search_keys import refresh
from campanello.plans.models import Application, Measure
from tests import factories, factories_plans
from tests.db.plans.applicants import LACKS_LAB, MEETS, Office

AsRole = Callable[[str], Client]


@pytest.fixture
def office(db: None, settings: Any) -> Office:
    settings.SECOND_FACTOR_ASKED = False
    return Office()


@pytest.fixture
def as_role(office: Office) -> AsRole:
    def logged_in(role: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(User.objects.get(pk=getattr(office, role).user))
        return client

    return logged_in


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def do(client: Client, row: Application, deed: str, **given: Any) -> HttpResponse:
    row.refresh_from_db()
    url = reverse("staff:application-move", args=[row.uid, deed])
    response: Any = client.post(url, {"version": row.version, **given})
    row.refresh_from_db()
    return response


def test_somebody_applies_at_the_desk_and_is_registered_decided_and_told(
    office: Office, as_role: AsRole
) -> None:
    desk, employment = as_role("desk"), as_role("employment")
    sent = {
        "uid": str(uuid4()), "measure": office.measure.code, "channel": "phone", "given_name": "Amina",
        "family_name": "Prova", "phone": "347 123 4567", "language": "ar", "wants_call": "on", **MEETS,
    }  # fmt: skip
    for _ in range(2):
        assert desk.post(reverse("staff:application-new"), sent).status_code == 302
    row = Application.objects.get()
    assert (row.channel, row.language, row.answers["family_name"]) == ("phone", "ar", "Prova")
    page = text(desk.get(reverse("staff:application", args=[row.uid])))
    assert "Amina Prova" in page
    assert "tel:3471234567" in page
    assert "Link to a person" in page
    refresh([factories.person(office.project, given_name="Amina", family_name="Prova").pk])
    identify = reverse("staff:application-person", args=[row.uid])
    register = {"version": row.version, "register": "1", "given_name": "Amina", "family_name": "Prova"}
    shown = desk.post(identify, register)
    assert shown.status_code == 422
    assert "This is the applicant" in shown.content.decode()
    (likely,) = shown.context["likely"]
    assert desk.post(identify, register | {"seen": str(likely["person"].uid)}).status_code == 302
    assert do(desk, row, "comunica", how="phone").status_code == 409
    funds = {"services": "3.000,00", "allowance": "2000", "out_of_turn": "", "note": ""}
    refused = do(desk, row, "ammetti", **funds)
    assert (refused.status_code, row.state) == (403, "pending")
    assert do(employment, row, "ammetti", **funds).status_code == 302
    assert (row.state, row.services_cents, row.allowance_cents) == ("eligible", 3_000_00, 2_000_00)
    tell = text(desk.get(reverse("staff:application-move", args=[row.uid, "comunica"])))
    assert 'lang="ar" dir="rtl"' in tell
    assert do(desk, row, "comunica", how="phone").status_code == 302
    assert row.told_at is not None


def test_a_refusal_keeps_the_page_and_says_why_in_figures(office: Office, as_role: AsRole) -> None:
    employment = as_role("employment")
    first, second = office.take(), office.take(LACKS_LAB)
    funds = {"services": "3000", "allowance": "2000", "out_of_turn": "", "note": ""}
    told = do(employment, second, "ammetti", **funds)
    assert told.status_code == 422
    assert "The requirements answer" in told.content.decode()
    stale = employment.post(
        reverse("staff:application-move", args=[first.uid, "ammetti"]), {"version": 9, **funds}
    )
    assert stale.status_code == 409
    assert "changed since the page was opened" in stale.content.decode()
    assert do(employment, first, "ammetti", **funds | {"services": "3000,01"}).status_code == 422
    asked = do(employment, second, "integra", codes=["lab"], note="", due_on=str(today()))
    assert (asked.status_code, second.due_on) == (302, today())
    assert employment.get(reverse("staff:application-move", args=[second.uid, "volare"])).status_code == 404


def test_the_list_stands_under_a_funnel_that_adds_up_and_keeps_its_filters(
    office: Office, as_role: AsRole
) -> None:
    desk = as_role("desk")
    rosa = office.person(given_name="Rosa", family_name="Melograno")
    refresh([rosa.pk])
    office.take(LACKS_LAB, person=rosa, came_through="MILO Lab")
    office.decide(office.take(), out_of_turn="Drawn")
    url = reverse("staff:applications")
    page = text(desk.get(url))
    assert "Received 2 = 1 + 1 + 0 + 0 + 0" in page
    assert "Rosa Melograno" in page
    finds = {"q=Melogra": 1, "q=1": 1, "state=eligible": 1, "missing=lab": 1, "missing=residence": 0,
             "through=MILO+Lab": 1, "channel=web": 0, "due=funds": 0, "due=who": 0, "call=1": 0,
             f"measure={office.measure.code}": 2, "measure=none": 0}  # fmt: skip
    assert {asked: len(desk.get(f"{url}?{asked}").context["lines"]) for asked in finds} == finds
    assert desk.get(reverse("staff:applications-csv")).status_code == 404
    table = as_role("coordinator").get(reverse("staff:applications-csv")).content.decode()
    assert table.count("\r\n") == 3
    assert "Rosa Melograno" in table


def test_who_waits_longest_is_called_first_with_a_number_to_tap(office: Office, as_role: AsRole) -> None:
    desk, rosa = as_role("desk"), office.person()
    ContactWay.objects.create(
        person=rosa, kind="phone", value="347 1", normal="+393471", starts_on=factories.LONG_AGO
    )
    first = office.take(person=rosa, wants_call=True)
    office.take(wants_call=True)
    url = reverse("staff:applications-calls")
    page = desk.get(url)
    assert 'href="tel:+393471"' in text(page)
    assert [one["one"].number for one in page.context["calls"]] == [1, 2]
    tried = {
        "uid": str(uuid4()),
        "how": "phone",
        "outcome": "no_answer",
        "again_on": str(today() + timedelta(2)),
    }
    assert desk.post(reverse("staff:application-try", args=[first.uid]), tried).status_code == 302
    assert [one["one"].number for one in desk.get(url).context["calls"]] == [2]
    assert [one["one"].number for one in desk.get(f"{url}?later=1").context["calls"]] == [1]
    assert "Applicants to call back" in text(desk.get(reverse("staff:home")))


def test_those_ticked_lapse_together(office: Office, as_role: AsRole) -> None:
    rows = [office.take(LACKS_LAB) for _ in range(2)]
    Application.objects.update(due_on=today() - timedelta(days=1))
    employment, url = as_role("employment"), reverse("staff:applications-lapsing")
    assert "2 applications lapse unless you untick them" in text(employment.get(url))
    assert employment.post(url, {"note": "It did not come"}).status_code == 422
    assert employment.post(url, {"note": "It did not come", "uid": str(rows[0].uid)}).status_code == 302
    assert sorted(Application.objects.values_list("state", flat=True)) == ["lapsed", "pending"]


def test_what_the_desk_says_of_a_document(office: Office, as_role: AsRole) -> None:
    row = office.take()
    paper = factories_plans.document(row)
    url, desk = reverse("staff:application-document-judge", args=[paper.uid]), as_role("desk")
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"state": "refused", "reason": ""}).status_code == 422
    assert desk.post(url, {"state": "refused", "reason": "It is cut off"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.reason) == ("refused", "It is cut off")


def test_two_who_change_a_measure_are_shown_both_values(office: Office, as_role: AsRole) -> None:
    client = as_role("coordinator")
    url = reverse("staff:measure-change", args=[office.measure.code])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"version": 1}
    assert client.post(url, sent | {"title_it": "Nuova", "services_cents": "8.000,00"}).status_code == 302
    clash = client.post(url, sent | {"title_it": "Altra"})
    assert clash.status_code == 409
    assert {(one.name, one.saved, one.yours) for one in clash.context["clashes"]} >= {
        ("title_it", "Nuova", "Altra")
    }
    kept = client.post(url, sent | {"version": 2, "title_it": "Altra", "keep-services_cents": "saved"})
    made = Measure.objects.get()
    assert (kept.status_code, made.titles["it"], made.services_cents) == (302, "Altra", 8_000_00)
    assert "8,000.00" in text(client.get(reverse("staff:measures")))


def test_programs_take_on_and_read_applications(office: Office, as_role: AsRole) -> None:
    desk = as_role("desk")
    body = json.dumps({"measure": office.measure.code, "answers": {"given_name": "Amina", **LACKS_LAB}})
    send: dict[str, Any] = {"content_type": "application/json", "headers": {"Idempotency-Key": "k" * 16}}
    first, again = (desk.post("/api/v1/applications", body, **send) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, first.json())
    told = desk.get("/api/v1/applications").json()
    assert (told["total"], told["funnel"]["pending"], told["applications"][0]["missing"]) == (1, 1, ["lab"])
    whole = desk.get(f"/api/v1/applications/{first.json()['uid']}").json()
    assert [one["after"] for one in whole["steps"]] == ["pending"]


@pytest.mark.parametrize("name", ["applications", "applications-calls", "applications-lapsing", "measures"])
def test_queries_of_a_list_do_not_grow_with_it(office: Office, as_role: AsRole, name: str) -> None:
    client = as_role("coordinator")
    due = {"due_on": today() - timedelta(days=1), "wants_call": True}

    def more(count: int) -> int:
        for _ in range(count):
            factories_plans.application(office.measure, person=office.person(), **due)
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert client.get(reverse(f"staff:{name}")).status_code == 200
        return len(made)

    client.get(reverse(f"staff:{name}"))
    assert more(2) == more(8)


def test_a_restricted_record_is_counted_but_not_named(office: Office, as_role: AsRole) -> None:
    rosa = office.person(given_name="Rosa", family_name="Melograno")
    row = office.take(person=rosa)
    rosa.restricted_at = timezone.now()
    rosa.save()
    page = text(as_role("desk").get(reverse("staff:applications")))
    assert "Melograno" not in page
    assert "Received 1 = 0 + 1" in page
    assert as_role("desk").get(reverse("staff:application", args=[row.uid])).status_code == 404


def test_the_desk_is_shown_no_way_to_a_plan_that_it_may_not_open(office: Office, as_role: AsRole) -> None:
    measure = Measure.objects.get()
    person = factories.person(measure.project)
    row = factories_plans.application(measure, person=person, state="eligible")
    plan = factories_plans.plan(measure, person, application=row)
    page, way = reverse("staff:application", args=[row.uid]), reverse("staff:plan", args=[plan.uid])
    assert way in text(as_role("employment").get(page))
    assert way not in text(as_role("desk").get(page))
