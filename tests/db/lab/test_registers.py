"""Registers: filled by several hands at once, signed once, corrected with a reason, and kept by the database."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Role
from campanello.core.idempotency import KeyReused
from campanello.core.models import AuditEntry
from campanello.lab.models import Attendance, Session
from campanello.lab.queries import registers as queries
from campanello.lab.rules import doors
from campanello.lab.rules import registers as rules
from campanello.lab.rules.activities import NoReason, SessionCancelled, SessionSigned
from campanello.lab.rules.registers import NOTHING, Mark, Presence
from campanello.lab.services import activities, registers, sign_ups
from campanello.lab.services.registers import Marked
from campanello.people.models import Person
from tests import factories
from tests.db.lab.gatherings import AFTER, DURING, EARLIER, STARTS, Course

pytestmark = pytest.mark.django_db
PRESENT, ABSENT = Mark("present", 90), Mark("absent", 0)


def booked(course: Course, number: int) -> list[Person]:
    people = course.people(number)
    for one in people:
        given = {"actor": course.actor, "session": course.session.uid, "uid": uuid.uuid4()}
        sign_ups.sign_up(person=one.uid, at=EARLIER, **given)  # type: ignore[arg-type]
    return people


def checked_in(course: Course, person: Person, **but: object) -> Attendance:
    given = {
        "actor": course.actor,
        "session": course.session.uid,
        "uid": uuid.uuid4(),
        "at": DURING,
        "how": "qr",
    }
    return registers.check_in(person=person.uid, **given | but)  # type: ignore[arg-type]


def marked(course: Course, *marks: Marked, guests: int | None = None) -> int:
    return registers.mark(
        actor=course.actor, session=course.session.uid, marks=marks, guests=guests, at=DURING
    )


def of(course: Course, person: Person) -> Mark:
    return queries.mark_of(queries.standing(course.session.pk, [person.pk]).get(person.pk))


def test_checking_in_twice_is_being_there_once_for_the_whole_session() -> None:
    course = Course()
    (rosa,) = booked(course, 1)
    first = checked_in(course, rosa, how="offline")
    assert (first.presence, first.minutes, first.how) == ("present", 90, "offline")
    assert checked_in(course, rosa) == first  # another device
    assert checked_in(course, rosa, uid=first.uid) == first  # the same device once more
    assert AuditEntry.objects.filter(verb="lab.checked-in").count() == 1
    with pytest.raises(KeyReused):
        checked_in(course, *course.people(1), uid=first.uid)


def test_who_was_marked_absent_and_comes_after_all_is_present() -> None:
    course = Course()
    (rosa,) = booked(course, 1)
    marked(course, Marked(rosa.uid, Mark("absent"), NOTHING))
    assert checked_in(course, rosa).minutes == 90
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "refusal"),
    {
        "61 minutes early": (STARTS - timedelta(minutes=61), rules.NotYetBegun),
        "long after the end": (STARTS + timedelta(minutes=90 + 241), rules.CheckInOver),
    }.values(),
    ids=["61 minutes early", "long after the end"],
)
def test_nobody_is_checked_in_to_another_hour(at: object, refusal: type[Exception]) -> None:
    course = Course()
    with pytest.raises(refusal):
        checked_in(course, *course.people(1), at=at)


def test_a_check_in_that_arrives_after_the_register_was_signed_is_refused() -> None:
    course = Course()
    registers.sign(actor=course.actor, session=course.session.uid, at=AFTER)
    with pytest.raises(SessionSigned):
        checked_in(course, *course.people(1))


def test_the_code_at_the_door_serves_residents_for_two_minutes() -> None:
    course = Course()
    (rosa,) = course.people(1)
    resident = factories.actor(
        Role.RESIDENT, user=factories.user(person=rosa.pk), organisation=course.project.lead
    )
    secret = registers.open_door(actor=course.actor, session=course.session.uid).check_in_key
    assert registers.open_door(actor=course.actor, session=course.session.uid).check_in_key == secret
    code = doors.code(secret, at=DURING, seconds=60)
    given = {"actor": resident, "session": course.session.uid, "person": rosa.uid, "uid": uuid.uuid4()}
    with pytest.raises(rules.WrongKey):
        registers.check_in_with_code(code=code, at=DURING + timedelta(minutes=2), **given)  # type: ignore[arg-type]
    made = registers.check_in_with_code(code=code, at=DURING + timedelta(minutes=1), **given)  # type: ignore[arg-type]
    assert (made.person, made.how) == (rosa, "qr")
    with pytest.raises(NotFound):
        checked_in(course, *course.people(1), actor=resident)


def test_a_sheet_changes_what_it_changed_and_leaves_what_others_marked_meanwhile() -> None:
    course = Course(room=None)
    rosa, bea, carla = booked(course, 3)
    checked_in(course, bea)
    # The sheet was opened before Bea came; it says nothing of her.
    sheet = [
        Marked(rosa.uid, Mark("present", 45), NOTHING),
        Marked(bea.uid, NOTHING, NOTHING),
        Marked(carla.uid, Mark("excused"), NOTHING),
    ]
    assert marked(course, *sheet, guests=3) == 2
    assert [of(course, one) for one in (rosa, bea, carla)] == [
        Mark("present", 45),
        PRESENT,
        Mark("excused", 0),
    ]
    totals = queries.register(course.actor, course.session.uid).totals
    assert totals == rules.Totals(present=2, excused=1, guests=3, minutes=135)
    assert marked(course, Marked(rosa.uid, NOTHING, Mark("present", 45))) == 1
    assert of(course, rosa) == NOTHING


def test_two_minds_about_one_person_are_both_shown_and_nothing_is_saved() -> None:
    course = Course(room=None)
    rosa, bea = booked(course, 2)
    marked(course, Marked(rosa.uid, Mark("present"), NOTHING))
    with pytest.raises(rules.MarkedMeanwhile) as conflict:
        marked(course, Marked(bea.uid, Mark("present"), NOTHING), Marked(rosa.uid, Mark("absent"), NOTHING))
    assert conflict.value.differences == (rules.MarkDifference(rosa.pk, PRESENT, ABSENT),)
    assert of(course, bea) == NOTHING


@pytest.mark.parametrize(
    ("mark", "refusal"),
    [
        (Mark("present", 91), rules.TooManyMinutes),
        (Mark("present", 0), rules.TooManyMinutes),
        (Mark("perhaps"), rules.NoSuchPresence),
    ],
    ids=["longer than the session", "no minute at all", "no such mark"],
)
def test_marks_that_cannot_be_are_refused(mark: Mark, refusal: type[Exception]) -> None:
    course = Course()
    (rosa,) = booked(course, 1)
    with pytest.raises(refusal):
        marked(course, Marked(rosa.uid, mark, NOTHING))
    with pytest.raises(rules.TooManyGuests):
        marked(course, guests=-1)


def test_a_person_of_another_project_is_not_marked() -> None:
    course = Course()
    with pytest.raises(NotFound):
        marked(course, Marked(factories.person(factories.project()).uid, Mark("present"), NOTHING))


def test_a_register_is_signed_once_when_everybody_is_marked() -> None:
    course = Course(room=None)
    rosa, bea = booked(course, 2)
    checked_in(course, rosa)
    sign = {"actor": course.actor, "session": course.session.uid}
    with pytest.raises(rules.NotSignable):
        registers.sign(at=EARLIER, **sign)  # type: ignore[arg-type]
    with pytest.raises(rules.PeopleUnmarked) as refused:
        registers.sign(at=AFTER, **sign)  # type: ignore[arg-type]
    assert refused.value.facts == {"unmarked": 1}
    signed = registers.sign(at=AFTER, rest_absent=True, **sign)  # type: ignore[arg-type]
    assert (signed.signed_at, signed.signed_by_id) == (AFTER, course.actor.user)
    assert of(course, bea) == ABSENT
    with pytest.raises(SessionSigned):
        registers.sign(at=AFTER, **sign)  # type: ignore[arg-type]
    with pytest.raises(SessionSigned):
        marked(course, Marked(bea.uid, Mark("present"), ABSENT))


def test_a_cancelled_session_has_no_register() -> None:
    course = Course()
    activities.cancel_session(actor=course.actor, uid=course.session.uid, reason="rain", at=EARLIER)
    with pytest.raises(SessionCancelled):
        registers.sign(actor=course.actor, session=course.session.uid, at=AFTER)


def corrected(
    course: Course, person: Person, mark: Mark, reason: str = "She came late", **but: object
) -> Attendance:
    given = {"actor": course.actor, "session": course.session.uid, "person": person.uid, "at": AFTER}
    return registers.correct(mark=mark, reason=reason, **given | but)  # type: ignore[arg-type]


def test_a_correction_is_a_new_row_that_names_the_old_one_and_why() -> None:
    course = Course()
    rosa, forgotten = [*booked(course, 1), *course.people(1)]
    first = checked_in(course, rosa)
    with pytest.raises(rules.NotSigned):
        corrected(course, rosa, Mark("absent"))
    registers.sign(actor=course.actor, session=course.session.uid, at=AFTER)
    with pytest.raises(NoReason):
        corrected(course, rosa, Mark("absent"), " ")
    key = uuid.uuid4()
    second = corrected(course, rosa, Mark("present", 30), uid=key)
    assert corrected(course, rosa, Mark("present", 30), uid=key) == second
    assert corrected(course, rosa, Mark("present", 30)) == second
    assert second.corrects == first
    assert Attendance.objects.get(pk=first.pk).is_replaced
    assert corrected(course, forgotten, Mark("present")).corrects is None
    sheet = queries.register(course.actor, course.session.uid)
    assert sheet.totals.minutes == 30 + 90
    assert [len(row.corrected) for row in sheet.rows if row.person == rosa.uid] == [1]


@pytest.mark.parametrize(
    "deed",
    {
        "an update of minutes": lambda row: Attendance.objects.filter(pk=row.pk).update(minutes=1),
        "an update of the person": lambda row: Attendance.objects.filter(pk=row.pk).update(
            person=factories.person()
        ),
        "a deletion": lambda row: Attendance.objects.filter(pk=row.pk).delete(),
        "a row without a reason": lambda row: Attendance.objects.create(
            session=row.session, person=factories.person(), presence=Presence.PRESENT, recorded_at=AFTER
        ),
        "a signature taken back": lambda row: Session.objects.filter(pk=row.session_id).update(
            signed_at=None, signed_by=None
        ),
        "other guests": lambda row: Session.objects.filter(pk=row.session_id).update(guests=9),
    }.values(),
    ids=[
        "an update of minutes",
        "an update of the person",
        "a deletion",
        "a row without a reason",
        "a signature taken back",
        "other guests",
    ],
)
def test_the_database_itself_keeps_a_signed_register(deed: object) -> None:
    course = Course()
    row = checked_in(course, *booked(course, 1))
    registers.sign(actor=course.actor, session=course.session.uid, at=AFTER)
    with pytest.raises(DatabaseError, match="signed register"), transaction.atomic():
        deed(row)  # type: ignore[operator]
    Session.objects.filter(pk=row.session_id).update(check_in_key="")  # not what was signed


def test_a_replaced_row_stays_replaced() -> None:
    course = Course()
    (rosa,) = booked(course, 1)
    first = checked_in(course, rosa)
    registers.sign(actor=course.actor, session=course.session.uid, at=AFTER)
    corrected(course, rosa, Mark("absent"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.filter(pk=first.pk).update(is_replaced=False)


def test_a_register_is_read_in_as_many_queries_for_thirty_people_as_for_two() -> None:
    counts = []
    for number in (2, 30):
        course = Course(room=None)
        for one in booked(course, number):
            checked_in(course, one)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            sheet = queries.register(course.actor, course.session.uid)
        assert len(sheet.rows) == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_who_may_not_see_a_person_reads_no_name_in_the_register() -> None:
    course = Course()
    (rosa,) = booked(course, 1)
    rosa.restricted_at = EARLIER
    rosa.save()
    (row,) = queries.register(course.actor, course.session.uid).rows
    assert (row.name, row.is_visible) == ("", False)
    assert not AuditEntry.objects.filter(verb="lab.register-read").exists()
    with pytest.raises(NotFound):
        queries.register(Course().actor, course.session.uid)
