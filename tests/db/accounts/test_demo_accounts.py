"""The demonstration's accounts: one a role, each able to do what the role may, made once however often."""

from pathlib import Path
from typing import Any

import pytest

from campanello.accounts.models import Assignment, User
from campanello.accounts.queries import actor_of
from campanello.accounts.rules import IN_A_PROJECT
from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import Organisation, Project
from campanello.demo.accounts import HOME_PROJECT, NoDemonstration, accounts, kept_password, open_accounts
from tests import factories

PASSWORD = "grey-door-nine"


@pytest.mark.django_db
def test_each_role_has_one_user_named_as_the_role() -> None:
    made = accounts({}, {}, PASSWORD)
    assert [user.username for user in made] == [role.value for role in Role]
    for user in made:
        actor = actor_of(user, today())
        assert actor.roles == {Role(user.username)}
        assert user.check_password(PASSWORD)
        assert user.email.endswith("@example.org")  # RFC 2606: nobody's
        assert all((grant.project is not None) == (grant.role in IN_A_PROJECT) for grant in actor.grants)


@pytest.mark.django_db
def test_they_work_in_the_project_of_mantova_and_its_bodies() -> None:
    accounts({}, {}, PASSWORD)
    project = Project.objects.get()
    assert (project.code, project.lead.name, project.province) == (HOME_PROJECT, "Comune di Mantova", "MN")
    landlord = Assignment.objects.get(role=Role.LANDLORD).organisation
    assert landlord.name == "ALER Brescia-Cremona-Mantova"
    assert landlord in project.partners.all()


@pytest.mark.django_db
def test_twice_is_as_once_and_the_sessions_last() -> None:
    first = {user.pk: user.password for user in accounts({}, {}, PASSWORD)}
    second = {user.pk: user.password for user in accounts({}, {}, PASSWORD)}
    assert second == first
    assert (Assignment.objects.count(), Project.objects.count()) == (9, 1)


@pytest.mark.django_db
def test_projects_and_bodies_that_are_there_are_used() -> None:
    lead = factories.organisation(name="Comune di Mantova", kind="municipality")
    project = factories.project(code=HOME_PROJECT, lead=lead, province="MN")
    accounts({HOME_PROJECT: project}, {lead.name: lead}, PASSWORD)
    assert Project.objects.count() == 1
    assert Organisation.objects.filter(name="Comune di Mantova").count() == 1
    assert Assignment.objects.get(role=Role.DESK).project == project


@pytest.mark.django_db
def test_another_password_is_everybodys() -> None:
    accounts({}, {}, PASSWORD)
    accounts({}, {}, "another-one")
    assert all(user.check_password("another-one") for user in User.objects.all())


@pytest.mark.django_db
def test_a_real_installation_gets_no_such_user(settings: Any, tmp_path: Path) -> None:
    settings.MODE = "production"
    with pytest.raises(NoDemonstration):
        open_accounts(tmp_path)
    assert not User.objects.exists()


def test_the_password_is_kept_for_its_owner_alone_and_is_the_same_again(tmp_path: Path) -> None:
    made = kept_password(tmp_path)
    assert kept_password(tmp_path) == made
    assert len(made) >= 16
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_password(tmp_path, "given") == "given"
    assert kept_password(tmp_path) == "given"


def test_two_installations_have_two_passwords(tmp_path: Path) -> None:
    assert kept_password(tmp_path / "one") != kept_password(tmp_path / "two")
