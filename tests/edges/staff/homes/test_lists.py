"""The list of buildings and the panel as pages: search, filters, sorting, legend, files, skills, queries."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campanello.core.models import AuditEntry
from tests import factories
from tests.db.homes.houses import House, agree, reachable, skill

AsRole = Callable[[str], Client]
LIST = "/case/"


def building(house: House, street: str, number: str = "1", **given: Any) -> Any:
    place = given.pop("neighbourhood", house.building.neighbourhood)
    search = f"{street} {number}".lower()
    return factories.building(neighbourhood=place, street=street, number=number, search=search, **given)


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{LIST}{query}")
    assert page.status_code == 200
    return [str(one) for one in page.context["page"]]


def test_the_list_is_searched_filtered_and_sorted(house: House, as_role: AsRole) -> None:
    town = factories.municipality(istat="016024")
    far = factories.neighbourhood(house.project, name="Lorenteggio", municipality=town)
    building(house, "Via Giambellino", "10", neighbourhood=far)
    building(house, "Via Giambellino", "9", neighbourhood=far, name="Casa Rossa")
    client = as_role("case")
    assert listed(client) == ["Via Esempio 12", "Via Giambellino 9", "Via Giambellino 10"]
    assert listed(client, "?q=Giambéllino 10") == ["Via Giambellino 10"]
    assert listed(client, "?q=rossa") == ["Via Giambellino 9"]
    assert listed(client, "?q=lorenteggio") == ["Via Giambellino 9", "Via Giambellino 10"]
    assert listed(client, "?municipality=016024") == ["Via Giambellino 9", "Via Giambellino 10"]
    assert listed(client, f"?neighbourhood={far.uid}") == ["Via Giambellino 9", "Via Giambellino 10"]
    assert listed(client, f"?owner={house.aler.pk}") == ["Via Esempio 12"]
    assert listed(client, "?arrears=1") == ["Via Esempio 12"]
    assert listed(client, "?sort=place")[-1] == "Via Esempio 12"
    assert listed(client, "?sort=arrears")[0] == "Via Esempio 12"
    for nonsense in ("?owner=x", "?municipality=<b>", "?neighbourhood=1", "?sort=;", "?page=999", "?owner=²"):
        assert len(listed(client, nonsense)) == 3


def test_a_list_without_any_building_says_what_to_do(as_role: AsRole, house: House) -> None:
    client = as_role("case")
    assert "No building is like that" in client.get(f"{LIST}?q=nowhere").content.decode()
    assert (
        "no doorbells yet"
        in client.get(reverse("staff:building", args=[building(house, "Via Nuova").uid])).content.decode()
    )


def test_arrears_are_neither_shown_nor_filtered_nor_sorted_by_for_the_desk(
    house: House, as_role: AsRole
) -> None:
    building(house, "Via Zara")
    client = as_role("desk")
    assert "rrears" not in client.get(LIST).content.decode()
    assert len(listed(client, "?arrears=1")) == 2
    assert listed(client, "?sort=arrears") == ["Via Esempio 12", "Via Zara 1"]
    address = reverse("staff:building", args=[house.building.uid])
    page = client.get(f"{address}?segno=arrears-over").content.decode()
    assert "rrears" not in page
    assert "is-lit" not in page


def test_a_landlord_counts_own_dwellings_alone(house: House, as_role: AsRole) -> None:
    (own,) = as_role("landlord").get(LIST).context["page"]
    (all_of_them,) = as_role("desk").get(LIST).context["page"]
    assert (own.dwelling_count, own.let_count, own.empty_count) == (6, 5, 1)
    assert (all_of_them.dwelling_count, all_of_them.let_count, all_of_them.empty_count) == (7, 5, 1)


def table(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_lists_go_as_files_that_run_nothing_and_leave_a_trace(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    house.known.dwelling.doorbell = "=HYPERLINK(1)"
    house.known.dwelling.save()
    head, row = table(client, "/case/elenco.csv?q=esempio")
    assert dict(zip(head, row, strict=True))["Households in arrears"] == "2"
    head, *rows = table(client, reverse("staff:building-csv", args=[house.building.uid]))
    told = {row[2]: (row[3], row[4]) for row in rows}
    assert told["1"] == ("'=HYPERLINK(1)", "Arrears over the limit")
    assert told["4"] == ("", "Empty")
    exports = AuditEntry.objects.filter(sort="export")
    assert set(exports.values_list("verb", flat=True)) == {
        "homes.buildings-exported",
        "homes.doorbells-exported",
    }


def test_the_legend_lights_doorbells_up_and_stays_in_the_address(house: House, as_role: AsRole) -> None:
    client = as_role("case")
    address = reverse("staff:building", args=[house.building.uid])
    page = client.get(f"{address}?segno=empty&segno=shop")
    assert "2 of 7 doorbells are lit" in page.content.decode()
    legend = {entry.sign.name: entry for entry in page.context["legend"]}
    assert (legend["empty"].is_chosen, legend["empty"].href) == (True, "?segno=shop")
    assert legend["arrears-over"].href == "?segno=empty&segno=shop&segno=arrears-over"


def test_a_button_opens_what_the_viewer_may_see(house: House, as_role: AsRole) -> None:
    address = reverse("staff:building", args=[house.building.uid])
    household = reverse("staff:household", args=[house.known.household.uid])
    dwelling = reverse("staff:dwelling", args=[house.known.dwelling.uid])
    assert household in as_role("desk").get(address).content.decode()
    page = as_role("landlord").get(address).content.decode()
    assert dwelling in page
    assert "/famiglie/" not in page


def test_the_panel_reads_as_a_table_of_stairs_floors_and_doors(house: House, as_role: AsRole) -> None:
    page = as_role("desk").get(reverse("staff:building", args=[house.building.uid])).content.decode()
    assert page.count("<caption>") == 2
    assert '<span class="visually-hidden">Ground floor</span>' in page
    assert '<span class="visually-hidden">Door 5:</span>' in page


def test_tenants_are_told_to_the_landlord_with_the_ways_they_agreed_to(house: House, as_role: AsRole) -> None:
    holder = house.known.holder
    assert holder is not None
    reachable(holder, "+39 333 000001")
    reachable(holder, "+39 333 000002", has_consent=False)
    client, address = as_role("landlord"), reverse("staff:dwelling", args=[house.known.dwelling.uid])
    page = client.get(address).content.decode()
    assert "Persona 0 Rossi" in page
    assert ("+39 333 000001" in page, "+39 333 000002" in page) == (True, False)
    agree(holder, "contact", withdrawn_on=factories.TODAY)
    assert "+39 333 000001" not in client.get(address).content.decode()
    holder.restricted_at = timezone.now()
    holder.save()
    assert "Persona 0" not in client.get(address).content.decode()


def test_the_dwelling_s_page_keeps_from_each_what_is_not_theirs(house: House, as_role: AsRole) -> None:
    house.state(house.known, 99, source="tenant", no_fault_cause="illness")
    address = reverse("staff:dwelling", args=[house.known.dwelling.uid])
    pages = {role: as_role(role).get(address).content.decode() for role in ("desk", "case", "landlord")}
    assert {role: "4,000.01" in page for role, page in pages.items()} == {
        "desk": False,
        "case": True,
        "landlord": True,
    }
    assert {role: "Serious illness" in page for role, page in pages.items()} == {
        "desk": False,
        "case": True,
        "landlord": False,
    }
    elsewhere = reverse("staff:dwelling", args=[house.stranger.dwelling.uid])
    page = as_role("case").get(elsewhere).content.decode()
    assert "A household that is not yours to see" in page
    assert "Persona 0" not in page


def test_the_map_shows_skills_of_those_who_agreed_and_finds_them(house: House, as_role: AsRole) -> None:
    people = [house.known.holder, house.elderly.holder, house.unmet.holder]
    for person, text in zip(people, ("Cucìre", "Riparare bici", "Cucire a mano"), strict=True):
        assert person is not None
        skill(person, text)
    for person in people[:2]:
        assert person is not None
        agree(person, "skills_map")
    client, address = as_role("desk"), reverse("staff:building-skills", args=[house.building.uid])
    page = client.get(address).content.decode()
    assert ("Cucìre" in page, "Riparare bici" in page, "Cucire a mano" in page) == (True, True, False)
    found = client.get(f"{address}?q=CUCIRE")
    assert found.context["map"].people == 1
    assert client.get(f"{address}?verso=wanted").context["map"].people == 0
    people[0].consents.update(withdrawn_on=factories.TODAY)  # type: ignore[union-attr]
    assert client.get(f"{address}?q=cucire").context["map"].people == 0
    read = AuditEntry.objects.filter(verb="homes.skills-read").values_list("person", flat=True)
    assert set(read) == {one.pk for one in people[:2] if one}


def test_a_skill_is_found_in_the_neighbourhood_s_other_buildings(house: House, as_role: AsRole) -> None:
    other = building(house, "Via Vicina")
    neighbour = factories.person(house.project, family_name="Vicini")
    agree(neighbour, "skills_map")
    skill(neighbour, "Imbiancare")
    factories.tenancy(factories.dwelling(other), factories.household(neighbour))
    client, address = as_role("desk"), reverse("staff:building-skills", args=[house.building.uid])
    assert "Vicini" not in client.get(f"{address}?q=imbiancare").content.decode()
    page = client.get(f"{address}?q=imbiancare&dove=quartiere").content.decode()
    assert "Vicini" in page
    assert "Via Vicina 1" in page


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


PAGES = {"building": 30, "building-skills": 30, "buildings": 25}


@pytest.mark.parametrize(("name", "most"), PAGES.items())
def test_a_page_costs_the_same_queries_at_any_size(
    name: str, most: int, house: House, as_role: AsRole
) -> None:
    address = reverse(f"staff:{name}", args=[] if name == "buildings" else [house.building.uid])
    client = as_role("case")
    agree(house.known.holder, "skills_map")  # type: ignore[arg-type]
    skill(house.known.holder, "Cucire")  # type: ignore[arg-type]
    client.get(address)
    before = queries(client, address)
    for number in range(100, 140):
        tenancy = house.home(str(number), "Altri")
        house.state(tenancy, 7)
        skill(tenancy.holder, "Cucire")  # type: ignore[arg-type]
        agree(tenancy.holder, "skills_map")  # type: ignore[arg-type]
        building(house, "Via Lunga", str(number))
    assert queries(client, address) == before <= most
