"""Places in sessions: as many as there are, in order, whoever asks at once, and back to the queue when given back."""

import threading
import uuid

import pytest
from django.db import connection, connections

from campanello.core.access import NotFound
from campanello.core.actor import Role
from campanello.core.errors import DomainError
from campanello.core.idempotency import KeyReused
from campanello.core.models import AuditEntry
from campanello.lab.models import SignUp
from campanello.lab.queries import sign_ups as queries
from campanello.lab.rules.activities import FewerPlacesThanBooked, SessionCancelled, SessionSigned
from campanello.lab.rules.sign_ups import NotTakenBack, SessionOver, State
from campanello.lab.services import activities, registers, sign_ups
from tests import factories
from tests.db.lab.gatherings import AFTER, DURING, EARLIER, ON, Course

pytestmark = pytest.mark.django_db


def signed_up(course: Course, person: object, **but: object) -> SignUp:
    given = {"actor": course.actor, "session": course.session.uid, "uid": uuid.uuid4(), "at": EARLIER}
    return sign_ups.sign_up(person=person.uid, **given | but)  # type: ignore[attr-defined, arg-type]


def states(course: Course) -> list[str]:
    return list(SignUp.objects.filter(session=course.session).order_by("pk").values_list("state", flat=True))


def test_places_go_to_who_comes_first_and_the_others_wait_in_order() -> None:
    course = Course(room=2)
    for one in course.people(4):
        signed_up(course, one)
    assert states(course) == ["booked", "booked", "waiting", "waiting"]
    assert course.now().booked == 2
    lines = queries.lines(course.actor, course.session, State.BOOKED, State.WAITING)
    assert [line.place for line in lines] == [1, 2, 1, 2]
    assert AuditEntry.objects.filter(verb="lab.sign-ups-read").count() == 4


def test_a_session_without_limit_has_a_place_for_everybody() -> None:
    course = Course(room=None)
    for one in course.people(3):
        signed_up(course, one)
    assert states(course) == ["booked"] * 3


def test_signing_up_twice_is_signing_up_once() -> None:
    course = Course()
    rosa, bea = course.people(2)
    first = signed_up(course, rosa)
    assert signed_up(course, rosa) == first
    assert signed_up(course, rosa, uid=first.uid) == first
    with pytest.raises(KeyReused):
        signed_up(course, bea, uid=first.uid)
    assert course.now().booked == 1


def test_a_place_given_back_goes_to_who_waits_longest_and_can_be_taken_back() -> None:
    course = Course(room=1)
    rosa, bea, carla = (signed_up(course, one) for one in course.people(3))
    given_back = sign_ups.cancel(actor=course.actor, uid=rosa.uid, at=EARLIER)
    assert given_back.promoted == (bea,)
    assert states(course) == ["cancelled", "booked", "waiting"]
    assert AuditEntry.objects.get(verb="lab.place-given").person == bea.person_id
    # The place is Bea's now; Rosa waits, before Carla, who came later.
    assert sign_ups.undo_cancel(actor=course.actor, uid=rosa.uid, at=EARLIER).state == State.WAITING
    sign_ups.cancel(actor=course.actor, uid=bea.uid, at=EARLIER)
    assert states(course) == ["booked", "cancelled", "waiting"]
    assert course.now().booked == 1
    assert carla.pk == SignUp.objects.get(state="waiting").pk


def test_a_cancellation_is_not_taken_back_over_a_new_sign_up() -> None:
    course = Course()
    (rosa,) = course.people(1)
    first = signed_up(course, rosa)
    sign_ups.cancel(actor=course.actor, uid=first.uid, at=EARLIER)
    signed_up(course, rosa)
    with pytest.raises(NotTakenBack):
        sign_ups.undo_cancel(actor=course.actor, uid=first.uid, at=EARLIER)


