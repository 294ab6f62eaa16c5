"""Pacts as services: made, signed by both sides, changed by both alone, kept, ended; and the share that is paid."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound, NotYours
from campanello.core.models import AuditEntry
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import Attendance
from campanello.people.models import Involvement
from campanello.plans.models import GivenBack, Pact, PactReview, PactTerms, Plan, Signature
from campanello.plans.queries import pacts as queries
from campanello.plans.queries import pacts_shown, pacts_waiting
from campanello.plans.queries.pacts_shown import Wanted
from campanello.plans.rules import pacts as rules
from campanello.plans.rules import pacts_kept as kept_rules
from campanello.plans.rules.pacts import NewPact, Part, Share, Terms
from campanello.plans.rules.pacts_kept import Gift
from campanello.plans.rules.signing import NewSignature
from campanello.plans.services import pacts, pacts_kept
from tests import factories, factories_plans
from tests.db.homes.houses import House

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY, JUNE = (date(2026, month, 1) for month in (3, 4, 5, 6))
TERMS = Terms(1, "The desk, a course", "Two hours a week in the court", MARCH, 1200, 1, 3)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


class Made:
    """A household in arrears with ALER, one of whose people has a plan; an employment operator writes the pact."""

    def __init__(self) -> None:
        self.house = House()
        self.person = self.house.known.holder
        self.measure = factories_plans.measure(self.house.project)
        self.plan = factories_plans.plan(self.measure, self.person)
        self.actor = self.house.actor("employment")

    def draft(self, **but: Any) -> Pact:
        given = NewPact("do_ut_des", "individual", TERMS, plan=self.plan.uid, creditor=self.house.aler.pk)
        uid = but.pop("uid", None) or uuid4()
        return pacts.draft(actor=self.actor, uid=uid, pact=replace(given, **but), on=MARCH, at=at(MARCH))

    def sign(self, pact: Pact, by: str, on: date = MARCH, number: int = 1, **given: Any) -> Pact:
        paper = NewSignature(by, "paper", on, is_in_folder=True)
        person = given.pop("person", self.person.uid) if by != "staff" else None
        return pacts.sign(
            actor=self.actor, uid=pact.uid, number=number, signature=paper, person=person, at=at(on)
        )

    def signed(self, **but: Any) -> Pact:
        pact = self.draft(**but)
        self.sign(pact, "person")
        return self.sign(pact, "staff")


@pytest.fixture
def made(db: None) -> Made:
    return Made()


def test_a_pact_holds_once_both_have_signed_and_sends_a_third_to_the_rent(made: Made) -> None:
    pact = made.draft()
    assert queries.share_on(made.plan.pk, APRIL) is None
    made.sign(pact, "person")
    assert queries.share_on(made.plan.pk, APRIL) is None
    assert made.sign(pact, "staff").state == "signed"
    assert queries.share_on(made.plan.pk, APRIL) == Share(1, 3, made.house.aler.pk)
    assert PactReview.objects.get(pact=pact).due_on == JUNE


def test_sent_twice_a_pact_and_a_signature_are_kept_once(made: Made) -> None:
    uid = uuid4()
    for _ in range(2):
        pact = made.draft(uid=uid)
        made.sign(pact, "person")
    assert Pact.objects.count() == Signature.objects.count() == 1
    assert Pact.objects.get().parties.count() == 1


def test_old_terms_hold_until_both_have_signed_the_new_ones(made: Made) -> None:
    pact = made.signed()
    new = replace(TERMS, numerator=1, denominator=2, starts_on=APRIL)
    told: dict[str, Any] = {"actor": made.actor, "uid": pact.uid, "terms": new, "at": at(APRIL)}
    with pytest.raises(rules.NoReasonForTerms):
        pacts.propose_terms(**told, version=pact.version, reason=" ")
    pacts.propose_terms(**told, version=pact.version, reason="Rent fell due")
    made.sign(pact, "staff", APRIL, number=2)
    assert queries.share_on(made.plan.pk, JUNE) == Share(1, 3, made.house.aler.pk)
    with pytest.raises(rules.TermsNotOpen):
        made.sign(pact, "person", MAY, number=1)
    made.sign(pact, "person", MAY, number=2)
    assert queries.share_on(made.plan.pk, date(2026, 4, 30)) == Share(1, 3, made.house.aler.pk)
    assert queries.share_on(made.plan.pk, MAY) == Share(1, 2, made.house.aler.pk)
    with pytest.raises(rules.PactMoved):
        pacts.propose_terms(**told, version=1, reason="Again")


def test_terms_that_somebody_signed_are_kept_by_the_database(made: Made) -> None:
    pact = made.draft()
    PactTerms.objects.filter(pact=pact).update(gives="One hour")
    made.sign(pact, "person")
    for change in ({"gives": "Nothing"}, {"share_numerator": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PactTerms.objects.filter(pact=pact).update(**change)
    made.sign(pact, "staff")
    with pytest.raises(IntegrityError), transaction.atomic():
        PactTerms.objects.filter(pact=pact).update(signed_on=MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PactTerms.objects.filter(pact=pact).delete()


def test_a_draft_is_changed_until_somebody_signs_and_two_editors_see_each_other(made: Made) -> None:
    pact = made.draft()
    pacts.edit_draft(actor=made.actor, uid=pact.uid, version=1, changes={"share": Part(1, 4)})
    with pytest.raises(ChangedMeanwhile) as clash:
        pacts.edit_draft(actor=made.actor, uid=pact.uid, version=1, changes={"share": Part(1, 5)})
    assert [(one.saved, one.yours) for one in clash.value.differences] == [((1, 4), (1, 5))]
    with pytest.raises(rules.ShareNeedsPlanAndCreditor):
        pacts.edit_draft(actor=made.actor, uid=pact.uid, version=2, changes={"creditor_id": None})
    made.sign(pact, "person")
    with pytest.raises(rules.PactMoved):
        pacts.edit_draft(actor=made.actor, uid=pact.uid, version=2, changes={"share": Part(1, 6)})


def test_a_plan_has_one_open_share_at_a_time(made: Made) -> None:
    first = made.signed()
    second = made.draft()
    with pytest.raises(rules.SecondShare):
        made.sign(second, "person", APRIL)
    ended: dict[str, Any] = {"actor": made.actor, "uid": first.uid, "is_broken": True, "on": APRIL}
    with pytest.raises(rules.NoReasonForEnd):
        pacts.end(**ended, version=first.version, reason="")
    pacts.end(**ended, version=first.version, reason="Moved away")
    made.sign(second, "person", APRIL)
    made.sign(second, "staff", APRIL)
    months = queries.shares([made.plan.pk])[made.plan.pk]
    assert [rules.share_on(months, day) is not None for day in (MARCH, APRIL, MAY)] == [True, True, True]
    with pytest.raises(IntegrityError), transaction.atomic():
        Pact.objects.filter(pk=first.pk).update(state="signed")


def test_a_pact_that_ran_out_makes_room_for_the_next_even_where_nothing_is_shared(made: Made) -> None:
    first = made.signed(ends_on=APRIL)
    second = made.draft(terms=replace(TERMS, numerator=0))
    with pytest.raises(rules.SecondShare):
        made.sign(second, "person", MARCH)
    made.sign(second, "person", MAY)
    assert made.sign(second, "staff", MAY).state == "signed"
    assert Pact.objects.get(pk=first.pk).state == "ended"
    assert queries.share_on(made.plan.pk, MARCH) == Share(1, 3, made.house.aler.pk)
    assert queries.share_on(made.plan.pk, MAY) is None


def test_only_its_people_sign_and_a_group_signs_all(made: Made) -> None:
    neighbour = made.house.elderly.holder
    pact = made.draft(scope="group", people=(neighbour.uid,), terms=replace(TERMS, numerator=0))
    made.sign(pact, "person"), made.sign(pact, "staff")
    with pytest.raises(rules.NotAParty):
        made.sign(pact, "person", person=made.house.shop.holder.uid)
    assert Pact.objects.get(pk=pact.pk).state == "draft"
    assert made.sign(pact, "person", person=neighbour.uid).state == "signed"


def test_a_household_s_adults_make_its_pact_and_its_creditor_is_who_stated_arrears(made: Made) -> None:
    pact = made.draft(
        scope="household", plan=None, people=(made.person.uid,), terms=replace(TERMS, numerator=0)
    )
    assert pact.household == made.house.known.household
    assert len(queries.party_keys(pact.pk)) == 2
    assert queries.creditor_of(made.person.pk, MARCH) == made.house.aler


def test_time_given_back_is_kept_once_taken_over_once_and_taken_back(made: Made) -> None:
    pact = made.signed()
    session = factories.session(factories.activity(made.house.project), on=APRIL)
    Attendance.objects.create(
        session=session, person=made.person, presence="present", minutes=90, recorded_at=at(APRIL)
    )
    session.signed_at, session.signed_by_id = at(APRIL), made.actor.user
    session.save()
    gift, given = Gift(made.person.uid, APRIL, 60, "Swept the court"), uuid4()
    for _ in range(2):
        pacts_kept.give_back(actor=made.actor, uid=pact.uid, given=given, gift=gift, on=MAY, at=at(MAY))
        found = pacts_shown.suggestions(made.actor, pact, MAY)
        wanted = [one.attendance for one in found] or [0]
        pacts_kept.take_over(actor=made.actor, uid=pact.uid, attendances=wanted, on=MAY, at=at(MAY))
    assert sorted(GivenBack.objects.values_list("minutes", flat=True)) == [60, 90]
    assert pacts_shown.shown(made.actor, pact.uid, MAY).given_minutes == 150
    pacts_kept.cancel_given(actor=made.actor, uid=pact.uid, given=given, at=at(MAY))
    assert pacts_shown.shown(made.actor, pact.uid, MAY).given_minutes == 90


def test_a_review_is_held_once_with_a_judgement_and_the_next_is_due(made: Made) -> None:
    pact = made.signed()
    review = PactReview.objects.get(pact=pact)
    told: dict[str, Any] = {"actor": made.actor, "uid": pact.uid, "review": review.pk, "note": "", "on": JUNE}
    with pytest.raises(kept_rules.NoJudgement):
        pacts_kept.hold_review(**told, judgement="", held_on=JUNE)
    assert pacts_shown.late_reviews(made.actor, date(2026, 6, 2)) == 1
    made.draft()
    factories_plans.traineeship(made.plan)
    with CaptureQueriesContext(connection) as asked:
        waiting = pacts_waiting.counts(made.actor, date(2026, 6, 2))
    assert (waiting, len(asked)) == ({"late": 1, "unsigned": 1, "unvisited": 1}, 1)
    pacts_kept.hold_review(**told, judgement="partly", held_on=JUNE)
    with pytest.raises(kept_rules.ReviewHeld):
        pacts_kept.hold_review(**told, judgement="kept", held_on=JUNE)
    assert pacts_shown.late_reviews(made.actor, date(2026, 6, 2)) == 0
    assert [one.due_on for one in pact.reviews.all()] == [JUNE, date(2026, 9, 1)]


def test_another_project_s_pact_is_not_there_and_a_plan_s_is_not_another_s(made: Made) -> None:
    pact = made.signed()
    stranger = factories.actor("coordinator", project=factories.project())
    with pytest.raises(NotFound):
        pacts_shown.shown(stranger, pact.uid, MAY)
    assert list(pacts_shown.listed(stranger, Wanted(), MAY)) == []
    with pytest.raises(NotFound):
        made.draft(plan=factories_plans.plan(factories_plans.measure()).uid)
    with pytest.raises((NotFound, NotYours)):
        pacts.end(
            actor=made.house.actor("desk"), uid=pact.uid, version=2, is_broken=False, reason="x", on=MAY
        )


def test_a_list_is_found_by_words_and_waits_in_constant_queries_and_names_leave_lines(made: Made) -> None:
    made.signed()
    with CaptureQueriesContext(
        connection,
    ) as one:
        pacts_shown.lines(made.actor, pacts_shown.listed(made.actor, Wanted(words="ross"), MAY), MAY)
    for _ in range(3):
        other = factories.person(made.house.project, family_name="Rossini")
        plan = factories_plans.plan(made.measure, other)
        made.draft(plan=plan.uid)
    with CaptureQueriesContext(connection) as many:
        found = pacts_shown.lines(made.actor, pacts_shown.listed(made.actor, Wanted(words="ross"), MAY), MAY)
    assert (len(found), len(many)) == (4, len(one))
    waiting = pacts_shown.lines(made.actor, pacts_shown.listed(made.actor, Wanted(waits="sign"), MAY), MAY)
    assert {one.people[0].name.split()[-1] for one in waiting} == {"Rossini"}
    assert AuditEntry.objects.filter(verb="plans.pacts-listed", person=made.person.pk).exists()


def test_the_shares_of_many_plans_are_two_queries(made: Made) -> None:
    made.signed()
    other = factories.person(made.house.project)
    Involvement.objects.get_or_create(person=other, project=made.house.project, defaults={"starts_on": MARCH})
    second = factories_plans.plan(made.measure, other)
    with CaptureQueriesContext(connection) as asked:
        found = queries.shares([made.plan.pk, second.pk])
    assert (len(asked), set(found)) == (2, {made.plan.pk})
    assert Plan.objects.count() == 2
