"""The search page and the page one starts from: what stands there, for whom, and that they say nothing of others."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry, Project
from campanello.people.models import Person
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunetta() -> Project:
    return factories.project(title="Lunetta")


@pytest.fixture
def desk(client: Client, lunetta: Project) -> Client:
    client.force_login(factories.assignment(role=Role.DESK, project=lunetta).user)
    return client


def known(project: Project, given_name: str, family_name: str, **more: Any) -> Person:
    person = factories.person(project, given_name=given_name, family_name=family_name, **more)
    search_keys.refresh([person.pk])
    return person


def text(client: Client, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers={"accept-language": "en", **headers})
    assert response.status_code == status
    return str(response.content.decode())


def test_a_person_is_found_with_the_reason_and_a_way_to_them(desk: Client, lunetta: Project) -> None:
    samira = known(lunetta, "Samira", "Alaoui", born_on=date(1983, 11, 9))
    page = text(desk, "/cerca/?q=alawi+1983")
    assert f'href="/persone/{samira.uid}/"' in page
    assert "“alawi” is also written “alaoui”" in page or "“alawi” is nearly “alaoui”" in page
    assert "Born in that year" in page
    assert "1 person may be meant" in page


def test_new_people_are_registered_from_under_the_results_alone(desk: Client, lunetta: Project) -> None:
    known(lunetta, "Samira", "Alaoui")
    assert "/persone/nuova/" not in text(desk, "/cerca/")
    found = text(desk, "/cerca/?q=alaoui")
    assert found.index("Samira Alaoui") < found.index("/persone/nuova/?q=alaoui")
    assert "/persone/nuova/?q=nobody" in text(desk, "/cerca/?q=nobody")


def test_somebody_of_another_project_and_nobody_answer_alike(desk: Client) -> None:
    known(factories.project(), "Samira", "Fassini")
    theirs, absent = (
        re.sub(r'nonce="[^"]*"|value="[^"]{30,}"', "", text(desk, f"/cerca/?q={name}").replace(name, ""))
        for name in ("fassini", "xxxxxxx")
    )
    assert theirs == absent


def test_filters_stand_in_the_address_and_the_form(desk: Client, lunetta: Project) -> None:
    known(lunetta, "Samira", "Alaoui", born_on=today() - timedelta(days=20 * 366))
    assert "Samira Alaoui" in text(desk, f"/cerca/?q=alaoui&age=18-29&project={lunetta.pk}")
    older = text(desk, "/cerca/?q=alaoui&age=65&without_code=1")
    assert "Samira Alaoui" not in older
    assert '<option value="65" selected>' in older
    assert 'href="/cerca/?q=alaoui"' in older  # the way out of the filters


def test_pages_of_a_long_list_keep_what_was_typed(desk: Client, lunetta: Project) -> None:
    for number in range(12):
        known(lunetta, f"Anna {number}", "Rossi")
    first, second = text(desk, "/cerca/?q=anna+rossi"), text(desk, "/cerca/?q=anna+rossi&page=2")
    assert 'href="/cerca/?q=anna+rossi&amp;page=2"' in first
    assert (first.count("data-result"), second.count("data-result")) == (10, 2)


def test_as_it_is_typed_a_piece_of_the_page_comes_with_the_short_address(
    desk: Client, lunetta: Project
) -> None:
    known(lunetta, "Samira", "Alaoui")
    response = desk.get("/cerca/?q=alao&project=&age=&language=", headers={"hx-request": "true"})
    assert b"<html" not in response.content
    assert b"Samira Alaoui" in response.content
    assert response["HX-Replace-Url"] == "/cerca/?q=alao"
    assert "no-store" in response["Cache-Control"]


HOSTILE = {
    "a script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "a NUL": "%00ros%00si",
    "a lone surrogate": "%ED%A0%80",
    "marks of direction": "%E2%80%AEissor",
    "ten thousand letters": "a" * 10_000,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_anything_may_be_typed(desk: Client, typed: str) -> None:
    page = text(desk, f"/cerca/?q={typed}&page=99999999999&project=-1&age=x&language=../&without_code=2")
    assert "<script>alert" not in page


def test_each_name_shown_leaves_a_line(desk: Client, lunetta: Project) -> None:
    samira = known(lunetta, "Samira", "Alaoui")
    text(desk, "/cerca/?q=alaoui")
    assert list(AuditEntry.objects.filter(verb="people.person-found").values_list("person", flat=True)) == [
        samira.pk
    ]


@pytest.mark.parametrize("role", [Role.PROGRAMME, Role.EVALUATOR, Role.RESIDENT])
def test_who_sees_no_names_finds_no_search(client: Client, role: Role) -> None:
    client.force_login(factories.assignment(role=role).user)
    assert client.get("/cerca/?q=rossi").status_code == 404


def test_who_is_not_logged_in_is_asked_to_with_the_way_back(client: Client) -> None:
    for address in ("/cerca/?q=rossi", "/inizio/"):
        assert client.get(address).status_code == 302


def landlord_of(client: Client, dwelling: Any) -> Client:
    officer = factories.assignment(role=Role.LANDLORD, organisation=dwelling.owner)
    client.force_login(officer.user)
    return client


def test_a_landlord_s_officer_finds_own_dwellings_by_address_doorbell_and_tenant(
    client: Client, lunetta: Project
) -> None:
    house = factories.building(lunetta, street="Via Verdi", number="4", search="via verdi 4")
    tenant = known(lunetta, "Samira", "Alaoui")
    own = factories.dwelling(house, doorbell="Gandolfi", doorbell_search="gandolfi")
    factories.tenancy(own, factories.household(tenant), holder=tenant)
    others = factories.dwelling(house, doorbell="Gandolfi", doorbell_search="gandolfi")
    factories.tenancy(others, factories.household(known(lunetta, "Samira", "Fassi")))
    officer = landlord_of(client, own)
    for typed in ("via+verdi+4", "gandolfi", "alaui"):
        page = text(officer, f"/cerca/?q={typed}")
        assert f"/case/alloggi/{own.uid}/" in page
        assert "Samira Alaoui" in page
        assert str(others.uid) not in page
        assert "Fassi" not in page
    assert "1 dwelling found" in page


def test_a_landlord_finds_nobody_by_what_is_not_theirs_to_know(client: Client, lunetta: Project) -> None:
    house = factories.building(lunetta)
    tenant = known(lunetta, "Samira", "Alaoui", born_on=date(1983, 11, 9))
    own = factories.dwelling(house)
    factories.tenancy(own, factories.household(tenant), holder=tenant)
    assert "Samira" not in text(landlord_of(client, own), "/cerca/?q=09/11/1983")


def test_a_card_tells_the_last_contact_of_one_s_own_projects(desk: Client, lunetta: Project) -> None:
    samira = known(lunetta, "Samira", "Alaoui")
    assert "No contact recorded in your projects" in text(desk, "/cerca/?q=alaoui")
    factories.visit(lunetta, person=samira)
    factories.visit(factories.project(), person=samira, at=datetime(2026, 3, 9, 10, tzinfo=UTC))
    assert "Last contact on <bdi>02/03/2026</bdi>" in text(desk, "/cerca/?q=alaoui")
