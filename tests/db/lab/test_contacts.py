"""The last contact of people who are found: of the viewer's projects, of merged records too, never a cancelled one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campanello.lab.queries.contacts import last_contacts
from tests import factories

pytestmark = pytest.mark.django_db


def on(month: int, day: int) -> dict[str, Any]:
    return {"at": datetime(2026, month, day, 10, tzinfo=UTC)}


def test_the_latest_visit_of_each_in_one_query(django_assert_num_queries: Any) -> None:
    own, other = factories.project(), factories.project()
    actor = factories.actor("desk", project=own)
    ada, bea, cleo = (factories.person(own) for _ in range(3))
    former = factories.person(own, merged_into=bea)
    factories.visit(own, person=ada, **on(1, 5))
    factories.visit(own, person=ada, **on(2, 5))
    factories.visit(own, person=ada, cancelled_at=datetime(2026, 3, 1, tzinfo=UTC), **on(2, 20))
    factories.visit(other, person=ada, **on(2, 25))
    factories.visit(own, person=former, **on(1, 9))
    factories.visit(other, person=cleo, **on(1, 9))
    with django_assert_num_queries(1):
        found = last_contacts(actor, [ada.pk, bea.pk, cleo.pk])
    assert found == {ada.pk: date(2026, 2, 5), bea.pk: date(2026, 1, 9)}


def test_who_works_in_no_lab_learns_of_no_contact() -> None:
    own = factories.project()
    ada = factories.person(own)
    factories.visit(own, person=ada)
    assert last_contacts(factories.actor("programme", project=own), [ada.pk]) == {}
