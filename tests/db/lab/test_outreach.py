"""Whom a lab looks for, in the database: each rule's edges, merged records, restricted ones, and what it costs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.lab.models import Visit
from campanello.lab.queries import outreach
from campanello.lab.rules.outreach import Asked
from campanello.people.models import ContactWay, Membership, Person, ResidencePermit
from tests import factories
from tests.db.homes.houses import agree, reachable
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
OLD, YOUNG = date(1940, 5, 1), date(1990, 5, 1)
NOON = datetime(2026, 1, 1, 11, tzinfo=UTC)


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def desk(lab: Project) -> Actor:
    return factories.actor(Role.DESK, project=lab)


def somebody(lab: Project, born_on: date | None = OLD, **given: Any) -> Person:
    """A person in a household of their own."""
    person = factories.person(lab, born_on=born_on, **given)
    factories.household(person)
    return person


def visit(desk: Actor, lab: Project, days_ago: int, **whom: Any) -> Visit:
    on = TODAY - timedelta(days=days_ago)
    facts = {"project": lab, "operator_id": desk.user, "at": NOON, "on": on, "channel": "phone"}
    return Visit.objects.create(**facts, **whom)


def found(actor: Actor, rule: str, **asked: Any) -> list[int]:
    settled = outreach.settled(Asked(rule, **asked), TODAY)
    return sorted(outreach.people(actor, settled, TODAY).values_list("pk", flat=True))


def test_elderly_people_alone_are_found_and_nobody_else(desk: Actor, lab: Project) -> None:
    alone = somebody(lab, date(1961, 3, 2))  # 65 today
    somebody(lab, date(1961, 3, 3))
    somebody(lab, None)
    couple = [factories.person(lab, born_on=OLD) for _ in range(2)]
    factories.household(*couple)
    factories.person(lab, born_on=OLD)  # lives nowhere known
    somebody(factories.project())
    assert found(desk, "elderly") == [alone.pk]
    assert found(desk, "elderly", age=66) == []
    Membership.objects.filter(person=couple[1]).update(ends_on=TODAY)
    assert found(desk, "elderly") == sorted([alone.pk, couple[0].pk])


HEARD = {
    "thirty days ago is heard of": (30, False, False),
    "thirty-one days ago is not": (31, False, True),
    "a visit that was cancelled is none": (1, True, True),
}


@pytest.mark.parametrize(("days", "is_cancelled", "is_found"), HEARD.values(), ids=HEARD)
def test_heard_of(desk: Actor, lab: Project, days: int, is_cancelled: bool, is_found: bool) -> None:
    alone = somebody(lab)
    visit(desk, lab, days, person=alone, cancelled_at=NOON if is_cancelled else None)
    assert (found(desk, "elderly") == [alone.pk]) is is_found


def test_a_household_s_visit_and_a_merged_record_s_are_theirs_and_another_lab_s_is_not_known(
    desk: Actor, lab: Project
) -> None:
    met, merged, elsewhere = somebody(lab), somebody(lab), somebody(lab)
    visit(desk, lab, 1, household=met.memberships.get().household)
    absorbed = factories.person(lab, merged_into=merged)
    visit(desk, lab, 1, person=absorbed)
    visit(desk, factories.project(), 1, person=elsewhere)
    assert found(desk, "elderly") == [elsewhere.pk]
    assert found(desk, "silent") == [elsewhere.pk]


def test_families_with_children_are_told_by_their_reference_person(desk: Actor, lab: Project) -> None:
    mother, child = factories.person(lab, born_on=YOUNG), factories.person(lab, born_on=date(2008, 3, 3))
    factories.household(mother, child)
    factories.household(factories.person(lab, born_on=YOUNG), factories.person(lab, born_on=date(2008, 3, 2)))
    assert found(desk, "children") == [mother.pk]
    assert found(desk, "children", age=17) == []


def test_permits_that_end_unless_a_renewal_or_a_newer_one_is_there(desk: Actor, lab: Project) -> None:
    people = [somebody(lab, YOUNG) for _ in range(5)]
    in_days = {0: 0, 1: 59, 2: 60, 3: 10, 4: 10}
    for place, days in in_days.items():
        ResidencePermit.objects.create(
            person=people[place], kind="FAMIGLIA", expires_on=TODAY + timedelta(days=days)
        )
    ResidencePermit.objects.filter(person=people[3]).update(renewal_asked_on=TODAY)
    ResidencePermit.objects.create(person=people[4], kind="FAMIGLIA", expires_on=date(2030, 1, 1))
    assert found(desk, "permits") == sorted([people[0].pk, people[1].pk])
    assert found(desk, "permits", days=61) == sorted([people[0].pk, people[1].pk, people[2].pk])


def test_who_was_never_met_in_a_house(desk: Actor, lab: Project) -> None:
    house = factories.building(lab)
    unmet, met = somebody(lab, YOUNG), somebody(lab, YOUNG)
    somebody(lab, YOUNG)
    for person in (unmet, met):
        factories.tenancy(factories.dwelling(house), person.memberships.get().household)
    visit(desk, lab, 2000, person=met)
    assert found(desk, "never", building=str(house.uid)) == [unmet.pk]
    assert found(desk, "silent", building=str(house.uid)) == sorted([unmet.pk, met.pk])


def test_restricted_people_are_left_out_and_counted_for_who_answers_rights(desk: Actor, lab: Project) -> None:
    hidden = somebody(lab)
    Person.objects.filter(pk=hidden.pk).update(restricted_at=NOON)
    boss = factories.actor(Role.COORDINATOR, project=lab)
    asked = outreach.settled(Asked("elderly"), TODAY)
    for actor, told in ((desk, 0), (boss, 1)):
        assert not outreach.people(actor, asked, TODAY).exists()
        assert outreach.left_out(actor, asked, TODAY) == told


def test_a_card_says_how_to_reach_them_when_they_were_last_met_and_leaves_a_line(
    desk: Actor, lab: Project
) -> None:
    rosa = somebody(lab, given_name="Rosa")
    house = factories.dwelling(factories.building(lab), doorbell="Esempio")
    factories.tenancy(house, rosa.memberships.get().household)
    reachable(rosa, "+393331234567")
    agree(rosa, "contact")
    visit(desk, lab, 40, household=rosa.memberships.get().household)
    visit(desk, lab, 50, person=rosa)
    people = list(outreach.people(desk, outreach.settled(Asked("elderly"), TODAY), TODAY))
    (card,) = outreach.cards(desk, people, TODAY)
    assert (card.age, card.place.doorbell if card.place else "") == (85, "Esempio")
    assert (card.last_on, card.last_channel) == (TODAY - timedelta(days=40), "phone")
    assert (card.recipient.phone, card.recipient.reach.channel) == ("+393331234567", "sms")
    assert AuditEntry.objects.filter(verb="lab.outreach-listed", person=rosa.pk).count() == 1


def test_only_who_takes_people_along_gets_a_file(desk: Actor, lab: Project) -> None:
    rosa = somebody(lab)
    with pytest.raises(NotFound):
        outreach.exported(desk, Asked("elderly"), TODAY)
    boss = factories.actor(Role.COORDINATOR, project=lab)
    assert [one.recipient.key for one in outreach.exported(boss, Asked("elderly"), TODAY)] == [rosa.pk]
    assert AuditEntry.objects.get(verb="lab.outreach-exported").facts == {"rows": 1, "rule": "elderly"}


def test_a_list_costs_as_much_for_one_as_for_many(desk: Actor, lab: Project) -> None:
    counted = []
    asked = outreach.settled(Asked("elderly"), TODAY)
    for _ in range(2):
        one = somebody(lab)
        ContactWay.objects.create(person=one, kind="email", normal="a@example.org", starts_on=LONG_AGO)
        with CaptureQueriesContext(connection) as seen:
            outreach.cards(desk, list(outreach.people(desk, asked, TODAY)), TODAY)
        counted.append(len(seen))
        for _more in range(4):
            somebody(lab)
    assert counted[0] == counted[1] <= 12