def test_more_places_are_given_to_who_waits_and_fewer_than_are_held_are_refused() -> None:
    course = Course(room=1)
    for one in course.people(3):
        signed_up(course, one)
    wider = activities.edit_session(
        actor=course.actor, uid=course.session.uid, version=1, changes={"capacity": 2}, on=ON
    )
    assert wider.booked == 2
    assert states(course) == ["booked", "booked", "waiting"]
    with pytest.raises(FewerPlacesThanBooked) as refused:
        activities.edit_session(
            actor=course.actor, uid=course.session.uid, version=2, changes={"capacity": 1}, on=ON
        )
    assert refused.value.facts == {"booked": 2, "places": 1}


def test_nobody_signs_up_for_what_is_over_cancelled_or_signed() -> None:
    course = Course()
    (rosa,) = course.people(1)
    with pytest.raises(SessionOver):
        signed_up(course, rosa, at=AFTER)
    activities.cancel_session(actor=course.actor, uid=course.session.uid, reason="rain", at=EARLIER)
    with pytest.raises(SessionCancelled):
        signed_up(course, rosa)
    activities.restore_session(actor=course.actor, uid=course.session.uid)
    registers.sign(actor=course.actor, session=course.session.uid, at=DURING)
    with pytest.raises(SessionSigned):
        signed_up(course, rosa, at=DURING)


def test_a_cancelled_session_gives_its_places_when_it_takes_place_after_all() -> None:
    course = Course(room=1)
    rosa, _ = (signed_up(course, one) for one in course.people(2))
    activities.cancel_session(actor=course.actor, uid=course.session.uid, reason="rain", at=EARLIER)
    assert sign_ups.cancel(actor=course.actor, uid=rosa.uid, at=EARLIER).promoted == ()
    activities.restore_session(actor=course.actor, uid=course.session.uid)
    assert states(course) == ["cancelled", "booked"]


def test_the_same_person_under_two_records_has_one_place() -> None:
    course = Course()
    rosa, double = course.people(2)
    first = signed_up(course, double)
    double.merged_into = rosa
    double.save()
    assert signed_up(course, rosa) == first


def test_whose_session_and_whose_person_it_is_decides() -> None:
    course, other = Course(), Course()
    (rosa,), stranger = course.people(1), factories.person(other.project)
    for actor in (other.actor, factories.actor(Role.PROGRAMME, project=course.project)):
        with pytest.raises(NotFound):
            signed_up(course, rosa, actor=actor)
    with pytest.raises(NotFound):
        signed_up(course, stranger)
    user = factories.assignment(project=other.project).user
    with pytest.raises(queries.NotKnownHere):
        signed_up(course, stranger, actor=factories.actor(user=user, project=course.project))


def test_a_resident_signs_up_themselves_and_nobody_else() -> None:
    course = Course()
    rosa, bea = course.people(2)
    resident = factories.actor(
        Role.RESIDENT, user=factories.user(person=rosa.pk), organisation=course.project.lead
    )
    made = signed_up(course, rosa, actor=resident)
    assert made.state == State.BOOKED
    with pytest.raises(NotFound):
        signed_up(course, bea, actor=resident)
    others = signed_up(course, bea)
    with pytest.raises(NotFound):
        sign_ups.cancel(actor=resident, uid=others.uid, at=EARLIER)
    assert [one.uid for one in queries.of_person(resident, rosa.uid, at=EARLIER)] == [made.uid]
    sign_ups.cancel(actor=resident, uid=made.uid, at=EARLIER)
    activities.edit_activity(
        actor=course.actor, uid=course.activity.uid, version=1, changes={"is_public": False}
    )
    with pytest.raises(NotFound):
        signed_up(course, rosa, actor=resident)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_as_many_as_there_are_places_get_one_however_many_ask_at_once() -> None:
    course = Course(room=5)
    crowd = course.people(40)
    failed: list[DomainError] = []
    start = threading.Barrier(8)

    def ask(share: list[object]) -> None:
        start.wait()
        try:
            for one in share:
                signed_up(course, one, at=EARLIER)
        except DomainError as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(crowd[number::8],)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert states(course) == ["booked"] * 5 + ["waiting"] * 35
    assert course.now().booked == 5
