"""Plans: drafted once, signed by both sides, moved on by acts, kept by the database, counted by the evaluation."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound, NotYours
from campanello.core.models import AuditEntry
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.people.models import EmploymentStatus, Participation, Person
from campanello.people.rules.facts import NotInTheList
from campanello.people.services import search_keys
from campanello.plans.models import Attendance, Expected, Plan, PlanAct, PlanService, PlanVersion, Signature
from campanello.plans.queries import plan_lists, plan_shown
from campanello.plans.queries import plans as queries
from campanello.plans.rules import plans as rules
from campanello.plans.rules import signing, versions
from campanello.plans.rules.documents import NotADocument
from campanello.plans.rules.plans import Act, NewAct
from campanello.plans.rules.signing import NewSignature
from campanello.plans.services import measures, plans
from campanello.plans.services.plans import NewPlan, NewService
from campanello.plans.services.signing import sign
from tests import factories, factories_plans
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 11, tzinfo=UTC)
STARTS, ENDS = date(2026, 3, 9), date(2026, 9, 9)


class Desk:
    """A project with a measure, a service in its catalogue, a case manager, and somebody of age."""

    def __init__(self) -> None:
        self.project = factories.project()
        self.actor = factories.actor("case", project=self.project)
        self.measure = factories_plans.measure(self.project)
        self.service = factories_plans.service(self.project)
        self.person = factories.person(self.project, born_on=date(1980, 5, 1))

    def draft(self, **but: Any) -> Plan:
        new = NewPlan(STARTS, ENDS, person=self.person.uid, measure=self.measure.code)
        given = {"uid": uuid.uuid4(), "draft": replace(new, **but)}
        return plans.draft_plan(actor=self.actor, at=NOON, **given)  # type: ignore[arg-type]

    def filled(self, **but: Any) -> Plan:
        one = self.draft(**but)
        return plans.put_service(
            actor=self.actor, uid=one.uid, version=1, new=NewService(self.service.pk, 600), on=ON
        )

    def sign(self, one: Plan, by: str, **but: Any) -> Signature:
        signature = NewSignature(**{"by": by, "how": "paper", "on": ON, "is_in_folder": True} | but)
        version = Plan.objects.get(pk=one.pk).version
        return sign(actor=self.actor, uid=one.uid, version=version, signature=signature, at=NOON)

    def signed(self, **but: Any) -> Plan:
        one = self.filled(**but)
        self.sign(one, "person"), self.sign(one, "staff")
        return Plan.objects.get(pk=one.pk)

    def act(self, one: Plan, kind: Act, on: date, **given: Any) -> Plan:
        version = Plan.objects.get(pk=one.pk).version
        told = NewAct(kind, on, **{"reason": "As agreed"} | given)
        return plans.act(actor=self.actor, uid=one.uid, version=version, act=told, at=LATER)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_draft_sent_twice_is_one_and_a_second_open_plan_under_the_measure_is_none(desk: Desk) -> None:
    one = desk.draft()
    again = plans.draft_plan(
        actor=desk.actor, uid=one.uid, draft=NewPlan(STARTS, ENDS, person=desk.person.uid), at=NOON
    )
    assert (again.pk, one.code) == (one.pk, f"PIP-{desk.measure.code.upper()}-00001")
    with pytest.raises(rules.PlanOpenAlready):
        desk.draft()
    other = factories.person(desk.project)
    assert desk.draft(person=other.uid).code.endswith("-00002")
    assert AuditEntry.objects.filter(verb="plans.plan-drafted").count() == 2


def test_a_plan_follows_an_application_only_once_that_is_eligible(desk: Desk) -> None:
    asked = factories_plans.application(desk.measure, person=desk.person)
    with pytest.raises(rules.NotEligible):
        desk.draft(application=asked.uid, person=None)
    asked.state = "eligible"
    asked.save()
    assert desk.draft(application=asked.uid, person=None, measure="").application == asked


def test_who_does_not_belong_finds_nothing_and_a_desk_operator_may_not(desk: Desk) -> None:
    one = desk.filled()
    for stranger in (factories.actor("case"), factories.actor("desk", project=desk.project)):
        with pytest.raises(NotFound):
            queries.plan(stranger, one.uid)
    with pytest.raises(NotFound):
        desk.draft(measure=factories_plans.measure().code, person=factories.person(desk.project).uid)
    with pytest.raises(NotFound):
        desk.draft(measure="", person=factories.person(desk.project).uid)
    with pytest.raises(NotFound):
        desk.draft(person=None)
    backwards = ({"ends_on": STARTS}, rules.EndsBeforeItStarts)
    for wrong, error in (({"case_manager": 0}, NotFound), ({"language": "xx"}, NotInTheList), backwards):
        with pytest.raises(error):
            desk.draft(person=factories.person(desk.project).uid, **wrong)
    Person.objects.filter(pk=desk.person.pk).update(restricted_at=NOON)
    with pytest.raises(NotFound):
        queries.plan(desk.actor, one.uid)


def test_a_draft_is_changed_until_one_side_has_signed(desk: Desk) -> None:
    one = desk.filled()
    given: dict[str, Any] = {"actor": desk.actor, "uid": one.uid, "on": ON}
    edited = plans.edit_plan(version=one.version, changes={"goal": "A job", "language": "ar"}, **given)
    assert (edited.goal, edited.language, edited.version) == ("A job", "ar", 3)
    assert plans.edit_plan(version=1, changes={"goal": "A job"}, **given).version == 3
    with pytest.raises(ChangedMeanwhile):
        plans.edit_plan(version=2, changes={"goal": "A house"}, **given)
    moved = plans.edit_plan(version=3, changes={"starts_on": date(2026, 3, 10)}, **given)
    assert queries.last_version(moved).starts_on == date(2026, 3, 10)
    with pytest.raises(rules.EndsBeforeItStarts):
        plans.edit_plan(version=4, changes={"ends_on": date(2026, 3, 1)}, **given)
    plans.put_service(version=4, new=NewService(desk.service.pk, 60, starts_on=date(2026, 3, 10)), **given)
    with pytest.raises(versions.OutsideThePlan):
        plans.edit_plan(version=5, changes={"starts_on": date(2026, 4, 1)}, **given)
    desk.sign(one, "person")
    with pytest.raises(versions.VersionSigned):
        plans.edit_plan(version=6, changes={"goal": "Another"}, **given)
    with pytest.raises(versions.VersionSigned):
        plans.drop_service(actor=desk.actor, uid=one.uid, version=6, service=desk.service.pk)
    assert plans.edit_plan(version=6, changes={"language": "fr"}, **given).language == "fr"


def test_services_are_put_in_within_the_limits_and_taken_out(desk: Desk) -> None:
    one = desk.filled()
    given: dict[str, Any] = {"actor": desk.actor, "uid": one.uid}
    second = factories_plans.service(desk.project)
    with pytest.raises(versions.BlockFull):
        plans.put_service(version=2, new=NewService(second.pk, 481), on=ON, **given)
    retired = factories_plans.service(desk.project, is_offered=False)
    wrong = {
        "a retired service": NewService(retired.pk, 60),
        "a service of another project": NewService(factories_plans.service(factories.project()).pk, 60),
        "a deliverer from elsewhere": NewService(second.pk, 60, deliverer=factories.organisation().pk),
    }
    for new in wrong.values():
        with pytest.raises((rules.Refused, NotFound)):
            plans.put_service(version=2, new=new, on=ON, **given)
    body = desk.project.lead
    plans.put_service(version=2, new=NewService(second.pk, 480, deliverer=body.pk), on=ON, **given)
    plans.put_service(version=3, new=NewService(second.pk, 240), on=ON, **given)
    assert sum(row.minutes for row in PlanService.objects.all()) == 840
    with pytest.raises(rules.PlanMoved):
        plans.drop_service(version=3, service=second.pk, **given)
    plans.drop_service(version=4, service=second.pk, **given)
    with pytest.raises(NotFound):
        plans.drop_service(version=5, service=second.pk, **given)


def test_with_both_signatures_a_plan_is_signed_and_counted(desk: Desk) -> None:
    EmploymentStatus.objects.create(person=desk.person, status="unemployed", starts_on=LONG_AGO)
    one = desk.filled()
    first = desk.sign(one, "person")
    assert desk.sign(one, "person").pk == first.pk
    one.refresh_from_db()
    assert (one.state, one.participation) == ("draft", None)
    desk.sign(one, "staff")
    one.refresh_from_db()
    assert (one.state, one.signed_on) == ("signed", ON)
    entry = Participation.objects.get()
    assert one.participation == entry
    assert (entry.strand, entry.code, entry.entry_on) == ("plan", one.code, ON)
    assert (entry.occupational_status, entry.plan_status) == ("unemployed", "in_progress")
    act = PlanAct.objects.get()
    assert (act.kind, act.before, act.after, act.ends_on) == ("sign", "draft", "signed", ENDS)
    services = queries.services_of(queries.last_version(one))
    text = queries.content(one, queries.last_version(one), services, ENDS)
    assert {row.text_sha256 for row in Signature.objects.all()} == {signing.fingerprint(text)}


def test_an_imported_entry_of_the_same_plan_is_taken_and_another_s_is_not(desk: Desk) -> None:
    held = {"project": desk.project, "strand": "plan", "entry_on": LONG_AGO, "plan_status": "in_progress"}
    own = Participation.objects.create(person=desk.person, code="P1", **held)
    assert desk.signed(code="P1").participation == own
    other = factories.person(desk.project, born_on=date(1980, 5, 1))
    Participation.objects.create(person=other, code="P2", **held)
    desk.person = factories.person(desk.project, born_on=date(1980, 5, 1))
    made = desk.signed(code="P2")
    assert made.participation
    assert made.participation.person == desk.person
    with pytest.raises(versions.CodeTaken):
        desk.draft(person=other.uid, code="P2")


def test_nobody_signs_under_age_nor_another_text_than_the_other_side(desk: Desk) -> None:
    child = factories.person(desk.project, born_on=date(2008, 3, 3))
    one = desk.filled(person=child.uid)
    with pytest.raises(signing.UnderAge):
        desk.sign(one, "person")
    with pytest.raises(NotInTheList):
        desk.sign(one, "guardian")
    desk.person = factories.person(desk.project, born_on=date(1980, 5, 1))
    two = desk.filled()
    desk.sign(two, "person")
    Plan.objects.filter(pk=two.pk).update(goal="Changed behind the signature")
    with pytest.raises(signing.SignedOtherText):
        desk.sign(two, "staff")
    signature = NewSignature("staff", "paper", ON, is_in_folder=True)
    with pytest.raises(rules.PlanMoved):
        sign(actor=desk.actor, uid=two.uid, version=1, signature=signature, at=NOON)
    Plan.objects.filter(pk=two.pk).update(goal="")
    with pytest.raises(NotADocument):
        desk.sign(two, "staff", scan=b"no picture")
    assert not PlanAct.objects.exists()


def test_acts_move_a_plan_to_its_end_and_the_evaluation_follows(desk: Desk) -> None:
    one = desk.signed()
    desk.act(one, Act.START, STARTS)
    desk.act(one, Act.SUSPEND, date(2026, 4, 1))
    for day, holds in ((STARTS, True), (date(2026, 3, 31), True), (date(2026, 4, 1), False), (ENDS, False)):
        assert Plan.objects.filter(queries.holding_on(day)).exists() is holds, day
    desk.act(one, Act.RESUME, date(2026, 5, 1))
    assert Plan.objects.filter(queries.holding_on(date(2026, 5, 1))).exists()
    assert not Plan.objects.filter(queries.holding_on(date(2026, 4, 30))).exists()
    extended = desk.act(one, Act.EXTEND, date(2026, 6, 1), ends_on=date(2026, 12, 1), number="D.d. 12")
    assert (extended.state, extended.ends_on) == ("extended", date(2026, 12, 1))
    with pytest.raises(NotFound):
        desk.act(one, Act.AMEND, date(2026, 7, 1))
    with pytest.raises(rules.ActOutOfOrder):
        desk.act(one, Act.COMPLETE, date(2026, 5, 1))
    with pytest.raises(rules.PlanMoved):
        plans.act(actor=desk.actor, uid=one.uid, version=1, act=NewAct(Act.COMPLETE, ON), at=LATER)
    desk.act(one, Act.REVOKE, date(2026, 8, 1))
    entry = Participation.objects.get()
    assert (entry.plan_status, entry.exit_on) == ("withdrawn", date(2026, 8, 1))
    assert Plan.objects.filter(queries.holding_on(date(2026, 8, 1))).exists()
    assert not Plan.objects.filter(queries.holding_on(date(2026, 8, 2))).exists()
    with pytest.raises(rules.PlanClosed):
        desk.act(one, Act.RESUME, date(2026, 8, 2))
    with pytest.raises(rules.PlanClosed):
        plans.edit_plan(
            actor=desk.actor, uid=one.uid, version=extended.version + 1, changes={"language": "ur"}, on=ON
        )


@pytest.mark.parametrize("begins", [False, True])
def test_what_was_committed_to_a_plan_that_never_began_is_free_again(desk: Desk, begins: bool) -> None:
    asked = factories_plans.application(desk.measure, person=desk.person, state="eligible")
    measures.commit_funds(desk.measure, 3_000_00, 2_000_00)
    type(asked).objects.update(services_cents=3_000_00, allowance_cents=2_000_00)
    one = desk.signed(application=asked.uid, person=None)
    if begins:
        desk.act(one, Act.START, STARTS)
    desk.act(one, Act.WITHDRAW, STARTS)
    desk.measure.refresh_from_db()
    assert desk.measure.committed_allowance_cents == (2_000_00 if begins else 0)
    assert type(asked).objects.get().services_cents == (3_000_00 if begins else 0)


def test_a_draft_that_is_given_up_was_never_counted(desk: Desk) -> None:
    assert desk.act(desk.draft(), Act.WITHDRAW, ON).closed_on == ON
    assert not Participation.objects.exists()


def test_an_amendment_is_a_version_that_holds_once_both_have_signed(desk: Desk) -> None:
    one = desk.signed()
    version = plans.amend(
        actor=desk.actor, uid=one.uid, version=one.version, reason="More hours", starts_on=STARTS, at=NOON
    )
    plans.put_service(
        actor=desk.actor,
        uid=one.uid,
        version=one.version + 1,
        new=NewService(desk.service.pk, 900),
        on=ON,
    )
    desk.sign(one, "person"), desk.sign(one, "staff")
    version.refresh_from_db()
    assert (version.number, version.signed_on) == (2, ON)
    assert [row.minutes for row in PlanService.objects.order_by("pk")] == [600, 900]
    assert list(PlanAct.objects.values_list("kind", "after")) == [("sign", "signed"), ("amend", "signed")]
    assert Participation.objects.count() == 1
    held = Plan.objects.get(pk=one.pk).version
    with pytest.raises(versions.NoAmendReason):
        plans.amend(actor=desk.actor, uid=one.uid, version=held, reason=" ", starts_on=STARTS, at=NOON)


def test_the_database_keeps_what_was_signed(desk: Desk) -> None:
    one = desk.signed()
    last = queries.last_version(one)
    row, act, signature = last.services.get(), PlanAct.objects.get(), Signature.objects.first()
    assert signature
    tries: dict[str, Any] = {
        "an act is changed": lambda: PlanAct.objects.filter(pk=act.pk).update(on=LONG_AGO),
        "an act's reason becomes another": lambda: PlanAct.objects.filter(pk=act.pk).update(reason="x"),
        "an act is deleted": act.delete,
        "a signature is changed": lambda: Signature.objects.update(on=LONG_AGO),
        "a signature is drawn later": lambda: Signature.objects.update(strokes=[[[1, 1]]]),
        "a signature is deleted": signature.delete,
        "a signed version is changed": lambda: PlanVersion.objects.update(starts_on=LONG_AGO),
        "a version is signed on another day": lambda: PlanVersion.objects.update(signed_on=LONG_AGO),
        "a signed version is deleted": last.delete,
        "a signed service is longer": lambda: PlanService.objects.update(minutes=6000),
        "a signed service is deleted": row.delete,
        "a service comes after": lambda: factories_plans.plan_service(
            one, factories_plans.service(desk.project)
        ),
    }
    for what, attempt in tries.items():
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
        assert what
    PlanAct.objects.update(reason="")
    Signature.objects.update(strokes=None)


def test_a_list_is_filtered_searched_and_of_constant_cost(desk: Desk) -> None:
    Person.objects.filter(pk=desk.person.pk).update(family_name="Querciola")
    search_keys.refresh([desk.person.pk])
    near = desk.signed(ends_on=date(2026, 3, 20), goal="Sew")
    counts = []
    for _ in range(2):
        for _ in range(4):
            factories_plans.plan(desk.measure)
        with CaptureQueriesContext(connection) as made:
            rows = plan_lists.plans(desk.actor, plan_lists.Wanted(), ON)
            assert len(plan_lists.lines(desk.actor, rows, ON)) == rows.count()
        counts.append(len(made))
    assert counts[0] == counts[1]
    wanted = {
        "the state": plan_lists.Wanted(state="signed"),
        "the end": plan_lists.Wanted(ends="soon"),
        "the code": plan_lists.Wanted(words=near.code),
        "the name": plan_lists.Wanted(words="querciola"),
        "the measure": plan_lists.Wanted(measure=desk.measure.code, state="signed"),
    }
    assert not plan_lists.plans(desk.actor, plan_lists.Wanted(state="unsigned"), ON).exists()
    for what, one in wanted.items():
        assert list(plan_lists.plans(desk.actor, one, ON)) == [near], what
    assert not plan_lists.plans(desk.actor, plan_lists.Wanted(deliverer=desk.project.lead.pk), ON).exists()
    with pytest.raises(NotFound):
        plan_lists.exported(desk.actor, plan_lists.Wanted(), ON)
    coordinator = factories.actor("coordinator", project=desk.project)
    assert len(plan_lists.exported(coordinator, plan_lists.Wanted(), ON)) == 9
    assert AuditEntry.objects.filter(verb="plans.plans-exported").count() == 1


def test_of_what_a_programme_manager_sees_there_is_no_plan(desk: Desk) -> None:
    one = desk.draft()
    with pytest.raises((NotFound, NotYours)):
        queries.plan(factories.actor("programme", project=desk.project), one.uid)


def test_a_resident_sees_their_own_plan_and_nobody_else_s(desk: Desk) -> None:
    user = factories.user(person=desk.person.pk)
    actor = factories.actor("resident", user=user)
    assert plan_shown.own(actor, on=ON, at=NOON) is None
    desk.draft(person=factories.person(desk.project).uid)
    one = desk.signed()
    found = plan_shown.own(actor, on=ON, at=NOON)
    assert found
    assert (found.plan, found.holding.row.number, found.next_session) == (one, 1, None)
    assert plan_shown.own(desk.actor, on=ON, at=NOON) is None


def test_a_plan_s_page_tells_hours_euros_and_whether_the_text_is_the_one_that_was_signed(desk: Desk) -> None:
    one = desk.signed()
    session = factories_plans.session(desk.service, on=ON, signed_at=NOON, signed_by_id=desk.actor.user)
    Attendance.objects.create(
        session=session, plan=one, service=desk.service, on=ON, planned_minutes=60, is_signed=True,
        presence="present", minutes=45, recorded_at=NOON, reason="Signed before this mark",
    )  # fmt: skip
    coming = factories_plans.session(desk.service, on=date(2026, 3, 20))
    Expected.objects.create(session=coming, plan=one)
    found = plan_shown.shown(desk.actor, one.uid, on=ON, at=NOON)
    assert [(bar.name, bar.done, bar.planned, bar.most) for bar in found.bars] == [
        ("orientation", 45, 600, 1080)
    ]
    assert (found.euros.allowance_cents, found.euros.own_services_cents) == (750, 750)
    assert (found.euros.allowance_cap_cents, found.euros.is_demo) == (2_000_00, True)
    assert (found.next_session, found.last.is_intact) == (coming, True)
    desk.act(one, Act.START, STARTS)
    desk.act(one, Act.EXTEND, date(2026, 4, 1), ends_on=date(2026, 12, 1))
    assert plan_shown.shown(desk.actor, one.uid, on=ON, at=NOON).last.is_intact is True
    Plan.objects.update(goal="Written behind the signature")
    assert plan_shown.shown(desk.actor, one.uid, on=ON, at=NOON).last.is_intact is False
