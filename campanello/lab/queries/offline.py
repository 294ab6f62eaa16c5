"""What a telephone takes along to be of use without a network: some people's names, today's sessions, buildings.

No more than the parameters say, for who writes in the lab, of the projects where they do. Every name that is taken
along leaves a line in the audit trail.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from campanello.core import audit, params
from campanello.core.access import Right, projects_with, require
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.homes.models import Building, Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.lab.models import Attendance, Session, SignUp, Visit
from campanello.people.models import Membership, Person

WRITE = Right.WRITE_LAB


@dataclass(frozen=True)
class Terms:
    """For how long a telephone may read what it keeps, and how often it fetches names anew; in seconds."""

    open_seconds: int
    kit_seconds: int


@dataclass(frozen=True)
class OfferedProject:
    """A project whose lab the actor writes in."""

    code: str
    title: str


@dataclass(frozen=True)
class OfferedPerson:
    """Somebody who came lately, or signed up: as much as tells them from others."""

    uid: UUID
    name: str
    doorbell: str
    address: str


@dataclass(frozen=True)
class OfferedSession:
    """A session of these days with who signed up; `came` are those checked in already."""

    uid: UUID
    title: str
    starts_at: datetime
    people: tuple[UUID, ...]
    came: tuple[UUID, ...]


@dataclass(frozen=True)
class OfferedBuilding:
    """A house with its stairs."""

    uid: UUID
    address: str
    stairs: tuple[str, ...]


@dataclass(frozen=True)
class OwnVisit:
    """A visit that the actor recorded today: what of it may be corrected without a network."""

    uid: UUID
    version: int
    at: datetime
    person: UUID | None
    channel: str
    minutes: int
    outcome: str
    next_step: str
    next_step_on: date | None


@dataclass(frozen=True)
class Kit:
    """All that is taken along. `keep_seconds`: after so long it is thrown away unless it was fetched anew."""

    keep_seconds: int
    projects: tuple[OfferedProject, ...]
    people: tuple[OfferedPerson, ...]
    sessions: tuple[OfferedSession, ...]
    buildings: tuple[OfferedBuilding, ...]
    visits: tuple[OwnVisit, ...]


def terms(actor: Actor, on: date) -> Terms:
    """On which terms the actor's telephone keeps anything.

    Raises:
        NotFound: The actor writes in no lab.
    """
    require(actor, WRITE)
    return Terms(
        open_seconds=60 * params.value("lab.offline_open_minutes", on),
        kit_seconds=60 * params.value("lab.offline_kit_minutes", on),
    )


def kit(actor: Actor, *, on: date) -> Kit:
    """What the actor's telephone takes along. A fixed number of queries, however much there is.

    Raises:
        NotFound: The actor writes in no lab.
    """
    keep_seconds = terms(actor, on).open_seconds
    sessions = _sessions(actor, on)
    booked = _by_session(SignUp.objects.filter(session__in=sessions, state="booked"))
    came = _by_session(Attendance.objects.filter(session__in=sessions, is_replaced=False, presence="present"))
    people = _people(actor, [person for keys in booked.values() for person in keys], on)
    audit.read_many(actor, "lab.taken-offline", people)
    uids = {key: one.uid for key, one in people.items()}
    return Kit(
        keep_seconds=keep_seconds,
        projects=_projects(actor),
        people=tuple(people.values()),
        sessions=tuple(
            OfferedSession(
                uid=one.uid,
                title=str(one.activity),
                starts_at=one.starts_at,
                people=tuple(uids[key] for key in booked[one.pk] if key in uids),
                came=tuple(uids[key] for key in came[one.pk] if key in uids),
            )
            for one in sessions
        ),
        buildings=_buildings(actor, on),
        visits=_visits(actor, on),
    )


def _projects(actor: Actor) -> tuple[OfferedProject, ...]:
    found = Project.objects.filter(pk__in=projects_with(actor, WRITE)).order_by("title", "pk")
    return tuple(OfferedProject(one.code, one.title) for one in found)


def _sessions(actor: Actor, on: date) -> list[Session]:
    """Those that people can still be checked in to. One query."""
    days = params.value("lab.offline_session_days", on)
    found = Session.objects.filter(
        project__in=projects_with(actor, WRITE),
        on__gte=on,
        on__lt=on + timedelta(days=days),
        cancelled_at=None,
        signed_at=None,
    )
    ordered = found.select_related("activity").order_by("starts_at", "pk")
    return list(ordered[: params.value("lab.offline_sessions", on)])


def _by_session(rows: QuerySet[SignUp] | QuerySet[Attendance]) -> defaultdict[int, list[int]]:
    """The people of rows by session."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for session, person in rows.order_by("pk").values_list("session", "person"):
        found[session].append(person)
    return found


