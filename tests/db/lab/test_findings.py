"""Courtyard findings in the database: recorded once, hands counted once, withdrawn and put back, whose they are."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.accounts.queries import actor_of
from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.homes.models import Building
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import Finding, FindingVote
from campanello.lab.queries import findings as queries
from campanello.lab.queries.findings import Wanted
from campanello.lab.rules.findings import AlreadyVoted, FindingWithdrawn, Marks, NewFinding, NoProjectThere
from campanello.lab.services import findings as services
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def desk() -> Actor:
    return factories.actor(Role.DESK)


@pytest.fixture
def house(desk: Actor) -> Building:
    return factories.building(project_of(desk))


def project_of(actor: Actor) -> Project:
    return Project.objects.get(pk=actor.grants[0].project)


def told(actor: Actor, house: Building, uid: UUID | None = None, **given: Any) -> Finding:
    said = {"kind": "weak", "text": "The lamp is broken", "hands": 3} | given
    new = NewFinding(building=house.uid, **said)
    return services.record_finding(actor=actor, uid=uid or uuid4(), finding=new, at=NOON)


def test_sent_twice_it_is_recorded_once_with_one_trace_and_without_words_in_it(
    desk: Actor, house: Building
) -> None:
    uid = uuid4()
    first, again = told(desk, house, uid), told(desk, house, uid, text="Other words")
    assert (first.pk, again.text) == (again.pk, "The lamp is broken")
    assert FindingVote.objects.get(finding=first).hands == first.votes == 3
    line = AuditEntry.objects.get(verb="lab.finding-recorded")
    assert line.facts == {"kind": "weak", "hands": 3}


def test_a_number_that_another_lab_used_answers_as_if_nothing_were_there(
    desk: Actor, house: Building
) -> None:
    stranger = factories.actor(Role.DESK)
    theirs = told(stranger, factories.building(project_of(stranger)))
    with pytest.raises(NotFound):
        told(desk, house, theirs.uid)


def test_hands_are_added_once_a_number_and_the_sum_is_that_of_the_rows(desk: Actor, house: Building) -> None:
    row, uid = told(desk, house), uuid4()
    for _ in range(2):
        services.vote(actor=desk, uid=uid, finding=row.uid, hands=7, at=NOON)
    row.refresh_from_db()
    assert row.votes == 10 == sum(FindingVote.objects.values_list("hands", flat=True))
    with pytest.raises(NotFound):
        services.vote(actor=desk, uid=uid, finding=told(desk, house).uid, at=NOON)


def test_a_person_agrees_once_and_counts_for_one(desk: Actor, house: Building) -> None:
    row, rosa = told(desk, house), factories.person(project_of(desk))
    services.vote(actor=desk, uid=uuid4(), finding=row.uid, person=rosa.uid, hands=50, at=NOON)
    with pytest.raises(AlreadyVoted):
        services.vote(actor=desk, uid=uuid4(), finding=row.uid, person=rosa.uid, at=NOON)
    row.refresh_from_db()
    assert row.votes == 4


def test_what_is_withdrawn_is_neither_voted_nor_edited_until_it_is_put_back(
    desk: Actor, house: Building
) -> None:
    row = told(desk, house)
    services.withdraw_finding(actor=desk, uid=row.uid, at=NOON)
    services.withdraw_finding(actor=desk, uid=row.uid, at=NOON)
    assert list(queries.findings(desk, Wanted())) == []
    assert [one.pk for one in queries.findings(desk, Wanted(is_withdrawn=True))] == [row.pk]
    for refused in (
        lambda: services.vote(actor=desk, uid=uuid4(), finding=row.uid, at=NOON),
        lambda: services.edit_finding(actor=desk, uid=row.uid, version=2, changes={"text": "So"}),
    ):
        with pytest.raises(FindingWithdrawn):
            refused()
    services.restore_finding(actor=desk, uid=row.uid)
    assert queries.findings(desk, Wanted()).get().votes == 3
    assert AuditEntry.objects.filter(verb="lab.finding-withdrawn").count() == 1


def test_two_who_edit_see_both_texts(desk: Actor, house: Building) -> None:
    row = told(desk, house)
    services.edit_finding(actor=desk, uid=row.uid, version=1, changes={"text": "No light at all"})
    with pytest.raises(ChangedMeanwhile) as clash:
        services.edit_finding(actor=desk, uid=row.uid, version=1, changes={"text": "The lamp blinks"})
    (one,) = clash.value.differences
    assert (one.field, one.saved, one.yours) == ("text", "No light at all", "The lamp blinks")


def test_a_house_where_none_of_one_s_projects_works_takes_no_finding(desk: Actor) -> None:
    aler = factories.organisation(kind="aler")
    officer = factories.assignment(role=Role.LANDLORD, organisation=aler).user
    factories.assignment(user=officer, role=Role.DESK)
    from_far = factories.building()
    factories.dwelling(from_far, owner=aler)
    both = actor_of(officer, factories.TODAY)
    with pytest.raises(NoProjectThere):
        told(both, from_far)
    with pytest.raises(NotFound):
        told(desk, from_far)


def test_whose_findings_are_seen_and_changed(desk: Actor, house: Building) -> None:
    row = told(desk, house)
    for role, sees in {Role.CASE: True, Role.LANDLORD: False, Role.PROGRAMME: False}.items():
        given = {"project": row.project} if role is Role.CASE else {}
        assert queries.findings(factories.actor(role, **given), Wanted()).exists() is sees
    with pytest.raises(NotFound):
        services.withdraw_finding(actor=factories.actor(Role.DESK), uid=row.uid, at=NOON)


def test_a_neighbourhood_is_summed_up_in_two_queries_at_any_size(desk: Actor, house: Building) -> None:
    told(desk, house)
    told(desk, house, kind="strong", hands=5)
    quiet = factories.building(neighbourhood=house.neighbourhood, number="100")
    place = queries.neighbourhood(desk, house.neighbourhood.uid)
    marks = {one.building.pk: one.marks for one in queries.houses(desk, place)}
    assert marks == {house.pk: Marks(1, 1, 5, 3), quiet.pk: Marks()}
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            queries.houses(desk, place)
        counted.append(len(seen))
        for _more in range(3):
            told(desk, factories.building(neighbourhood=house.neighbourhood))
    assert counted == [2, 2]
