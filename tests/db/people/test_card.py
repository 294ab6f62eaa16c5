"""The households beside a person's record: the same as the households' own query has them, in fewer queries."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.actor import Role
from campanello.people.models import Person
from campanello.people.queries import card, households, records
from campanello.people.services.merges import merge
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("size", [1, 30])
def test_a_card_is_what_the_household_s_page_shows_in_two_queries(size: int) -> None:
    project = factories.project()
    actor = factories.actor(Role.COORDINATOR, project=project)
    rosa = factories.person(project)
    others = [factories.person(project if one % 2 else None) for one in range(size)]
    factories.household(rosa, *others)
    factories.household(rosa, *others[:1], kind="isee")
    record = records.person_record(actor, rosa.uid, TODAY)
    with CaptureQueriesContext(connection) as captured:
        found = card.households(actor, record, TODAY)
    assert len(captured) == 2
    assert found == households.current(actor, rosa, TODAY)
    assert [one.household.kind for one in found] == ["registry", "isee"]
    assert found[0].hidden == (size + 1) // 2


def test_a_merged_record_brings_its_household_along() -> None:
    project = factories.project()
    actor = factories.actor(Role.COORDINATOR, project=project)
    kept, absorbed, other = (factories.person(project) for _one in range(3))
    factories.household(absorbed, other)
    merge(actor=actor, kept_uid=kept.uid, absorbed_uid=absorbed.uid, reason="the same", at=AT)
    record = records.person_record(actor, kept.uid, TODAY)
    found = card.households(actor, record, TODAY)
    assert found == households.current(actor, Person.objects.get(pk=kept.pk), TODAY)
    assert [[one.person for one in each.members] for each in found] == [[kept.pk, other.pk]]


def test_who_is_in_no_household_costs_no_query() -> None:
    project = factories.project()
    actor = factories.actor(project=project)
    record = records.person_record(actor, factories.person(project).uid, TODAY)
    with CaptureQueriesContext(connection) as captured:
        assert card.households(actor, record, TODAY) == []
    assert len(captured) == 0
