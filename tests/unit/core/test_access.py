"""The role table, read as what people may rely on."""

import pytest

from campanello.core.access import (
    RIGHTS,
    SECOND_FACTOR_ROLES,
    NotFound,
    Right,
    landlords_with,
    may,
    projects_with,
    require,
)
from campanello.core.actor import NOBODY, ROLE_NAMES, Actor, Grant, Role

NAMES = {Right.FIND_PEOPLE, Right.READ_PERSON, Right.READ_SPECIAL, Right.EXPORT_PEOPLE, Right.READ_HOMES}


def acting(*grants: Grant) -> Actor:
    return Actor(user=1, name="Somebody", grants=grants)


def test_every_role_has_rights_and_a_name() -> None:
    assert set(RIGHTS) == set(ROLE_NAMES) == set(Role)
    assert all(RIGHTS.values())


def test_every_right_is_somebody_s() -> None:
    assert set().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize("role", [Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN])
def test_no_name_is_for(role: Role) -> None:
    assert not RIGHTS[role] & NAMES


def test_the_landlord_s_officer_sees_homes_and_debts_and_no_person() -> None:
    rights = RIGHTS[Role.LANDLORD]
    assert {Right.READ_HOMES, Right.READ_ARREARS, Right.WRITE_ARREARS} <= rights
    assert not rights & {Right.READ_PERSON, Right.READ_SPECIAL, Right.FIND_PEOPLE}


def test_special_facts_and_accounts_need_a_second_factor() -> None:
    assert {Role.CASE, Role.COORDINATOR, Role.ADMIN} == SECOND_FACTOR_ROLES


def test_the_desk_sees_neither_special_facts_nor_arrears() -> None:
    assert not RIGHTS[Role.DESK] & {Right.READ_SPECIAL, Right.READ_ARREARS}


def test_nobody_may_anything() -> None:
    assert [right for right in Right if may(NOBODY, right)] == []


def test_a_right_holds_in_the_projects_of_its_own_grants_alone() -> None:
    actor = acting(Grant(Role.DESK, 1, 10), Grant(Role.CASE, 1, 20), Grant(Role.PROGRAMME, 1, None))
    assert projects_with(actor, Right.READ_PERSON) == {10, 20}
    assert projects_with(actor, Right.READ_SPECIAL) == {20}
    assert projects_with(actor, Right.MERGE_PEOPLE) == frozenset()


def test_an_organisation_s_dwellings_are_for_its_landlord_s_officer_alone() -> None:
    actor = acting(Grant(Role.LANDLORD, 7), Grant(Role.DESK, 8, 10))
    assert landlords_with(actor, Right.READ_HOMES) == {7}
    assert projects_with(actor, Right.READ_ARREARS) == frozenset()


def test_without_a_right_nothing_is_there() -> None:
    with pytest.raises(NotFound):
        require(acting(Grant(Role.PROGRAMME, 1)), Right.READ_PERSON)
    require(acting(Grant(Role.DESK, 1, 10)), Right.READ_PERSON)
