"""Registers turned into points: once, whole, to the household; what is held back; what is corrected afterwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.models import AuditEntry
from campanello.lab.rules.registers import Mark
from campanello.lab.services.registers import correct
from campanello.people.models import Person
from campanello.points.models import Account, AwardedSession, OwnHousehold, Transfer, Withheld
from campanello.points.queries.award_lists import counts
from campanello.points.queries.register_awards import preview
from campanello.points.queries.worths import points_shown
from campanello.points.rules.register_awards import AfterScheme, BeforeScheme, NoWorthYet, RegisterNotSigned
from campanello.points.services import withheld
from campanello.points.services.register_awards import award, follow
from tests import factories
from tests.db.points.registers import AT, STARTS, Lab, present

pytestmark = pytest.mark.django_db


def why(lab: Lab) -> list[tuple[str, int]]:
    return list(Withheld.objects.filter(project=lab.project).order_by("pk").values_list("why", "points"))


def test_what_members_earn_goes_to_their_household_once_and_nobody_without_one_is_left_out():
    lab = Lab()
    one, home = lab.member()
    other, _home = lab.member(home)
    guest = factories.person(lab.project)
    session = lab.session()
    for person, minutes in ((one, 120), (other, 59), (guest, 60)):
        present(session, person, minutes)
    present(session, factories.person(lab.project), 0, presence="absent")
    lab.sign(session)

    seen = preview(lab.desk, session.uid)
    made = lab.award(session)
    again = lab.award(session, lab.coordinator)

    assert made == again
    assert (made.people, made.points, made.withheld) == (3, 19, 0)
    assert seen.totals.points == made.points
    assert lab.points_of(home) == 10 + 4  # of 59 minutes the part of a point is not given
    own = Account.objects.get(kind="person")
    assert (own.person, own.balance) == (guest, 5)
    assert Transfer.objects.filter(kind="award").count() == 3
    assert set(Transfer.objects.values_list("earned_on", "rate__code")) == {(STARTS.date(), "base")}
    line = AuditEntry.objects.get(verb="points.register-awarded")
    assert line.facts == {"session": session.pk, "people": 3, "points": 19, "withheld": 0}
    assert AuditEntry.objects.filter(verb="points.register-previewed").count() == 3


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], type[Exception]]] = {
    "cancelled": ({}, {"cancelled_at": AT}, RegisterNotSigned),
    "before the scheme starts": ({"starts_on": date(2026, 3, 5)}, {}, BeforeScheme),
    "on the day on which it has ended": ({"ends_on": date(2026, 3, 4)}, {}, AfterScheme),
}


@pytest.mark.parametrize(("scheme", "session", "error"), REFUSED.values(), ids=REFUSED)
def test_no_register_is_awarded(scheme: Any, session: Any, error: type[Exception]):
    lab = Lab(**scheme)
    made = lab.session(**session)
    present(made, lab.member()[0])
    with pytest.raises(RegisterNotSigned):
        award(actor=lab.desk, session=made.uid, at=AT)
    with pytest.raises(error):
        lab.award(made)
    assert not AwardedSession.objects.exists()


def test_an_activity_of_which_nobody_said_what_it_earns_is_not_awarded_nor_one_of_another_project():
    lab = Lab()
    session = lab.sign(lab.session(activity=factories.activity(lab.project)))
    with pytest.raises(NoWorthYet):
        lab.award(session)
    with pytest.raises(NotFound):
        lab.award(session, factories.actor("desk"))
    assert counts(lab.desk) == {"ready": 0, "unrated": 1, "corrected": 0, "awarded": 0}


def test_the_cap_of_a_day_holds_over_two_registers_and_what_it_holds_back_can_be_given_with_a_word():
    lab = Lab("gold")
    person, home = lab.member()
    morning, evening = lab.session(minutes=180), lab.session(STARTS + timedelta(hours=8), minutes=120)
    present(morning, person, 180)
    present(evening, person, 120)
    lab.award(morning)
    lab.award(evening)

    assert lab.points_of(home) == 80  # 60 of the 80 of a day, then 20 of 40
    assert why(lab) == [("person_day", 20)]
    row = Withheld.objects.get()
    withheld.give(actor=lab.coordinator, key=row.pk, word="The party was until late", at=AT)
    assert lab.points_of(home) == 100
    row.refresh_from_db()
    assert row.settled_how == "The party was until late"
    with pytest.raises(Exception, match="already"):
        withheld.leave(actor=lab.coordinator, key=row.pk, word="No", at=AT)


def test_a_household_s_month_and_the_budget_hold_too():
    lab = Lab("gold", budget_points=530)
    first, home = lab.member()
    people = [first, *(lab.member(home)[0] for _ in range(7))]
    session = lab.session(minutes=240)
    for person in people:
        present(session, person, 240)
    lab.award(session)
    assert lab.points_of(home) == 500  # six by the day's cap of 80, the seventh by what is left of 500
    held = {(reason, points) for reason, points in why(lab)}
    assert held == {("household_month", 60), ("household_month", 80)}
    later = lab.session(STARTS + timedelta(days=30))
    other, there = lab.member()
    present(later, other, 120)
    lab.award(later)
    assert lab.points_of(there) == 30
    assert ("budget", 10) in why(lab)


def test_hours_at_two_places_at_once_earn_once():
    lab = Lab()
    person, home = lab.member()
    here = lab.session()
    there = lab.session(STARTS + timedelta(hours=1), activity=lab.new_activity("silver"))
    present(here, person, 120)
    second = present(there, person, 120)
    lab.award(here)
    lab.award(there)
    assert lab.points_of(home) == 10 + 10  # of the second, one hour of two at 10
    row = Withheld.objects.get(why="overlap")
    assert (row.attendance, row.points, row.other) == (
        second,
        10,
        Transfer.objects.order_by("pk")[0].attendance,
    )


def test_nobody_awards_their_own_household_and_a_colleague_may():
    lab = Lab()
    person, home = lab.member()
    session = lab.session()
    present(session, person)
    OwnHousehold.objects.create(user=lab.signer, household=home, declared_at=AT)
    OwnHousehold.objects.create(user_id=lab.coordinator.user, household=home, declared_at=AT)
    lab.award(session)
    assert (lab.points_of(home), why(lab)) == (0, [("self", 10)])
    row = Withheld.objects.get()
    with pytest.raises(Exception, match="belong to this household"):
        withheld.give(actor=lab.coordinator, key=row.pk, word="Fine", at=AT)
    colleague = factories.actor("coordinator", project=lab.project)
    withheld.give(actor=colleague, key=row.pk, word="Seen by Ada", at=AT)
    assert lab.points_of(home) == 10
    assert Transfer.objects.get().minutes == 120


def test_restricted_people_earn_nothing_until_they_may_and_their_name_is_not_told():
    lab = Lab()
    person, home = lab.member()
    Person.objects.filter(pk=person.pk).update(restricted_at=AT)
    session = lab.session()
    present(session, person)
    lab.sign(session)
    (line,) = preview(lab.desk, session.uid).lines
    assert (line.name, line.household, line.line.whys) == ("", "", ("restricted",))
    lab.award(session)
    assert (lab.points_of(home), why(lab)) == (0, [("restricted", 10)])
    with pytest.raises(Exception, match="restricted"):
        withheld.give(actor=lab.coordinator, key=Withheld.objects.get().pk, word="Fine", at=AT)


def test_a_merged_record_s_hours_count_with_those_of_whoever_stands_for_it():
    lab = Lab("gold")
    person, home = lab.member()
    other = factories.person(lab.project)
    here, there = lab.session(minutes=180), lab.session(STARTS + timedelta(hours=8), minutes=120)
    present(here, other, 180)
    present(there, person, 120)
    Person.objects.filter(pk=other.pk).update(merged_into=person)
    lab.award(here)
    lab.award(there)
    assert lab.points_of(home) == 80


def test_a_correction_takes_the_old_award_back_and_gives_the_new_one():
    lab = Lab()
    one, home = lab.member()
    gone, empty = lab.member()
    late, there = lab.member()
    session = lab.session()
    present(session, one, 120)
    present(session, gone, 60)
    lab.award(session)
    for person, mark in ((one, Mark("present", 60)), (gone, Mark("absent", 0)), (late, Mark("present", 90))):
        correct(actor=lab.desk, session=session.uid, person=person.uid, mark=mark, reason="Wrong line", at=AT)
    assert counts(lab.coordinator)["corrected"] == 1

    done = follow(actor=lab.coordinator, session=session.uid, at=AT)

    assert (done.given, done.taken_back, done.stuck) == (5 + 7, 10 + 5, 0)
    assert [lab.points_of(where) for where in (home, empty, there)] == [5, 0, 7]
    assert counts(lab.coordinator)["corrected"] == 0
    made = AwardedSession.objects.get()
    assert (made.people, made.points, made.minutes) == (2, 12, 150)
    again = follow(actor=lab.coordinator, session=session.uid, at=AT)
    assert (again.given, again.taken_back) == (0, 0)


def test_points_that_are_spent_are_not_taken_back_and_the_register_stays_listed():
    lab = Lab()
    one, home = lab.member()
    session = lab.session()
    present(session, one, 120)
    lab.award(session)
    lab.spend(home, 8)
    correct(
        actor=lab.desk,
        session=session.uid,
        person=one.uid,
        mark=Mark("present", 60),
        reason="Left at eleven",
        at=AT,
    )
    done = follow(actor=lab.coordinator, session=session.uid, at=AT)
    assert (done.given, done.taken_back, done.stuck) == (0, 0, 1)
    assert lab.points_of(home) == 2
    assert counts(lab.coordinator)["corrected"] == 1
    earn = lab.session(STARTS + timedelta(days=1))
    present(earn, one, 60)
    lab.award(earn)
    done = follow(actor=lab.coordinator, session=session.uid, at=AT)
    assert (done.given, done.taken_back, done.stuck) == (5, 10, 0)
    assert lab.points_of(home) == 2
    assert counts(lab.coordinator)["corrected"] == 0


def test_the_night_on_which_the_clocks_change_is_as_long_as_it_is():
    lab = Lab()
    person, home = lab.member()
    # From eleven on Saturday evening to five on Sunday morning: seven hours, since three o'clock comes twice.
    session = lab.session(datetime(2025, 10, 25, 21, tzinfo=UTC), minutes=7 * 60)
    present(session, person, 7 * 60)
    (shown,) = points_shown(session).values()
    lab.award(session)
    assert (shown.points, shown.unit, shown.whole) == (5, "hour", 35)
    assert lab.points_of(home) == 35
    assert str(Transfer.objects.get().earned_on) == "2025-10-25"


def test_a_register_of_many_people_takes_no_more_queries_than_one_of_few():
    lab = Lab()
    taken = []
    for people in (2, 12):
        session = lab.session(STARTS + timedelta(days=people))
        for _ in range(people):
            present(session, lab.member()[0])
        lab.sign(session)
        with CaptureQueriesContext(connection) as seen:
            preview(lab.desk, session.uid)
        with CaptureQueriesContext(connection) as awarding:
            lab.award(session)
        taken.append((len(seen), len(awarding)))
    assert taken[0] == taken[1]
    assert taken[0][1] <= 40  # on SQLite, where each savepoint counts
