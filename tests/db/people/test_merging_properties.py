"""Whatever is merged, undone and written in between: no overlap ever, no record lost; and two operators at once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.core.actor import Actor, Role
from campanello.core.errors import DomainError
from campanello.core.period import Period
from campanello.people.models import Household, Membership, Merge, Person
from campanello.people.queries import households, merges
from campanello.people.rules.households import HEAD
from campanello.people.rules.merging import last_of, overlapping
from campanello.people.services import households as services
from campanello.people.services.households import Place
from campanello.people.services.merges import merge, unmerge
from tests import factories
from tests.factories import TODAY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PEOPLE, HOUSEHOLDS = 4, 3
person = st.integers(0, PEOPLE - 1)
household = st.integers(0, HOUSEHOLDS - 1)
day = st.integers(0, 30).map(lambda ago: TODAY - timedelta(days=ago))
role = st.sampled_from(["head", "child", "other"])
deeds = st.one_of(
    st.tuples(st.just("merge"), person, person),
    st.tuples(st.just("unmerge"), st.integers(0, 5)),
    st.tuples(st.just("move_in"), person, household, role, day, st.booleans()),
    st.tuples(st.just("move_out"), person, household, day, st.none() | person),
    st.tuples(st.just("change_roles"), household, person, role, person, role, day),
)


class Town:
    """Some people and households, a coordinator who writes, and what each absorbed record was when it was merged."""

    def __init__(self) -> None:
        lab = factories.project()
        self.actor = factories.actor(Role.COORDINATOR, project=lab)
        self.people = [factories.person(lab) for _ in range(PEOPLE)]
        self.households = [factories.household(self.people[0], self.people[1])]
        self.households += [factories.household(self.people[place]) for place in (2, 3)]
        self.as_merged: dict[int, list[dict[str, Any]]] = {}
        self.facts = {one.pk: self.own_facts(one.pk) for one in self.people}

    def rows(self, key: int) -> list[dict[str, Any]]:
        fields = ("id", "household_id", "kind", "role", "starts_on", "ends_on")
        return list(Membership.objects.filter(person=key).order_by("pk").values(*fields))

    def own_facts(self, key: int) -> dict[str, Any]:
        facts = Person.objects.filter(pk=key).values().get()
        return {name: value for name, value in facts.items() if name != "merged_into_id"}

    def seen(self, number: int) -> dict[str, Any]:
        one = Household.objects.get(pk=self.households[number].pk)
        return {"actor": self.actor, "household_uid": one.uid, "version": one.version, "today": TODAY}

    def merge(self, kept: int, absorbed: int) -> None:
        two = self.people[kept], self.people[absorbed]
        before = self.rows(two[1].pk)
        merge(actor=self.actor, kept_uid=two[0].uid, absorbed_uid=two[1].uid, reason="Same", at=NOON)
        self.as_merged[two[1].pk] = before

    def unmerge(self, number: int) -> None:
        held = list(Merge.objects.filter(undone_at=None).order_by("pk"))
        if not held:
            return
        one = held[number % len(held)]
        undone = unmerge(actor=self.actor, merge_id=one.pk, at=NOON)
        before, after = self.as_merged.pop(one.absorbed_id), self.rows(one.absorbed_id)
        if undone.yielded:
            for was, now in zip(before, after, strict=False):
                changed = was["role"] == HEAD and was["ends_on"] is None
                assert now == was or (changed and (now["ends_on"] == TODAY or now["role"] == "other"))
        else:
            assert after == before

    def move_in(self, who: int, where: int, role: str, on: date, leaves: bool) -> None:
        place = Place(self.people[who].uid, role)
        services.move_in(place=place, days=Period(on, None), leaves=leaves, **self.seen(where))

    def move_out(self, who: int, where: int, on: date, new_head: int | None) -> None:
        head = None if new_head is None else self.people[new_head].uid
        services.move_out(person_uid=self.people[who].uid, on=on, new_head=head, **self.seen(where))

    def change_roles(self, where: int, one: int, role: str, other: int, other_role: str, on: date) -> None:
        roles = {self.people[one].uid: role, self.people[other].uid: other_role}
        services.change_roles(roles=roles, on=on, **self.seen(where))

    def assert_sound(self) -> None:
        kept_by = dict(Merge.objects.filter(undone_at=None).values_list("absorbed", "kept"))
        standing = {one.pk: last_of(one.pk, kept_by) for one in self.people}
        stored = {one.pk: one.merged_into_id or one.pk for one in Person.objects.filter(pk__in=standing)}
        assert stored == standing
        roots = set(standing.values())
        stays = [stay for several in merges.stays_of(roots).values() for stay in several]
        assert overlapping(stays) == []
        for key, before in self.as_merged.items():
            assert self.rows(key) == before
        for key, facts in self.facts.items():
            assert self.own_facts(key) == facts
        for members in households.members_on([one.pk for one in self.households], TODAY).values():
            assert sum(stay.role == HEAD for stay in members) <= 1
            assert {stay.person for stay in members} <= roots


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(deeds, min_size=1, max_size=12))
def test_any_sequence_of_merges_and_changes_loses_nothing(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        town = Town()
        for name, *about in sequence:
            deed: Callable[..., None] = getattr(town, name)
            with suppress(DomainError), transaction.atomic():
                deed(*about)
            town.assert_sound()
        transaction.set_rollback(True)


def together(*deeds: Callable[[], object]) -> list[BaseException | None]:
    """Do several things at the same moment, each in a thread and a transaction of its own; answers how each ended."""
    barrier = Barrier(len(deeds))
    ended: list[BaseException | None] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            deed()
        except DomainError as error:
            ended[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return ended


@pytest.fixture
def on_postgres(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: nothing happens at once there")


@pytest.mark.usefixtures("on_postgres")
def test_two_operators_put_one_person_into_two_households_at_once_and_one_is_refused() -> None:
    lab = factories.project()
    actors: list[Actor] = [factories.actor(Role.DESK, project=lab) for _ in range(2)]
    newcomer = factories.person(lab)
    homes = [factories.household(factories.person(lab)) for _ in range(2)]

    def enter(number: int) -> None:
        services.move_in(
            actor=actors[number],
            household_uid=homes[number].uid,
            version=1,
            place=Place(newcomer.uid, "child"),
            days=Period(TODAY - timedelta(days=number), None),
            today=TODAY,
        )

    ended = together(lambda: enter(0), lambda: enter(1))

    assert sorted(type(one).__name__ for one in ended) in (
        ["AlreadyInHousehold", "NoneType"],
        ["LaterEntries", "NoneType"],
    )
    assert Membership.objects.filter(person=newcomer).count() == 1


@pytest.mark.usefixtures("on_postgres")
def test_two_merges_in_opposite_directions_at_once_leave_one_chain() -> None:
    lab = factories.project()
    actors = [factories.actor(Role.COORDINATOR, project=lab) for _ in range(2)]
    people = [factories.person(lab) for _ in range(2)]

    def join(number: int) -> None:
        kept, absorbed = people[number], people[1 - number]
        merge(actor=actors[number], kept_uid=kept.uid, absorbed_uid=absorbed.uid, reason="Same", at=NOON)

    ended = together(lambda: join(0), lambda: join(1))

    assert sorted(type(one).__name__ for one in ended) == ["AlreadyMerged", "NoneType"]
    assert Merge.objects.filter(undone_at=None).count() == 1


@pytest.mark.usefixtures("on_postgres")
def test_two_households_that_join_each_other_at_once_do_not_wait_for_each_other() -> None:
    lab = factories.project()
    actors = [factories.actor(Role.DESK, project=lab) for _ in range(2)]
    homes = [factories.household(factories.person(lab)) for _ in range(2)]

    def join(number: int) -> None:
        services.join(
            actor=actors[number],
            household_uid=homes[number].uid,
            version=1,
            other_uid=homes[1 - number].uid,
            on=TODAY,
            today=TODAY,
        )

    ended = together(lambda: join(0), lambda: join(1))

    assert [type(one).__name__ for one in ended].count("NoneType") == 1
    assert Household.objects.filter(closed_on=TODAY).count() == 1
