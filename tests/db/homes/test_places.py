"""Recording and changing neighbourhoods, buildings, stairs and dwellings."""

from datetime import date, timedelta
from typing import Any

import pytest

from campanello.core.access import NotFound, NotYours
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.homes.models import Building, Dwelling
from campanello.homes.queries import places as queries
from campanello.homes.rules import places as rules
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.homes.rules.places import DwellingFacts
from campanello.homes.services import places
from tests import factories
from tests.db.homes.houses import House
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def flat(house: House, **given: Any) -> DwellingFacts:
    facts = {"stair": "A", "floor": 2, "door": "99", "owner_kind": "aler", "owner": house.aler.pk}
    return DwellingFacts(**facts | given)


def test_a_dwelling_is_recorded_on_a_stair_of_whatever_capitals(house: House) -> None:
    made = places.add_dwelling(
        actor=house.actor("desk"), building=house.building.uid, facts=flat(house, stair="a", doorbell="Ruàn ")
    )
    assert (made.stair.label, made.doorbell, made.doorbell_search) == ("A", "Ruàn", "ruan")
    assert AuditEntry.objects.latest("pk").facts == {"building": house.building.pk}


DWELLINGS: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "behind a door that is there": ({"floor": 1, "door": "1"}, rules.DoorTaken),
    "on no floor": ({"floor": 61}, rules.NoSuchFloor),
    "public without an owner": ({"owner": None}, rules.NoOwner),
    "of an owner who is none": ({"owner": 999_999}, NotFound),
    "with a code of another": ({"code": "TAKEN"}, rules.DwellingCodeTaken),
}


@pytest.mark.parametrize(("given", "why"), DWELLINGS.values(), ids=DWELLINGS)
def test_a_dwelling_is_not_recorded(given: dict[str, Any], why: type[DomainError], house: House) -> None:
    Dwelling.objects.filter(pk=house.empty.pk).update(code="TAKEN")
    with pytest.raises(why):
        places.add_dwelling(
            actor=house.actor("desk"), building=house.building.uid, facts=flat(house, **given)
        )
    assert not house.building.dwellings.filter(floor=2).exists()


def test_a_landlord_s_officer_gives_no_dwelling_away(house: House) -> None:
    with pytest.raises(rules.NotTheirDwelling):
        places.edit_dwelling(
            actor=house.actor("landlord"),
            uid=house.empty.uid,
            version=1,
            changes={"owner_id": None, "owner_kind": "private"},
        )
    with pytest.raises(NotFound):
        places.edit_dwelling(
            actor=house.actor("landlord"), uid=house.private.uid, version=1, changes={"door": "9"}
        )


def test_who_changes_nothing_leaves_no_trace_and_meets_no_conflict(house: House) -> None:
    before = AuditEntry.objects.count()
    places.edit_dwelling(actor=house.actor("desk"), uid=house.empty.uid, version=7, changes={"door": "4"})
    assert AuditEntry.objects.count() == before
    house.empty.refresh_from_db()
    assert house.empty.version == 1


def test_an_old_version_changes_nothing_and_tells_what_differs(house: House) -> None:
    actor, uid = house.actor("desk"), house.building.uid
    places.edit_building(actor=actor, uid=uid, version=1, changes={"name": "Prima"}, on=TODAY)
    with pytest.raises(ChangedMeanwhile) as conflict:
        places.edit_building(actor=actor, uid=uid, version=1, changes={"name": "Seconda"}, on=TODAY)
    assert [(one.saved, one.yours) for one in conflict.value.differences] == [("Prima", "Seconda")]
    assert Building.objects.get(uid=uid).name == "Prima"
    assert AuditEntry.objects.filter(verb="homes.building-edited").get().facts == {"fields": ["name"]}


BUILT = {
    "a day to come": (TODAY + timedelta(1), rules.BuiltInTheFuture),
    "after somebody lived there": (LONG_AGO + timedelta(1), rules.BuiltAfterTenancy),
}


@pytest.mark.parametrize(("built_on", "why"), BUILT.values(), ids=BUILT)
def test_a_building_was_not_finished_on(built_on: date, why: type[DomainError], house: House) -> None:
    with pytest.raises(why):
        places.edit_building(
            actor=house.actor("desk"),
            uid=house.building.uid,
            version=1,
            changes={"built_on": built_on},
            on=TODAY,
        )


def test_an_address_and_a_stair_are_there_once(house: House) -> None:
    actor, place = house.actor("desk"), house.building.neighbourhood
    facts = {"actor": actor, "neighbourhood": place.uid, "street": "VIA ESEMPIO", "on": TODAY}
    with pytest.raises(rules.AddressTaken):
        places.add_building(**facts, number="12")
    with pytest.raises(rules.BuiltInTheFuture):
        places.add_building(**facts, number="14", built_on=TODAY + timedelta(1))
    other = places.add_building(**facts, number="14", stairs=["A", "A", "B"])
    assert other.stairs.count() == 2
    with pytest.raises(rules.AddressTaken):
        places.edit_building(actor=actor, uid=other.uid, version=1, changes={"number": "12"}, on=TODAY)
    assert places.add_stair(actor=actor, building=other.uid, label="C").pk
    with pytest.raises(rules.StairTaken):
        places.add_stair(actor=actor, building=other.uid, label="c")


def test_a_neighbourhood_is_in_its_municipality_once(house: House) -> None:
    facts = {"actor": house.actor("desk"), "project": house.project.pk, "name": "Te Brunetti"}
    assert places.add_neighbourhood(**facts, municipality="020030", residents=3739).residents == 3739
    with pytest.raises(rules.NeighbourhoodTaken):
        places.add_neighbourhood(**facts | {"name": "TE BRUNETTI"}, municipality="020030")
    assert places.add_neighbourhood(**facts, municipality="015146").pk
    with pytest.raises(NotFound):
        places.add_neighbourhood(**facts, municipality="058091")


def test_buildings_are_the_team_s_to_change_and_not_the_landlord_s(house: House) -> None:
    changes: dict[str, Any] = {"uid": house.building.uid, "version": 1, "changes": {"name": "X"}, "on": TODAY}
    with pytest.raises(NotYours):
        places.edit_building(actor=house.actor("landlord"), **changes)
    with pytest.raises(NotYours):
        places.edit_building(actor=house.actor("employment"), **changes)
    with pytest.raises(NotYours):
        places.add_stair(actor=house.actor("landlord"), building=house.building.uid, label="Z")
    for role in ("programme", "evaluator", "admin"):
        with pytest.raises(NotFound):
            places.edit_building(actor=house.actor(role), **changes)
    with pytest.raises(NotFound):
        places.add_building(
            actor=house.actor("landlord"),
            neighbourhood=house.building.neighbourhood.uid,
            street="Via Nuova",
            number="1",
            on=TODAY,
        )


def test_each_sees_the_neighbourhoods_of_their_projects_or_dwellings(house: House) -> None:
    factories.neighbourhood(factories.project())
    for role in ("desk", "landlord"):
        assert list(queries.neighbourhoods(house.actor(role))) == [house.building.neighbourhood]
    assert not queries.neighbourhoods(house.actor("programme")).exists()


def test_a_building_s_day_is_put_right(house: House) -> None:
    changed = places.edit_building(
        actor=house.actor("desk"),
        uid=house.building.uid,
        version=1,
        changes={"built_on": LONG_AGO, "street": "Via Altra"},
        on=TODAY,
    )
    assert (changed.built_on, changed.search, changed.version) == (LONG_AGO, "via altra 12", 2)
