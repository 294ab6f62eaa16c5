"""Which links each role finds in the header; and that they never go where the role may not."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from campanello.core.actor import NOBODY, Actor, Grant, Role
from campanello.core.navigation import home_of, ways

OPEN = {"Home", "Evaluations", "Check published figures"}
MORE = {
    Role.DESK: {"People", "Homes", "Lab", "Plans", "Points"},
    Role.CASE: {"People", "Homes", "Lab", "Plans", "Points"},
    Role.EMPLOYMENT: {"People", "Homes", "Lab", "Plans", "Points"},
    Role.COORDINATOR: {"People", "Homes", "Lab", "Plans", "Points", "Tables", "Pairs", "Audit"},
    Role.LANDLORD: {"Homes", "Points", "Letters", "Reports", "Tables"},
    Role.PROGRAMME: {"Labs in figures", "Plans", "Points"},
    Role.EVALUATOR: {"Labs in figures", "Tables"},
    Role.ADMIN: {"Accounts", "Audit"},
    Role.RESIDENT: set(),
}


def with_role(role: Role) -> Actor:
    return Actor(user=1, name="Somebody", grants=(Grant(role, 1, 1),))


@pytest.fixture(autouse=True)
def every_page_is_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As when all features are installed; the pages' own tests say whether they are."""
    monkeypatch.setattr("campanello.core.navigation._url", lambda name: f"/{name}/")
    with override("en"):
        yield


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_what_it_may_reach_and_nothing_else(role: Role) -> None:
    found = {str(way.label) for way in ways(with_role(role), "/")}
    assert found == OPEN | MORE[role]


def test_a_visitor_finds_what_is_open() -> None:
    assert {str(way.label) for way in ways(NOBODY, "/")} == OPEN


def test_the_page_that_is_shown_is_marked() -> None:
    assert [way.label for way in ways(with_role(Role.ADMIN), "/staff:users/") if way.is_here] == ["Accounts"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RESIDENT}))
def test_the_team_begins_at_its_home(role: Role) -> None:
    assert home_of(with_role(role)) == "/staff:home/"


def test_a_resident_begins_at_their_own_page() -> None:
    assert home_of(with_role(Role.RESIDENT)) == "/resident:home/"


@pytest.mark.parametrize("actor", [NOBODY, Actor(user=1, name="No role")])
def test_others_begin_at_the_first_page(actor: Actor) -> None:
    assert home_of(actor) == "/"
