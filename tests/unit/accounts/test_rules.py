"""Who may be given which role: each case a sentence of the rules."""

from dataclasses import replace
from datetime import date

import pytest

from campanello.accounts import rules
from campanello.accounts.rules import Offer, Receiver, why_not_assign
from campanello.core.access import SECOND_FACTOR_ROLES
from campanello.core.actor import Actor, Grant, Role

SOME_DAY = date(2026, 3, 2)
DESK = Offer(Role.DESK, organisation=1, project=7, starts_on=SOME_DAY)
SOMEBODY = Receiver(held=frozenset(), is_the_giver=False, is_partner=True)
IN_NO_PROJECT = {"project": None}

ALLOWED = {
    "a desk operator in a project": (DESK, SOMEBODY),
    "a second role beside a first": (DESK, replace(SOMEBODY, held=frozenset({Role.CASE}))),
    "the same role again, elsewhere": (DESK, replace(SOMEBODY, held=frozenset({Role.DESK}))),
    "a landlord's officer in a whole organisation": (
        replace(DESK, role=Role.LANDLORD, project=None),
        SOMEBODY,
    ),
    "a programme manager in no project": (replace(DESK, role=Role.PROGRAMME, project=None), SOMEBODY),
    "a programme manager in one project": (replace(DESK, role=Role.PROGRAMME), SOMEBODY),
    "an administrator who holds nothing else": (replace(DESK, role=Role.ADMIN, project=None), SOMEBODY),
    "an administrator who reads figures": (
        replace(DESK, role=Role.ADMIN, project=None),
        replace(SOMEBODY, held=frozenset({Role.PROGRAMME})),
    ),
    "a role for some days": (replace(DESK, ends_on=date(2026, 3, 3)), SOMEBODY),
}
REFUSED = {
    "nobody gives themselves a role": (DESK, replace(SOMEBODY, is_the_giver=True), rules.NotToOneself),
    "not even an administrator a harmless one": (
        replace(DESK, role=Role.PROGRAMME),
        replace(SOMEBODY, is_the_giver=True),
        rules.NotToOneself,
    ),
    "a desk operator in no project": (replace(DESK, project=None), SOMEBODY, rules.ProjectMissing),
    "a landlord's officer in a project": (replace(DESK, role=Role.LANDLORD), SOMEBODY, rules.ProjectTooMuch),
    "an administrator in a project": (replace(DESK, role=Role.ADMIN), SOMEBODY, rules.ProjectTooMuch),
    "an organisation that takes no part": (DESK, replace(SOMEBODY, is_partner=False), rules.NotAPartner),
    "a role that ends before it begins": (
        replace(DESK, ends_on=date(2026, 3, 1)),
        SOMEBODY,
        rules.WrongDays,
    ),
    "a role that ends on the day it begins": (replace(DESK, ends_on=SOME_DAY), SOMEBODY, rules.WrongDays),
    "a resident who becomes an operator": (
        DESK,
        replace(SOMEBODY, held=frozenset({Role.RESIDENT})),
        rules.ResidentsHoldNoOther,
    ),
    "an operator who becomes a resident": (
        replace(DESK, role=Role.RESIDENT, project=None),
        replace(SOMEBODY, held=frozenset({Role.PROGRAMME})),
        rules.ResidentsHoldNoOther,
    ),
}
CASE_ROLES = (Role.DESK, Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR, Role.LANDLORD, Role.EVALUATOR)


@pytest.mark.parametrize(("offer", "to"), ALLOWED.values(), ids=ALLOWED)
def test_a_role_may_be_given(offer: Offer, to: Receiver) -> None:
    assert why_not_assign(offer, to) is None


@pytest.mark.parametrize(("offer", "to", "refusal"), REFUSED.values(), ids=REFUSED)
def test_a_role_is_refused(offer: Offer, to: Receiver, refusal: type[Exception]) -> None:
    assert isinstance(why_not_assign(offer, to), refusal)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_an_administrator_gets_no_role_that_sees_cases(role: Role) -> None:
    project = 7 if role in rules.IN_A_PROJECT else None
    to = replace(SOMEBODY, held=frozenset({Role.ADMIN}))
    refusal = why_not_assign(replace(DESK, role=role, project=project), to)
    assert isinstance(refusal, rules.AdministratorsSeeNoCases)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_whoever_sees_cases_becomes_no_administrator(role: Role) -> None:
    to = replace(SOMEBODY, held=frozenset({role, Role.PROGRAMME}))
    refusal = why_not_assign(replace(DESK, role=Role.ADMIN, project=None), to)
    assert isinstance(refusal, rules.AdministratorsSeeNoCases)
    assert refusal.facts["held"] == (rules.ROLE_NAMES[role], {})


def test_the_roles_that_see_cases_are_all_but_three() -> None:
    assert frozenset(Role) - rules.CASE_ROLES == {Role.PROGRAMME, Role.ADMIN, Role.RESIDENT}


def test_without_a_second_factor_the_roles_that_ask_for_one_do_not_count() -> None:
    desk, case = Grant(Role.DESK, 1, 7), Grant(Role.CASE, 1, 7)
    actor = Actor(user=1, name="Carlo", grants=(desk, case))
    assert rules.needs_second_factor(actor)
    assert rules.without_second_factor(actor).grants == (desk,)
    assert not rules.needs_second_factor(rules.without_second_factor(actor))


def test_a_second_factor_is_asked_of_who_sees_special_facts_or_hands_out_roles() -> None:
    assert {Role.CASE, Role.COORDINATOR, Role.ADMIN} == SECOND_FACTOR_ROLES
