"""The trace that every deed leaves."""

import pytest
from django.db import transaction

from campanello.core import audit
from campanello.core.journal import current_reference
from campanello.core.models import AuditEntry
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_to_whom_under_which_request() -> None:
    project = factories.project()
    actor, person = factories.actor("case", project=project), factories.person(project)
    token = current_reference.set("7KQ2-M4XD")
    try:
        audit.record(actor, "people.person-edited", person, person=person.pk, fields=["sex"])
    finally:
        current_reference.reset(token)
    line = AuditEntry.objects.get()
    assert (line.actor_id, line.roles, line.sort, line.verb) == (
        actor.user,
        "case",
        "write",
        "people.person-edited",
    )
    assert (line.target_kind, line.target, line.person) == ("person", person.pk, person.pk)
    assert (line.facts, line.reference) == ({"fields": ["sex"]}, "7KQ2-M4XD")


def test_what_is_undone_leaves_no_line() -> None:
    with transaction.atomic():
        audit.record(factories.actor(), "people.person-registered")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_many_names_on_one_page_are_a_line_each_written_at_once(django_assert_num_queries: object) -> None:
    actor = factories.actor()
    with django_assert_num_queries(1):  # type: ignore[operator]
        audit.read_many(actor, "homes.panel-read", [3, 1, 2], building=9)
    assert sorted(AuditEntry.objects.values_list("person", flat=True)) == [1, 2, 3]


SORTS = {
    "a read": (audit.read, "read"),
    "an export": (audit.exported, "export"),
    "a write": (audit.record, "write"),
}


@pytest.mark.parametrize(("leave", "sort"), SORTS.values(), ids=SORTS)
def test_a_line_names_its_sort(leave: object, sort: str) -> None:
    leave(factories.actor(), "core.something")  # type: ignore[operator]
    assert AuditEntry.objects.get().sort == sort


def test_a_refusal_is_a_line_too() -> None:
    audit.refused(factories.actor(), "core.refused", view="staff:person")
    assert AuditEntry.objects.get().sort == "refusal"
