"""One function per noun, with sensible defaults; people's names say why they are there. Each saves what it makes."""

from datetime import date
from itertools import count
from typing import Any

from campanello.accounts.models import Assignment, User
from campanello.accounts.queries import actor_of
from campanello.core.access import BY_ORGANISATION
from campanello.core.actor import Actor, Role
from campanello.core.models import Organisation, Project
from campanello.homes.models import Building, Dwelling, Municipality, Neighbourhood, Stair, Tenancy
from campanello.people.models import Household, IdentityCode, Involvement, Membership, Person

TODAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "doorbell-at-dusk"
_next = count(1)


def organisation(**given: Any) -> Organisation:
    return Organisation.objects.create(
        **{"name": f"Organisation {next(_next)}", "kind": "third_sector"} | given
    )


def project(**given: Any) -> Project:
    number = next(_next)
    lead = given.pop("lead", None) or organisation()
    return Project.objects.create(
        **{"code": f"P{number:03}", "title": f"Project {number}", "lead": lead} | given
    )


def user(**given: Any) -> User:
    number = next(_next)
    made = User(**{"username": f"user{number}", "name": f"User {number}"} | given)
    made.set_password(PASSWORD)
    made.save()
    return made


def assignment(**given: Any) -> Assignment:
    """A role; in a project of its own unless one is given or the role has none."""
    role = Role(given.get("role", Role.DESK))
    needs_project = role not in {*BY_ORGANISATION, Role.ADMIN, Role.RESIDENT}
    if needs_project and "project" not in given:
        given["project"] = project()
    if "organisation" not in given:
        given["organisation"] = given["project"].lead if given.get("project") else organisation()
    return Assignment.objects.create(
        **{"user": given.pop("user", None) or user(), "role": role, "starts_on": LONG_AGO} | given
    )


def actor(role: Role | str = Role.DESK, **given: Any) -> Actor:
    """Somebody with one role; `project`, `organisation` and `user` as for an assignment."""
    return actor_of(assignment(role=Role(role), **given).user, TODAY)


def person(project: Project | None = None, **given: Any) -> Person:
    """A person whom a project knows; one without a project is known to nobody."""
    made = Person.objects.create(
        **{"given_name": "Rosa", "family_name": f"Esempio {next(_next)}", "sex": "F"} | given
    )
    if project:
        Involvement.objects.create(person=made, project=project, starts_on=LONG_AGO)
    return made


def code(person: Person, **given: Any) -> IdentityCode:
    value = given.pop("value", f"LOC{next(_next):07}")
    return IdentityCode.objects.create(
        **{"person": person, "kind": "local", "value": value, "normal": value, "reason": "waiting"}
        | {"starts_on": LONG_AGO}
        | given
    )


def household(*people: Person, **given: Any) -> Household:
    """A household whose first member is its head since long ago."""
    made = Household.objects.create(**{"kind": "registry"} | given)
    for place, one in enumerate(people):
        role = "head" if place == 0 else "relative"
        Membership.objects.create(household=made, person=one, kind=made.kind, role=role, starts_on=LONG_AGO)
    return made


def municipality(**given: Any) -> Municipality:
    made, _ = Municipality.objects.get_or_create(
        istat=given.pop("istat", "020030"),
        defaults={"name": "Mantova", "province": "MN", "cadastral_code": "E897"} | given,
    )
    return made


def neighbourhood(*projects: Project, **given: Any) -> Neighbourhood:
    made = Neighbourhood.objects.create(
        **{
            "name": f"Quartiere {next(_next)}",
            "municipality": given.pop("municipality", None) or municipality(),
        }
        | given
    )
    made.projects.set(projects)
    return made


def building(*projects: Project, **given: Any) -> Building:
    """A building in a neighbourhood of the projects."""
    place = given.pop("neighbourhood", None) or neighbourhood(*projects)
    number = str(next(_next))
    return Building.objects.create(
        **{
            "neighbourhood": place,
            "street": "Via Esempio",
            "number": number,
            "search": f"via esempio {number}",
        }
        | given
    )


def dwelling(building: Building, **given: Any) -> Dwelling:
    """A flat on stair A, behind a door of its own."""
    label = given.pop("stair", "A")
    stair, _ = Stair.objects.get_or_create(building=building, label=label)
    owner = given.pop("owner", None) or organisation(kind="aler")
    return Dwelling.objects.create(
        **{"building": building, "stair": stair, "floor": 1, "door": str(next(_next))}
        | {"owner_kind": "aler", "owner": owner, "is_sap": True}
        | given
    )


def tenancy(dwelling: Dwelling, household: Household, **given: Any) -> Tenancy:
    return Tenancy.objects.create(
        **{"dwelling": dwelling, "household": household, "tenure": "tenant", "starts_on": LONG_AGO} | given
    )
