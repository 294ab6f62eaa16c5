"""No two households in a dwelling, no two homes of a household: whatever is tried, in whatever order, at once too."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.core.errors import DomainError
from campanello.core.period import Period, first_overlap
from campanello.homes.models import Tenancy
from campanello.homes.services import tenancies
from tests import factories

MONDAY = date(2025, 6, 2)
ON = date(2026, 3, 2)
places, days = st.integers(0, 2), st.integers(0, 30).map(lambda number: MONDAY + timedelta(number))
DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("start"),
            places,
            places,
            days,
            st.none() | st.integers(0, 12),
            st.sampled_from(["tenant", "shopkeeper"]),
        ),
        st.tuples(st.just("end"), places, days),
        st.tuples(st.just("tenure"), places, days, st.sampled_from(["tenant", "occupant"])),
        st.tuples(st.just("transfer"), places, days, st.integers(0, 1)),
    ),
    min_size=4,
    max_size=14,
)


class Town:
    """Three dwellings and three households of two."""

    def __init__(self) -> None:
        project = factories.project()
        self.actor = factories.actor("coordinator", project=project)
        house = factories.building(project)
        self.dwellings = [factories.dwelling(house) for _ in range(3)]
        self.people = [[factories.person(project), factories.person(project)] for _ in range(3)]
        self.households = [factories.household(*pair) for pair in self.people]

    def do(self, deed: tuple[Any, ...]) -> None:
        what, place, *rest = deed
        if what == "start":
            household, starts_on, length, tenure = rest
            tenancies.start(
                actor=self.actor,
                dwelling=self.dwellings[place].uid,
                household=self.households[household].uid,
                tenure=tenure,
                starts_on=starts_on,
                ends_on=None if length is None else starts_on + timedelta(length),
                on=ON,
            )
            return
        held = Tenancy.objects.filter(dwelling=self.dwellings[place]).order_by("-starts_on").first()
        if held is None:
            return
        common = {"actor": self.actor, "tenancy": held.uid, "version": held.version, "on": ON}
        if what == "end":
            tenancies.end(**common, ends_on=rest[0])
        elif what == "tenure":
            tenancies.change_tenure(**common, starts_on=rest[0], tenure=rest[1])
        else:
            pair = self.people[self.households.index(held.household)]
            tenancies.transfer(**common, starts_on=rest[0], holder=pair[rest[1]].uid)


def overlaps() -> list[Any]:
    rows = list(Tenancy.objects.all())
    of_dwellings = [[one for one in rows if one.dwelling_id == key] for key in {r.dwelling_id for r in rows}]
    homes = [one for one in rows if one.tenure != "shopkeeper"]
    of_households = [
        [one for one in homes if one.household_id == key] for key in {r.household_id for r in homes}
    ]
    return [
        found
        for group in (*of_dwellings, *of_households)
        if (found := first_overlap(Period(one.starts_on, one.ends_on) for one in group))
    ]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_no_sequence_of_deeds_makes_two_tenancies_overlap(deeds: list[tuple[Any, ...]]) -> None:
    town = Town()
    try:
        for deed in deeds:
            before = set(Tenancy.objects.values_list("pk", "starts_on", "ends_on", "tenure"))
            try:
                town.do(deed)
            except DomainError:
                assert set(Tenancy.objects.values_list("pk", "starts_on", "ends_on", "tenure")) == before
            assert overlaps() == []
    finally:
        Tenancy.objects.all().delete()


@pytest.fixture
def only_where_two_write_at_once() -> None:
    """SQLite has one writer: there is nothing to see there."""
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL")


@pytest.mark.usefixtures("only_where_two_write_at_once")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wanted", ["one dwelling", "one household"])
def test_of_two_who_start_a_tenancy_at_once_one_is_refused(wanted: str) -> None:
    town, said = Town(), []
    ready = threading.Barrier(2)

    def start(number: int) -> None:
        dwelling = town.dwellings[0 if wanted == "one dwelling" else number]
        household = town.households[number if wanted == "one dwelling" else 0]
        try:
            ready.wait(timeout=10)
            # An end is known, so that no unique index stands in for the rule and the lock.
            tenancies.start(
                actor=town.actor,
                dwelling=dwelling.uid,
                household=household.uid,
                tenure="tenant",
                starts_on=MONDAY + timedelta(number),
                ends_on=MONDAY + timedelta(90),
                on=ON,
            )
            said.append("done")
        except DomainError as refusal:
            said.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=start, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    refused = "homes.dwelling-taken" if wanted == "one dwelling" else "homes.household-housed"
    assert sorted(said) == sorted(["done", refused])
    assert Tenancy.objects.count() == 1
