"""Applications in the database: taken on, linked, decided as the requirements answer, moved; the funnel adds up."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campanello.core.access import NotFound, NotYours
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.people.rules.person import Details, PersonFacts
from campanello.plans.models import Application
from campanello.plans.queries import applications as queries
from campanello.plans.queries.applications import LAPSING, Wanted
from campanello.plans.rules.applications import (
    AgainstTheCheck,
    ApplicationMoved,
    MeasureClosed,
    NotKnownWho,
    OpenAlready,
    PlanMade,
    WordsMissing,
)
from campanello.plans.services import application_contacts as contacts
from campanello.plans.services import applications as services
from campanello.plans.services.application_contacts import NewTry
from tests import factories, factories_plans
from tests.db.plans.applicants import AT, LACKS_LAB, LIVES_ELSEWHERE, MEETS, Office
from tests.factories import TODAY


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_what_is_sent_twice_is_recorded_once_and_checked_at_once(office: Office) -> None:
    uid, rosa = uuid4(), office.person()
    first = office.take(LACKS_LAB, person=rosa, uid=uid)
    again = office.take(LACKS_LAB, person=rosa, uid=uid)
    assert (first.pk, first.number, first.state) == (again.pk, 1, "pending")
    (line,) = queries.lines(office.desk, queries.applications(office.desk, Wanted(), TODAY), TODAY)
    assert (line.person, line.missing) == (rosa, ("lab",))
    with pytest.raises(OpenAlready):
        office.take(person=rosa)
    assert office.take().number == 2


def test_a_measure_receives_on_its_days_alone(office: Office) -> None:
    office.measure.closes_on = TODAY
    office.measure.save()
    with pytest.raises(MeasureClosed):
        office.take()
    office.measure.closes_on = TODAY + timedelta(days=1)
    office.measure.save()
    assert office.take().number == 1


def test_the_decision_is_what_the_requirements_answer(office: Office) -> None:
    unknown, elsewhere, meets = office.take(LACKS_LAB), office.take(LIVES_ELSEWHERE), office.take()
    for row, is_eligible in ((unknown, True), (unknown, False), (elsewhere, True), (meets, False)):
        with pytest.raises(AgainstTheCheck):
            office.decide(row, is_eligible=is_eligible, out_of_turn="urgent")
    refused = office.decide(elsewhere, is_eligible=False)
    assert refused.steps.last().reasons == ["residence"]  # type: ignore[union-attr]
    assert office.decide(meets, out_of_turn="Loses the home on Friday").state == "eligible"
    with pytest.raises(NotYours):
        services.lapse(actor=office.desk, uid=unknown.uid, version=unknown.version, note="x", at=AT)
    with pytest.raises(NotFound):
        queries.application(factories.actor("desk"), unknown.uid)


def test_who_is_not_on_record_is_linked_or_registered_and_then_decided(office: Office) -> None:
    named = {"given_name": "Amina", "family_name": "Prova", "phone": "3471234567"}
    row = office.take(MEETS | named)
    with pytest.raises(NotKnownWho):
        office.decide(row)
    facts = PersonFacts(given_name="Amina", family_name="Prova")
    row = services.identify_new(
        actor=office.desk, uid=row.uid, version=row.version, details=Details(facts), on=TODAY, at=AT
    )
    assert row.person is not None
    assert row.person.involvements.get().project == office.project
    with pytest.raises(ApplicationMoved):
        services.identify(actor=office.desk, uid=row.uid, version=1, person=office.person().uid, on=TODAY)
    other = office.take(named)
    with pytest.raises(OpenAlready):
        services.identify(
            actor=office.desk, uid=other.uid, version=other.version, person=row.person.uid, on=TODAY
        )


def test_who_applied_on_line_has_been_given_the_notice_that_was_read_there_once(office: Office) -> None:
    rosa, sent = office.person(), {"channel": "web", "language": "ar", "answers": {"notice_version": 1}}
    for state in ("lapsed", "pending"):
        row = factories_plans.application(office.measure, **sent | {"state": state})
        services.identify(actor=office.desk, uid=row.uid, version=1, person=rosa.uid, on=TODAY)
    given = rosa.notices_given.get()
    assert (given.notice.kind, given.notice.version, given.how, given.language) == (
        "privacy",
        1,
        "screen",
        "ar",
    )
    assert given.given_on == row.received_on
    assert AuditEntry.objects.filter(verb="people.notice-given", person=rosa.pk).count() == 1
    unread = factories_plans.application(office.measure, answers={"notice_version": 99}, state="lapsed")
    services.identify(actor=office.desk, uid=unread.uid, version=1, person=rosa.uid, on=TODAY)
    assert rosa.notices_given.count() == 1


def test_a_merged_person_has_one_open_application(office: Office) -> None:
    kept, absorbed = office.person(), office.person()
    office.take(person=absorbed)
    absorbed.merged_into = kept
    absorbed.save()
    with pytest.raises(OpenAlready):
        office.take(person=kept)


def test_what_is_over_says_why_and_can_be_taken_up_again(office: Office) -> None:
    row = office.decide(office.take())
    assert office.committed() == (3_000_00, 2_000_00)
    with pytest.raises(WordsMissing):
        services.withdraw(actor=office.desk, uid=row.uid, version=row.version, note=" ", at=AT)
    row = services.withdraw(actor=office.desk, uid=row.uid, version=row.version, note="Found work", at=AT)
    assert (row.state, office.committed()) == ("withdrawn", (0, 0))
    row = services.reopen(actor=office.coordinator, uid=row.uid, version=row.version, note="Lost it", at=AT)
    assert (row.state, row.number, row.decided_at) == ("pending", 1, None)
    assert [(one.before, one.after) for one in row.steps.all()] == [
        ("", "pending"), ("pending", "eligible"), ("eligible", "withdrawn"), ("withdrawn", "pending"),
    ]  # fmt: skip


def test_a_plan_decides_what_becomes_of_its_application(office: Office) -> None:
    row = office.decide(office.take())
    assert row.person is not None
    factories_plans.plan(office.measure, row.person, application=row)
    with pytest.raises(PlanMade):
        services.withdraw(actor=office.desk, uid=row.uid, version=row.version, note="No", at=AT)
    assert office.committed() == (3_000_00, 2_000_00)


def test_what_is_missing_is_asked_for_and_lapses_after_its_day(office: Office) -> None:
    rows = [office.take(LACKS_LAB) for _ in range(3)]
    for row, days in zip(rows, (0, 0, 5), strict=True):
        contacts.ask_for(
            actor=office.desk, uid=row.uid, version=row.version, codes=["lab"], note="Come to the lab",
            due_on=TODAY + timedelta(days=days), on=TODAY, at=AT,
        )  # fmt: skip
    assert not queries.applications(office.desk, Wanted(due=LAPSING), TODAY).exists()
    tomorrow = TODAY + timedelta(days=1)
    ended = services.lapse_many(
        actor=office.employment, uids=[row.uid for row in rows], note="It did not come", on=tomorrow, at=AT
    )
    assert [row.pk for row in ended] == [rows[0].pk, rows[1].pk]
    assert queries.funnel(office.desk).parts == {
        "eligible": 0, "pending": 1, "ineligible": 0, "withdrawn": 0, "lapsed": 2,
    }  # fmt: skip


def test_a_call_is_done_once_the_applicant_was_spoken_with(office: Office) -> None:
    row, uid = office.take(wants_call=True), uuid4()
    later = TODAY + timedelta(days=2)
    for told in (NewTry("phone", "no_answer", later, "Rings"), NewTry("phone", "no_answer", later, "Rings")):
        contacts.note_try(actor=office.desk, uid=uid, application=row.uid, told=told, at=AT)
    row.refresh_from_db()
    assert (row.tries.count(), row.called_at) == (1, None)
    reached = NewTry("phone", "reached", later)
    made = contacts.note_try(actor=office.desk, uid=uuid4(), application=row.uid, told=reached, at=AT)
    row.refresh_from_db()
    assert (row.called_at, made.again_on) == (AT, None)


def test_the_applicant_is_told_what_was_decided_and_no_sooner(office: Office) -> None:
    row = office.take()
    with pytest.raises(ApplicationMoved):
        contacts.tell(actor=office.desk, uid=row.uid, version=row.version, how="phone", at=AT)
    row = office.decide(row)
    row = contacts.tell(actor=office.desk, uid=row.uid, version=row.version, how="phone", at=AT)
    assert (row.told_at, row.told_how) == (AT, "phone")
    trail = AuditEntry.objects.filter(sort="write", target_kind="application").values_list("verb", flat=True)
    assert {"plans.application-recorded", "plans.application-eligible", "plans.applicant-told"} <= set(trail)


MOVES = ("take", "eligible", "waits", "ineligible", "withdraw", "lapse", "reopen")


class TestFunnel(TestCase):
    """Whatever is done in whatever order, the funnel counts each application once and the funds are what they hold."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 3)), min_size=4, max_size=12))
    def test_any_order_of_moves_adds_up(self, moves: list[tuple[str, int]]) -> None:
        office = Office()
        taken = 0
        for move, place in moves:
            rows = list(Application.objects.filter(measure=office.measure).order_by("number"))
            if move == "take" or not rows:
                office.take([MEETS, LIVES_ELSEWHERE][place % 2])
                taken += 1
                continue
            with suppress(DomainError):
                _do(office, move, rows[place % len(rows)])
        funnel = queries.funnel(office.desk)
        assert funnel.adds_up
        assert funnel.received == taken == Application.objects.filter(measure=office.measure).count()
        services_cents, allowance_cents = office.committed()
        assert services_cents <= office.measure.services_cents
        assert allowance_cents <= office.measure.allowance_cents


def _do(office: Office, move: str, row: Application) -> Any:
    which: dict[str, Any] = {"uid": row.uid, "version": row.version}
    if move in {"eligible", "waits"}:
        return office.decide(row, waits=move == "waits", out_of_turn="Drawn")
    if move == "ineligible":
        return office.decide(row, is_eligible=False)
    if move == "withdraw":
        return services.withdraw(actor=office.desk, note="Why", at=AT, **which)
    deed = services.lapse if move == "lapse" else services.reopen
    return deed(actor=office.employment, note="Why", at=AT, **which)
