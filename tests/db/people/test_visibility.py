"""Which people whoever asks may see: roles down, people across."""

from datetime import UTC, datetime

import pytest

from campanello.core.access import Right
from campanello.core.actor import NOBODY, Role
from campanello.people.models import Involvement, Person
from tests import factories

pytestmark = pytest.mark.django_db

#            of one's project, of another, restricted there, known to nobody
SEEN = {
    Role.DESK: (True, False, False, False),
    Role.CASE: (True, False, False, False),
    Role.EMPLOYMENT: (True, False, False, False),
    Role.COORDINATOR: (True, False, True, False),
    Role.LANDLORD: (False, False, False, False),
    Role.PROGRAMME: (False, False, False, False),
    Role.EVALUATOR: (False, False, False, False),
    Role.ADMIN: (False, False, False, False),
    Role.RESIDENT: (False, False, False, False),
}


@pytest.mark.parametrize(("role", "seen"), SEEN.items(), ids=SEEN)
def test_people_are_seen_by(role: Role, seen: tuple[bool, ...]) -> None:
    project = factories.project()
    people = (
        factories.person(project),
        factories.person(factories.project()),
        factories.person(project, restricted_at=datetime(2026, 1, 1, tzinfo=UTC)),
        factories.person(),
    )
    held = {"project": project} if role in {Role.DESK, Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR} else {}
    visible = set(Person.objects.visible_to(factories.actor(role, **held)))
    assert tuple(person in visible for person in people) == seen


def test_nobody_sees_nobody() -> None:
    factories.person(factories.project())
    assert not Person.objects.visible_to(NOBODY).exists()


def test_a_person_of_two_projects_is_one_to_who_works_in_both() -> None:
    one, other = factories.project(), factories.project()
    person = factories.person(one)
    Involvement.objects.create(person=person, project=other, starts_on=factories.LONG_AGO)
    user = factories.user()
    factories.actor("desk", project=one, user=user)
    actor = factories.actor("case", project=other, user=user)
    assert list(Person.objects.visible_to(actor)) == [person]


def test_a_right_held_in_one_project_does_not_reach_into_another() -> None:
    mine, yours = factories.project(), factories.project()
    person = factories.person(yours)
    user = factories.user()
    factories.actor("case", project=mine, user=user)
    actor = factories.actor("desk", project=yours, user=user)
    assert list(Person.objects.visible_to(actor)) == [person]
    assert not Person.objects.visible_to(actor, Right.READ_SPECIAL).exists()


def test_a_role_that_ended_shows_nothing() -> None:
    project = factories.project()
    factories.person(project)
    actor = factories.actor("case", project=project, ends_on=factories.TODAY)
    assert not Person.objects.visible_to(actor).exists()
