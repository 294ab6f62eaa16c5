"""Opens, shows and ends residents' doors for the people whom the actor may let in; the account's side is below."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.accounts.models import DoorKey, User
from campanello.accounts.queries import doors, users_of_people
from campanello.accounts.rules.doors import DoorClosed
from campanello.accounts.services import doors as services
from campanello.accounts.services.doors import Made, Resident
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.people.queries import doors as queries
from campanello.people.queries import records
from campanello.people.queries.merges import ids_of


@transaction.atomic
def open_resident(*, actor: Actor, uid: UUID, on: date) -> User:
    """The account of a person, made if there is none: with their name and language, and the role of a resident.

    Raises:
        NotFound: Absent, or not the actor's to open.
        ResidentShutOut, TeamMember.
    """
    return _opened(actor, records.person(actor, uid, right=Right.OPEN_DOORS, lock=True), on)


def _opened(actor: Actor, person: Person, on: date) -> User:
    language = queries.language_of(person)
    resident = Resident(
        people=ids_of(person),
        name=queries.name_of(person, language) or "–",
        language=language,
        organisation=queries.lead_of(actor, person).pk,
    )
    return services.open_resident(actor=actor, resident=resident, on=on)


@transaction.atomic
def make_letter(*, actor: Actor, uid: UUID, at: datetime, on: date) -> Made:
    """A letter with a QR code and, apart, a PIN: the person comes in with both. Earlier letters end.

    Raises:
        NotFound: Absent, or not the actor's to open.
        ResidentShutOut, TeamMember.
    """
    person = records.person(actor, uid, right=Right.OPEN_DOORS, lock=True)
    user = _opened(actor, person, on)
    return services.make_letter(actor=actor, user=user, born_on=person.born_on, at=at)


@transaction.atomic
def show_door(*, actor: Actor, uid: UUID, at: datetime, on: date) -> Made:
    """A QR code for the telephone of a person who stands at the desk, for some minutes.

    Raises:
        NotFound: Absent, or not the actor's to open.
        ResidentShutOut, TeamMember.
    """
    person = records.person(actor, uid, right=Right.OPEN_DOORS, lock=True)
    return services.show_door(actor=actor, user=_opened(actor, person, on), at=at)


@transaction.atomic
def revoke(*, actor: Actor, uid: UUID, key: int, at: datetime) -> DoorKey:
    """End a door of a person at once.

    Raises:
        NotFound: Person or door are absent, or not the actor's.
    """
    person = records.person(actor, uid, right=Right.OPEN_DOORS)
    theirs = DoorKey.objects.select_related("user").filter(user__in=users_of_people(ids_of(person)))
    return services.revoke(actor=actor, door=doors.one(theirs, key, lock=True), at=at)


def choose_pin(*, secret: str, pin: str, at: datetime) -> User:
    """Come in through a door that was shown at the desk, and choose its PIN, which is no birthday.

    Raises:
        DoorClosed, NotAPin, WeakPin.
    """
    held = doors.waits_for_pin(secret, at=at)
    if held is None:
        raise DoorClosed
    return services.choose_pin(secret=secret, pin=pin, born_on=queries.born_on(held.user.person), at=at)


def change_own_pin(*, actor: Actor, pin: str, new: str, at: datetime) -> int:
    """Choose another PIN for one's own doors.

    Raises:
        NotFound, NotAPin, WeakPin, DoorClosed, DoorLocked.
    """
    born_on = queries.born_on(actor.person)
    return services.change_own_pin(actor=actor, pin=pin, new=new, born_on=born_on, at=at)
