"""The demonstration's accounts: one a role, each named as its role, all with one password."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from campanello.accounts.models import Assignment, User
from campanello.accounts.rules import IN_A_PROJECT
from campanello.core.actor import ROLE_NAMES, Role
from campanello.core.errors import Refused, gettext_noop
from campanello.core.models import Organisation, Partner, Project
from campanello.demo.projects import ALER_OF_PROVINCE, funded_projects

# Lunattiva, the project of the Lunetta neighbourhood in Mantova.
HOME_PROJECT = "PI-10"
REGION = "Regione Lombardia"
UNIVERSITY = "Università dell'Esempio"
PASSWORD_FILE = "demo-password"  # noqa: S105 (the name of a file)
STARTS_ON = date(2018, 1, 1)
NAMES = {
    Role.DESK: "Dora Portone",
    Role.CASE: "Carlo Cortile",
    Role.EMPLOYMENT: "Irene Officina",
    Role.COORDINATOR: "Corinna Scala",
    Role.LANDLORD: "Lando Mattone",
    Role.PROGRAMME: "Petra Bando",
    Role.EVALUATOR: "Evita Tabella",
    Role.ADMIN: "Adamo Chiave",
    Role.RESIDENT: "Rosa Ballatoio",
}


@transaction.atomic
def accounts(
    projects: Mapping[str, Project], organisations: Mapping[str, Organisation], password: str
) -> list[User]:
    """Make the nine users, or bring them up to date; answers them in the order of the roles.

    Args:
        projects: By code; the home project is made when it is missing.
        organisations: By name; those that are missing are made.
        password: Everybody's.
    """
    home = projects.get(HOME_PROJECT) or _home(organisations)
    places = _places(home, organisations)
    users = []
    for role in Role:
        user = _user(role, password)
        _assign(user, role, places[role], home if role in IN_A_PROJECT else None)
        users.append(user)
    return users


def _home(organisations: Mapping[str, Organisation]) -> Project:
    told = next(project for project in funded_projects() if project.project_id == HOME_PROJECT)
    lead = organisations.get(told.lead) or _organisation(told.lead, Organisation.Kind.MUNICIPALITY)
    project, _ = Project.objects.get_or_create(
        code=HOME_PROJECT,
        defaults={
            "title": told.title,
            "lead": lead,
            "province": told.province,
            "funding_round": told.funding_round,
            "cost_cents": told.cost_cents,
        },
    )
    return project


def _places(home: Project, organisations: Mapping[str, Organisation]) -> dict[Role, Organisation]:
    def known(name: str, kind: Organisation.Kind) -> Organisation:
        return organisations.get(name) or _organisation(name, kind)

    landlord = known(ALER_OF_PROVINCE[home.province], Organisation.Kind.ALER)
    Partner.objects.get_or_create(project=home, organisation=landlord)
    region = known(REGION, Organisation.Kind.REGION)
    others = {
        Role.LANDLORD: landlord,
        Role.PROGRAMME: region,
        Role.ADMIN: region,
        Role.EVALUATOR: known(UNIVERSITY, Organisation.Kind.OTHER),
    }
    return {role: others.get(role, home.lead) for role in Role}


def _organisation(name: str, kind: Organisation.Kind) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def _user(role: Role, password: str) -> User:
    user, _ = User.objects.get_or_create(
        username=role.value, defaults={"name": NAMES[role], "email": f"{role.value}@example.org"}
    )
    user.is_active = True
    # Hashed anew only when it is another one, which would end all sessions.
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    return user


def _assign(user: User, role: Role, organisation: Organisation, project: Project | None) -> None:
    Assignment.objects.get_or_create(
        user=user,
        role=role,
        organisation=organisation,
        project=project,
        ends_on=None,
        defaults={"starts_on": STARTS_ON},
    )


class NoDemonstration(Refused):
    """Accounts with a printed password would come into an installation that is no demonstration."""

    code = "demo.no-demonstration"
    text = gettext_noop(
        "This installation is set to “%(mode)s”: no accounts with a printed password are made in it. "
        "Unset CAMPANELLO_MODE for a demonstration."
    )


def open_accounts(folder: Path, given: str | None = None) -> tuple[str, list[tuple[str, str, str]]]:
    """Make the accounts in the installation's database; answers the password, and user name, name and role of each.

    Raises:
        NoDemonstration.
    """
    if settings.MODE not in {"demo", "test"}:
        raise NoDemonstration(mode=settings.MODE)
    password = kept_password(folder, given)
    made = accounts(
        {project.code: project for project in Project.objects.all()},
        {organisation.name: organisation for organisation in Organisation.objects.all()},
        password,
    )
    return password, [(user.username, user.name, ROLE_NAMES[Role(user.username)]) for user in made]


def kept_password(folder: Path, given: str | None = None) -> str:
    """The demonstration's password: the one given, or the one kept in the folder, made by chance at the first call.

    Only the folder's owner may read it. It opens invented data on this machine, and has to be printed again.
    """
    path = folder / PASSWORD_FILE
    if given is not None:
        _write(path, given)
        return given
    with suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8").strip()
    made = "-".join(secrets.token_hex(2) for _ in range(4))
    _write(path, made)
    return made


def _write(path: Path, password: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_text(f"{password}\n", encoding="utf-8")
