"""Pacts, traineeships and vacancies as pages: one way through each, and what is refused."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campanello.accounts.models import User
from campanello.core.edges import today
from campanello.people.models import Language
from campanello.plans.models import (
    Candidacy,
    GivenBack,
    Host,
    JobFound,
    Pact,
    PactTerms,
    Plan,
    Traineeship,
    Vacancy,
)
from tests import factories, factories_plans
from tests.db.homes.houses import House, agree, skill


@pytest.fixture
def house(db: None, settings: Any) -> House:
    settings.SECOND_FACTOR_ASKED = False
    return House()


@pytest.fixture
def plan(house: House) -> Plan:
    measure = factories_plans.measure(house.project)
    return factories_plans.plan(measure, house.known.holder, language="ar")


@pytest.fixture
def client(house: House) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(pk=house.actor("coordinator").user))
    return client


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def rows(response: HttpResponse) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def uid_in(page: str, field: str = "uid") -> str:
    return page.split(f'name="{field}" value="')[1].partition('"')[0]


def posted(client: Client, page: str, /, *args: Any, **sent: Any) -> HttpResponse:
    return client.post(reverse(page, args=args), sent)


def draft(client: Client, plan: Plan) -> Pact:
    form = reverse("staff:pact-new") + f"?piano={plan.uid}"
    page = text(client.get(form))
    assert 'value="1/3"' in page
    sent = {
        "uid": uid_in(page), "kind": "do_ut_des", "title": "Patto del cortile", "gets": "Corso", "gives": "Pulizie",
        "hours_to_give": "20", "share": "1/3", "plan": str(plan.uid), "starts_on": today().isoformat(),
        "creditor": _creditor(page),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(form, sent).status_code == 302
    return Pact.objects.get()


def _creditor(page: str) -> str:
    """The creditor that the form suggests."""
    field = page.split('name="creditor"')[1].partition("</select>")[0]
    return field.split('" selected')[0].rpartition('value="')[2]


def test_a_pact_is_drafted_with_a_third_signed_by_both_and_shown_in_euros(
    house: House, client: Client, plan: Plan
) -> None:
    pact = draft(client, plan)
    assert pact.creditor == house.aler
    page = text(client.get(reverse("staff:pact", args=[pact.uid])))
    assert "€100.00" in page or "100.00" in page
    sign = reverse("staff:pact-sign", args=[pact.uid])
    name = plan.person.name
    wrong = client.post(
        sign, {"who": f"person:{plan.person.uid}", "how": "screen", "has_agreed": "on", "typed": "X Y"}
    )
    assert wrong.status_code == 422
    told = {"how": "screen", "has_agreed": "on", "version": "1"}
    assert client.post(sign, told | {"who": f"person:{plan.person.uid}", "typed": name}).status_code == 302
    assert (
        client.post(
            sign, {"who": "staff", "how": "paper", "is_in_folder": "on", "on": today().isoformat()}
        ).status_code
        == 302
    )
    assert Pact.objects.get().state == "signed"
    listed = text(client.get(reverse("staff:pacts") + "?q=cortile&state=signed"))
    assert "1 pact" in listed
    assert "1/3" in listed
    exported = rows(client.get(reverse("staff:pacts-csv")))
    assert exported[1][0] == name


def test_time_is_given_taken_back_and_the_pact_ends_in_figures(client: Client, plan: Plan) -> None:
    pact = factories_plans.pact(plan, starts_on=today() - timedelta(days=10), title="Patto")
    give = text(client.get(reverse("staff:pact-give", args=[pact.uid])))
    sent = {"person": str(plan.person.uid), "day": today().isoformat(), "minutes": "90", "what": "Cortile"}
    for _ in range(2):
        posted(client, "staff:pact-give", pact.uid, uid=uid_in(give), **sent)
    row = GivenBack.objects.get()
    assert "1 h 30 min of 20 h" in text(client.get(reverse("staff:pact", args=[pact.uid])))
    cancel = reverse("staff:pact-given-cancel", args=[pact.uid, row.uid])
    assert "0 h instead of 1 h 30 min" in text(client.get(cancel))
    client.post(cancel)
    assert "0 h of 20 h" in text(client.get(reverse("staff:pact", args=[pact.uid])))
    end = reverse("staff:pact-end", args=[pact.uid])
    assert "until yesterday 1/3 did" in text(client.get(end))
    assert client.post(end, {"is_broken": "broken", "reason": ""}).status_code == 422
    assert client.post(end, {"is_broken": "broken", "reason": "Moved"}).status_code == 302
    assert Pact.objects.get().state == "broken"


def test_new_terms_wait_for_both_and_a_bad_share_is_asked_again(client: Client, plan: Plan) -> None:
    pact = factories_plans.pact(plan)
    sent = {
        "gets": "Corso", "gives": "Pulizie", "hours_to_give": "10", "share": "4/3",
        "starts_on": today().isoformat(), "reason": "Rent fell due", "version": "1",
    }  # fmt: skip
    assert posted(client, "staff:pact-terms", pact.uid, **sent).status_code == 422
    assert posted(client, "staff:pact-terms", pact.uid, **sent | {"share": "1/4"}).status_code == 302
    page = text(client.get(reverse("staff:pact", args=[pact.uid])))
    assert "What holds today" in page
    assert "New terms, proposed" in page
    again = posted(client, "staff:pact-terms", pact.uid, **sent | {"share": "1/5"})
    assert again.status_code == 409
    assert PactTerms.objects.count() == 2


def test_the_paper_is_a_pdf_in_both_languages(client: Client, plan: Plan) -> None:
    pact = factories_plans.pact(plan)
    answer = client.get(reverse("staff:pact-paper", args=[pact.uid]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_resident_reads_their_own_pact_and_no_other(house: House, plan: Plan) -> None:
    factories_plans.pact(plan, title="Patto mio")
    other = factories_plans.plan(plan.measure, house.elderly.holder)
    factories_plans.pact(other, title="Patto altrui")
    actor = factories.actor("resident")
    User.objects.filter(pk=actor.user).update(person=plan.person.pk)
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(pk=actor.user))
    page = text(client.get(reverse("resident:pact")))
    assert "Patto mio" in page
    assert "Patto altrui" not in page
    assert "pay your rent" in page


def test_a_host_takes_a_trainee_whom_the_tutor_visits(house: House, client: Client, plan: Plan) -> None:
    form = text(client.get(reverse("staff:host-new")))
    host = {
        "uid": uid_in(form), "project": house.project.pk, "name": "Officina Esempio", "municipality": "Mantova",
        "agreement": "7/2026", "agreed_on": "2020-01-01", "places": "1",
    }  # fmt: skip
    assert posted(client, "staff:host-new", **host).status_code == 302
    assert "0 of 1" not in text(client.get(reverse("staff:hosts")))
    new = reverse("staff:traineeship-new") + f"?piano={plan.uid}"
    page = text(client.get(new))
    assert "No allowance comes from this fund" in page
    sent = {
        "uid": uid_in(page), "host": str(Host.objects.get().uid), "role": "Magazzino", "weekly_minutes": "20",
        "starts_on": today().isoformat(), "ends_on": (today() + timedelta(days=400)).isoformat(),
    }  # fmt: skip
    assert client.post(new, sent).status_code == 422
    sent["ends_on"] = (today() + timedelta(days=90)).isoformat()
    assert client.post(new, sent).status_code == 302
    row = Traineeship.objects.get()
    assert row.weekly_minutes == 1200
    assert posted(client, "staff:traineeship-move", row.uid, "inizio", version="1").status_code == 302
    visit = {"uid": str(uuid4()), "day": today().isoformat(), "goes_well": "yes", "note": "Puntuale"}
    assert posted(client, "staff:traineeship-visit", row.uid, **visit).status_code == 302
    assert "Puntuale" in text(client.get(reverse("staff:traineeship", args=[row.uid])))
    assert "0 of 1" in text(client.get(reverse("staff:hosts")))
    assert rows(client.get(reverse("staff:traineeships-csv")))[1][0] == plan.person.name


def test_a_vacancy_says_who_fits_and_why_and_who_is_taken_on_found_a_job(
    house: House, client: Client, plan: Plan
) -> None:
    person = plan.person
    agree(person, "skills_map"), agree(person, "referral"), skill(person, "Cucito")
    Language.objects.create(person=person, code="ar")
    page = text(client.get(reverse("staff:vacancy-new")))
    sent = {
        "uid": uid_in(page), "project": house.project.pk, "kind": "job", "title": "Sarta", "employer": "Sartoria",
        "skills": "cucito", "languages": ["ar"], "weekly_minutes": "20", "places": "1",
        "opens_on": today().isoformat(),
    }  # fmt: skip
    assert posted(client, "staff:vacancy-new", **sent).status_code == 302
    vacancy = Vacancy.objects.get()
    assert posted(client, "staff:work-wish", person.uid, weekly_minutes="25").status_code == 302
    shown = text(client.get(reverse("staff:vacancy", args=[vacancy.uid])))
    assert "speaks Arabic" in shown
    assert "offers: cucito" in shown
    assert "20 h a week fit" in shown
    assert "100 of 100" in text(client.get(reverse("staff:person-vacancies", args=[person.uid])))
    assert posted(client, "staff:candidacy-new", vacancy.uid, person.uid).status_code == 302
    row = Candidacy.objects.get()
    for version, to in (("1", "sent"), ("2", "hired")):
        done = posted(client, "staff:candidacy-move", row.uid, to=to, version=version, note="")
        assert done.status_code == 302
    assert JobFound.objects.get().person == person
    assert person.name in text(client.get(reverse("staff:jobs-found")))
    assert "1 of 1" in text(client.get(reverse("staff:vacancies") + "?q=sarta"))
    assert rows(client.get(reverse("staff:jobs-found-csv")))[1][5] == "Sarta"
