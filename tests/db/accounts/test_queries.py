"""The list of users as it is asked for, and what an administrator learns of residents."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.utils import timezone

from campanello.accounts import queries
from campanello.accounts.queries import Asked
from campanello.accounts.rules import State
from campanello.core.access import NotFound
from campanello.core.actor import Role
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def team() -> dict[str, Any]:
    """An administrator, a desk operator, somebody invited, somebody who left, a resident."""
    project = factories.project()
    dora = factories.user(username="dora", name="Dora Portone", email="dora@example.org")
    factories.assignment(user=dora, role=Role.DESK, project=project)
    invited = factories.user(username="ines", name="Ines Finestra")
    invited.set_unusable_password()
    invited.save()
    factories.user(username="gone", name="Guido Scala", is_active=False)
    factories.user(username="r-17", name="Rosa Segreta", person=17)
    return {
        "project": project,
        "actor": factories.actor(Role.ADMIN, user=factories.user(username="admin", name="Ada")),
    }


def found(team: dict[str, Any], **asked: Any) -> list[str]:
    return [user.username for user in queries.users(team["actor"], Asked(**asked), at=AT, on=ON)]


CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "everybody, by name": ({}, ["admin", "dora", "gone", "ines", "r-17"]),
    "everybody, by user name": ({"sort": "username"}, ["admin", "dora", "gone", "ines", "r-17"]),
    "by a part of a name": ({"text": "port"}, ["dora"]),
    "by an address": ({"text": "EXAMPLE.org"}, ["dora"]),
    "by every word": ({"text": "dora scala"}, []),
    "a resident never by name": ({"text": "segreta"}, []),
    "a resident by user name": ({"text": "r-17"}, ["r-17"]),
    "by role": ({"role": "desk"}, ["dora"]),
    "by a role that nobody has": ({"role": "case"}, []),
    "who left": ({"state": State.ENDED}, ["gone"]),
    "who was invited": ({"state": State.INVITED}, ["ines"]),
    "who is active": ({"state": State.ACTIVE}, ["admin", "dora", "r-17"]),
    "who is locked": ({"state": State.LOCKED}, []),
    "by hostile words": ({"text": "%_' \" \\ \u202e <script>"}, []),
    "in an order that is none": ({"sort": "password"}, ["admin", "dora", "gone", "ines", "r-17"]),
}


@pytest.mark.parametrize(("asked", "expected"), CASES.values(), ids=CASES)
def test_users(team: dict[str, Any], asked: dict[str, Any], expected: list[str]) -> None:
    assert found(team, **asked) == expected


def test_users_of_a_project_and_an_organisation(team: dict[str, Any]) -> None:
    project = team["project"]
    assert found(team, project=project.pk) == ["dora"]
    assert found(team, organisation=project.lead_id, role="desk") == ["dora"]
    assert found(team, organisation=project.lead_id, role="case") == []


def test_a_role_that_is_over_is_not_found(team: dict[str, Any]) -> None:
    factories.assignment(role=Role.EMPLOYMENT, starts_on=date(2025, 1, 1), ends_on=ON)
    assert found(team, role="employment") == []


def test_the_list_takes_two_queries_however_long_it_is(
    team: dict[str, Any], django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        factories.assignment()
    with django_assert_num_queries(2):
        rows = list(queries.users(team["actor"], Asked(), at=AT, on=ON))
        assert len([str(held.project) for row in rows for held in row.held if held.project]) == 13


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_administrator_sees_users(role: Role) -> None:
    actor, user = factories.actor(role), factories.user()
    for look in (
        lambda: queries.users(actor, Asked(), at=AT, on=ON),
        lambda: queries.user(actor, user.pk),
        lambda: queries.assignments(actor, user),
        lambda: queries.invitations(actor, user),
        lambda: queries.organisations(actor),
        lambda: queries.projects(actor),
        lambda: queries.assignment(actor, 1),
    ):
        with pytest.raises(NotFound):
            look()


def test_a_number_too_large_for_the_database_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.user(factories.actor(Role.ADMIN), 10**30)


def test_a_lock_ends_by_itself() -> None:
    now = timezone.now()
    AccessAttempt.objects.create(username="mario", ip_address="192.0.2.1", failures_since_start=5)
    # The library writes its own clock's time.
    AccessAttempt.objects.update(attempt_time=now - timedelta(minutes=29))
    assert queries.locked(now) == {"mario": now + timedelta(minutes=1)}
    assert queries.locked(now + timedelta(minutes=2)) == {}


def test_four_failures_do_not_lock() -> None:
    now = timezone.now()
    AccessAttempt.objects.create(username="mario", ip_address="192.0.2.1", failures_since_start=4)
    assert queries.locked(now) == {}


def test_codes_for_emergencies_alone_are_no_second_factor() -> None:
    user = factories.user()
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "x"})
    assert not queries.has_second_factor(user.pk)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    assert queries.has_second_factor(user.pk)


def test_an_empty_address_is_nobodys() -> None:
    factories.user(email="")
    assert queries.user_of_address("") is None
