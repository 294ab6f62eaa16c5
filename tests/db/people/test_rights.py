"""A copy of one's data, and its restriction."""

from datetime import UTC, datetime

import pytest

from campanello.core.access import NotFound
from campanello.core.models import AuditEntry
from campanello.people.models import Person
from campanello.people.queries import records, rights
from campanello.people.services import rights as services
from tests import factories
from tests.db.people.test_erasure import MOMENT, full_world
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def test_the_copy_has_every_table_with_rows_of_the_person_s() -> None:
    actor, kept = full_world("Zanzibar")
    data = rights.all_data(actor, kept.uid, at=MOMENT, format="json")
    pointing = {
        relation.related_model._meta.label_lower
        for relation in Person._meta.get_fields(include_hidden=True)
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.related_model is not Person
        and relation.related_model._base_manager.filter(**{relation.field.name: kept}).exists()
    }
    assert pointing
    assert pointing | {"people.person", "people.household", "accounts.user"} <= data["tables"].keys()
    assert len(data["tables"]["people.person"]) == 2  # the merged record too
    assert data["tables"]["people.identitycode"][0]["value"].startswith("LOCZanzibar")


def test_nobody_else_is_named_in_the_copy() -> None:
    actor, kept = full_world("Zanzibar")
    said = str(rights.all_data(actor, kept.uid, at=MOMENT, format="json"))
    assert "Altri" not in said
    assert "User " not in said
    assert "another person" in said


def test_the_copy_tells_when_the_record_was_looked_at_and_leaves_a_line() -> None:
    actor, kept = full_world("Zanzibar")
    records.person_record(actor, kept.uid, TODAY)
    data = rights.all_data(actor, kept.uid, at=MOMENT, format="pdf")
    assert {"roles": "coordinator", "sort": "read", "deed": "people.person-read"}.items() <= data["audit"][
        -2
    ].items()
    line = AuditEntry.objects.latest("pk")
    assert (line.verb, line.sort, line.facts["format"]) == ("people.data-exported", "export", "pdf")


def test_a_restricted_record_is_seen_by_those_alone_who_answer_rights() -> None:
    project = factories.project()
    rosa = factories.person(project)
    coordinator, desk = (factories.actor(role, project=project) for role in ("coordinator", "desk"))
    services.restrict(actor=coordinator, uid=rosa.uid, at=datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(NotFound):
        records.person_record(desk, rosa.uid, TODAY)
    assert records.person_record(coordinator, rosa.uid, TODAY).is_restricted
    services.lift_restriction(actor=coordinator, uid=rosa.uid)
    assert not records.person_record(desk, rosa.uid, TODAY).is_restricted
    assert list(
        AuditEntry.objects.filter(verb__contains="restricted").values_list("verb", flat=True)[::-1]
    ) == [
        "people.person-restricted",
        "people.person-unrestricted",
    ]
