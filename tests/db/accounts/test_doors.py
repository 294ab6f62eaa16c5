"""Residents' doors: who opens them, PINs that are guessed, doors that are too old or revoked, two telephones."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.accounts.models import Assignment, DoorKey, User
from campanello.accounts.queries import actor_of
from campanello.accounts.rules.doors import DoorClosed, DoorLocked, ResidentShutOut, WeakPin
from campanello.accounts.services.doors import Made, change_own_pin, revoke_own, try_pin
from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry
from campanello.core.period import day_of
from campanello.people.models import Language, Person
from campanello.people.queries import doors as queries
from campanello.people.queries.doors import State
from campanello.people.services import doors
from tests import factories
from tests.factories_points import MOMENT as AT

pytestmark = pytest.mark.django_db
ON = day_of(AT)
WRONG = "000001"


@pytest.fixture(autouse=True)
def fast_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def desk() -> Actor:
    return factories.actor(Role.DESK)


@pytest.fixture
def amina(desk: Actor) -> Person:
    (grant,) = desk.grants
    made = factories.person(given_name="Amina", native_name="أمينة", born_on=date(1951, 3, 9))
    made.involvements.create(project_id=grant.project, starts_on=factories.LONG_AGO)
    Language.objects.create(person=made, code="ar", is_preferred=True)
    return made


def letter(desk: Actor, person: Person, at: Any = AT) -> Made:
    return doors.make_letter(actor=desk, uid=person.uid, at=at, on=ON)


def right_pin_or(made: Made, pin: str) -> str:
    return pin if pin != made.pin else "000002"


def guess(made: Made, times: int, at: Any = AT) -> list[type]:
    found: list[type] = []
    for _ in range(times):
        with pytest.raises((DoorClosed, DoorLocked)) as refused:
            try_pin(secret=made.secret, pin=right_pin_or(made, WRONG), at=at)
        found.append(type(refused.value))
    return found


def test_the_letter_makes_an_account_with_the_person_s_name_language_and_role(
    desk: Actor, amina: Person
) -> None:
    made = letter(desk, amina)
    user = try_pin(secret=made.secret, pin=made.pin, at=AT)
    assert (user.person, user.name, user.language) == (amina.pk, "أمينة", "ar")
    assert not user.has_usable_password()
    role = Assignment.objects.get(user=user)
    assert (role.role, role.organisation_id) == ("resident", desk.grants[0].organisation)
    assert actor_of(user, ON).own == amina.pk
    assert "amina" not in user.username


def test_of_secret_and_pin_the_hash_alone_is_kept(desk: Actor, amina: Person) -> None:
    made = letter(desk, amina)
    kept = " ".join(str(one) for row in DoorKey.objects.values_list() for one in row)
    assert made.secret not in kept
    assert made.pin not in kept


def test_the_account_of_a_merged_record_serves_whoever_stands_for_it(desk: Actor, amina: Person) -> None:
    user = doors.open_resident(actor=desk, uid=amina.uid, on=ON)
    standing = factories.person()
    standing.involvements.create(project_id=desk.grants[0].project, starts_on=factories.LONG_AGO)
    Person.objects.filter(pk=amina.pk).update(merged_into=standing)
    assert doors.open_resident(actor=desk, uid=standing.uid, on=ON) == user
    assert User.objects.filter(person__isnull=False).count() == 1


def test_no_other_project_opens_a_person_s_door_nor_ends_it(desk: Actor, amina: Person) -> None:
    made, other = letter(desk, amina), factories.actor(Role.DESK)
    with pytest.raises(NotFound):
        letter(other, amina)
    with pytest.raises(NotFound):
        doors.revoke(actor=other, uid=amina.uid, key=made.door.pk, at=AT)
    with pytest.raises(NotFound):
        doors.show_door(actor=factories.actor(Role.PROGRAMME, project=None), uid=amina.uid, at=AT, on=ON)
    assert try_pin(secret=made.secret, pin=made.pin, at=AT)


def test_a_new_letter_ends_the_one_before(desk: Actor, amina: Person) -> None:
    old, new = letter(desk, amina), letter(desk, amina)
    with pytest.raises(DoorClosed):
        try_pin(secret=old.secret, pin=old.pin, at=AT)
    assert try_pin(secret=new.secret, pin=new.pin, at=AT)


def test_what_an_administrator_closed_no_letter_opens(desk: Actor, amina: Person) -> None:
    made = letter(desk, amina)
    User.objects.filter(person=amina.pk).update(is_active=False)
    with pytest.raises(DoorClosed):
        try_pin(secret=made.secret, pin=made.pin, at=AT)
    with pytest.raises(ResidentShutOut):
        letter(desk, amina)


def test_five_wrong_pins_lock_and_the_right_one_waits_too(desk: Actor, amina: Person) -> None:
    made = letter(desk, amina)
    assert guess(made, 5) == [DoorClosed] * 4 + [DoorLocked]
    with pytest.raises(DoorLocked, match="15 minutes"):
        try_pin(secret=made.secret, pin=made.pin, at=AT)
    with pytest.raises(DoorLocked, match="Wait 1 minutes"):
        try_pin(secret=made.secret, pin=made.pin, at=AT + timedelta(minutes=14, seconds=30))
    assert try_pin(secret=made.secret, pin=made.pin, at=AT + timedelta(minutes=15))
    assert DoorKey.objects.get().wrong == 0


def test_the_second_lock_is_twice_as_long_and_the_fifteenth_pin_ends_the_door(
    desk: Actor, amina: Person
) -> None:
    made = letter(desk, amina)
    guess(made, 5)
    later = AT + timedelta(minutes=16)
    assert guess(made, 5, later)[-1] is DoorLocked
    assert DoorKey.objects.get().locked_until == later + timedelta(minutes=30)
    last = later + timedelta(minutes=31)
    assert guess(made, 5, last) == [DoorClosed] * 5
    with pytest.raises(DoorClosed):
        try_pin(secret=made.secret, pin=made.pin, at=last + timedelta(days=1))
    seen = queries.access(desk, amina.uid, on=ON, at=last)
    assert seen.is_guessed_at
    assert [one.state for one in seen.doors] == [State.GUESSED_AT]
    refusals = AuditEntry.objects.filter(verb="accounts.door-refused", person=amina.pk)
    assert [one.facts for one in refusals.order_by("pk")] == [{"wrong": n} for n in range(1, 16)]


CLOSED = {
    "unknown": lambda made: ("x" * 24, AT),
    "too old": lambda made: (made.secret, AT + timedelta(days=366)),
    "with a wrong PIN": lambda made: (made.secret, AT),
}


@pytest.mark.parametrize("case", CLOSED.values(), ids=CLOSED)
def test_whatever_is_wrong_is_told_alike_after_one_hash(
    desk: Actor, amina: Person, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = letter(desk, amina)
    hashed: list[int] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given, **more: hashed.append(1) or encode(*given, **more)
    )
    secret, at = case(made)
    with pytest.raises(DoorClosed) as refused:
        try_pin(secret=secret, pin=right_pin_or(made, WRONG), at=at)
    assert refused.value.facts == {}
    assert len(hashed) == 1


def test_two_telephones_each_have_a_pin_and_one_is_ended_without_the_other(
    desk: Actor, amina: Person
) -> None:
    one = doors.show_door(actor=desk, uid=amina.uid, at=AT, on=ON)
    user = doors.choose_pin(secret=one.secret, pin="407193", at=AT)
    two = doors.show_door(actor=desk, uid=amina.uid, at=AT, on=ON)
    assert doors.choose_pin(secret=two.secret, pin="582604", at=AT) == user
    revoke_own(actor=actor_of(user, ON), key=one.door.pk, here=None, at=AT)
    with pytest.raises(DoorClosed):
        try_pin(secret=one.secret, pin="407193", at=AT)
    assert try_pin(secret=two.secret, pin="582604", at=AT) == user
    with pytest.raises(NotFound):
        revoke_own(actor=factories.actor(Role.RESIDENT), key=two.door.pk, here=None, at=AT)


def test_a_code_on_the_screen_is_for_one_telephone_and_some_minutes(desk: Actor, amina: Person) -> None:
    made = doors.show_door(actor=desk, uid=amina.uid, at=AT, on=ON)
    with pytest.raises(DoorClosed):
        doors.choose_pin(secret=made.secret, pin="407193", at=AT + timedelta(minutes=10))
    with pytest.raises(WeakPin):
        doors.choose_pin(secret=made.secret, pin="090351", at=AT)  # born on 9 March 1951
    doors.choose_pin(secret=made.secret, pin="407193", at=AT)
    with pytest.raises(DoorClosed):  # a second telephone that scanned it chooses nothing
        doors.choose_pin(secret=made.secret, pin="582604", at=AT)
    assert try_pin(secret=made.secret, pin="٤٠٧ ١٩٣", at=AT + timedelta(days=300))


def test_another_pin_wants_the_one_before_and_counts_wrong_ones(desk: Actor, amina: Person) -> None:
    made = letter(desk, amina)
    user = try_pin(secret=made.secret, pin=made.pin, at=AT)
    actor = actor_of(user, ON)
    born = amina.born_on
    with pytest.raises(DoorClosed):
        change_own_pin(actor=actor, pin=right_pin_or(made, WRONG), new="407193", born_on=born, at=AT)
    assert DoorKey.objects.get().wrong == 1
    assert change_own_pin(actor=actor, pin=made.pin, new="407193", born_on=born, at=AT) == 1
    assert try_pin(secret=made.secret, pin="407193", at=AT) == user


def test_the_desk_s_page_asks_as_often_for_many_doors_as_for_one(desk: Actor, amina: Person) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.access(desk, amina.uid, on=ON, at=AT)
        return len(seen)

    letter(desk, amina)
    few = count()
    for _ in range(5):
        letter(desk, amina)
    assert count() == few
