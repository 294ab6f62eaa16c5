"""The doorbell panel: who sees which doorbell, sign and name; the trace it leaves; its constant queries."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campanello.core.access import NotFound
from campanello.core.models import AuditEntry
from campanello.homes.queries import panel as panels
from campanello.homes.queries.panel import Panel
from campanello.people.services import merges
from tests import factories
from tests.db.homes.houses import House, agree
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def drawn(house: House, role: str) -> Panel:
    return panels.panel(house.actor(role), house.building.uid, on=TODAY)


def signs(panel: Panel) -> dict[str, set[str]]:
    return {bell.door: {badge.value for badge in bell.badges} for bell in panel.doorbells}


OF_THE_HOUSE = {"4": {"empty"}, "5": {"shop"}, "6": {"not-recorded"}, "7": set()}
SEEN: dict[str, dict[str, set[str]]] = {
    "desk": {"1": set(), "2": {"elderly-alone"}, "3": {"never-contacted"}, **OF_THE_HOUSE},
    "employment": {"1": set(), "2": {"elderly-alone"}, "3": {"never-contacted"}, **OF_THE_HOUSE},
    "case": {
        "1": {"arrears-over"},
        "2": {"elderly-alone", "arrears-under"},
        "3": {"never-contacted"},
        **OF_THE_HOUSE,
    },
    # Signs about people are not the landlord's; a private owner's dwelling is not either.
    "landlord": {
        "1": {"arrears-over"},
        "2": {"arrears-under"},
        "3": set(),
        "4": {"empty"},
        "5": {"shop"},
        "7": set(),
    },
}
SEEN["coordinator"] = SEEN["case"]


@pytest.mark.parametrize("role", SEEN)
def test_each_role_sees_its_signs(role: str, house: House) -> None:
    assert signs(drawn(house, role)) == SEEN[role]


@pytest.mark.parametrize("role", ["programme", "evaluator", "admin", "resident"])
def test_the_panel_is_not_there_for(role: str, house: House) -> None:
    with pytest.raises(NotFound):
        drawn(house, role)


def test_another_project_s_team_finds_no_house(house: House) -> None:
    with pytest.raises(NotFound):
        panels.panel(factories.actor("coordinator"), house.building.uid, on=TODAY)
    with pytest.raises(NotFound):
        panels.panel(house.actor("desk"), uuid4(), on=TODAY)


def test_stairs_are_columns_and_floors_rows_from_the_top(house: House) -> None:
    house.dwelling("10", floor=1)
    house.dwelling("8", floor=3)
    plates = drawn(house, "desk").plates
    assert [plate.label for plate in plates] == ["A", "B"]
    assert [floor for floor, _ in plates[0].floors] == [3, 1]
    assert [bell.door for bell in plates[0].floors[1][1]] == ["1", "2", "3", "4", "10"]
    assert [floor for floor, _ in plates[1].floors] == [1, 0]


def test_the_legend_counts_what_is_drawn(house: House) -> None:
    counts = drawn(house, "case").counts
    assert {badge.value: count for badge, count in counts.items()} == {
        "empty": 1,
        "not-recorded": 1,
        "shop": 1,
        "elderly-alone": 1,
        "never-contacted": 1,
        "arrears-under": 1,
        "arrears-over": 1,
    }


def test_a_household_opens_only_for_those_who_may_see_its_people(house: House) -> None:
    opens = {role: {b.door for b in drawn(house, role).doorbells if b.household} for role in SEEN}
    assert opens["desk"] == {"1", "2", "3", "5"}
    assert opens["landlord"] == set()


def test_whoever_is_shown_leaves_a_line_each(house: House) -> None:
    drawn(house, "desk")
    lines = AuditEntry.objects.filter(verb="homes.panel-read")
    shown = {house.known, house.elderly, house.unmet, house.shop}
    assert set(lines.values_list("person", flat=True)) == {one.holder_id for one in shown}
    assert {line.sort for line in lines} == {"read"}
    assert all(line.facts == {"building": house.building.pk} for line in lines)


def test_a_landlord_s_officer_reads_the_tenants_of_own_dwellings(house: House) -> None:
    drawn(house, "landlord")
    read = set(AuditEntry.objects.filter(verb="homes.panel-read").values_list("person", flat=True))
    assert house.stranger.holder_id in read
    assert len(read) == 5


def test_a_restricted_record_s_name_is_not_drawn_from(house: House) -> None:
    holder = house.known.holder
    assert holder is not None
    holder.restricted_at = timezone.now()
    holder.save()
    house.known.dwelling.doorbell = ""
    house.known.dwelling.save()
    labels = {
        role: next(one.label for one in drawn(house, role).doorbells if one.door == "1")
        for role in ("desk", "landlord")
    }
    # The team sees the other member, who bears the same family name; the landlord knows the holder alone.
    assert labels == {"desk": "Rossi", "landlord": ""}
    assert not AuditEntry.objects.filter(person=holder.pk).exists()


def test_a_doorbell_without_a_name_bears_the_tenant_s_where_it_is_the_reader_s(house: House) -> None:
    house.stranger.dwelling.doorbell = ""
    house.stranger.dwelling.save()
    labels = {
        role: next(b.label for b in drawn(house, role).doorbells if b.door == "7")
        for role in ("desk", "landlord")
    }
    assert labels == {"desk": "", "landlord": "Neri"}


def test_a_merged_record_speaks_for_the_one_that_holds(house: House) -> None:
    kept = factories.person(house.project, family_name="Tenuti")
    absorbed = house.unmet.holder
    assert absorbed is not None
    merges.merge(
        actor=house.actor("coordinator"),
        kept_uid=kept.uid,
        absorbed_uid=absorbed.uid,
        reason="La stessa persona",
        at=timezone.now(),
    )
    agree(kept, "contact")
    assert signs(drawn(house, "desk"))["3"] == set()
    assert AuditEntry.objects.filter(person=kept.pk, verb="homes.panel-read").exists()


def test_somebody_who_left_is_no_longer_alone_there(house: House) -> None:
    house.elderly.ends_on = TODAY
    house.elderly.save()
    assert signs(drawn(house, "case"))["2"] == {"empty"}


def queries(house: House, role: str) -> int:
    actor = house.actor(role)
    with CaptureQueriesContext(connection) as captured:
        panels.panel(actor, house.building.uid, on=TODAY)
    return len(captured)


@pytest.mark.parametrize("role", SEEN)
def test_a_large_building_costs_no_more_queries_than_a_small_one(role: str, house: House) -> None:
    before = queries(house, role)
    for number in range(100, 160):
        tenancy = house.home(str(number), f"Famiglia {number}", births=[None, None], floor=number % 12)
        house.state(tenancy, number)
    assert queries(house, role) == before
    assert before <= 20


def test_signs_are_those_of_the_day(house: House) -> None:
    early: Any = factories.LONG_AGO
    panel = panels.panel(house.actor("case"), house.building.uid, on=early)
    assert signs(panel)["1"] == set()  # nothing had been stated then
