"""Households in the database: who may change them, what is written, and what two operators at once can't do."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.core.period import Period
from campanello.people.models import Household, Membership, Person
from campanello.people.queries import households as queries
from campanello.people.rules import households as rules
from campanello.people.services import households as services
from campanello.people.services.households import Place
from campanello.people.services.previewing import previewed
from tests import factories
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 1)


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def desk(lab: Project) -> Actor:
    return factories.actor(Role.DESK, project=lab)


@pytest.fixture
def rosa(lab: Project) -> Person:
    return factories.person(lab, given_name="Rosa", born_on=date(1950, 1, 1))


@pytest.fixture
def amir(lab: Project) -> Person:
    return factories.person(lab, given_name="Amir", born_on=date(1980, 1, 1))


@pytest.fixture
def lina(lab: Project) -> Person:
    return factories.person(lab, given_name="Lina", born_on=date(2015, 1, 1))


def roles(household: Household, on: date = TODAY) -> dict[int, str]:
    return {stay.person: stay.role for stay in queries.members_on([household.pk], on)[household.pk]}


def now(household: Household) -> dict[str, Any]:
    household.refresh_from_db()
    return {"household_uid": household.uid, "version": household.version, "today": TODAY}


def test_a_household_is_opened_with_one_reference_person(desk: Actor, rosa: Person, lina: Person) -> None:
    places = [Place(rosa.uid, "head"), Place(lina.uid, "child")]

    made = services.open_household(actor=desk, kind="registry", places=places, on=SPRING, today=TODAY)

    assert roles(made) == {rosa.pk: "head", lina.pk: "child"}
    assert roles(made, SPRING - timedelta(days=1)) == {}
    lines = AuditEntry.objects.filter(verb="people.household-opened")
    assert {line.person for line in lines} == {rosa.pk, lina.pk}


NOT_OPENED: dict[str, tuple[list[str], type[Exception]]] = {
    "without anybody": ([], rules.NoHead),
    "without a reference person": (["child", "partner"], rules.NoHead),
    "with two": (["head", "head"], rules.TwoHeads),
}


@pytest.mark.parametrize(("wanted", "expected"), NOT_OPENED.values(), ids=NOT_OPENED)
def test_a_household_is_not_opened(
    desk: Actor, rosa: Person, lina: Person, wanted: list[str], expected: type[Exception]
) -> None:
    places = [Place(who.uid, role) for who, role in zip([rosa, lina], wanted, strict=False)]

    with pytest.raises(expected), transaction.atomic():
        services.open_household(actor=desk, kind="registry", places=places, on=SPRING, today=TODAY)
    assert not Household.objects.exists()


def test_somebody_comes_in_and_leaves_where_they_were(
    desk: Actor, rosa: Person, amir: Person, lina: Person
) -> None:
    old, new = factories.household(amir, lina), factories.household(rosa)
    place = Place(lina.uid, "relative")

    with pytest.raises(rules.AlreadyInHousehold):
        services.move_in(actor=desk, place=place, days=Period(SPRING, None), **now(new))
    services.move_in(actor=desk, place=place, days=Period(SPRING, None), leaves=True, **now(new))

    assert roles(new) == {rosa.pk: "head", lina.pk: "relative"}
    assert roles(old) == {amir.pk: "head"}
    assert lina.pk in roles(old, SPRING - timedelta(days=1))
    assert [one.version for one in Household.objects.order_by("pk")] == [2, 2]


def test_a_time_that_is_over_is_written_down(desk: Actor, rosa: Person, lina: Person) -> None:
    household = factories.household(rosa)

    days = Period(date(2022, 1, 1), date(2023, 1, 1))
    services.move_in(actor=desk, place=Place(lina.uid, "other"), days=days, **now(household))

    assert lina.pk in roles(household, date(2022, 12, 31))
    assert lina.pk not in roles(household, date(2023, 1, 1))


def test_the_reference_person_leaves_only_when_another_takes_over(
    desk: Actor, rosa: Person, amir: Person
) -> None:
    household = factories.household(rosa, amir)

    with pytest.raises(rules.NoHead), transaction.atomic():
        services.move_out(actor=desk, person_uid=rosa.uid, on=SPRING, **now(household))
    services.move_out(actor=desk, person_uid=rosa.uid, on=SPRING, new_head=amir.uid, **now(household))

    assert roles(household) == {amir.pk: "head"}
    assert roles(household, LONG_AGO) == {rosa.pk: "head", amir.pk: "relative"}


def test_the_last_one_may_leave(desk: Actor, rosa: Person) -> None:
    household = factories.household(rosa)

    services.move_out(actor=desk, person_uid=rosa.uid, on=SPRING, **now(household))

    assert roles(household) == {}


def test_a_stay_that_began_the_same_day_is_struck_out(desk: Actor, rosa: Person, lina: Person) -> None:
    household = factories.household(rosa)
    place = Place(lina.uid, "child")
    services.move_in(actor=desk, place=place, days=Period(SPRING, None), **now(household))

    services.move_out(actor=desk, person_uid=lina.uid, on=SPRING, **now(household))

    assert not Membership.objects.filter(person=lina).exists()


def test_two_roles_change_at_once(desk: Actor, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa, amir)
    wanted = {rosa.uid: "parent", amir.uid: "head"}

    services.change_roles(actor=desk, roles=wanted, on=SPRING, **now(household))

    assert roles(household) == {rosa.pk: "parent", amir.pk: "head"}
    with pytest.raises(rules.NoHead):
        services.change_roles(actor=desk, roles={amir.uid: "other"}, on=TODAY, **now(household))


def test_some_form_a_household_of_their_own(desk: Actor, rosa: Person, amir: Person, lina: Person) -> None:
    household = factories.household(rosa, amir, lina)
    places = [Place(amir.uid, "head"), Place(lina.uid, "child")]

    made = services.split(actor=desk, places=places, on=SPRING, **now(household))

    assert roles(household) == {rosa.pk: "head"}
    assert roles(made) == {amir.pk: "head", lina.pk: "child"}
    with pytest.raises(rules.NobodyToSplit):
        services.split(actor=desk, places=[Place(rosa.uid, "head")], on=TODAY, **now(household))


def test_two_households_become_one(desk: Actor, rosa: Person, amir: Person, lina: Person) -> None:
    stays, goes = factories.household(rosa), factories.household(amir, lina)

    services.join(actor=desk, other_uid=goes.uid, on=SPRING, **now(stays))

    assert roles(stays) == {rosa.pk: "head", amir.pk: "relative", lina.pk: "relative"}
    goes.refresh_from_db()
    assert (goes.closed_on, roles(goes)) == (SPRING, {})
    with pytest.raises(rules.SameHousehold):
        services.join(actor=desk, other_uid=goes.uid, on=TODAY, **now(stays))


def test_nobody_is_moved_along_whom_the_operator_may_not_see(desk: Actor, rosa: Person, amir: Person) -> None:
    stranger = factories.person(factories.project())
    stays, goes = factories.household(rosa), factories.household(amir, stranger)

    with pytest.raises(rules.MembersOfOthers) as refusal:
        services.join(actor=desk, other_uid=goes.uid, on=SPRING, **now(stays))
    assert refusal.value.facts == {"hidden": 1, "members": 2}


def test_nothing_happens_in_a_closed_household(desk: Actor, rosa: Person, lina: Person) -> None:
    household = factories.household(rosa)
    services.close(actor=desk, on=SPRING, **now(household))

    assert roles(household) == {}
    with pytest.raises(rules.ClosedHousehold):
        services.move_in(
            actor=desk, place=Place(lina.uid, "head"), days=Period(TODAY, None), **now(household)
        )


def test_a_household_without_anybody_is_closed_with_a_line(desk: Actor, rosa: Person) -> None:
    household = factories.household(rosa)
    services.move_out(actor=desk, person_uid=rosa.uid, on=SPRING, **now(household))

    services.close(actor=desk, on=TODAY, **now(household))

    line = AuditEntry.objects.get(verb="people.household-closed")
    assert (line.person, line.target) == (None, household.pk)


def test_whoever_stays_has_a_reference_person_when_theirs_goes(
    desk: Actor, rosa: Person, amir: Person, lina: Person
) -> None:
    household = factories.household(rosa, amir, lina)
    places = [Place(rosa.uid, "head")]

    with pytest.raises(rules.NoHead), transaction.atomic():
        services.split(actor=desk, places=places, on=SPRING, **now(household))
    services.split(actor=desk, places=places, on=SPRING, new_head=amir.uid, **now(household))

    assert roles(household) == {amir.pk: "head", lina.pk: "relative"}


def test_neither_joining_nor_closing_happens_tomorrow(desk: Actor, rosa: Person, amir: Person) -> None:
    stays, goes = factories.household(rosa), factories.household(amir)
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(rules.NotYet), transaction.atomic():
        services.join(actor=desk, other_uid=goes.uid, on=tomorrow, **now(stays))
    with pytest.raises(rules.NotYet), transaction.atomic():
        services.close(actor=desk, on=tomorrow, **now(stays))


def test_a_look_at_what_will_be_leaves_nothing(desk: Actor, rosa: Person, lina: Person) -> None:
    household = factories.household(rosa)
    place = Place(lina.uid, "child")

    found = previewed(
        lambda: services.move_in(actor=desk, place=place, days=Period(SPRING, None), **now(household)),
        actor=desk,
        households=[household.uid],
        on=TODAY,
    )

    assert [member.person for member in found[0].members] == [rosa.pk, lina.pk]
    assert roles(household) == {rosa.pk: "head"}
    assert not AuditEntry.objects.exists()


def test_one_person_has_one_place(desk: Actor, rosa: Person) -> None:
    places = [Place(rosa.uid, "head"), Place(rosa.uid, "other")]

    with pytest.raises(rules.SamePersonTwice):
        services.open_household(actor=desk, kind="registry", places=places, on=SPRING, today=TODAY)


def test_the_second_of_two_who_write_sees_what_the_first_wrote(desk: Actor, rosa: Person) -> None:
    household = factories.household(rosa)
    services.edit(actor=desk, household_uid=household.uid, version=1, changes={"note": "Ring twice"})

    with pytest.raises(rules.StaleHousehold) as conflict:
        services.edit(actor=desk, household_uid=household.uid, version=1, changes={"note": "Ring once"})
    assert conflict.value.theirs["note"] == "Ring twice"
    assert conflict.value.facts == {"yours": 1, "now": 2}


def test_what_is_written_as_it_was_is_no_change(desk: Actor, rosa: Person) -> None:
    household = factories.household(rosa, note="Ring twice")

    services.edit(actor=desk, household_uid=household.uid, version=1, changes={"note": "Ring twice"})

    household.refresh_from_db()
    assert household.version == 1
    assert not AuditEntry.objects.filter(verb="people.household-edited").exists()


ACTORS: dict[str, tuple[Callable[[Project], Actor], bool]] = {
    "the desk of the project": (lambda lab: factories.actor(Role.DESK, project=lab), True),
    "the case manager": (lambda lab: factories.actor(Role.CASE, project=lab), True),
    "the desk of another project": (lambda lab: factories.actor(Role.DESK), False),
    "the programme manager": (lambda lab: factories.actor(Role.PROGRAMME, project=lab), False),
    "the evaluator": (lambda lab: factories.actor(Role.EVALUATOR, project=lab), False),
    "the landlord's officer": (lambda lab: factories.actor(Role.LANDLORD), False),
    "the administrator": (lambda lab: factories.actor(Role.ADMIN), False),
}


@pytest.mark.parametrize(("who", "sees"), ACTORS.values(), ids=ACTORS)
def test_who_sees_a_household(
    lab: Project, rosa: Person, who: Callable[[Project], Actor], sees: bool
) -> None:
    household = factories.household(rosa)
    actor = who(lab)

    if sees:
        assert queries.household(actor, household.uid) == household
    else:
        with pytest.raises(NotFound):
            queries.household(actor, household.uid)
    with pytest.raises(NotFound):
        queries.household(actor, uuid4())


def test_a_member_of_other_projects_has_no_name_here_but_counts(desk: Actor, rosa: Person) -> None:
    stranger = factories.person(factories.project(), given_name="Somebody", born_on=date(2020, 1, 1))
    household = factories.household(rosa, stranger)

    [composition] = queries.compositions(desk, [household], TODAY)

    assert [(member.name.split(" ")[0], member.age) for member in composition.members] == [
        ("Rosa", 76),
        ("", None),
    ]
    assert (composition.hidden, composition.ages.members, composition.ages.children) == (1, 2, 1)


def test_registry_and_isee_stand_side_by_side(desk: Actor, rosa: Person, amir: Person, lina: Person) -> None:
    household = factories.household(rosa, amir)
    isee = factories.household(rosa, lina, kind="isee")

    record = queries.household_record(desk, household, TODAY)
    back = queries.household_record(desk, isee, TODAY)

    assert [one.household for one in record.beside] == [isee]
    expected = {(amir.pk, rules.ONLY_REGISTRY), (lina.pk, rules.ONLY_ISEE)}
    for found in (record, back):
        assert {(line.member.person, line.difference.sentence) for line in found.differences} == expected


def test_what_happened_is_told_latest_first(desk: Actor, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa, amir)
    services.change_roles(actor=desk, roles={amir.uid: "partner"}, on=SPRING, **now(household))
    services.move_out(actor=desk, person_uid=amir.uid, on=TODAY, **now(household))

    events = queries.household_record(desk, household, TODAY).events

    told = [(event.on, event.what, event.member.person) for event in events]
    assert told[:2] == [(TODAY, "out", amir.pk), (SPRING, "role", amir.pk)]
    assert {event.what for event in events[2:]} == {"in"}


@pytest.mark.parametrize("size", [2, 30])
def test_a_record_takes_as_many_queries_for_two_as_for_thirty(
    desk: Actor, lab: Project, size: int, django_assert_max_num_queries: Any
) -> None:
    people = [factories.person(lab) for _ in range(size)]
    household = factories.household(*people)
    factories.household(*people[: size // 2], kind="isee")

    with django_assert_max_num_queries(5):
        queries.household_record(desk, household, TODAY)
