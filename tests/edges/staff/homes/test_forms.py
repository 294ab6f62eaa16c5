"""Forms about homes: what is sent is recorded, what is wrong is told, two editors are reconciled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campanello.core.edges import today
from campanello.homes.models import ArrearsStatement, Building, Dwelling, Neighbourhood, Tenancy
from tests import factories
from tests.db.homes.houses import House

AsRole = Callable[[str], Client]


def send(client: Client, page: str, uid: object | None = None, query: str = "", /, **given: Any) -> Any:
    return client.post(reverse(f"staff:{page}", args=[uid] if uid else []) + query, given)


def test_a_neighbourhood_a_building_and_a_dwelling_are_recorded(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    facts = {"name": "Te Brunetti", "project": house.project.pk, "municipality": "Mantova"}
    assert send(client, "neighbourhood-add", **facts).status_code == 302
    place = Neighbourhood.objects.get(name="Te Brunetti")
    assert (place.municipality_id, list(place.projects.all())) == ("020030", [house.project])

    facts = {"neighbourhood": place.uid, "street": "Via dell'Àncora", "number": "4/B", "stairs": "A, B"}
    assert send(client, "building-add", **facts).status_code == 302
    building = Building.objects.get(number="4/B")
    assert building.search == "via dell ancora 4 b"
    assert [stair.label for stair in building.stairs.all()] == ["A", "B"]

    facts = {"stair": "C", "floor": "-1", "door": "2", "owner_kind": "aler", "state": "usable"}
    facts |= {"owner": house.aler.pk, "doorbell": "El Khalfi", "rooms": "3"}
    assert send(client, "dwelling-add", building.uid, **facts).status_code == 302
    dwelling = building.dwellings.get()
    assert (dwelling.stair.label, dwelling.floor, dwelling.doorbell_search) == ("C", -1, "el khalfi")


WRONG: dict[str, dict[str, str]] = {
    "a municipality outside Lombardy": {"municipality": "Roma"},
    "no name": {"name": ""},
    "somebody else's project": {"project": "999999"},
    "residents below zero": {"residents": "-1"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_neighbourhood_is_not_recorded_with(wrong: dict[str, str], house: House, as_role: AsRole) -> None:
    facts = {"name": "Nuovo", "project": str(house.project.pk), "municipality": "020030"} | wrong
    answer = send(as_role("coordinator"), "neighbourhood-add", **facts)
    assert answer.status_code == 422
    assert b"Not saved yet" in answer.content
    assert not Neighbourhood.objects.filter(name="Nuovo").exists()


HOSTILE = ["<script>alert(1)</script>", "\u202egnirts", "🏠" * 30, "x" * 10_000, "a\x00b", "'; --"]


@pytest.mark.parametrize("text", HOSTILE, ids=["script", "right to left", "emoji", "long", "nul", "quote"])
def test_a_hostile_doorbell_is_kept_as_text_or_refused(text: str, house: House, as_role: AsRole) -> None:
    client, flat = as_role("coordinator"), house.known.dwelling
    facts = {"floor": 1, "door": "1", "owner_kind": "aler", "owner": house.aler.pk, "state": "usable"}
    answer = send(client, "dwelling-edit", flat.uid, **facts, doorbell=text, version=1)
    assert answer.status_code in {302, 422}
    shown = client.get(reverse("staff:building", args=[house.building.uid])).content
    assert b"<script>alert" not in shown
    flat.refresh_from_db()
    assert flat.doorbell in {"Rossi", text}


def dwelling_facts(house: House, **changed: Any) -> dict[str, Any]:
    facts = {"floor": 1, "door": "1", "doorbell": "Rossi", "owner_kind": "aler", "owner": house.aler.pk}
    return facts | {"state": "usable", "is_sap": "on", "code": "", "rooms": "", "version": 1} | changed


def test_the_second_editor_sees_both_values_and_chooses(house: House, as_role: AsRole) -> None:
    client, flat = as_role("coordinator"), house.known.dwelling
    assert send(client, "dwelling-edit", flat.uid, **dwelling_facts(house, rooms="2")).status_code == 302
    second = dwelling_facts(house, doorbell="Rossi Bennani", rooms="4")
    answer = send(client, "dwelling-edit", flat.uid, **second)
    assert answer.status_code == 409
    shown = {clash.name: (clash.saved, clash.yours) for clash in answer.context["clashes"]}
    assert shown == {"doorbell": ("Rossi", "Rossi Bennani"), "rooms": ("2", "4")}

    chosen = second | {"version": 2, "keep-rooms": "saved", "keep-doorbell": "yours"}
    assert send(client, "dwelling-edit", flat.uid, **chosen).status_code == 302
    flat.refresh_from_db()
    assert (flat.doorbell, flat.rooms, flat.version) == ("Rossi Bennani", 2, 3)


def test_a_household_is_chosen_and_moves_in(house: House, as_role: AsRole) -> None:
    client = as_role("desk")
    person = factories.person(house.project, family_name="Haddad")
    moving = factories.household(person)
    facts = {"tenure": "tenant", "starts_on": today().isoformat(), "holder": str(person.uid), "code": "K-7"}
    answer = send(client, "tenancy-start", house.empty.uid, f"?famiglia={moving.uid}", **facts)
    assert answer.status_code == 302
    made = Tenancy.objects.get(dwelling=house.empty)
    assert (made.household, made.holder, made.code) == (moving, person, "K-7")


def test_a_taken_dwelling_is_refused_in_a_sentence_with_the_form_kept(house: House, as_role: AsRole) -> None:
    moving = factories.household(factories.person(house.project))
    answer = send(
        as_role("desk"),
        "tenancy-start",
        house.known.dwelling.uid,
        f"?famiglia={moving.uid}",
        tenure="tenant",
        starts_on=today().isoformat(),
        code="KEEP-ME",
    )
    assert answer.status_code == 422
    assert "The dwelling is taken since 01/01/2020" in answer.content.decode()
    assert "KEEP-ME" in answer.content.decode()


def test_before_a_household_moves_out_the_page_says_what_follows(house: House, as_role: AsRole) -> None:
    client, address = as_role("case"), reverse("staff:tenancy-end", args=[house.known.uid])
    page = client.get(address).content.decode()
    assert "2 people, living there since 01/01/2020, have no home" in page
    assert "A debt of 4,000.01\N{NO-BREAK SPACE}EUR stays" in page
    assert "A debt of" not in as_role("desk").get(address).content.decode()
    assert client.post(address, {"ends_on": today().isoformat(), "version": 1}).status_code == 302
    house.known.refresh_from_db()
    assert house.known.ends_on == today()


def test_another_holder_and_another_title(house: House, as_role: AsRole) -> None:
    client, since = as_role("case"), today().isoformat()
    other = factories.person(house.project)
    from_then = {"household": house.known.household, "person": other, "kind": "registry", "role": "child"}
    house.known.household.memberships.create(
        starts_on=factories.LONG_AGO, **{key: value for key, value in from_then.items() if key != "household"}
    )
    answer = send(client, "tenancy-transfer", house.known.uid, holder=other.uid, starts_on=since, version=1)
    assert answer.status_code == 302
    new = Tenancy.objects.get(dwelling=house.known.dwelling, ends_on=None)
    assert new.holder == other
    later = (today() + timedelta(1)).isoformat()
    answer = send(client, "tenancy-tenure", new.uid, tenure="occupant", starts_on=later, version=1)
    assert answer.status_code == 302
    assert Tenancy.objects.get(dwelling=new.dwelling, ends_on=None).tenure == "occupant"


AMOUNTS = {"1.234,50": 123_450, "1,234.50": 123_450, "1234.50": 123_450, "0": 0}


@pytest.mark.parametrize(("written", "cents"), AMOUNTS.items())
def test_a_debt_is_recorded_however_it_is_written(
    written: str, cents: int, house: House, as_role: AsRole
) -> None:
    facts = {"creditor": house.aler.pk, "amount": written, "as_of": today().isoformat(), "source": "tenant"}
    answer = send(as_role("coordinator"), "statement-add", house.unmet.uid, **facts)
    assert answer.status_code == 302
    assert house.unmet.statements.get().amount_cents == cents


def test_an_amount_that_may_be_two_is_told_with_both(house: House, as_role: AsRole) -> None:
    facts = {"creditor": house.aler.pk, "amount": "1.234", "as_of": today().isoformat(), "source": "tenant"}
    answer = send(as_role("coordinator"), "statement-add", house.unmet.uid, **facts)
    assert answer.status_code == 422
    assert "may mean 1234 or 1,234 EUR" in answer.content.decode()
    assert not house.unmet.statements.exists()


def test_a_landlord_s_officer_is_not_asked_for_a_cause(house: House, as_role: AsRole) -> None:
    client = as_role("landlord")
    page = client.get(reverse("staff:statement-add", args=[house.unmet.uid])).content.decode()
    assert "no_fault_cause" not in page
    facts = {"creditor": house.aler.pk, "amount": "10,00", "as_of": today().isoformat()}
    answer = send(client, "statement-add", house.unmet.uid, **facts, no_fault_cause="illness")
    assert answer.status_code == 302
    assert house.unmet.statements.get().no_fault_cause == ""


def test_a_wrong_figure_is_corrected_and_stays_on_the_page(house: House, as_role: AsRole) -> None:
    client, first = as_role("coordinator"), house.known.statements.get()
    facts = {"amount": "400,01", "as_of": "2026-01-31", "reason": "Virgola spostata"}
    assert send(client, "statement-correct", first.uid, **facts).status_code == 302
    assert ArrearsStatement.objects.filter(corrects=first, amount_cents=40_001).exists()
    page = client.get(reverse("staff:dwelling", args=[house.known.dwelling.uid])).content.decode()
    assert "<del>4,000.01" in page
    assert "Corrects 4,000.01\N{NO-BREAK SPACE}EUR: Virgola spostata" in page


def test_a_landlord_s_officer_records_own_dwellings_alone(house: House, as_role: AsRole) -> None:
    client = as_role("landlord")
    facts = {"stair": "A", "floor": "2", "door": "20", "owner_kind": "aler", "state": "usable"}
    assert send(client, "dwelling-add", house.building.uid, **facts, owner=house.aler.pk).status_code == 302
    refused = send(
        client, "dwelling-add", house.building.uid, **facts | {"door": "21", "owner_kind": "private"}
    )
    assert refused.status_code == 422
    assert "your own organisation only" in refused.content.decode()
    assert not Dwelling.objects.filter(door="21").exists()
