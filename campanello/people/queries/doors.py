"""What the desk sees of a resident's access: the account, its doors, who acts for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from campanello.accounts.models import DoorKey, User
from campanello.accounts.queries import doors, users_of_people
from campanello.accounts.queries.doors import limits
from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.language import LANGUAGES
from campanello.core.models import Organisation
from campanello.people.models import Involvement, Language, Person
from campanello.people.queries import delegations, records
from campanello.people.queries.delegations import Both
from campanello.people.queries.merges import ids_of, of_people


class State(StrEnum):
    """How a door stands."""

    OPENS = "opens"
    WAITS = "waits"  # shown at the desk, its PIN not chosen yet
    LOCKED = "locked"
    GUESSED_AT = "guessed-at"  # ended by wrong PINs
    REVOKED = "revoked"
    TOO_OLD = "too-old"


@dataclass(frozen=True)
class Door:
    """A door and how it stands."""

    key: DoorKey
    state: State

    @property
    def is_living(self) -> bool:
        """Whether it can still be revoked."""
        return self.state in {State.OPENS, State.WAITS, State.LOCKED}


@dataclass(frozen=True)
class Access:
    """A person's access as the desk sees it."""

    person: Person
    user: User | None
    doors: tuple[Door, ...]
    delegations: Both

    @property
    def is_guessed_at(self) -> bool:
        """Whether somebody guessed at the newest door until it ended, which the desk must know."""
        return bool(self.doors) and self.doors[0].state is State.GUESSED_AT


@transaction.atomic
def access(actor: Actor, uid: UUID, *, on: date, at: datetime) -> Access:
    """A person's access; leaves a line.

    Raises:
        NotFound: Absent, or not the actor's to open.
    """
    person = records.person(actor, uid, right=Right.OPEN_DOORS)
    users = list(users_of_people(ids_of(person)).order_by("-is_active", "pk"))
    audit.read(actor, "people.access-read", person, person=person.pk)
    return Access(
        person=person,
        user=users[0] if users else None,
        doors=tuple(stated(one, at) for one in doors.doors_of(users)),
        delegations=delegations.of_person(person, on),
    )


def own_doors(actor: Actor, *, at: datetime) -> tuple[Door, ...]:
    """The actor's own doors, the newest first."""
    return tuple(stated(one, at) for one in doors.own(actor))


def stated(key: DoorKey, at: datetime) -> Door:
    """A door with how it stands at a moment."""
    if key.revoked_at is not None:
        return Door(key, State.GUESSED_AT if key.wrong >= limits(at.date()).in_all else State.REVOKED)
    if key.expires_at <= at:
        return Door(key, State.TOO_OLD)
    if not key.pin:
        return Door(key, State.WAITS)
    is_locked = key.locked_until is not None and key.locked_until > at
    return Door(key, State.LOCKED if is_locked else State.OPENS)


def lead_of(actor: Actor, person: Person) -> Organisation:
    """The organisation in which a resident gets their role: the lead of the actor's project that knows them.

    Raises:
        NotFound: None of the actor's projects knows the person.
    """
    mine = projects_with(actor, Right.OPEN_DOORS)
    known = Involvement.objects.filter(of_people("person", [person.pk]), project__in=mine)
    one = known.select_related("project__lead").order_by("project__code").first()
    if one is None:
        raise NotFound
    return one.project.lead


def language_of(person: Person) -> str:
    """The one in which the pages speak to a person: the one they prefer, if the pages speak it, else Italian."""
    rows = Language.objects.filter(of_people("person", [person.pk]), code__in=LANGUAGES)
    spoken = rows.order_by("-is_preferred", "pk").values_list("code", "is_preferred")
    return next((code for code, is_preferred in spoken if is_preferred), "it")


def name_of(person: Person, language: str) -> str:
    """How the pages call a person: in their own script where they are not spoken to in Italian."""
    return (person.native_name if language != "it" and person.native_name else person.name)[:120]


def born_on(user_person: int | None) -> date | None:
    """The day on which the person of an account was born, so that it is no PIN."""
    return Person.objects.filter(pk=user_person or 0).values_list("born_on", flat=True).first()
