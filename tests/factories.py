"""One function per noun, with sensible defaults; people's names say why they are there. Each saves what it makes."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from campanello.accounts.models import Assignment, User
from campanello.accounts.queries import actor_of
from campanello.core.access import BY_ORGANISATION
from campanello.core.actor import Actor, Role
from campanello.core.models import Organisation, Project
from campanello.core.period import day_of
from campanello.homes.models import Building, Dwelling, Municipality, Neighbourhood, Stair, Tenancy
from campanello.lab.models import Activity, IndirectWork, Report, Session, Shift, Visit, VisitNeed
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


def visit(project: Project, **given: Any) -> Visit:
    """A visit at the desk on TODAY at eleven, of nobody in particular unless a person is given."""
    moment = given.pop("at", datetime(2026, 3, 2, 10, tzinfo=UTC))
    if "operator_id" not in given:
        given.setdefault("operator", user())
    needs = given.pop("needs", ())
    made = Visit.objects.create(
        **{"project": project, "channel": "desk", "at": moment, "on": moment.date()} | given
    )
    VisitNeed.objects.bulk_create(VisitNeed(visit=made, need=need) for need in needs)
    return made


def report(project: Project, **given: Any) -> Report:
    """A report of maintenance told on TODAY at eleven, for the project's lead unless an owner is given."""
    moment = given.pop("at", datetime(2026, 3, 2, 10, tzinfo=UTC))
    dwelling = given.get("dwelling")
    place = {"building": dwelling.building, "stair": dwelling.stair} if dwelling else {}
    return Report.objects.create(
        **{
            "number": f"S-2026-{next(_next):05}",
            "project": project,
            "kind": "maintenance",
            "text": "No light",
        }
        | {"owner": given.pop("owner", None) or project.lead, "made_at": moment, "made_on": moment.date()}
        | {"state_since": moment, "remind_on": moment.date()}
        | place
        | given
    )


def shift(project: Project, **given: Any) -> Shift:
    """Three hours at the desk on TODAY, from nine in Rome."""
    if "operator_id" not in given:
        given.setdefault("operator", user())
    moment = given.pop("starts_at", datetime(2026, 3, 2, 8, tzinfo=UTC))
    return Shift.objects.create(
        **{"project": project, "starts_at": moment}
        | {"on": moment.date(), "ends_at": moment + timedelta(hours=3)}
        | given
    )


def work(project: Project, **given: Any) -> IndirectWork:
    """Half an hour over papers on TODAY."""
    if "operator_id" not in given:
        given.setdefault("operator", user())
    return IndirectWork.objects.create(
        **{"project": project, "on": TODAY} | {"minutes": 30, "kind": "register"} | given
    )


def activity(project: Project, **given: Any) -> Activity:
    """A workshop that everybody may read of."""
    return Activity.objects.create(
        **{"project": project, "kind": "workshop", "titles": {"it": "Cucito in cortile"}} | given
    )


def session(activity: Activity, **given: Any) -> Session:
    """A date of an activity, a month after TODAY from six to half past seven in the evening."""
    starts = given.pop("starts_at", datetime(2026, 4, 1, 16, tzinfo=UTC))
    ends = given.pop("ends_at", starts + timedelta(minutes=90))
    return Session.objects.create(
        **{"activity": activity, "project": activity.project, "place": "Cortile 3"}
        | {"on": day_of(starts), "starts_at": starts, "ends_at": ends}
        | given
    )