def _people(actor: Actor, signed_up: list[int], on: date) -> dict[int, OfferedPerson]:
    """Those who signed up, then those who came last, as far as the number goes; by the key of their own record."""
    most = params.value("lab.offline_people", on)
    keys = list(dict.fromkeys([*signed_up, *_recent(actor, on, most)]))[:most]
    seen = Person.objects.current().visible_to(actor, WRITE).filter(pk__in=keys, restricted_at=None)
    found = seen.only("uid", "given_name", "family_name").in_bulk()
    homes = _homes(found, on)
    return {
        key: OfferedPerson(found[key].uid, found[key].name, *homes.get(key, ("", "")))
        for key in keys
        if key in found
    }


def _recent(actor: Actor, on: date, most: int) -> list[int]:
    """Keys of the people of the latest visits, the actor's own first. Two queries."""
    since = on - timedelta(days=params.value("lab.offline_days_back", on))
    visits = Visit.objects.visible_to(actor, WRITE).filter(
        person__isnull=False, on__gte=since, cancelled_at=None
    )
    latest = visits.order_by("-on", "-at").values_list("person__merged_into", "person")
    rows = [*latest.filter(operator=actor.user)[: 2 * most], *latest[: 2 * most]]
    return list(dict.fromkeys(into or person for into, person in rows))


def _homes(people: Iterable[int], on: date) -> dict[int, tuple[str, str]]:
    """Doorbell and address by person. Two queries."""
    members = Membership.objects.filter(on_day(on), person__in=list(people)).order_by("kind", "pk")
    lives_in = list(members.values_list("person", "household"))
    tenancies = Tenancy.objects.filter(on_day(on) & ~Q(tenure="shopkeeper"))
    rows = tenancies.filter(household__in={household for _, household in lives_in}).values_list(
        "household", "dwelling__doorbell", "dwelling__building__street", "dwelling__building__number"
    )
    homes = {household: (doorbell, f"{street} {number}") for household, doorbell, street, number in rows}
    # The registry's household comes after one of an ISEE declaration, which it is written over.
    return {person: homes[household] for person, household in lives_in if household in homes}


def _buildings(actor: Actor, on: date) -> tuple[OfferedBuilding, ...]:
    near = Building.objects.visible_to(actor).filter(neighbourhood__projects__in=projects_with(actor, WRITE))
    found = near.distinct().order_by("street", "number", "pk").prefetch_related("stairs")
    return tuple(
        OfferedBuilding(one.uid, str(one), tuple(stair.label for stair in one.stairs.all()))
        for one in found[: params.value("lab.offline_buildings", on)]
    )


def _visits(actor: Actor, on: date) -> tuple[OwnVisit, ...]:
    own = Visit.objects.visible_to(actor, WRITE).filter(operator=actor.user, on=on, cancelled_at=None)
    most = params.value("lab.offline_people", on)
    return tuple(
        OwnVisit(
            uid=one.uid,
            version=one.version,
            at=one.at,
            person=one.person.uid if one.person else None,
            channel=one.channel,
            minutes=one.minutes,
            outcome=one.outcome,
            next_step=one.next_step,
            next_step_on=one.next_step_on,
        )
        for one in own.select_related("person").order_by("-at")[:most]
    )
