"""Nobody changes the trace: what the database itself refuses, and the one way in which old entries go."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from campanello.core import audit
from campanello.core.models import AuditEntry, AuditRelease
from tests import factories

pytestmark = pytest.mark.django_db


def entry(**given: object) -> AuditEntry:
    audit.record(factories.actor(), "core.something")
    if "at" in given:
        made = AuditEntry.objects.latest("pk")
        return AuditEntry.objects.create(at=given["at"], sort=made.sort, verb="core.old", reference="-")
    return AuditEntry.objects.latest("pk")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET verb = 'core.nothing'",
        "UPDATE core_auditentry SET actor_id = NULL",
        "DELETE FROM core_auditentry",
    ],
    ids=["a line's deed is not rewritten", "nor who did it", "a line is not deleted"],
)
def test_the_database_refuses(statement: str) -> None:
    kept = entry()
    refused = pytest.raises(DatabaseError, match="neither changed nor deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get(pk=kept.pk).verb == "core.something"


def test_what_was_released_goes_and_what_is_younger_stays() -> None:
    now = timezone.now()
    old, young = entry(at=now - timedelta(days=900)), entry()
    AuditRelease.objects.create(before=now - timedelta(days=700))
    AuditEntry.objects.filter(pk=old.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=young.pk).delete()
    assert list(AuditEntry.objects.filter(pk__in=[old.pk, young.pk])) == [young]


def test_the_whole_table_is_not_emptied_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="neither"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditentry")


def test_django_s_own_way_to_empty_a_database_is_closed_outside_tests(settings: object) -> None:
    entry()
    settings.MODE = "production"  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("flush", interactive=False)
    assert AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_of_its_own_transactions_is_cleaned_up() -> None:
    entry()
    call_command("flush", interactive=False)
    assert not AuditEntry.objects.exists()
    assert not AuditRelease.objects.exists()
