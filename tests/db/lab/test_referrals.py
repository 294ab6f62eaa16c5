"""Referrals in the database: with consent alone, who sees whom and from when, who moves what, and what is overdue."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound, NotYours
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.lab.models import Referral
from campanello.lab.queries import referrals as queries
from campanello.lab.queries.referrals import Wanted
from campanello.lab.rules.referrals import (
    NewReferral,
    OwnProject,
    ReferralConsentWithdrawn,
    ReferralMoved,
    ReferralNotAgreed,
)
from campanello.lab.services import referrals as services
from campanello.people.models import Consent, Person
from campanello.people.queries import records
from tests import factories
from tests.db.homes.houses import agree
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def desk(lab: Project) -> Actor:
    return factories.actor(Role.DESK, project=lab)


@pytest.fixture
def other() -> Project:
    return factories.project()


@pytest.fixture
def receiver(other: Project) -> Actor:
    return factories.actor(Role.CASE, project=other)


@pytest.fixture
def rosa(lab: Project) -> Person:
    person = factories.person(lab, given_name="Rosa")
    agree(person, "referral")
    return person


def send(actor: Actor, person: Person, uid: UUID | None = None, **given: Any) -> Referral:
    told = {"reason": "Looks for a course"} | (given or {"to_service": "CPIA"})
    on = told.pop("on", TODAY)
    new = NewReferral(person=person.uid, **told)  # type: ignore[arg-type]
    return services.refer(actor=actor, uid=uid or uuid4(), referral=new, on=on)  # type: ignore[arg-type]


def test_without_a_yes_nobody_is_sent_and_nothing_is_written(desk: Actor, lab: Project) -> None:
    silent = factories.person(lab)
    with pytest.raises(ReferralNotAgreed):
        send(desk, silent)
    agree(silent, "referral", withdrawn_on=date(2026, 1, 1))
    with pytest.raises(ReferralConsentWithdrawn):
        send(desk, silent)
    assert not Referral.objects.exists()
    assert not AuditEntry.objects.filter(verb="lab.referral-sent").exists()


def test_sent_twice_it_is_one_and_says_under_which_consent(desk: Actor, rosa: Person) -> None:
    uid = uuid4()
    assert send(desk, rosa, uid).pk == send(desk, rosa, uid).pk
    assert Referral.objects.get().consent == Consent.objects.get(person=rosa)
    with pytest.raises(NotFound):
        send(factories.actor(Role.DESK), rosa, uid)


def test_a_project_learns_who_it_is_only_once_it_has_accepted(
    desk: Actor, receiver: Actor, rosa: Person, other: Project
) -> None:
    row = send(desk, rosa, to_project=other.pk)
    before = queries.shown(receiver, row.uid, TODAY)
    assert (before.name, before.person) == ("", None)
    with pytest.raises(NotFound):
        records.person(receiver, rosa.uid)
    assert not AuditEntry.objects.filter(verb="lab.referral-read", person=rosa.pk).exists()

    services.answer(actor=receiver, uid=row.uid, version=1, accepts=True, on=TODAY)

    assert queries.shown(receiver, row.uid, TODAY).name == rosa.name
    assert records.person(receiver, rosa.uid) == rosa
    assert AuditEntry.objects.filter(verb="people.person-joined", person=rosa.pk).exists()


def test_a_refused_person_stays_unknown(desk: Actor, receiver: Actor, rosa: Person, other: Project) -> None:
    row = send(desk, rosa, to_project=other.pk)
    services.answer(actor=receiver, uid=row.uid, version=1, accepts=False, text="No place", on=TODAY)
    with pytest.raises(NotFound):
        records.person(receiver, rosa.uid)
    assert queries.shown(desk, row.uid, TODAY).referral.answer == "No place"


def test_a_yes_taken_back_in_between_stops_the_taking_over(
    desk: Actor, receiver: Actor, rosa: Person, other: Project
) -> None:
    row = send(desk, rosa, to_project=other.pk)
    Consent.objects.update(withdrawn_on=TODAY)
    with pytest.raises(ReferralConsentWithdrawn):
        services.answer(actor=receiver, uid=row.uid, version=1, accepts=True, on=TODAY)
    row.refresh_from_db()
    assert row.state == "sent"
    with pytest.raises(NotFound):
        records.person(receiver, rosa.uid)


def test_who_moves_what(desk: Actor, receiver: Actor, rosa: Person, other: Project) -> None:
    inside, outside = send(desk, rosa, to_project=other.pk), send(desk, rosa)
    with pytest.raises(NotYours):
        services.answer(actor=desk, uid=inside.uid, version=1, accepts=True, on=TODAY)
    with pytest.raises(NotYours):
        services.withdraw(actor=receiver, uid=inside.uid, version=1, text="No", on=TODAY)
    with pytest.raises(NotFound):
        services.answer(actor=receiver, uid=outside.uid, version=1, accepts=True, on=TODAY)
    services.answer(actor=desk, uid=outside.uid, version=1, accepts=True, on=TODAY)
    services.conclude(actor=desk, uid=outside.uid, version=2, outcome="solved", on=TODAY)
    with pytest.raises(ReferralMoved):
        services.withdraw(actor=desk, uid=outside.uid, version=3, text="No", on=TODAY)
    services.reopen(actor=desk, uid=outside.uid, version=3)
    outside.refresh_from_db()
    assert (outside.state, outside.outcome, outside.concluded_on) == ("accepted", "", None)
    with pytest.raises(ReferralMoved):
        services.conclude(actor=desk, uid=outside.uid, version=3, outcome="partly", on=TODAY)


def test_nobody_is_sent_to_where_they_are_nor_to_what_is_not_there(
    desk: Actor, rosa: Person, lab: Project
) -> None:
    with pytest.raises(OwnProject):
        send(desk, rosa, to_project=lab.pk)
    for nowhere in ({"to_project": 99_999}, {"to_organisation": 99_999}):
        with pytest.raises(NotFound):
            send(desk, rosa, **nowhere)
    with pytest.raises(NotFound):
        send(desk, factories.person(factories.project()))


def test_what_is_overdue_is_filtered_as_the_rule_says(desk: Actor, rosa: Person) -> None:
    late = send(desk, rosa, to_service="Late", on=TODAY - timedelta(days=16))
    send(desk, rosa, to_service="Just in time", on=TODAY - timedelta(days=15))
    accepted = send(desk, rosa, to_service="Long since", on=TODAY - timedelta(days=90))
    services.answer(actor=desk, uid=accepted.uid, version=1, accepts=True, on=TODAY - timedelta(days=61))
    found = queries.lines(desk, queries.referrals(desk, Wanted(due="overdue"), TODAY), TODAY)
    assert {(one.referral.pk, one.waiting.overdue_days) for one in found} == {(late.pk, 1), (accepted.pk, 1)}
    assert queries.overdue(desk, TODAY) == 2


def test_who_is_restricted_is_not_named_and_leaves_in_no_file(
    desk: Actor, lab: Project, rosa: Person
) -> None:
    send(desk, rosa)
    Person.objects.update(restricted_at="2026-01-01T00:00Z")
    (line,) = queries.lines(desk, queries.referrals(desk, Wanted(), TODAY), TODAY)
    assert (line.name, line.person) == ("", None)
    boss = factories.actor(Role.COORDINATOR, project=lab)
    assert queries.exported(boss, Wanted(), TODAY) == []
    with pytest.raises(NotFound):
        queries.exported(desk, Wanted(), TODAY)


def test_the_list_costs_as_much_for_one_as_for_many(desk: Actor, lab: Project, rosa: Person) -> None:
    send(desk, rosa)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            queries.lines(desk, queries.referrals(desk, Wanted(), TODAY), TODAY)
        counted.append(len(seen))
        for _more in range(4):
            someone = factories.person(lab)
            agree(someone, "referral")
            send(desk, someone)
    assert counted[0] == counted[1] == 2
