"""Where a person or a household lives, on the cards of other pages."""

from datetime import timedelta
from typing import Any

import pytest

from campanello.homes.models import Tenancy
from campanello.homes.queries import homes
from tests import factories
from tests.db.homes.houses import House
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def home_of(house: House, role: str, tenancy: Tenancy, **given: Any) -> homes.Home | None:
    assert tenancy.holder is not None
    return homes.home_of(house.actor(role), tenancy.holder.uid, given.get("on", TODAY))


def test_a_home_is_told_with_address_title_and_owner(house: House) -> None:
    home = home_of(house, "case", house.known)
    assert home is not None
    assert (home.address, home.stair, home.floor, home.door) == ("Via Esempio 12", "A", 1, "1")
    assert (home.tenure_name, home.owner_name, home.since) == ("Tenant", house.aler.name, LONG_AGO)
    assert home.is_open
    assert home.standing is not None
    assert (home.standing.band, home.standing.cents) == ("over", 400_001)


def test_arrears_are_told_to_those_alone_who_may_read_them(house: House) -> None:
    told = {}
    for role in ("desk", "employment", "case", "coordinator"):
        home = home_of(house, role, house.known)
        assert home is not None
        told[role] = home.standing is not None
    assert told == {"desk": False, "employment": False, "case": True, "coordinator": True}


@pytest.mark.parametrize("role", ["landlord", "programme", "evaluator", "admin", "resident"])
def test_people_have_no_home_for(role: str, house: House) -> None:
    assert home_of(house, role, house.known) is None


def test_somebody_known_elsewhere_has_no_home_here(house: House) -> None:
    assert home_of(house, "coordinator", house.stranger) is None


def test_a_home_elsewhere_is_told_without_arrears_and_without_a_way_in(house: House) -> None:
    elsewhere = House()
    moved = house.known
    moved.statements.all().delete()
    moved.delete()
    moved = factories.tenancy(elsewhere.empty, moved.household, holder=moved.holder)
    home = home_of(house, "case", moved)
    assert home is not None
    assert (home.is_open, home.standing) == (False, None)


def test_a_home_is_that_of_the_day(house: House) -> None:
    assert home_of(house, "desk", house.known, on=LONG_AGO - timedelta(1)) is None
    Tenancy.objects.filter(pk=house.known.pk).update(ends_on=TODAY)
    assert home_of(house, "desk", house.known) is None
    assert home_of(house, "desk", house.known, on=TODAY - timedelta(1)) is not None


def test_a_shop_is_no_home(house: House) -> None:
    assert home_of(house, "desk", house.shop) is None


def test_a_household_s_home_is_told_to_who_sees_one_of_its_people(house: House) -> None:
    uid = house.known.household.uid
    for role, is_told in {"desk": True, "landlord": True, "programme": False, "admin": False}.items():
        assert (homes.home_of_household(house.actor(role), uid, TODAY) is not None) == is_told, role
    assert homes.home_of_household(factories.actor("coordinator"), uid, TODAY) is None


def test_a_home_costs_three_queries_at_most(house: House, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        house.state(house.known, number, source="tenant", as_of=LONG_AGO + timedelta(number))
    actor, holder = house.actor("coordinator"), house.known.holder
    assert holder is not None
    with django_assert_max_num_queries(3):
        assert homes.home_of(actor, holder.uid, TODAY)
    with django_assert_max_num_queries(3):
        assert homes.home_of_household(actor, house.known.household.uid, TODAY)


def test_after_a_merge_the_home_is_that_of_the_record_that_holds(house: House) -> None:
    absorbed = house.known.holder
    assert absorbed is not None
    kept = factories.person(house.project)
    absorbed.merged_into = kept
    absorbed.save()
    found = homes.home_of(house.actor("desk"), kept.uid, TODAY)
    assert found is not None
    assert found.door == "1"
    factories.household(kept)
    assert homes.home_of(house.actor("desk"), kept.uid, TODAY) is None
