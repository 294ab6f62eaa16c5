"""Opens residents' doors and lets them in by PIN; ends doors that are lost or guessed at. Each leaves a line.

Who may open whose door is for `people.services.doors` to say, which knows people; here it is a right alone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from campanello.accounts import queries
from campanello.accounts.models import Assignment, DoorKey, User
from campanello.accounts.queries import doors
from campanello.accounts.rules import doors as rules
from campanello.accounts.services import end_other_sessions
from campanello.core import audit, params
from campanello.core.access import NotFound, Right, require
from campanello.core.actor import NOBODY, Actor, Role
from campanello.core.errors import DomainError
from campanello.core.period import day_of

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
Way = DoorKey.Way


@dataclass(frozen=True)
class Made:
    """A door just made, with its secret and PIN, which nobody can read again; no PIN where it is still to be chosen."""

    door: DoorKey
    secret: str
    pin: str = ""


@dataclass(frozen=True)
class Resident:
    """Whoever gets an account: the keys of their records, the standing one first, and how they are called."""

    people: Sequence[int]
    name: str
    language: str
    organisation: int


@transaction.atomic
def open_resident(*, actor: Actor, resident: Resident, on: date) -> User:
    """The account of a resident, made if there is none, with the role that lets them see what is their own.

    Raises:
        NotFound: The actor opens no doors.
        ResidentShutOut: An administrator deactivated the account.
        TeamMember: The account has another role.
    """
    require(actor, Right.OPEN_DOORS)
    user = queries.users_of_people(resident.people).select_for_update().order_by("-is_active", "pk").first()
    if user is None:
        user = _new_user(resident)
        audit.record(actor, "accounts.resident-opened", user, person=resident.people[0])
    if not user.is_active:
        raise rules.ResidentShutOut
    roles = queries.holds_role_at_all(user.pk, on)
    if roles - {Role.RESIDENT}:
        raise rules.TeamMember
    if not roles:
        made = Assignment.objects.create(
            user=user,
            role=Role.RESIDENT,
            organisation_id=resident.organisation,
            starts_on=on,
            given_by_id=actor.user,
        )
        audit.record(actor, "accounts.role-given", made, user=user.pk, role=Role.RESIDENT)
    return user


def _new_user(resident: Resident) -> User:
    username = ""
    while not username or User.objects.filter(username=username).exists():
        username = "r-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
    user = User(username=username, name=resident.name, language=resident.language, person=resident.people[0])
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@transaction.atomic
def make_letter(*, actor: Actor, user: User, born_on: date | None, at: datetime) -> Made:
    """A door on paper, with a PIN made here; earlier letters of the resident open nothing any more.

    Raises:
        NotFound: The actor opens no doors.
    """
    require(actor, Right.OPEN_DOORS)
    for old in doors.living(at).filter(user=user, way=Way.LETTER):
        _revoke(actor, old, at)
    pin = _new_pin(born_on)
    days = params.value("accounts.door_key_days", day_of(at))
    return _made(actor, user, Way.LETTER, at=at, expires_at=at + timedelta(days=days), pin=pin)


@transaction.atomic
def show_door(*, actor: Actor, user: User, at: datetime) -> Made:
    """A door to be scanned from the desk's screen within minutes; the resident chooses the PIN on their telephone.

    Raises:
        NotFound: The actor opens no doors.
    """
    require(actor, Right.OPEN_DOORS)
    for old in doors.living(at).filter(user=user, way=Way.PRESENT, pin=""):
        _revoke(actor, old, at)
    minutes = params.value("accounts.door_present_minutes", day_of(at))
    return _made(actor, user, Way.PRESENT, at=at, expires_at=at + timedelta(minutes=minutes))


def _made(actor: Actor, user: User, way: str, *, at: datetime, expires_at: datetime, pin: str = "") -> Made:
    secret = secrets.token_urlsafe(18)
    made = DoorKey.objects.create(
        user=user,
        way=way,
        secret_sha256=queries.hashed(secret),
        pin=make_password(pin) if pin else "",
        made_at=at,
        made_by_id=actor.user,
        expires_at=expires_at,
    )
    audit.record(actor, "accounts.door-made", made, person=user.person, way=way)
    return Made(made, secret, pin)


def _new_pin(born_on: date | None) -> str:
    pin = ""
    while rules.why_not_pin(pin, born_on):
        pin = f"{secrets.randbelow(10**rules.PIN_LENGTH):0{rules.PIN_LENGTH}}"
    return pin


@transaction.atomic
def choose_pin(*, secret: str, pin: str, born_on: date | None, at: datetime) -> User:
    """Come in for the first time through a door shown at the desk: from now on it opens with this PIN.

    Raises:
        DoorClosed: Unknown, too old, revoked, or somebody chose its PIN before.
        NotAPin, WeakPin.
    """
    chosen = rules.read_pin(pin)
    held = doors.door(secret, at=at, lock=True)
    if held is None or held.pin:
        raise rules.DoorClosed
    if refusal := rules.why_not_pin(chosen, born_on):
        raise refusal
    days = params.value("accounts.door_key_days", day_of(at))
    held.pin, held.used_at, held.expires_at = make_password(chosen), at, at + timedelta(days=days)
    held.save(update_fields=["pin", "used_at", "expires_at"])
    actor = queries.actor_of(held.user, day_of(at))
    audit.record(actor, "accounts.door-pin-chosen", held, person=held.user.person)
    return held.user


def try_pin(*, secret: str, pin: str, at: datetime) -> User:
    """Come in through a door by its PIN. Wrong ones are counted; they lock the door for a while, and end it at last.

    Raises:
        DoorClosed: The PIN is wrong, or the door unknown, too old or revoked: not told apart.
        DoorLocked: Too many wrong PINs.
    """
    with transaction.atomic():  # what is refused is counted, and so must not be rolled back
        held = doors.door(secret, at=at, lock=True)
        found = _tried(held, rules.read_pin(pin), at)
    if isinstance(found, DomainError):
        raise found
    return found


def _tried(held: DoorKey | None, pin: str, at: datetime) -> User | DomainError:
    if held is None or not held.pin:
        make_password(pin)  # takes as long as looking at a PIN that is there
        return rules.DoorClosed()
    if held.locked_until is not None and held.locked_until > at:
        return rules.DoorLocked(minutes=rules.minutes_left(held.locked_until, at))
    if not check_password(pin, held.pin):
        return _wrong(held, at)
    held.wrong, held.locked_until, held.used_at = 0, None, at
    held.save(update_fields=["wrong", "locked_until", "used_at"])
    audit.record(
        queries.actor_of(held.user, day_of(at)), "accounts.door-opened", held, person=held.user.person
    )
    return held.user


def _wrong(held: DoorKey, at: datetime) -> DomainError:
    held.wrong += 1
    follows = rules.after_wrong(held.wrong, doors.limits(day_of(at)))
    if follows.minutes:
        held.locked_until = at + timedelta(minutes=follows.minutes)
    if follows.is_revoked:
        held.revoked_at = at
    held.save(update_fields=["wrong", "locked_until", "revoked_at"])
    audit.refused(NOBODY, "accounts.door-refused", person=held.user.person, wrong=held.wrong)
    return rules.DoorLocked(minutes=follows.minutes) if follows.minutes else rules.DoorClosed()


@transaction.atomic
def revoke(*, actor: Actor, door: DoorKey, at: datetime) -> DoorKey:
    """End a resident's door at the desk, and wherever they are logged in: the letter may be in other hands.

    Raises:
        NotFound: The actor opens no doors.
    """
    require(actor, Right.OPEN_DOORS)
    if door.revoked_at is None:
        _revoke(actor, door, at)
        end_other_sessions(user=door.user, but=None)
    return door


@transaction.atomic
def revoke_own(*, actor: Actor, key: int, here: str | None, at: datetime) -> DoorKey:
    """End one of one's own doors, and one's log-ins elsewhere than `here` (a session's key).

    Raises:
        NotFound: Absent, or another's.
    """
    held = doors.own_door(actor, key, lock=True)
    if held.revoked_at is None:
        _revoke(actor, held, at)
        end_other_sessions(user=held.user, but=here)
    return held


def _revoke(actor: Actor, held: DoorKey, at: datetime) -> None:
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    audit.record(actor, "accounts.door-revoked", held, person=held.user.person)


def change_own_pin(*, actor: Actor, pin: str, new: str, born_on: date | None, at: datetime) -> int:
    """Choose another PIN for all one's doors that still open; answers how many they are.

    Raises:
        NotFound: The actor has no door.
        NotAPin, WeakPin.
        DoorClosed, DoorLocked: `pin` is not the one that opens them; counted as at the door.
    """
    chosen = rules.read_pin(new)
    if refusal := rules.why_not_pin(chosen, born_on):
        raise refusal
    with transaction.atomic():
        held = list(doors.living(at).filter(user=actor.user).exclude(pin="").select_for_update(of=("self",)))
        tried = [_tried(one, rules.read_pin(pin), at) for one in held]
        if is_right := any(isinstance(one, User) for one in tried):
            for one in held:
                one.pin, one.wrong, one.locked_until, one.revoked_at = make_password(chosen), 0, None, None
                one.save(update_fields=["pin", "wrong", "locked_until", "revoked_at"])
                audit.record(actor, "accounts.door-pin-chosen", one, person=one.user.person)
    if not held:
        raise NotFound
    if not is_right:
        raise next(one for one in tried if isinstance(one, DomainError))
    return len(held)
