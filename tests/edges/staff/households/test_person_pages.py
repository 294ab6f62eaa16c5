"""Consents, skills and merges of one person, as the pages let them be written."""

from datetime import date

import pytest
from django.test import Client

from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.people.models import Consent, Merge, Person, Skill
from tests import factories
from tests.edges.staff.households.browsing import browser, text

pytestmark = pytest.mark.django_db


def test_a_consent_is_recorded_and_withdrawn_in_two_taps(desk: Client, rosa: Person) -> None:
    address = f"/famiglie/consensi/{rosa.uid}/"
    sent = {"purpose": "skills_map", "on": "2025-04-01", "how": "paper", "language": "it"}
    assert desk.post(address, sent).status_code == 302
    assert "Agreed" in text(desk.get(address))

    asked = text(desk.get(f"{address}skills_map/revoca/"))
    assert "no longer seen on the building" in asked.replace("&#x27;", "'")
    assert Consent.objects.get().withdrawn_on is None
    assert desk.post(f"{address}skills_map/revoca/").status_code == 302
    assert Consent.objects.get().withdrawn_on is not None
    assert "Withdrawn" in text(desk.get(address))


def test_a_consent_from_the_future_is_refused_where_it_was_typed(desk: Client, rosa: Person) -> None:
    sent = {"purpose": "photo", "on": "2999-01-01", "how": "paper", "language": "it"}

    answer = desk.post(f"/famiglie/consensi/{rosa.uid}/", sent)

    assert answer.status_code == 422
    assert "2999-01-01" in text(answer)
    assert not Consent.objects.exists()


def test_the_form_to_sign_has_the_italian_beside_the_person_s_language(desk: Client, rosa: Person) -> None:
    answer = text(desk.get(f"/famiglie/consensi/{rosa.uid}/privacy/modulo/?lingua=ar"))

    assert '<div lang="it" dir="ltr">' in answer
    assert '<div lang="ar" dir="rtl">' in answer
    assert answer.count("garanteprivacy.it") == 2
    assert "{owner}" not in answer
    assert desk.get(f"/famiglie/consensi/{rosa.uid}/nothing/modulo/").status_code == 404


def test_a_skill_is_added_and_taken_off(desk: Client, rosa: Person) -> None:
    address = f"/famiglie/competenze/{rosa.uid}/"

    assert desk.post(address, {"direction": "offered", "text": "Cooking"}).status_code == 302
    assert "Only the team sees these" in text(desk.get(address))
    assert desk.post(address, {"end": Skill.objects.get().pk}).status_code == 302
    assert "Cooking" not in text(desk.get(address))
    assert desk.post(address, {"end": "9" * 18}).status_code == 404


def test_two_records_are_compared_merged_and_made_two_again(
    coordinator: Client, lab: Project, rosa: Person
) -> None:
    twin = factories.person(lab, given_name="Rosaria", family_name="Bianchi", born_on=date(1940, 1, 1))
    factories.household(rosa)
    factories.household(factories.person(lab), twin)
    address = f"/famiglie/unione/{rosa.uid}/?con={twin.uid}"

    compared = coordinator.get(address)
    assert compared.context["different"] == 1
    assert "1 household loses a member" in text(compared)
    assert coordinator.post(address, {"reason": "  "}).status_code == 422
    assert coordinator.post(address, {"reason": "One document"}).status_code == 302
    merge = Merge.objects.get()

    undo = f"/famiglie/unione/annulla/{merge.pk}/"
    assert "One document" in text(coordinator.get(undo))
    assert coordinator.post(undo).status_code == 302
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert "This merge was undone" in text(coordinator.get(undo))


def test_two_codes_that_differ_say_so_instead_of_a_button(
    coordinator: Client, lab: Project, rosa: Person
) -> None:
    twin = factories.person(lab)
    factories.code(rosa, kind="cf", value="RSSRSO50A41E897X", reason="")
    factories.code(twin, kind="cf", value="RSSRSR50A41E897Y", reason="")

    shown = text(coordinator.get(f"/famiglie/unione/{rosa.uid}/?con={twin.uid}"))

    assert "a codice fiscale of its own" in shown
    assert "They are one person: merge" not in shown


def test_only_a_coordinator_merges(desk: Client, lab: Project, rosa: Person) -> None:
    case = browser(Role.CASE, lab)
    twin = factories.person(lab)

    for client in (desk, case):
        assert client.get(f"/famiglie/unione/{rosa.uid}/?con={twin.uid}").status_code == 404
        assert client.post(f"/famiglie/unione/{rosa.uid}/?con={twin.uid}", {"reason": "x"}).status_code == 404
    assert not Merge.objects.exists()
