"""Registers awarded at the same moment by several operators: once each, and the caps hold."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection, connections
from django.test.utils import CaptureQueriesContext

from campanello.lab.models import Attendance
from campanello.points.models import AwardedSession, Transfer, Withheld
from campanello.points.rules.hand_awards import AboveCap, NewAward
from campanello.points.services.hand_awards import propose
from campanello.points.services.register_awards import award
from tests import factories
from tests.db.points.registers import AT, STARTS, Lab, present

pytestmark = pytest.mark.django_db(transaction=True)


def together(deeds: list[Callable[[], Any]]) -> list[Any]:
    """What each deed answers, or the error it raises; all are begun at the same moment."""
    ready, answers = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        close_old_connections()
        ready.wait()
        try:
            answers.append(deed())
        except Exception as error:  # noqa: BLE001 - what is raised is told where it is looked at
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def on_postgresql() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")


def test_two_operators_award_the_same_register_and_it_is_awarded_once():
    on_postgresql()
    lab = Lab()
    session = lab.session()
    people = [lab.member() for _ in range(20)]
    for person, _home in people:
        present(session, person)
    lab.sign(session)
    found = together([lambda: award(actor=lab.desk, session=session.uid, at=AT).pk for _ in range(4)])
    assert set(found) == {AwardedSession.objects.get().pk}
    assert Transfer.objects.count() == 20
    assert all(lab.points_of(home) == 10 for _person, home in people)


def test_the_caps_hold_when_registers_of_one_day_are_awarded_at_once():
    on_postgresql()
    lab = Lab("gold")
    people = [lab.member() for _ in range(6)]
    sessions = [lab.session(STARTS + timedelta(hours=4 * place), minutes=180) for place in range(3)]
    for session in sessions:
        for person, _home in people:
            present(session, person, 180)
        lab.sign(session)
    found = together(
        [lambda uid=one.uid: award(actor=lab.desk, session=uid, at=AT).points for one in sessions]
    )
    assert sorted(found) == [0, 120, 360]
    assert all(lab.points_of(home) == 80 for _person, home in people)
    held = Withheld.objects.values_list("points", flat=True)
    assert sum(held) + sum(Transfer.objects.values_list("points", flat=True)) == 3 * 6 * 60


def test_a_register_and_awards_by_hand_at_once_keep_to_the_household_s_month(monkeypatch, tmp_path):
    on_postgresql()
    own = tmp_path / "parameters.csv"
    row = "points.cap_household_month,200,points,2017-11-15,,test"
    own.write_text(f"name,value,unit,starts_on,ends_on,source\n{row}\n", encoding="utf-8")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))
    lab, home = Lab("gold"), factories.household()
    people = [lab.member(home)[0] for _ in range(4)]
    session = lab.session(minutes=180)
    for person in people[:2]:
        present(session, person, 180)
    lab.sign(session)
    # Twice 60 points by the register and twice 50 by hand.
    work = NewAward(rate="gold", what="Cortile", done_on=STARTS.date(), evidence="Foto", minutes=150)
    asked = {"actor": lab.coordinator, "scheme": lab.scheme.uid, "award": work, "on": AT.date(), "at": AT}
    deeds = [partial(propose, uid=uuid4(), person=person.uid, **asked) for person in people[2:]]
    found = together([lambda: award(actor=lab.desk, session=session.uid, at=AT), *deeds])
    refused = [one for one in found if isinstance(one, Exception)]
    assert {type(one) for one in refused} <= {AboveCap}
    given = sum(Transfer.objects.values_list("points", flat=True))
    held = sum(Withheld.objects.values_list("points", flat=True))
    assert given == lab.points_of(home) <= 200
    assert given + held + 50 * len(refused) == 220


def test_a_register_of_five_hundred_people_is_awarded_in_a_moment():
    lab = Lab()
    session = lab.session()
    people = [lab.member()[0] for _ in range(500)]
    Attendance.objects.bulk_create(
        Attendance(session=session, person=one, presence="present", minutes=120, recorded_at=AT)
        for one in people
    )
    lab.sign(session)
    began, worked = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as seen:
        made = award(actor=lab.desk, session=session.uid, at=AT)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"{connection.vendor}: {1000 * took:.0f} ms, of which {1000 * worked:.0f} of work here")
    assert (made.people, made.points, made.withheld) == (500, 5000, 0)
    assert len(seen) <= 40
    # The figure to reach is 300 ms; what this process works is measured, since other tests may run beside.
    assert worked < 0.3
