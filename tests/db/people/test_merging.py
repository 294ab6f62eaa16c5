"""Two records made one, and made two again: nothing is lost, nothing overlaps, each link of a chain by itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.core.period import Period
from campanello.people.models import Household, Membership, Merge, Person
from campanello.people.queries import households, merges
from campanello.people.rules import merging
from campanello.people.services import households as household_services
from campanello.people.services.households import Place
from campanello.people.services.merges import merge, unmerge
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPRING = date(2025, 4, 1)


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def coordinator(lab: Project) -> Actor:
    return factories.actor(Role.COORDINATOR, project=lab)


@pytest.fixture
def people(lab: Project) -> list[Person]:
    return [factories.person(lab, given_name=name) for name in ("Rosa", "Rosaria", "Rosetta", "Amir")]


def joined(actor: Actor, kept: Person, absorbed: Person) -> Merge:
    return merge(actor=actor, kept_uid=kept.uid, absorbed_uid=absorbed.uid, reason="Same code", at=NOON)


def where(person: Person, on: date = TODAY) -> list[tuple[int, str]]:
    stays = merges.stays_of([person.pk])[person.pk]
    return [(stay.household, stay.role) for stay in stays if on in stay.period]


def members(household: Household, on: date = TODAY) -> list[int]:
    return [stay.person for stay in households.members_on([household.pk], on)[household.pk]]


def change(actor: Actor, household: Household) -> dict[str, Any]:
    household.refresh_from_db()
    return {"actor": actor, "household_uid": household.uid, "version": household.version, "today": TODAY}


def test_a_merged_record_is_followed_and_both_people_have_a_line(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, *_others = people

    made = joined(coordinator, rosa, rosaria)

    rosaria.refresh_from_db()
    assert rosaria.merged_into == rosa
    assert (made.reason, made.merged_by_id) == ("Same code", coordinator.user)
    lines = AuditEntry.objects.filter(verb="people.records-merged")
    assert {line.person for line in lines} == {rosa.pk, rosaria.pk}
    assert all("Rosa" not in str(line.facts) for line in lines)


def test_all_records_of_a_person_are_found_from_any_of_them(
    coordinator: Actor, people: list[Person], django_assert_num_queries: Any
) -> None:
    rosa, rosaria, rosetta, amir = people
    joined(coordinator, rosaria, rosetta)
    joined(coordinator, rosa, rosaria)

    with django_assert_num_queries(1):
        found = merges.ids_of_many([rosa.pk, rosetta.pk, amir.pk])

    together = (rosa.pk, rosaria.pk, rosetta.pk)
    assert found == {rosa.pk: together, rosetta.pk: together, amir.pk: (amir.pk,)}
    assert merges.ids_of(rosetta) == together


def test_each_link_of_a_chain_is_undone_by_itself(coordinator: Actor, people: list[Person]) -> None:
    rosa, rosaria, rosetta, _amir = people
    first = joined(coordinator, rosaria, rosetta)
    second = joined(coordinator, rosa, rosaria)

    unmerge(actor=coordinator, merge_id=second.pk, at=NOON)
    assert merges.ids_of(rosaria) == (rosaria.pk, rosetta.pk)
    assert merges.ids_of(rosa) == (rosa.pk,)

    joined(coordinator, rosa, rosaria)
    unmerge(actor=coordinator, merge_id=first.pk, at=NOON)
    assert merges.ids_of(rosetta) == (rosetta.pk,)
    assert merges.ids_of(rosa) == (rosa.pk, rosaria.pk)


def test_a_merge_is_undone_once(coordinator: Actor, people: list[Person]) -> None:
    made = joined(coordinator, *people[:2])
    unmerge(actor=coordinator, merge_id=made.pk, at=NOON)

    with pytest.raises(merging.NotMerged):
        unmerge(actor=coordinator, merge_id=made.pk, at=NOON)


def test_codes_that_differ_are_told_until_one_is_ended(coordinator: Actor, people: list[Person]) -> None:
    rosa, rosaria, *_others = people
    factories.code(rosa, kind="cf", value="RSSRSO50A41E897X", reason="")
    wrong = factories.code(rosaria, kind="cf", value="RSSRSR50A41E897Y", reason="")

    with pytest.raises(merging.DifferentCodes):
        joined(coordinator, rosa, rosaria)
    wrong.ends_on = TODAY
    wrong.save()
    joined(coordinator, rosa, rosaria)


def test_a_code_of_a_record_that_was_absorbed_before_counts(coordinator: Actor, people: list[Person]) -> None:
    rosa, rosaria, rosetta, _amir = people
    factories.code(rosetta, kind="cf", value="RSSRSO50A41E897X", reason="")
    factories.code(rosa, kind="cf", value="RSSRSR50A41E897Y", reason="")
    joined(coordinator, rosaria, rosetta)

    with pytest.raises(merging.DifferentCodes):
        joined(coordinator, rosa, rosaria)


REFUSED = [Role.DESK, Role.CASE, Role.EMPLOYMENT]


@pytest.mark.parametrize("role", REFUSED, ids=[f"the role {role}" for role in REFUSED])
def test_other_roles_of_the_project_do_not_merge(
    lab: Project, coordinator: Actor, people: list[Person], role: Role
) -> None:
    actor = factories.actor(role, project=lab)
    made = joined(coordinator, *people[:2])

    with pytest.raises(NotFound):
        joined(actor, people[0], people[2])
    with pytest.raises(NotFound):
        unmerge(actor=actor, merge_id=made.pk, at=NOON)


def test_nobody_merges_with_a_record_of_another_project(coordinator: Actor, people: list[Person]) -> None:
    stranger = factories.person(factories.project())

    with pytest.raises(NotFound):
        joined(coordinator, people[0], stranger)


def test_the_kept_record_lives_where_the_absorbed_one_did(coordinator: Actor, people: list[Person]) -> None:
    rosa, rosaria, _rosetta, amir = people
    home = factories.household(rosaria, amir)

    joined(coordinator, rosa, rosaria)

    assert where(rosa) == [(home.pk, "head")]
    assert members(home) == [rosa.pk, amir.pk]


def test_the_absorbed_record_s_household_does_not_count_beside_the_kept_one_s(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, _rosetta, amir = people
    home, other = factories.household(rosa), factories.household(amir, rosaria)

    made = joined(coordinator, rosa, rosaria)
    assert (where(rosa), members(home), members(other)) == ([(home.pk, "head")], [rosa.pk], [amir.pk])

    unmerge(actor=coordinator, merge_id=made.pk, at=NOON)
    assert members(other) == [amir.pk, rosaria.pk]


def test_a_person_recorded_twice_in_a_household_is_one_member(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, _rosetta, amir = people
    home = factories.household(rosaria, rosa, amir)

    joined(coordinator, rosa, rosaria)

    assert members(home) == [rosa.pk, amir.pk]
    assert where(rosa) == [(home.pk, "head")]


def test_what_is_written_after_the_merge_never_touches_the_absorbed_record(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, _rosetta, amir = people
    home = factories.household(rosaria, amir)
    before = list(Membership.objects.filter(person=rosaria).values())
    made = joined(coordinator, rosa, rosaria)

    household_services.move_out(
        person_uid=rosa.uid, on=SPRING, new_head=amir.uid, **change(coordinator, home)
    )
    assert where(rosa) == []
    assert where(rosa, date(2025, 3, 31)) == [(home.pk, "head")]

    undone = unmerge(actor=coordinator, merge_id=made.pk, at=NOON)
    # The household has chosen another reference person: the one who comes back is a member from that day on.
    assert undone.yielded == 1
    after = list(Membership.objects.filter(person=rosaria).order_by("starts_on").values())
    assert after[0] == before[0] | {"ends_on": TODAY}
    assert [row["role"] for row in after] == ["head", "other"]
    assert where(rosa, date(2025, 3, 31)) == [(home.pk, "head")]
    assert [entry.verb for entry in undone.written] == ["people.moved-out"]


def test_who_came_on_the_day_of_the_undoing_yields_on_the_row_itself(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, _rosetta, amir = people
    home = Household.objects.create(kind="registry")
    row = {"household": home, "kind": "registry", "starts_on": TODAY}
    Membership.objects.create(person=rosaria, role="head", **row)
    Membership.objects.create(person=amir, role="child", **row)
    made = joined(coordinator, rosa, rosaria)
    household_services.change_roles(
        roles={rosa.uid: "other", amir.uid: "head"}, on=TODAY, **change(coordinator, home)
    )

    assert unmerge(actor=coordinator, merge_id=made.pk, at=NOON).yielded == 1
    back = Membership.objects.get(person=rosaria)
    assert (back.role, back.starts_on, back.ends_on) == ("other", TODAY, None)


def test_a_role_may_change_after_a_merge(coordinator: Actor, people: list[Person]) -> None:
    rosa, rosaria, _rosetta, amir = people
    home = factories.household(rosaria, amir)
    joined(coordinator, rosa, rosaria)

    household_services.change_roles(
        roles={rosa.uid: "parent", amir.uid: "head"}, on=SPRING, **change(coordinator, home)
    )

    assert where(rosa) == [(home.pk, "parent")]
    assert where(amir) == [(home.pk, "head")]


def test_the_absorbed_record_s_address_leads_to_the_kept_one(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, _rosetta, amir = people
    home = factories.household(amir)
    joined(coordinator, rosa, rosaria)

    household_services.move_in(
        place=Place(rosaria.uid, "relative"), days=Period(SPRING, None), **change(coordinator, home)
    )

    assert Membership.objects.get(household=home, role="relative").person == rosa


def test_who_knew_the_absorbed_record_knows_the_kept_one(people: list[Person]) -> None:
    other = factories.project()
    elsewhere = factories.person(other)
    seen_by_other = factories.actor(Role.DESK, project=other)
    home = factories.household(people[0])
    Merge.objects.create(kept=people[0], absorbed=elsewhere, reason="Same", merged_at=NOON)
    Person.objects.filter(pk=elsewhere.pk).update(merged_into=people[0])

    assert households.household(seen_by_other, home.uid) == home


def test_what_was_written_meanwhile_is_listed_until_the_merge_was_undone(
    coordinator: Actor, people: list[Person]
) -> None:
    rosa, rosaria, *_others = people
    made = joined(coordinator, rosa, rosaria)
    places = [Place(rosa.uid, "head")]
    household_services.open_household(actor=coordinator, kind="isee", places=places, on=SPRING, today=TODAY)

    told = merges.written_since(made)

    assert [one.verb for one in told] == ["people.household-opened"]
    assert [line.is_kept for line in merges.merges_of(rosa)] == [True]
