"""Registering through the pages: searched first, likely duplicates before anybody is added, nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from campanello.core.models import AuditEntry, Project
from campanello.people.models import IdentityCode, Person
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/persone/nuova/"
GENOA = "RCCMNL83S18D969H"


@pytest.fixture
def project() -> Project:
    return factories.project()


@pytest.fixture
def desk(project: Project) -> Client:
    client = Client()
    client.force_login(factories.assignment(project=project).user)
    return client


@pytest.fixture
def form(project: Project) -> dict[str, Any]:
    return {"q": "rocca", "project": project.pk, "family_name": "Rocca", "given_name": "Emanuele"}


def test_nobody_is_registered_who_was_not_searched_for(desk: Client) -> None:
    answer = desk.get(ADDRESS)
    assert (answer.status_code, answer["Location"]) == (302, "/cerca/")


TYPED = {
    "names, the family name first": ("rocca emanuele", {"family_name": "Rocca", "given_name": "Emanuele"}),
    "a name and a day": ("rocca 18/11/1983", {"family_name": "Rocca", "born_on": "18/11/1983"}),
    "a codice fiscale": (GENOA.lower(), {"code": GENOA}),
    "a telephone": ("347 1234567", {"contact": "3471234567"}),
}


@pytest.mark.parametrize(("searched", "fields"), TYPED.values(), ids=TYPED)
def test_what_was_searched_for_is_typed_already(desk: Client, searched: str, fields: dict[str, str]) -> None:
    page = desk.get(ADDRESS, {"q": searched}).content.decode()
    for name, value in fields.items():
        assert re.search(rf'name="{name}" value="{value}"', page), name


def test_who_is_like_nobody_is_registered_at_once(desk: Client, form: dict[str, Any]) -> None:
    answer = desk.post(ADDRESS, form | {"code": GENOA, "born_on": "18/11/1983", "sex": "M"})
    person = Person.objects.get()
    assert answer["Location"] == f"/persone/{person.uid}/"
    assert IdentityCode.objects.get(person=person).normal == GENOA


def test_who_may_be_the_same_is_shown_with_the_reasons_first(
    desk: Client, project: Project, form: dict[str, Any]
) -> None:
    known = factories.person(project, family_name="Rocca", given_name="Emanuele")
    search_keys.refresh([known.pk])
    answer = desk.post(ADDRESS, form)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="/persone/{known.uid}/"' in page
    assert "The same name" in page or "stesso nome" in page.lower()
    assert Person.objects.count() == 1
    assert AuditEntry.objects.get(verb="people.candidate-shown").person == known.pk
    again = desk.post(ADDRESS, form | {"seen": [str(known.uid)]})
    assert again.status_code == 302
    assert Person.objects.count() == 2


def test_who_turns_up_meanwhile_is_shown_too(desk: Client, project: Project, form: dict[str, Any]) -> None:
    first = factories.person(project, family_name="Rocca", given_name="Emanuele")
    second = factories.person(project, family_name="Rocca", given_name="Emanuele")
    search_keys.refresh([first.pk, second.pk])
    answer = desk.post(ADDRESS, form | {"seen": [str(first.uid)]})
    assert f'href="/persone/{second.uid}/"' in answer.content.decode()
    assert Person.objects.count() == 2


REFUSED = {
    "a code that does not check": ({"code": "RCCMNL83S18D969A"}, "RCCMNL83S18D969A"),
    "a code with a letter of no sort": ({"code": "RCCMNL83S18D9699"}, "RCCMNL83S18D9699"),
    "a telephone of letters": ({"contact_kind": "phone", "contact": "ask her"}, "ask her"),
    "a day in no calendar": ({"born_on": "31/02/1990"}, "31/02/1990"),
    "a day to come": ({"born_on": "31/12/2999"}, "31/12/2999"),
    "a municipality of nowhere": ({"residence": "Atlantide"}, "Atlantide"),
    "a script": ({"family_name": "<script>"}, "&lt;script&gt;"),
    "ten thousand characters": ({"given_name": "y" * 10_000}, "y" * 10_000),
    "no name": ({"family_name": "", "given_name": "", "note": "kept"}, "kept"),
    "a project of others": ({"project": "999999"}, "Emanuele"),
}


@pytest.mark.parametrize(("but", "kept"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told_and_nothing_is_lost(
    desk: Client, form: dict[str, Any], but: dict[str, str], kept: str
) -> None:
    answer = desk.post(ADDRESS, form | {"residence_address": "Via Esempio 7"} | but)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-error-summary" in page
    assert kept in page
    assert "Via Esempio 7" in page
    assert "<script>alert" not in page
    assert not Person.objects.exists()


def test_a_code_known_here_under_another_name_leads_to_its_person(
    desk: Client, project: Project, form: dict[str, Any]
) -> None:
    known = factories.person(project, family_name="Bianchi", given_name="Carla")
    factories.code(known, kind="cf", value=GENOA, normal=GENOA, reason="")
    answer = desk.post(ADDRESS, form | {"code": GENOA, "seen": [str(known.uid)]})
    assert answer.status_code == 422
    assert f'href="/persone/{known.uid}/"' in answer.content.decode()
    assert Person.objects.count() == 1


def test_a_name_is_all_that_is_needed(desk: Client, project: Project) -> None:
    answer = desk.post(
        ADDRESS, {"q": "x", "project": project.pk, "other_names": "La signora del terzo piano"}
    )
    assert answer.status_code == 302
    assert "La signora del terzo piano" in desk.get(answer["Location"]).content.decode()


def values_in(page: str, *names: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: one[1] for name, one in found.items() if one}


def test_what_a_code_says_is_proposed_and_written_only_when_it_is_accepted(
    desk: Client, form: dict[str, Any]
) -> None:
    typed = form | {"code": GENOA, "note": "kept"}
    read = desk.post(ADDRESS, typed | {"read": "1"}).content.decode()
    assert "18/11/1983 (" in read
    assert "Genova" in read
    assert values_in(read, "born_on", "birth_place") == {}
    taken = desk.post(ADDRESS, typed | {"take": "1"}).content.decode()
    assert values_in(taken, "family_name", "born_on", "birth_place") == {
        "family_name": "Rocca",
        "born_on": "18/11/1983",
        "birth_place": "Genova",
    }
    assert '<option value="M" selected>' in taken
    assert "kept" in taken
    assert not Person.objects.exists()
    desk.post(ADDRESS, typed)
    assert Person.objects.get().born_on is None


def test_what_was_typed_is_not_written_over(desk: Client, form: dict[str, Any]) -> None:
    typed = form | {"code": GENOA, "born_on": "01/01/1990", "sex": "F", "take": "1"}
    page = desk.post(ADDRESS, typed).content.decode()
    assert values_in(page, "born_on", "birth_place") == {"born_on": "01/01/1990", "birth_place": "Genova"}
    assert '<option value="F" selected>' in page


def test_the_code_is_read_while_the_form_is_filled_in(desk: Client, form: dict[str, Any]) -> None:
    htmx = {"hx-request": "true"}
    part = desk.post(ADDRESS, form | {"code": GENOA}, headers=htmx).content.decode()
    assert "18/11/1983" in part
    assert "<html" not in part
    wrong = desk.post(ADDRESS, form | {"code": "<script>"}, headers=htmx).content.decode()
    assert 'name="take"' not in wrong
    assert "<script>" not in wrong
