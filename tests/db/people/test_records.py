"""The whole record of a person: what is in it, for whom, and that its size costs no query."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry
from campanello.people.models import (
    Citizenship,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Language,
    Merge,
    Participation,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.queries import records
from campanello.people.rules import world
from campanello.people.rules.record import warnings
from campanello.people.rules.timeline import events
from tests import factories
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GENOA = "RCCMNL83S18D969H"


@pytest.fixture
def actor() -> Actor:
    return factories.actor(Role.CASE)


def test_a_record_costs_the_same_queries_with_one_and_with_200_of_everything(actor: Actor) -> None:
    counts = []
    # What the connection asks of its database once is asked here.
    records.person_record(actor, _person(actor).uid, TODAY)
    for size in (1, 200):
        person = _person(actor)
        _fill(person, size)
        with CaptureQueriesContext(connection) as captured:
            record = records.person_record(actor, person.uid, TODAY)
        assert len(record.contacts) == len(record.permits) == len(record.employment) == size
        counts.append(len(captured))
    assert counts == [3, 3]


def test_every_reading_leaves_one_line(actor: Actor) -> None:
    person = _person(actor)
    records.person_record(actor, person.uid, TODAY)
    line = AuditEntry.objects.get()
    assert (line.sort, line.verb, line.person, line.actor_id) == (
        "read",
        "people.person-read",
        person.pk,
        actor.user,
    )


@pytest.mark.parametrize("role", [Role.LANDLORD, Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN, Role.RESIDENT])
def test_other_roles_read_nobody_and_leave_no_line_as_if_they_had(actor: Actor, role: Role) -> None:
    person = _person(actor)
    with pytest.raises(NotFound):
        records.person_record(factories.actor(role), person.uid, TODAY)
    assert not AuditEntry.objects.exists()


SPECIAL = {Role.DESK: False, Role.EMPLOYMENT: False, Role.CASE: True, Role.COORDINATOR: True}


@pytest.mark.parametrize(("role", "sees"), SPECIAL.items(), ids=SPECIAL)
def test_special_facts_are_not_even_loaded_for_other_roles(actor: Actor, role: Role, sees: bool) -> None:
    person = _person(actor)
    SpecialFact.objects.create(
        person=person, kind="addiction", detail="zz-secret", basis="declared", starts_on=LONG_AGO
    )
    reader = factories.actor(role, project=_project(actor))
    with CaptureQueriesContext(connection) as captured:
        record = records.person_record(reader, person.uid, TODAY)
    assert [one.detail for one in record.special or ()] == (["zz-secret"] if sees else [])
    assert (record.special is not None) is sees
    assert any("people_specialfact" in one["sql"] for one in captured) is sees


def test_the_stricter_role_elsewhere_opens_nothing_here(actor: Actor) -> None:
    person = _person(actor)
    SpecialFact.objects.create(person=person, kind="addiction", basis="declared", starts_on=LONG_AGO)
    user = factories.user()
    factories.assignment(user=user, role=Role.DESK, project=_project(actor))
    factories.assignment(user=user, role=Role.CASE, project=factories.project())
    reader = factories.actor_of(user, TODAY)
    assert records.person_record(reader, person.uid, TODAY).special is None


def test_a_merged_record_is_read_under_the_one_that_stands_for_it(actor: Actor) -> None:
    kept, absorbed = _person(actor), factories.person(factories.project(), family_name="Verdi")
    ContactWay.objects.create(person=absorbed, kind="door", starts_on=LONG_AGO)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    Merge.objects.create(kept=kept, absorbed=absorbed, reason="the same", merged_at=AT)
    record = records.person_record(actor, absorbed.uid, TODAY)
    assert record.uid == kept.uid
    assert [one.person for one in record.contacts] == [absorbed.pk]
    assert [(one.uid, one.family_name) for one in record.absorbed] == [(absorbed.uid, "Verdi")]


def test_who_knew_the_merged_record_sees_the_one_that_stands_for_it(actor: Actor) -> None:
    absorbed, kept = _person(actor), factories.person(factories.project())
    Person.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    assert records.person(actor, kept.uid) == kept
    assert records.person(actor, absorbed.uid) == kept


def test_the_story_is_told_latest_first_and_nothing_ahead_of_the_day(actor: Actor) -> None:
    person = _person(actor)
    EmploymentStatus.objects.create(person=person, status="student", starts_on=date(2019, 1, 1))
    EmploymentStatus.objects.create(person=person, status="employed", starts_on=date(2021, 1, 1))
    ResidencePermit.objects.create(
        person=person, kind="STUDIO", issued_on=date(2020, 1, 1), expires_on=date(2030, 1, 1)
    )
    told = events(records.person_record(actor, person.uid, date(2027, 1, 1)))
    assert [one.sort for one in told] == ["registered", "employment", "permit", "employment"]


def test_what_is_to_be_known_first_is_told(actor: Actor) -> None:
    person = _person(actor, family_name="Rocca", given_name="Emanuele", born_on=date(1983, 11, 10), sex="M")
    factories.code(person, kind="cf", value=GENOA, normal=GENOA, reason="")
    ResidencePermit.objects.create(person=person, kind="STUDIO", expires_on=TODAY + timedelta(days=60))
    record = records.person_record(actor, person.uid, TODAY)
    assert [text % facts for text, facts in warnings(record, records.limits(TODAY))] == [
        "The code says born on 1983-11-18; the record says 1983-11-10.",
        "The residence permit ends on 2026-05-01. Ask whether the renewal was requested.",
    ]
    assert record.to_ask == ("citizenship", "language", "contact", "education", "employment", "residence")
    assert record.age == 42


def _fill(person: Person, size: int) -> None:
    """One, or two hundred, of everything that a person may have several of."""
    days = [LONG_AGO + timedelta(days=number) for number in range(size)]
    ContactWay.objects.bulk_create(ContactWay(person=person, kind="door", starts_on=day) for day in days)
    EmploymentStatus.objects.bulk_create(
        EmploymentStatus(person=person, status="employed", starts_on=day) for day in days
    )
    ResidencePermit.objects.bulk_create(
        ResidencePermit(person=person, kind="STUDIO", expires_on=day) for day in days
    )
    IdentityCode.objects.bulk_create(
        IdentityCode(
            person=person, kind="stp", value="x", normal=f"{person.pk}-{number}", starts_on=day, ends_on=day
        )
        for number, day in enumerate(days)
    )
    SpecialFact.objects.bulk_create(
        SpecialFact(person=person, kind="other", basis="declared", starts_on=day, ends_on=day) for day in days
    )
    Language.objects.bulk_create(Language(person=person, code=code) for code in world.LANGUAGES[:size])
    Citizenship.objects.bulk_create(
        Citizenship(person=person, country=code, is_first=False) for code in world.COUNTRIES[:size]
    )
    project = factories.project()
    Participation.objects.bulk_create(
        Participation(
            person=person,
            project=project,
            strand="plan",
            plan_status="completed",
            code=f"{person.pk}/{number}",
            entry_on=day,
        )
        for number, day in enumerate(days)
    )


def _project(actor: Actor) -> factories.Project:
    return factories.Project.objects.get(pk=next(grant.project for grant in actor.grants))


def _person(actor: Actor, **given: object) -> Person:
    return factories.person(_project(actor), **given)
